/** Slack's own text and layout blocks, drawn by slack-blocks-to-jsx; nothing here can be pressed. */
import { type Block as LibraryBlock, Message as LibraryMessage } from 'slack-blocks-to-jsx';
import type { Block, Json } from '../../support/stand-ins/slack/workspace.js';

export type Names = {
  users: { id: string; name: string }[];
  channels: { id: string; name: string }[];
};

/** A `<` that opens none of Slack's tokens is text; the library would swallow it as HTML. */
const STRAY_ANGLE = /<(?!(?:[@#!]|https?:\/\/|mailto:|tel:))/g;
/** Unseen between `<` and what follows: the library decodes `&lt;` first and would read a token. */
const WORD_JOINER = '\u2060';

export function Mrkdwn({ text, names }: { text: string; names: Names }) {
  const safe = text.replace(STRAY_ANGLE, '&lt;').replaceAll('&lt;', `&lt;${WORD_JOINER}`);
  const block = { type: 'section', text: { type: 'mrkdwn', text: safe === '' ? ' ' : safe } };
  return <LibraryBlocks blocks={[block]} names={names} />;
}

/** A text object: plain text is ours, since the library reads every text as markup. */
export function TextObject({ object, names }: { object: Json; names: Names }) {
  const text = String(object.text ?? '');
  if (object.type === 'mrkdwn') return <Mrkdwn text={text} names={names} />;
  return <span className="plain-text">{text}</span>;
}

export function LibraryBlocks({ blocks, names }: { blocks: Block[]; names: Names }) {
  return (
    <LibraryMessage
      // What the library does not know it leaves out, so any block may be handed to it.
      blocks={blocks as unknown as LibraryBlock[]}
      data={names}
      logo=""
      name=""
      withoutWrapper
    />
  );
}

/**
 * The library gives every message the same id, which a page may hold only once; its stylesheet is
 * served with the class instead. Links open beside the page.
 */
export function tidyLibraryMarkup(html: string): string {
  return html
    .replaceAll(' id="slack_blocks_to_jsx"', '')
    .replaceAll('<a href=', '<a target="_blank" rel="noopener noreferrer" href=');
}

export function tidyLibraryStyle(css: string): string {
  return css.replaceAll('#slack_blocks_to_jsx', '.slack_blocks_to_jsx');
}
