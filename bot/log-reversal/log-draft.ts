import { createHash } from 'node:crypto';
import {
  type ClientFacts,
  type Draft,
  isRefusal,
  type LogRequest,
  type NewMessage,
  type Refusal,
  reversalTypes,
} from '../../core/index.js';
import type { Answer, Asker, BotTools } from '../bot-tools.js';
import { actionIds, button } from '../cards/buttons.js';
import { actionsOf } from '../cards/card-blocks.js';
import { section } from '../cards/folded-list.js';
import type { Block } from '../cards/limits.js';
import { dateFor, oneLine, plain } from '../cards/mrkdwn.js';
import { typeNames } from '../words/names.js';
import { refusalWords } from '../words/refusal-words.js';
import {
  fieldsOfText,
  fromDraft,
  isWorthKeeping,
  type LogContext,
  type LogFields,
  maskedCustomer,
  toDraft,
} from './log-fields.js';
import { type ReadingTools, requestFromText } from './log-request.js';
import { messagesWords } from './log-understood.js';
import { type FieldErrors, readLogForm } from './read-log-form.js';

/** The same request kept twice is one draft, and nobody can name another's. */
export function draftIdOf(asker: Asker, requestKey: string): string {
  return createHash('sha256').update(`${asker.person.id} ${requestKey}`).digest('hex').slice(0, 32);
}

/** All that is logged from one draft, by whatever button or form, is one entry. */
export const draftKey = (id: string) => `chat:draft:${id}`;

export const draftGone: Answer = {
  text: 'That is not waiting any more: it was logged, discarded, or a week has passed. `/reversal mine` shows what you logged.',
};

/** Keeps what was filled in; false where it holds card data, of which nothing is kept. */
export async function keepDraft(
  tools: BotTools,
  asker: Asker,
  draft: {
    id: string;
    fields: LogFields;
    context: LogContext;
    messages?: readonly NewMessage[];
  },
): Promise<boolean> {
  const fields = toDraft(tools, draft.fields, draft.context);
  if (!fields) return false;
  await tools.drafts.keep({
    id: draft.id,
    person: asker.person,
    clientId: draft.fields.client || null,
    fields,
    messages: draft.messages ?? [],
    at: tools.now(),
  });
  return true;
}

/** A draft as the request it stands for: free text is read again, a form as it was filled in. */
export async function requestOfDraft(
  tools: BotTools,
  asker: Asker,
  client: ClientFacts,
  draft: Draft,
): Promise<LogRequest | Refusal | FieldErrors> {
  const { fields, context } = fromDraft(draft);
  const requestKey = draftKey(draft.id);
  if (fields.text !== undefined) {
    const request = requestFromText(tools, client, fields.text, requestKey);
    return isRefusal(request) ? request : { ...request, messages: draft.messages };
  }
  const refundOf = context.refundOf ? await tools.desk.show(asker.person, context.refundOf) : null;
  if (isRefusal(refundOf)) return refundOf;
  return readLogForm(tools, client, fields, {
    requestKey,
    refundOf,
    last4: context.last4,
    messages: draft.messages,
  });
}

/**
 * What a draft is about: type, amount, client, and the order or the customer, masked; then why. It is
 * read anew from what is sealed, so that nothing of it is kept a second time.
 */
function draftLines(
  tools: ReadingTools,
  clients: readonly ClientFacts[],
  draft: Draft,
  locale: string,
): string[] {
  const { fields: kept } = fromDraft(draft);
  const client = clients.find((one) => one.id === draft.clientId);
  const isText = kept.text !== undefined && client !== undefined;
  const fields = isText ? fieldsOfText(tools, client, kept.text ?? '', locale) : kept;
  const type = reversalTypes.find((one) => one === fields.type);
  const amount = [fields.before, fields.after].every(Boolean)
    ? `${fields.before} instead of ${fields.after}`
    : (fields.amount ?? fields.before);
  const title = [
    type ? typeNames[type] : 'To be logged',
    amount ? `${amount} ${fields.currency ?? client?.currency ?? ''}`.trim() : 'no amount yet',
    client?.name ?? 'no client yet',
    fields.identifier ?? maskedCustomer(fields) ?? '',
  ];
  const named = title.filter((part) => part !== '').map((part) => oneLine(part, 80));
  const { length } = draft.messages;
  return [
    `*${named.join(' · ')}*`,
    ...(fields.reason ? [oneLine(fields.reason, 140)] : []),
    ...(length > 0 ? [`With ${messagesWords(length)}`] : []),
  ];
}

/** One draft with its two buttons, for a message or App Home. */
export function draftBlocks(
  tools: ReadingTools,
  clients: readonly ClientFacts[],
  draft: Draft,
  locale: string,
): Block[] {
  const lines = draftLines(tools, clients, draft, locale);
  return [
    section([...lines, `Kept until ${dateFor(draft.expiresAt)}`].join('\n')),
    actionsOf(
      [
        button(actionIds.openDraft, 'Go on', draft.id),
        button(actionIds.discardDraft, 'Discard', draft.id),
      ],
      `draft_${draft.id}`,
    ),
  ];
}

/** A form that was closed: kept where anything was written, and told with the way back to it. */
export async function keepClosedForm(
  tools: BotTools,
  asker: Asker,
  closed: { id: string; fields: LogFields; context: LogContext },
): Promise<Answer | null> {
  const { context, fields } = closed;
  const before = context.draft
    ? await tools.drafts.open(asker.person, context.draft, tools.now())
    : null;
  // It was logged or discarded by another way meanwhile: closing the form brings nothing back.
  if (context.draft && !before) return null;
  if (!isWorthKeeping(fields) && !before?.messages.length) return null;
  const id = before?.id ?? closed.id;
  const isKept = await keepDraft(tools, asker, {
    ...{ id, fields, context },
    messages: before?.messages ?? [],
  });
  if (!isKept) {
    return { text: refusalWords({ refused: 'card_number_in_text', facts: {} }) };
  }
  const kept = await tools.drafts.open(asker.person, id, tools.now());
  if (!kept) return null;
  const clients = await tools.desk.clients(asker.person);
  const text = 'Not logged: what you filled in is kept as a draft.';
  return {
    text,
    blocks: [section(plain(text)), ...draftBlocks(tools, clients, kept, asker.locale)],
  };
}
