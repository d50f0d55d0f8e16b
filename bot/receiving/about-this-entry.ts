import { decisionCommands } from '../decide-reversal/decide-command.js';
import { detailAtStart } from '../decide-reversal/detail-words.js';
import { handOverCommands } from '../hand-over/hand-over.js';

/** Whatever follows them, these words speak to the bot and not to a card. */
const plainCommands: ReadonlySet<string> = new Set([
  ...['find', 'show', 'log', 'help', 'mine', 'queue', 'report', 'export', 'notify', 'digest'],
  ...handOverCommands,
]);

/** In a card's thread these are answers to the card, read as such. */
const cardAnswers: ReadonlySet<string> = new Set([
  ...['approve', 'reject', 'changes', 'accept', 'contest'],
]);

const needsEntry = (word: string) =>
  word === 'show' || word === 'evidence' || Object.hasOwn(decisionCommands, word);

const referenceFirst = /^rv[-\s]?\d/i;
const thisOne = /^(?:this|it)(?:\s+(?:one|entry))?[.!?]*$/i;

/**
 * What stands behind a command written in the thread of the card `about`, with that entry's
 * reference where it is left out and plainly meant. Null where it cannot be told: what closes an
 * entry (cancel, confirm, wait) names it, as "cancel the order" is no command.
 */
export function restAbout(word: string, rest: string, about: string): string | null {
  if (!needsEntry(word) || referenceFirst.test(rest) || /^\d+$/.test(rest)) return rest;
  const isThis = rest === '' || thisOne.test(rest);
  if (isThis) return ['show', 'take', 'withdraw', 'evidence'].includes(word) ? about : null;
  return saysWhat(word, rest) ? `${about} ${rest}` : null;
}

function saysWhat(word: string, rest: string): boolean {
  if (word === 'note') return true;
  if (word === 'assign') return /^(?:<@|\S+@\S)/.test(rest);
  if (word === 'evidence') return /^<?https?:/i.test(rest);
  // A refund's id is one word with a digit in it.
  if (word === 'complete') return /^\S*\d\S*$/.test(rest);
  const action = decisionCommands[word];
  return action !== undefined && detailAtStart(action, rest) !== null;
}

/** Whether what was said to the bot in a card's thread is a command, and no answer to the card. */
export function isCommandHere(text: string): boolean {
  const [, first = '', rest = ''] = /^\s*(\S*)\s*([\s\S]*?)\s*$/.exec(text) ?? [];
  const word = first.toLowerCase();
  if (plainCommands.has(word) || isPlainQuestion(text)) return true;
  if (!needsEntry(word) || cardAnswers.has(word)) return false;
  return restAbout(word, rest, '') !== null;
}

const periods = 'week|month|year|quarter|morning|afternoon|evening|day|weekend|time';
const pronoun = new RegExp(
  `\\b(?:th(?:is|e|at)\\s+(?:one|entry|case|reversal|request)|this(?!\\s+(?:${periods})\\b)|it)\\b`,
  'i',
);
const asks =
  /^(?:who|what|whats|what[’']s|when|why|where|how|is|was|has|have|did|does|do|can|status|history)\b|\?\s*$/i;
const asksPlainly = /^\s*(?:who|what|whats|what[’']s|when|why|where|how|status|history)\b/i;
const bareQuestion =
  /^(?:status|history|(?:what(?:[’']?s| is| was)? )?(?:happened|the status|the history)|who (?:approved|rejected|decided|logged)|why|when)(?: and why)?[\s?!.]*$/i;

/** "Who approved this?" holds a decision word and is none; "can we approve it?" may be one. */
function isPlainQuestion(text: string): boolean {
  const asked = text.trim();
  return bareQuestion.test(asked) || (asksPlainly.test(asked) && pronoun.test(asked));
}

/**
 * A question about the thread's own entry with its reference in the place of "this" or "it"; null
 * for any other text.
 */
export function questionAbout(text: string, about: string): string | null {
  if (/(?<![\p{L}\d])rv[-\s#]?\d/iu.test(text)) return null;
  if (bareQuestion.test(text)) return `${text.replace(/[\s?!.]+$/, '')} ${about}`;
  return asks.test(text) && pronoun.test(text) ? text.replace(pronoun, about) : null;
}
