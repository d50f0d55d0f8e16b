import { z } from 'zod';
import {
  type ClientFacts,
  type Draft,
  isRefusal,
  type NewMessage,
  type Reversal,
} from '../../core/index.js';
import type { Answer, Asker, BotTools } from '../bot-tools.js';
import { actionIds, button, valueFor } from '../cards/buttons.js';
import { actionsOf } from '../cards/card-blocks.js';
import { section } from '../cards/folded-list.js';
import { oneLine } from '../cards/mrkdwn.js';
import type { ModalView } from '../show-reversal/modal.js';
import { statusWords } from '../words/names.js';
import { refusalWords } from '../words/refusal-words.js';
import { logAndTell } from './log-answer.js';
import { draftGone, draftKey, requestOfDraft } from './log-draft.js';
import { fieldsOfText, fromDraft, last4Of } from './log-fields.js';
import { logForm } from './log-form.js';
import { readFor } from './log-request.js';

/** The clients that one may log for here: the place's own, else all of the person's. */
export async function clientsHere(tools: BotTools, asker: Asker): Promise<readonly ClientFacts[]> {
  const all = await tools.desk.clients(asker.person);
  const placeId = asker.place?.id;
  return placeId ? all.filter((client) => client.id === placeId) : all;
}

/** *Log it*: what waits is logged as it was shown, once however often it is pressed. */
export async function logDraft(tools: BotTools, asker: Asker, id: string): Promise<Answer> {
  const found = await waitingHere(tools, asker, id);
  if ('text' in found) return found;
  const { draft, client } = found;
  const request = await requestOfDraft(tools, asker, client, draft);
  if (isRefusal(request)) return { text: `Not logged. ${refusalWords(request)}` };
  if ('errors' in request) {
    return { text: `Not logged. ${Object.values(request.errors).join(' ')} Press *Change*.` };
  }
  return logAndTell(tools, asker, request, true, id);
}

/** *Change* and *Go on*: the form as far as it is filled in; null where it cannot be. */
export async function formOfDraft(
  tools: BotTools,
  asker: Asker,
  id: string,
): Promise<ModalView | Answer> {
  const found = await waiting(tools, asker, id);
  if ('text' in found) return found;
  const { draft } = found;
  const clients = await clientsHere(tools, asker);
  const client = clients.find((one) => one.id === draft.clientId) ?? null;
  if (draft.clientId && !client) return draftGone;
  const { fields, context } = fromDraft(draft);
  const refundOf = context.refundOf ? await tools.desk.show(asker.person, context.refundOf) : null;
  if (isRefusal(refundOf)) return { text: refusalWords(refundOf) };
  const isText = fields.text !== undefined && client !== null;
  const filled = isText ? fieldsOfText(tools, client, fields.text ?? '', asker.locale) : fields;
  const last4 = isText ? last4Of(readFor(tools, client, fields.text ?? '')) : context.last4;
  // A form that is about one client asks for no other.
  const offered = client ? [client] : clients;
  return logForm(
    offered,
    { ...(isText ? { channel: 'slack' } : {}), ...filled },
    { ...context, last4, channel: asker.channelId ?? context.channel },
    refundOf,
  );
}

export async function discardDraft(tools: BotTools, asker: Asker, id: string): Promise<Answer> {
  const wasThere = await tools.drafts.discard(asker.person, id);
  return wasThere ? { text: 'Discarded; nothing was logged.' } : draftGone;
}

const same = z.object({ d: z.string().max(100), r: z.string().max(20) });

/** *It is this one*: what was written stands as a communication on the entry; nothing new is logged. */
export async function addToEntry(
  tools: BotTools,
  asker: Asker,
  value: string | undefined,
): Promise<Answer> {
  const parsed = same.safeParse(jsonOf(value));
  if (!parsed.success) return draftGone;
  const found = await waitingHere(tools, asker, parsed.data.d);
  if ('text' in found) return found;
  const messages = messagesOf(tools, asker, found.draft);
  const actor = { person: asker.person, surface: asker.surface };
  const result = await tools.desk.addMessages(actor, parsed.data.r, messages);
  if (isRefusal(result)) return { text: refusalWords(result) };
  // Only now: a repeat after a crash in between adds the same messages, that is none.
  await tools.drafts.discard(asker.person, parsed.data.d);
  return addedAnswer(result.reversal, result.added);
}

function addedAnswer(reversal: Reversal, added: number): Answer {
  const what = added === 1 ? 'What you wrote was' : `${added} messages were`;
  const done = added === 0 ? 'It stood there already; nothing was added' : `${what} added`;
  const text = `${done}: ${reversal.reference}, ${statusWords(reversal)}. No new entry was logged.`;
  return {
    text,
    blocks: [
      section(oneLine(text, 300)),
      actionsOf([button(actionIds.openEntry, 'Open', valueFor(reversal))], 'logged'),
    ],
  };
}

/** The thread's messages, or what the person wrote themselves. */
function messagesOf(tools: BotTools, asker: Asker, draft: Draft): readonly NewMessage[] {
  if (draft.messages.length > 0) return draft.messages;
  const { text, reason = '', trace = '' } = draft.fields;
  const { redact } = tools.reading;
  return [
    {
      sourceItemId: null,
      externalId: draftKey(draft.id),
      author: 'agent',
      authorName: redact(asker.person.name).text,
      text: redact(text ?? [reason, trace].filter((part) => part !== '').join('\n')).text,
      isPublic: false,
      sentAt: draft.savedAt,
    },
  ];
}

function jsonOf(value: string | undefined): unknown {
  try {
    return JSON.parse(value ?? '');
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

async function waiting(
  tools: BotTools,
  asker: Asker,
  id: string,
): Promise<{ draft: Draft } | Answer> {
  const draft = await tools.drafts.open(asker.person, id, tools.now());
  // In a client's Slack channel what waits for another client is not there.
  const isElsewhere = asker.place && draft?.clientId && draft.clientId !== asker.place.id;
  return draft && !isElsewhere ? { draft } : draftGone;
}

async function waitingHere(
  tools: BotTools,
  asker: Asker,
  id: string,
): Promise<{ draft: Draft; client: ClientFacts } | Answer> {
  const found = await waiting(tools, asker, id);
  if ('text' in found) return found;
  const clients = await clientsHere(tools, asker);
  const client = clients.find((one) => one.id === found.draft.clientId);
  return client ? { draft: found.draft, client } : draftGone;
}
