import {
  type Connection,
  ConnectorError,
  type ConnectorTools,
  defineConnector,
  type SourceItem,
} from '../../core/index.js';
import { type GmailClient, openGmailClient } from './client.js';
import { gmailLimits } from './limits.js';
import { listChanges } from './list-changes.js';
import { listIds } from './list-ids.js';
import { idForm, type Thread } from './schema.js';
import { type GmailSettings, settingsSchema } from './settings.js';
import { isSaid, type ThreadMail, toSourceItem } from './to-source-item.js';
import { pushReader } from './webhook.js';
import { wholeMail } from './whole-mail.js';
import { writeBack } from './write-back.js';

/** Gmail: threads by history, pushes as hints, labels and draft answers back. */
export const gmail = defineConnector<GmailSettings>({
  id: 'gmail',
  name: 'Gmail',
  settings: settingsSchema,
  limits: gmailLimits,
  open,
});

function open(settings: GmailSettings, tools: ConnectorTools): Connection {
  const client = openGmailClient(settings, tools);
  const { push } = settings;
  return {
    check: () => check(client, settings),
    listChanges: (cursor, since) => listChanges(client, settings, tools.now, cursor, since),
    fetchItem: (externalId) => fetchItem(client, settings, externalId),
    writeBack: (write) =>
      writeBack(client, settings, { ...write, externalId: idOf(write.externalId) }),
    removal,
    listIds: (from, to) => listIds(client, settings, from, to),
    ...(push && {
      readWebhook: pushReader({ ...settings, push }, tools),
      renewSubscription: () => client.watch(push.topic),
    }),
  };
}

/** Help, "Delete or recover deleted Gmail messages". A mailbox has no place for an internal note. */
const removal = {
  how: 'In Gmail: delete that mail, then delete it for good from the bin, where it would stand for 30 days; a copy lies with the sender.',
  isNoted: false,
};

async function check(client: GmailClient, settings: GmailSettings) {
  const { emailAddress } = await client.profile();
  // A consent given by somebody else reads somebody else's mail.
  if (emailAddress.toLowerCase() !== settings.mailbox) {
    throw new ConnectorError('re_authorise', 'other_mailbox');
  }
  return { account: `${emailAddress} at ${new URL(settings.baseUrl).host}` };
}

/** Longer threads are read from their end, as intake reads them. */
const messagesMax = 200;

async function fetchItem(
  client: GmailClient,
  settings: GmailSettings,
  externalId: string,
): Promise<SourceItem | null> {
  const thread = await threadOf(client, idOf(externalId));
  if (thread === null || !hasLabel(thread.messages ?? [], settings)) return null;
  const said = (thread.messages ?? []).filter((message) => isSaid(message, settings));
  const mails: ThreadMail[] = [];
  for (const message of said.slice(-messagesMax)) {
    const mail = await wholeMail(client, message);
    // Deleted between the two readings: history tells of it, and the thread is read again.
    if (mail) mails.push({ message, mail });
  }
  return toSourceItem(thread, mails, settings);
}

/** With its texts, in one request; a thread too long for one answer without, and mail by mail then. */
async function threadOf(client: GmailClient, id: string): Promise<Thread | null> {
  try {
    return await client.thread(id, 'whole');
  } catch (error) {
    const isTooMuch =
      error instanceof ConnectorError &&
      (error.code === 'too_large' || error.code === 'unreadable_thread');
    if (!isTooMuch) throw error;
    return client.thread(id, []);
  }
}

function hasLabel(
  messages: readonly { labelIds?: readonly string[] | null | undefined }[],
  { labelIds }: GmailSettings,
): boolean {
  if (!labelIds) return true;
  return messages.some((message) => message.labelIds?.some((label) => labelIds.includes(label)));
}

/** Ids stand in addresses, so nothing gets there that could be more than one part of one. */
function idOf(externalId: string): string {
  if (!idForm.test(externalId)) throw new ConnectorError('give_up', 'no_thread_id');
  return externalId;
}
