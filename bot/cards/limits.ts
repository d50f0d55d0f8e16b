import type { types } from '@slack/bolt';

export type Block = types.KnownBlock;

/** Limits of Block Kit. Source: docs.slack.dev/reference/block-kit and npm @slack/types 3.2.0. */
export const limits = {
  messageBlocks: 50,
  viewBlocks: 100,
  sectionText: 3000,
  headerText: 150,
  buttonText: 75,
  buttonValue: 2000,
  contextElements: 10,
  optionText: 75,
  selectOptions: 100,
  modalTitle: 24,
  privateMetadata: 3000,
  inputLength: 3000,
  confirmText: 300,
  // docs.slack.dev/reference/methods/chat.postMessage: text is cut at 40,000; 4,000 is advised.
  messageText: 4000,
} as const;

/** Cuts to a length in characters, with an ellipsis; never through a surrogate pair. */
export function clip(text: string, length: number): string {
  if (text.length <= length) return text;
  const cut = text.slice(0, length - 1);
  return `${/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}
