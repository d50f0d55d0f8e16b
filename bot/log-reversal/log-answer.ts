import {
  type AlikeEntry,
  type ClientFacts,
  isRefusal,
  type LogRequest,
  type LogResult,
  maskCustomer,
  type NewMessage,
  type Refusal,
  type RefusalName,
} from '../../core/index.js';
import type { Answer, Asker, BotTools } from '../bot-tools.js';
import { actionIds, button } from '../cards/buttons.js';
import { actionsOf } from '../cards/card-blocks.js';
import { section } from '../cards/folded-list.js';
import { oneLine, plain } from '../cards/mrkdwn.js';
import { hasCardData } from '../reading-port.js';
import { askClient } from '../which-client/ask-client.js';
import { whichClient } from '../which-client/which-client.js';
import { amountWords, statusNames, statusWords, typeNames } from '../words/names.js';
import { refusalWords } from '../words/refusal-words.js';
import { draftIdOf, keepDraft } from './log-draft.js';
import { fieldsOfText, type LogContext, type LogFields } from './log-fields.js';
import { readFor, requestFromText } from './log-request.js';
import { doubtsOf, understoodAnswer } from './log-understood.js';

/** `log …` in free text: logs it and says what was understood, or what to write instead. */
export async function logFromText(
  tools: BotTools,
  asker: Asker,
  text: string,
  options: { requestKey: string; canShare: boolean },
): Promise<Answer> {
  // Card data first: such a text goes nowhere, not even into a button.
  if (hasCardData(tools.reading.redact(text).findings)) {
    return { text: refusalWords({ refused: 'card_number_in_text', facts: {} }) };
  }
  const choice = await whichClient(tools, asker, text);
  if (choice.kind === 'not_yours')
    return { text: refusalWords({ refused: 'not_permitted', facts: {} }) };
  if (choice.kind === 'none')
    return { text: 'You have no client yet. Ask an admin to add you to one.' };
  if (choice.kind === 'ask') return askClient(choice.clients, text, options.requestKey);
  const { client } = choice;
  const request = requestFromText(tools, client, text, options.requestKey);
  const doubts = isRefusal(request) ? [] : doubtsOf(tools, client, text, request, asker.locale);
  if (isRefusal(request) && isNothing(tools, client, text)) {
    return { text: `Not logged. ${refusalWords(request)}` };
  }
  const alike = isRefusal(request) ? [] : await tools.desk.alike(asker.person, request);
  if (!isRefusal(request) && doubts.length === 0 && alike.length === 0) {
    return logAndTell(tools, asker, request, options.canShare);
  }
  return askFirst(tools, asker, client, {
    ...{ request, doubts, alike },
    id: draftIdOf(asker, options.requestKey),
    fields: { client: client.id, text },
    context: { channel: asker.channelId ?? '' },
  });
}

/** No word of it belongs to a reversal: there is nothing to correct or to keep. */
function isNothing(tools: BotTools, client: ClientFacts, text: string): boolean {
  const { amounts, identifiers, customer, type } = readFor(tools, client, text);
  const named = Object.values(customer ?? {}).filter(Boolean);
  return amounts.length + identifiers.length + named.length === 0 && type === null;
}

type Waiting = {
  id: string;
  fields: LogFields;
  context: LogContext;
  messages?: readonly NewMessage[];
  request: LogRequest | Refusal;
  doubts: readonly string[];
  alike: readonly AlikeEntry[];
};

/** Keeps it as a draft and shows what was understood: nothing is logged before a tap. */
export async function askFirst(
  tools: BotTools,
  asker: Asker,
  client: ClientFacts,
  waiting: Waiting,
): Promise<Answer> {
  const { request, doubts, alike, ...draft } = waiting;
  const seen = alike.map((one) => one.reference).join(' ');
  const context = { ...draft.context, ...(seen ? { seen } : {}) };
  if (!(await keepDraft(tools, asker, { ...draft, context }))) {
    return { text: refusalWords({ refused: 'card_number_in_text', facts: {} }) };
  }
  tools.telemetry.count('chat_log', { result: 'asked_first' });
  const { text } = draft.fields;
  const fields =
    text === undefined ? draft.fields : fieldsOfText(tools, client, text, asker.locale);
  const { locale } = asker;
  return understoodAnswer({ draftId: draft.id, client, request, fields, doubts, alike, locale });
}

/** Logs and tells the person alone: reference first, then other claims and what was understood. */
export async function logAndTell(
  tools: BotTools,
  asker: Asker,
  request: LogRequest,
  canShare: boolean,
  /** The draft it was; it goes once it is logged, and its key keeps a repeat from logging twice. */
  draftId: string | null = null,
): Promise<Answer & { refused?: RefusalName }> {
  const result = await tools.desk.log({ person: asker.person, surface: asker.surface }, request);
  tools.telemetry.count('chat_log', { result: isRefusal(result) ? result.refused : 'logged' });
  if (isRefusal(result)) {
    return { text: `Not logged. ${refusalWords(result)}`, refused: result.refused };
  }
  if (draftId) await tools.drafts.discard(asker.person, draftId);
  return loggedAnswer(result, request, canShare, asker.locale);
}

function loggedAnswer(
  result: LogResult,
  request: LogRequest,
  canShare: boolean,
  locale: string,
): Answer {
  const { reversal } = result;
  const lines: string[] = [];
  lines.push(
    `${result.created ? 'Logged' : 'Already logged'} as *${reversal.reference}*: ${statusWords(reversal)}.`,
    `${typeNames[reversal.type]} · *${plain(amountWords(reversal.amount, locale))}*`,
  );
  if (result.alsoOnPayment.length > 0) {
    const others = result.alsoOnPayment
      .slice(0, 5)
      .map(
        (claim) =>
          `${claim.reference} (${typeNames[claim.type]}, ${amountWords(claim.amount, locale)}, ${statusNames[claim.status]})`,
      );
    lines.push(`:warning: *Also on this payment:* ${plain(others.join(', '))}`);
  }
  const named = reversal.identifiers.slice(0, 3).map((one) => one.value);
  const customer = maskCustomer(reversal.customer);
  const understood = [...named, ...(customer ? [customer] : [])].map((one) => oneLine(one, 80));
  if (understood.length > 0) lines.push(understood.join(' · '));
  if (reversal.reason) lines.push(oneLine(reversal.reason, 140));
  for (const why of [...reversal.reviewReasons, ...request.readingReasons].slice(0, 3))
    lines.push(oneLine(why, 140));
  if (!reversal.payment && reversal.kind === 'request')
    lines.push('No payment was matched; the strictest approval applies.');
  const buttons = [
    button(actionIds.openEntry, 'Open', { r: reversal.reference, h: reversal.contentHash }),
    ...(canShare
      ? [button(actionIds.share, 'Share', JSON.stringify({ show: reversal.reference }))]
      : []),
  ];
  return {
    text: `${result.created ? 'Logged' : 'Already logged'} as ${reversal.reference}: ${typeNames[reversal.type]} ${amountWords(reversal.amount, locale)}`,
    blocks: [section(lines.join('\n')), actionsOf(buttons, 'logged')],
  };
}
