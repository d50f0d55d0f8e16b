import {
  completionOf,
  type DecideRequest,
  formatMoney,
  isRefusal,
  type Money,
  parseReference,
  type RedactedText,
  type Reversal,
  referenceOf,
} from '../../core/index.js';
import type { Answer, Asker, BotTools } from '../bot-tools.js';
import { hasCardData } from '../reading-port.js';
import { clientOf, countOrEntry, findEntry, isBareNumber } from '../show-reversal/find-entry.js';
import { namedPerson } from '../who/named-person.js';
import { refusalWords } from '../words/refusal-words.js';
import { amountAtStart } from './amount-at-start.js';
import { stateAmount } from './answer-amount.js';
import { prepareAnswer } from './answer-text.js';
import { confirmWithAmount } from './confirm-with-amount.js';
import { decideAndTell } from './decide.js';
import { detailAtStart, detailNames } from './detail-words.js';

/** Command words and the action each stands for. */
export const decisionCommands: Readonly<Record<string, DecideRequest['action']>> = {
  approve: 'approve',
  reject: 'reject',
  changes: 'request_changes',
  accept: 'accept',
  contest: 'contest',
  confirm: 'confirm',
  complete: 'complete',
  cancel: 'cancel',
  withdraw: 'withdraw',
  submit: 'submit',
  outcome: 'outcome',
  next: 'next_step',
  answer: 'answer',
  take: 'assign',
  assign: 'assign',
  note: 'note',
  wait: 'wait',
  join: 'join',
  part: 'part',
};

const takesDetail: ReadonlySet<DecideRequest['action']> = new Set([
  'complete',
  'outcome',
  'next_step',
  'answer',
]);

/** `approve RV-000123 …` and the rest. Binds to the newest content of the entry's card. */
export async function decideByCommand(
  tools: BotTools,
  asker: Asker,
  command: { word: string; rest: string; requestKey: string },
): Promise<Answer> {
  const action = decisionCommands[command.word];
  if (!action) return { text: refusalWords({ refused: 'nothing_understood', facts: {} }) };
  const [, written = '', rest = ''] =
    /^\s*(rv[-\s]?\d+|\S*)\s*([\s\S]*)$/i.exec(command.rest) ?? [];
  const redacted = tools.reading.redact(rest.trim());
  if (hasCardData(redacted.findings)) {
    return { text: refusalWords({ refused: 'card_number_in_text', facts: {} }) };
  }
  if (rest.trim() !== '' && isBareNumber(written)) return countOrEntry(command.word, written);
  const found = await findEntry(tools, asker, written);
  if ('answer' in found) return found.answer;
  const { reversal } = found;
  const namesOther = action === 'note' || action === 'join' || action === 'part';
  const other = namesOther ? null : otherEntryIn(redacted.text, reversal.reference);
  if (other) return oneAtATime(reversal.reference, other);
  const { requestKey } = command;
  if (action === 'confirm') {
    const client = await clientOf(tools, asker, reversal);
    const set = client ? amountAtStart(tools, client, redacted.text) : null;
    if (isRefusal(set)) return { text: `${refusalWords(set)} Nothing was done.` };
    if (set) {
      const reason = set.rest === '' ? undefined : tools.reading.redact(set.rest).text;
      return confirmWithAmount(tools, asker, { reversal, amount: set.amount, reason, requestKey });
    }
  }
  const parts = await partsOf(tools, asker, action, command.word, reversal, redacted.text);
  if ('text' in parts) return parts;
  return decideAndTell(tools, asker, {
    reference: reversal.reference,
    action,
    contentHash: await shownContent(tools, reversal.id),
    requestKey,
    ...parts,
  });
}

/**
 * What the entry's card shows. Between Slack's showing it and the hub's remembering it there is a
 * moment in which somebody quick may type already: it is waited for, within Slack's patience.
 */
async function shownContent(tools: BotTools, reversalId: string): Promise<string | null> {
  for (let look = 1; ; look += 1) {
    const hash = await tools.cards.newestContent(reversalId);
    if (hash !== null || look === looksMax) return hash;
    await new Promise((resolve) => setTimeout(resolve, lookMs));
  }
}

const looksMax = 4;
const lookMs = 300;

/**
 * A second entry that a command names beside the first: behind it, a comma, "and" or an amount. One
 * inside a sentence ("duplicate of RV-000012") belongs to the reason.
 */
