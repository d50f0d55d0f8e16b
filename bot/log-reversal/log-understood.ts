import {
  type AlikeEntry,
  type ClientFacts,
  decimalMarkOf,
  decimalOf,
  formatMoney,
  isRefusal,
  type LogRequest,
  type Money,
  maskCustomer,
  minorDigits,
  parseDecimal,
  type Refusal,
  reversalTypes,
} from '../../core/index.js';
import type { Answer } from '../bot-tools.js';
import { actionIds, button } from '../cards/buttons.js';
import { actionsOf } from '../cards/card-blocks.js';
import { note, section } from '../cards/folded-list.js';
import type { Block } from '../cards/limits.js';
import { oneLine, plain } from '../cards/mrkdwn.js';
import { amountWords, statusNames, typeNames } from '../words/names.js';
import { refusalWords } from '../words/refusal-words.js';
import { type LogFields, maskedCustomer } from './log-fields.js';
import { type ReadingTools, readFor } from './log-request.js';

/** Longer than anybody writes by hand to log one thing: pasted, so it may tell of more. */
const longText = 1_000;
const shownMax = 3;

/** Why it is asked before it is logged; empty where the text can be taken in one way only. */
export function doubtsOf(
  tools: ReadingTools,
  client: ClientFacts,
  text: string,
  request: LogRequest,
  locale: string,
): readonly string[] {
  const reading = readFor(tools, client, text);
  const doubts: string[] = [];
  const { before, after } = request;
  const isPair = request.type === 'merchant_error' && before !== null && after !== null;
  const nothingNamed = request.identifiers.length === 0 && request.customer === null;
  if (reading.type === null && nothingNamed) {
    doubts.push('No type was named; I took it as a refund.');
  }
  const sums = new Set(reading.amounts.map((one) => `${one.minor} ${one.currency ?? ''}`));
  if (!isPair && request.amount && sums.size > 1) {
    doubts.push(
      `There are ${sums.size} amounts; I took ${formatMoney(request.amount, locale)} as the one to return.`,
    );
  }
  const { amount } = request;
  const short = amount && !isPair ? asCents(text, amount, locale) : null;
  if (short) {
    doubts.push(
      `“${short.written}” may be ${decimalOf(short.other)} or ${decimalOf(short.taken)} ${short.taken.currency}; I took ${formatMoney(short.taken, locale)}.`,
    );
  }
  if (isPair && before.currency === after.currency && before.minor < after.minor) {
    doubts.push('It reads as an undercharge: that is recorded and never paid.');
  }
  const kinds = new Map<string, number>();
  for (const { kind } of request.identifiers) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  if ([...kinds.values()].some((count) => count > 1)) {
    doubts.push('Several ids of one kind are in it: it may be about more than one payment.');
  }
  if (text.length > longText) doubts.push('The text is long: it may tell of more than one thing.');
  return doubts;
}

/**
 * The amount was taken as thousands, though its mark is the one that the writer sets before the cents:
 * `1.500` of a reader of `$1.50`. Null where that cannot be.
 */
function asCents(text: string, taken: Money, locale: string) {
  const digits = minorDigits(taken.currency);
  if (digits >= 3) return null;
  for (const [written, whole = '', mark, rest = ''] of text.matchAll(oneMark)) {
    if (mark !== decimalMarkOf(locale)) continue;
    if (BigInt(whole + rest) * 10n ** BigInt(digits) !== taken.minor) continue;
    const other = parseDecimal(`${whole}.${rest.replace(/0+$/, '') || '0'}`, taken.currency);
    if (other) return { written, taken, other };
  }
  return null;
}

/** One mark, with three digits behind it: `1.500`. */
const oneMark = /(?<![\d.,])(\d{1,3})([.,])(\d{3})(?![.,]?\d)/g;

type Shown = {
  draftId: string;
  client: ClientFacts;
  /** What it comes to, or why it cannot be logged yet. */
  request: LogRequest | Refusal | { errors: Readonly<Record<string, string>> };
  /** The form's fields as far as they were understood; told where there is no request yet. */
  fields: LogFields;
  doubts: readonly string[];
  alike: readonly AlikeEntry[];
  /** How whoever logs it reads amounts. */
  locale: string;
};

