import {
  type DecideRequest,
  formatMoney,
  type Money,
  type RedactedText,
  type Reversal,
} from '../../core/index.js';
import type { Answer, Asker, BotTools } from '../bot-tools.js';
import { hasCardData } from '../reading-port.js';
import { findEntry } from '../show-reversal/find-entry.js';
import { refusalWords } from '../words/refusal-words.js';
import { stateAmount } from './answer-amount.js';
import { prepareAnswer } from './answer-text.js';
import { decideAndTell } from './decide.js';

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
    /^\s*(rv[-\s]?\d+|\d+|\S*)\s*([\s\S]*)$/i.exec(command.rest) ?? [];
  const redacted = tools.reading.redact(rest.trim());
  if (hasCardData(redacted.findings)) {
    return { text: refusalWords({ refused: 'card_number_in_text', facts: {} }) };
  }
  const found = await findEntry(tools, asker, written);
  if ('answer' in found) return found.answer;
  const { reversal } = found;
  const parts = await partsOf(tools, action, command.word, reversal, redacted.text);
  if ('text' in parts) return parts;
  return decideAndTell(tools, asker, {
    reference: reversal.reference,
    action,
    contentHash: await tools.cards.newestContent(reversal.id),
    requestKey: command.requestKey,
    ...parts,
  });
}

async function partsOf(
  tools: BotTools,
  action: DecideRequest['action'],
  word: string,
  reversal: Reversal,
  rest: RedactedText,
): Promise<Partial<DecideRequest> | Answer> {
  if (word === 'take') return {};
  if (action === 'assign') return assigneeOf(tools, rest);
  if (takesDetail.has(action)) {
    const detail = action === 'outcome' ? rest.toLowerCase() : rest;
    if (detail === '' && action !== 'complete')
      return { text: 'Which one? Write it behind the reference; `help` has examples.' };
    return detail === '' ? {} : { detail: detail.slice(0, 100) };
  }
  if (action === 'approve' && rest !== '') return amountAndReason(tools, reversal, rest);
  return rest === '' ? {} : { reason: rest };
}

/** `approve RV-000123 30.00 goodwill`: a lower amount first, then a reason. */
function amountAndReason(
  tools: BotTools,
  reversal: Reversal,
  rest: RedactedText,
): Partial<DecideRequest> | Answer {
  const first = prepareAnswer(rest, false).pieces[0];
  if (first?.kind !== 'amount') return { reason: rest };
  const stated = stateAmount([first], reversal.amount);
  const words = rest.slice(rest.indexOf(first.text) + first.text.length).trim();
  const reason = words === '' ? {} : { reason: tools.reading.redact(words).text };
  if (stated.kind === 'same') return reason;
  if (stated.kind === 'lower' && reversal.amount) {
    const amount: Money = { minor: stated.minor, currency: reversal.amount.currency };
    return { amount, ...reason };
  }
  const limit = reversal.amount ? formatMoney(reversal.amount) : 'no amount';
  return {
    text: `I could not take “${first.text.replace(/[<>&]/g, '')}” as an amount up to ${limit}. Write it like \`30.00\`. Nothing was decided.`,
  };
}

async function assigneeOf(tools: BotTools, rest: string): Promise<Partial<DecideRequest> | Answer> {
  // With should_escape a mention comes as <@U123|name> (docs.slack.dev/interactivity/implementing-slash-commands).
  const mention = /<@([A-Z0-9]+)(?:\|[^>]*)?>/.exec(rest);
  const mail = /(?:<mailto:)?([^\s<>|:]+@[^\s<>|]+)/.exec(rest);
  const person = mention
    ? await tools.who(mention[1] ?? '')
    : mail
      ? await tools.directory.byEmail((mail[1] ?? '').toLowerCase())
      : null;
  return person
    ? { assigneeEmail: person.email }
    : { text: 'Who takes it? Mention a person of the hub, or write their e-mail.' };
}
