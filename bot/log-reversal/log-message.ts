import type { z } from 'zod';
import type { ClientFacts } from '../../core/index.js';
import { codeOf } from '../announce/slack-trouble.js';
import type { Answer, Asker, BotTools } from '../bot-tools.js';
import { section } from '../cards/folded-list.js';
import { askerOf } from '../receiving/commands.js';
import type { messageShortcut } from '../receiving/payloads.js';
import { quietly } from '../receiving/tell.js';
import { asWritten } from '../receiving/written.js';
import { type ModalView, modal } from '../show-reversal/modal.js';
import { isNamedIn } from '../which-client/which-client.js';
import { strangerWords } from '../who/who-speaks.js';
import { refusalWords } from '../words/refusal-words.js';
import { draftIdOf, keepDraft } from './log-draft.js';
import { fieldsOfText, type LogFields, last4Of } from './log-fields.js';
import { logForm } from './log-form.js';
import { readFor } from './log-request.js';
import { type Own, type ReadThread, readThread } from './log-thread.js';
import { messagesWords } from './log-understood.js';
import { clientsHere } from './log-waiting.js';

type Shortcut = z.infer<typeof messageShortcut>;

/**
 * "Log as reversal" on a message: a window at once, as Slack lets one be opened for three seconds only,
 * then the form, filled in from the whole thread, which is kept with it as communications.
 */
export async function logMessage(
  tools: BotTools,
  shortcut: Shortcut,
  own: Own,
): Promise<Answer | { later: () => Promise<void> }> {
  const channel = shortcut.channel.id;
  const asker = await askerOf(tools, shortcut.user.id, channel, 'chat_command');
  if (!asker) return { text: strangerWords };
  const clients = await clientsHere(tools, asker);
  if (clients.length === 0) return { text: refusalWords({ refused: 'not_permitted', facts: {} }) };
  const opened = await tools.web.views.open({
    trigger_id: shortcut.trigger_id,
    view: told('Reading the thread …'),
  });
  const viewId = opened.view?.id ?? '';
  return { later: () => showForm(tools, asker, clients, shortcut, own, viewId) };
}

async function showForm(
  tools: BotTools,
  asker: Asker,
  clients: readonly ClientFacts[],
  shortcut: Shortcut,
  own: Own,
  viewId: string,
): Promise<void> {
  try {
    const view = await formOfThread(tools, asker, clients, shortcut, own);
    await tools.web.views.update({ view_id: viewId, view });
  } catch (error) {
    const code = codeOf(error);
    tools.telemetry.count('chat_form_not_shown', { code });
    // Closed while the thread was read: nobody waits for it, and nothing was filled in yet.
    if (code === 'not_found') {
      await tools.drafts.discard(asker.person, draftIdOf(asker, keyOf(shortcut)));
      return;
    }
    await quietly(tools, 'log_message', async () => {
      await tools.web.views.update({ view_id: viewId, view: told(unreadWords(code)) });
    });
  }
}

const keyOf = ({ trigger_id }: Shortcut) => `chat:shortcut:${trigger_id}`;

async function formOfThread(
  tools: BotTools,
  asker: Asker,
  clients: readonly ClientFacts[],
  shortcut: Shortcut,
  own: Own,
): Promise<ModalView> {
  const { channel, message } = shortcut;
  let thread: ReadThread;
  try {
    const ts = message.thread_ts ?? message.ts;
    thread = await readThread(tools, asker, { channel: channel.id, ts }, own);
  } catch (error) {
    const code = codeOf(error);
    tools.telemetry.count('chat_thread_not_read', { code });
    return told(unreadWords(code));
  }
  if (thread.messages.length === 0) {
    return told('Nobody but me wrote in that thread, so there is nothing to log from it.');
  }
  const client = chosenFrom(clients, thread.text);
  const [reader = null] = client ? [client] : clients;
  if (!reader) return told(refusalWords({ refused: 'not_permitted', facts: {} }));
  const { client: _, ...read } = fieldsOfText(tools, reader, thread.text, asker.locale);
  // Why, in the words that were pointed at; the others stand with it as communications.
  const pointedAt = tools.reading.redact(asWritten(message.text)).text;
  const { reason = read.reason } = fieldsOfText(tools, reader, pointedAt, asker.locale);
  const fields: LogFields = {
    ...read,
    ...(reason ? { reason } : {}),
    ...(client ? { client: client.id } : {}),
    channel: 'slack',
  };
  const id = draftIdOf(asker, keyOf(shortcut));
  const context = {
    channel: channel.id,
    last4: last4Of(readFor(tools, reader, thread.text)),
    note: noteOf(thread),
  };
  const isKept = await keepDraft(tools, asker, { id, fields, context, messages: thread.messages });
  if (!isKept) return told(refusalWords({ refused: 'card_number_in_text', facts: {} }));
  return logForm(client ? [client] : clients, fields, { ...context, draft: id });
}

/** The only one, or the one whose name is in the text; else the form asks. */
function chosenFrom(clients: readonly ClientFacts[], text: string): ClientFacts | null {
  const [only, ...others] = clients;
  if (only && others.length === 0) return only;
  const named = clients.filter((client) => isNamedIn(text, client));
  return named.length === 1 ? (named[0] ?? null) : null;
}

function noteOf({ messages, files, hadCardData, isCut }: ReadThread): string {
  const linked =
    files === 0 ? '' : files === 1 ? ', 1 file as a link' : `, ${files} files as links`;
  return [
    `With ${messagesWords(messages.length)}${linked}.`,
    ...(isCut ? ['The thread is longer than I read; what comes later is not with it.'] : []),
    ...(hadCardData
      ? ['Card data in it was left out and recorded: please delete it from the thread.']
      : []),
  ].join(' ');
}

/** How to go on, by what Slack said (docs.slack.dev/reference/methods/conversations.replies, errors). */
function unreadWords(code: string): string {
  if (['not_in_channel', 'channel_not_found'].includes(code)) {
    return 'I am not in this channel, so I cannot read the thread. Invite me with `/invite @Reversal Hub` and use *Log as reversal* again, or write it behind `/reversal log`.';
  }
  if (code === 'thread_not_found') return 'That message is gone; nothing was logged.';
  return 'The thread could not be read just now; nothing was logged. Try again in a minute.';
}

function told(words: string): ModalView {
  return modal({
    callbackId: 'log_reading',
    title: 'Log a reversal',
    metadata: {},
    blocks: [section(words)],
  });
}