/** What was understood, before anything is logged: like entries first, then the fields, then one tap. */
export function understoodAnswer(shown: Shown): Answer {
  const { request, alike, doubts } = shown;
  const blocks: Block[] = [];
  if (alike.length > 0) blocks.push(...alikeBlocks(shown));
  const missing = isRefusal(request)
    ? [refusalWords(request)]
    : 'errors' in request
      ? Object.values(request.errors)
      : [];
  const lines = [
    `*Nothing is logged yet.* ${missing.map((one) => oneLineOfOurs(one)).join(' ')}`.trim(),
    ...understoodLines(shown),
    ...doubts.map((doubt) => `*Not certain:* ${plain(doubt)}`),
  ];
  blocks.push(section(lines.join('\n')));
  blocks.push(actionsOf(buttonsOf(shown, missing.length === 0), 'understood'));
  const text = missing.length > 0 ? `Not logged. ${missing.join(' ')}` : noticeOf(shown);
  return { text, blocks };
}

/** Refusals are our own sentences with their marks; what a person wrote in them is escaped already. */
const oneLineOfOurs = (words: string) => words.replace(/\s+/g, ' ');

function noticeOf({ alike, doubts }: Shown): string {
  const [first] = alike;
  return first
    ? `Not logged yet: ${first.reference} may be the same (${first.why.join(', ')}).`
    : `Not logged yet: ${doubts.join(' ')}`;
}

function alikeBlocks({ alike, draftId, locale }: Shown): Block[] {
  const heading =
    alike.length === 1 ? 'This may be in the log already:' : 'These may be the same matter:';
  return [
    section(`:warning: *${heading}*`),
    ...alike.slice(0, shownMax).map(
      (entry, index): Block => ({
        type: 'section',
        block_id: `alike_${index}`,
        text: {
          type: 'mrkdwn',
          text: `*${entry.reference}* · ${typeNames[entry.type]} · ${plain(amountWords(entry.amount, locale))} · ${statusNames[entry.status]}\n${oneLine(entry.why.join(', '), 140)}`,
        },
        accessory: button(
          `same_as:${index}`,
          'It is this one',
          JSON.stringify({ d: draftId, r: entry.reference }),
        ),
      }),
    ),
    ...(alike.length > shownMax ? [note(`and ${alike.length - shownMax} more`)] : []),
  ];
}

function understoodLines({ request, client, fields, locale }: Shown): string[] {
  return isRefusal(request) || 'errors' in request
    ? linesOfFields(fields, client)
    : linesOfRequest(request, client, locale);
}

/** What there is, and what is missing is said as such. */
function linesOfFields(fields: LogFields, client: ClientFacts): string[] {
  const type = reversalTypes.find((one) => one === fields.type) ?? 'refund';
  const sum = fields.amount ?? fields.before;
  const amount = sum ? `${sum} ${fields.currency ?? ''}`.trim() : 'amount missing';
  const customer = maskedCustomer(fields);
  return [
    `*${typeNames[type]}* · *${oneLine(amount, 60)}* · ${oneLine(client.name, 60)}`,
    `Payment: ${fields.identifier ? oneLine(fields.identifier, 200) : 'none named'}`,
    `Customer: ${customer ? oneLine(customer, 80) : 'none named'}`,
    `Why: ${fields.reason ? oneLine(fields.reason, 140) : 'nothing said'}`,
  ];
}

function linesOfRequest(request: LogRequest, client: ClientFacts, locale: string): string[] {
  const { before, after } = request;
  const amount =
    request.type === 'merchant_error' && before && after
      ? `charged ${formatMoney(before, locale)} instead of ${formatMoney(after, locale)}`
      : amountWords(request.amount, locale);
  const customer = maskCustomer(request.customer);
  const named = request.identifiers.slice(0, 4).map((one) => one.value);
  return [
    `*${typeNames[request.type]}* · *${plain(amount)}* · ${oneLine(client.name, 60)}`,
    named.length > 0 ? `Payment: ${oneLine(named.join(', '), 200)}` : 'Payment: none named',
    `Customer: ${customer ? oneLine(customer, 80) : 'none named'}`,
    request.reason ? `Why: ${oneLine(request.reason, 140)}` : 'Why: nothing said',
    ...(request.messages.length > 0 ? [`With ${messagesWords(request.messages.length)}`] : []),
  ];
}

export const messagesWords = (count: number) =>
  count === 1 ? '1 message of the thread' : `${count} messages of the thread`;

function buttonsOf({ draftId, alike }: Shown, isWhole: boolean) {
  const logIt = button(actionIds.logDraft, alike.length > 0 ? 'Log it anyway' : 'Log it', draftId, {
    style: 'primary',
  });
  return [
    ...(isWhole ? [logIt] : []),
    button(actionIds.openDraft, 'Change', draftId),
    button(actionIds.discardDraft, 'Cancel', draftId),
  ];
}
