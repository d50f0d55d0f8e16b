import { type ClientFacts, localeOf, type Reversal } from '../../core/index.js';
import { amountWords, typeNames } from '../words/names.js';
import { actionIds, button, valueFor } from './buttons.js';
import type { Card } from './card-blocks.js';
import { type Block, clip, limits } from './limits.js';
import { oneLine, plain } from './mrkdwn.js';

/** Fits beside headings and the closing line within the block limit of a message. */
const reviewShown = 20;
const automaticShown = 20;

/** One quiet message a client and day: what needs a look, and what the policy approved by itself. */
export function foldedListOf(
  client: ClientFacts,
  lists: { review: readonly Reversal[]; automatic: readonly Reversal[] },
): Card {
  const { review, automatic } = lists;
  const locale = localeOf(client);
  const blocks: Block[] = [
    section(`*${oneLine(client.name, 60)}*: ${counts(review.length, automatic.length)}`),
  ];
  for (const reversal of review.slice(0, reviewShown)) {
    blocks.push({
      type: 'section',
      text: { type: 'mrkdwn', text: reviewLine(reversal, locale) },
      accessory: button(actionIds.openEntry, 'Look', valueFor(reversal)),
    });
  }
  if (review.length > reviewShown)
    blocks.push(
      note(`and ${review.length - reviewShown} more to review: \`/reversal find needs review\``),
    );
  if (automatic.length > 0) {
    const lines = automatic.slice(0, automaticShown).map((one) => `• ${lineOf(one, locale)}`);
    if (automatic.length > automaticShown)
      lines.push(`… and ${automatic.length - automaticShown} more`);
    blocks.push(section(clip(`Approved by policy:\n${lines.join('\n')}`, limits.sectionText)));
  }
  return {
    text: oneLine(`${client.name}: ${counts(review.length, automatic.length)}`, 300),
    blocks: blocks.slice(0, limits.messageBlocks),
  };
}

function counts(review: number, automatic: number): string {
  const parts: string[] = [];
  if (review > 0) parts.push(`${review} to review`);
  if (automatic > 0) parts.push(`${automatic} approved by policy`);
  return parts.length > 0 ? parts.join(', ') : 'nothing to review';
}

function reviewLine(reversal: Reversal, locale: string): string {
  const why = reversal.reviewReasons[0] ?? reversal.reason ?? '';
  return `${lineOf(reversal, locale)}\n${oneLine(why, 140)}`.trimEnd();
}

/** `RV-000123 · Refund · $49.99`, for lists. */
export function lineOf(reversal: Reversal, locale: string): string {
  return `*${reversal.reference}* · ${typeNames[reversal.type]} · ${plain(amountWords(reversal.amount, locale))}`;
}

export const section = (text: string): Block => ({
  type: 'section',
  text: { type: 'mrkdwn', text: clip(text, limits.sectionText) },
});

export const note = (text: string): Block => ({
  type: 'context',
  elements: [{ type: 'mrkdwn', text: clip(text, limits.sectionText) }],
});