function otherEntryIn(rest: string, reference: string): string | null {
  for (const match of rest.matchAll(/(?<![\p{L}\d])rv[-\s]?0*\d{1,9}(?!\d)/giu)) {
    const number = parseReference(match[0]);
    const named = number === null ? null : referenceOf(number);
    if (named === null || named === reference) continue;
    const before = /(\S*)\s*$/.exec(rest.slice(0, match.index))?.[1] ?? '';
    const isInSentence = /^\(?\p{L}+$|\($/u.test(before) && !joiners.test(before);
    return isInSentence ? null : named;
  }
  return null;
}

const joiners = /^(?:and|or|also|plus|then|usd|eur|gbp)$/i;

function oneAtATime(first: string, second: string): Answer {
  return {
    text: `One entry at a time: you named ${first} and ${second}. Nothing was done to either; write one command for each.`,
  };
}

async function partsOf(
  tools: BotTools,
  asker: Asker,
  action: DecideRequest['action'],
  word: string,
  reversal: Reversal,
  rest: RedactedText,
): Promise<Partial<DecideRequest> | Answer> {
  if (word === 'take') return {};
  if (action === 'join' || action === 'part') return otherAtStart(tools, action, reversal, rest);
  if (action === 'assign') return assigneeOf(tools, rest);
  if (action === 'complete' && completionOf(reversal) === 'nothing') {
    return rest === '' ? {} : { reason: rest };
  }
  if (takesDetail.has(action)) {
    const known = detailAtStart(action, rest);
    if (known) {
      const reason = known.rest === '' ? {} : { reason: tools.reading.redact(known.rest).text };
      return { detail: known.detail, ...reason };
    }
    if (rest === '' && action !== 'complete') {
      const names = detailNames(action).map((name) => `\`${name}\``);
      return { text: `Which one? Write it behind the reference: ${names.join(', ')}.` };
    }
    return rest === '' ? {} : { detail: rest.slice(0, 100) };
  }
  if (action === 'approve' && rest !== '') return amountAndReason(tools, asker, reversal, rest);
  return rest === '' ? {} : { reason: rest };
}

/** `join RV-000123 RV-000124`, with "and", "with", "from" or a comma between, and a reason behind. */
function otherAtStart(
  tools: BotTools,
  action: 'join' | 'part',
  reversal: Reversal,
  rest: RedactedText,
): Partial<DecideRequest> | Answer {
  const match = /^(?:and|with|to|from|,)?\s*(rv[-\s]?\d+\b|\d+$)[\s,;:.–-]*([\s\S]*)$/iu.exec(rest);
  const number = match?.[1] ? Number(match[1].replace(/\D/g, '')) : 0;
  if (number === 0) {
    return { text: `Which other entry? Write \`${action} ${reversal.reference} RV-000124\`.` };
  }
  const why = match?.[2] ? { reason: tools.reading.redact(match[2]).text } : {};
  return { detail: referenceOf(number), ...why };
}

/** What makes a yes less than certain behind a command, as it does in a thread. */
const doubtful: ReadonlySet<string> = new Set([
  'only',
  'condition',
  'but',
  'later',
  'question',
  'question_mark',
  'no',
  'reject',
  'refused',
  'unable',
  'changes',
  'lack',
  'mention',
]);

/** `approve RV-000123 30.00 goodwill`: a lower amount first, then a reason. */
function amountAndReason(
  tools: BotTools,
  asker: Asker,
  reversal: Reversal,
  rest: RedactedText,
): Partial<DecideRequest> | Answer {
  const { pieces } = prepareAnswer(rest, false);
  const isDoubtful =
    pieces.some((piece) => doubtful.has(piece.kind)) ||
    pieces.slice(1).some((piece) => piece.kind === 'amount');
  if (isDoubtful) {
    return {
      text: `Nothing was decided. A lower amount stands right behind the reference: \`approve ${reversal.reference} 30.00 goodwill\`. Leave conditions, questions and other amounts out.`,
    };
  }
  const first = pieces[0];
  if (first?.kind !== 'amount') return { reason: rest };
  const stated = stateAmount([first], reversal.amount);
  const words = rest.slice(rest.indexOf(first.text) + first.text.length).trim();
  const reason = words === '' ? {} : { reason: tools.reading.redact(words).text };
  if (stated.kind === 'same') return reason;
  if (stated.kind === 'lower' && reversal.amount) {
    const amount: Money = { minor: stated.minor, currency: reversal.amount.currency };
    return { amount, ...reason };
  }
  const limit = reversal.amount ? formatMoney(reversal.amount, asker.locale) : 'no amount';
  return {
    text: `I could not take “${first.text.replace(/[<>&]/g, '')}” as an amount up to ${limit}. Write it like \`30.00\`. Nothing was decided.`,
  };
}

async function assigneeOf(tools: BotTools, rest: string): Promise<Partial<DecideRequest> | Answer> {
  const named = await namedPerson(tools, rest);
  return named
    ? { assigneeEmail: named.person.email }
    : { text: 'Who takes it? Mention a person of the hub, or write their e-mail.' };
}
