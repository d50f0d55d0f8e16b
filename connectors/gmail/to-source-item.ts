import { newestReply, type SourceItem, type SourceMessage, type Staff } from '../../core/index.js';
import { htmlToText } from '../html-to-text.js';
import { forwardedIn, isForward } from './forwarded.js';
import { kindOf } from './mail-kind.js';
import { type People, peopleOf } from './people.js';
import type { Address, Mail } from './read-mail.js';
import type { Thread, ThreadMessage } from './schema.js';
import type { GmailSettings } from './settings.js';
import { timeOfHistory } from './time-of-history.js';

/** A message of a thread, with what its labels and times say. */
export type ThreadMail = { message: ThreadMessage; mail: Mail };

/**
 * A thread in our neutral form, oldest message first; null where none of it counts. A forwarded mail
 * is two messages: what was written above it, and the customer's words. Bounces and absence notes are
 * kept as the system's, so that they are seen and take no part.
 */
export function toSourceItem(
  thread: Thread,
  mails: readonly ThreadMail[],
  settings: GmailSettings,
): SourceItem | null {
  const first = mails[0];
  if (!first) return null;
  const people = peopleOf(settings);
  const read = mails.map((one) => readOne(one, thread.id, people));
  const customer = read.flatMap((one) => one.customers)[0] ?? null;
  return {
    externalId: thread.id,
    url: webLink(thread.id),
    subject: first.mail.subject,
    channel: 'email',
    createdAt: takenInAt(first.message),
    updatedAt: timeOfHistory(thread.historyId),
    // Archiving, reading and starring say nothing about whether a matter is settled.
    isClosed: false,
    isDeleted: false,
    customer: { name: customer?.name ?? null, email: customer?.address ?? null, phone: null },
    assignee: null,
    writers: distinct(read.flatMap((one) => one.writers)),
    messages: read.flatMap((one) => one.messages),
    tags: [],
    fields: {},
  };
}

/** Whether a message is part of what was said: sent or received, and not thrown away. */
export function isSaid(message: ThreadMessage, settings: GmailSettings): boolean {
  const labels = message.labelIds ?? [];
  if (labels.includes('DRAFT') || labels.includes('CHAT')) return false;
  return settings.includeSpamAndTrash || !(labels.includes('TRASH') || labels.includes('SPAM'));
}

/** Opens the thread in the web; the first account signed in there is taken. */
function webLink(threadId: string): string {
  return `https://mail.google.com/mail/u/0/#all/${threadId}`;
}

type Read = { messages: SourceMessage[]; writers: Staff[]; customers: Address[] };

function readOne({ message, mail }: ThreadMail, threadId: string, people: People): Read {
  const isSent = (message.labelIds ?? []).includes('SENT');
  const { side, who } = people.authorOf(mail, isSent);
  const isMachine = kindOf(mail) !== 'written';
  const passedOn = isMachine ? null : passedOnIn(mail);
  const base = {
    isPublic: true,
    sentAt: takenInAt(message),
    isOwn: false,
  };
  const attachments = mail.attachments.map(({ name, contentType }) => ({
    name,
    url: webLink(threadId),
    contentType,
  }));
  const own: SourceMessage = {
    ...base,
    externalId: message.id,
    author: isMachine ? 'system' : side,
    authorName: who?.name ?? who?.address ?? null,
    text: passedOn ? passedOn.above : saidIn(mail),
    attachments,
  };
  const forwarded: SourceMessage[] = (passedOn?.mails ?? []).map((one, index) => ({
    ...base,
    externalId: `${message.id}:forwarded${index === 0 ? '' : index + 1}`,
    author: 'customer',
    authorName: one.from?.name ?? one.from?.address ?? null,
    text: one.text,
    attachments: [],
  }));
  const isAgent = side === 'agent' && !isMachine;
  // Staff pass a customer's mail on; a customer passes on what a bank or shop wrote to them.
  const passedOnBy = (passedOn?.mails ?? []).flatMap(({ from }) =>
    isAgent && from && !people.isStaff(from.address) ? [from] : [],
  );
  return {
    messages:
      forwarded.length > 0 && own.text === '' && attachments.length === 0
        ? forwarded
        : [own, ...forwarded],
    writers: isAgent ? [{ name: who?.name ?? null, email: who?.address ?? null }] : [],
    customers: [...passedOnBy, ...(side === 'customer' && who && !isMachine ? [who] : [])],
  };
}

type PassedOn = { above: string; mails: { from: Address | null; text: string }[] };

/** What a mail passes on, in its text or attached whole; null where it passes nothing on. */
function passedOnIn(mail: Mail): PassedOn | null {
  const attached = mail.embedded
    .filter((inner) => kindOf(inner) === 'written')
    .map((inner) => ({
      from: inner.from,
      text: [inner.subject, saidIn(inner)].filter(Boolean).join('\n'),
    }));
  const inText = isForward(mail) ? forwardedIn(wordsOf(mail)) : null;
  if (inText) {
    const { above, from, text } = inText;
    return { above, mails: [{ from, text: newestReply({ text }) }, ...attached] };
  }
  return attached.length > 0 ? { above: saidIn(mail), mails: attached } : null;
}

/** What this mail says, without what it quotes and the signature. */
function saidIn({ text, html, subject }: Mail): string {
  return newestReply({ text, html, subject });
}

/** All words of a mail, quotes and what is passed on included. */
function wordsOf({ text, html }: Mail): string {
  return text?.trim() ? text : htmlToText(html ?? '');
}

function takenInAt(message: ThreadMessage): Date {
  return new Date(Number(message.internalDate));
}

function distinct(writers: readonly Staff[]): Staff[] {
  const byAddress = new Map(writers.map((writer) => [writer.email, writer]));
  return [...byAddress.values()];
}
