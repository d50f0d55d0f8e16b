import {
  type Connection,
  ConnectorError,
  type ConnectorTools,
  defineConnector,
  type SourceItem,
} from '../../core/index.js';
import {
  openZendeskClient,
  type TicketWithUsers,
  unlessCode,
  type ZendeskClient,
} from './client.js';
import { zendeskLimits } from './limits.js';
import { listChanges } from './list-changes.js';
import { listIds } from './list-ids.js';
import { settingsSchema, type ZendeskSettings } from './settings.js';
import { namedUsers, toSourceItem } from './to-source-item.js';
import { readWebhook } from './webhook.js';
import { writeBack } from './write-back.js';

/** Zendesk Support: tickets by the cursor export, webhooks as hints, internal notes and tags back. */
export const zendesk = defineConnector<ZendeskSettings>({
  id: 'zendesk',
  name: 'Zendesk',
  settings: settingsSchema,
  limits: zendeskLimits,
  open,
});

function open(settings: ZendeskSettings, tools: ConnectorTools): Connection {
  const client = openZendeskClient(settings, tools);
  const { webhookSecret } = settings;
  return {
    check: () => check(client, settings),
    listChanges: (cursor, since) => listChanges(client, tools.now, cursor, since),
    fetchItem: (externalId) => fetchItem(client, settings, tools.now, externalId),
    // One request reads so many ("Show Many Tickets").
    togetherMax: 100,
    fetchTogether: (externalIds) => fetchTogether(client, settings, tools.now, externalIds),
    writeBack: async (write) => writeBack(client, { ...write, externalId: idOf(write.externalId) }),
    removal,
    listIds: (from, to) => listIds(client, from, to),
    ...(webhookSecret && { readWebhook: (request) => readWebhook(webhookSecret, request) }),
  };
}

/** Help centre, "Redacting ticket content": by the permission to redact, or on smaller plans to delete tickets. */
const removal = {
  how: 'In Zendesk: open the message’s menu, choose Redact, mark the numbers and redact them (it takes the permission to redact ticket content, or to delete tickets). Redact before the ticket is merged.',
  isNoted: true,
};

async function check(client: ZendeskClient, settings: ZendeskSettings) {
  const user = await client.ownUser();
  // A caller the vendor does not know is shown an anonymous user, with status 200 (Users, "Show Self").
  if (user.id === null) throw new ConnectorError('re_authorise', 'unauthorised');
  if (user.role === 'end-user') throw new ConnectorError('re_authorise', 'not_staff');
  return { account: `${user.email ?? settings.email} at ${new URL(settings.baseUrl).host}` };
}

/** Tickets carry whole seconds: while one runs, a second change would carry the same time. */
const sameSecondMs = 5_000;

async function fetchItem(
  client: ZendeskClient,
  settings: ZendeskSettings,
  now: () => Date,
  externalId: string,
): Promise<SourceItem | null> {
  const id = idOf(externalId);
  const found = await client.ticket(id);
  return found && wholeItem(client, settings, { ...found, readAt: now() });
}

/**
 * One request for a hundred tickets; one that is not among them is asked for by itself, and all of them
 * where the account has no call for many.
 */
async function fetchTogether(
  client: ZendeskClient,
  settings: ZendeskSettings,
  now: () => Date,
  externalIds: readonly string[],
) {
  const alone = (externalId: string) => fetchItem(client, settings, now, externalId);
  const found = await unlessCode('account_not_found', client.tickets(externalIds.map(idOf)));
  if (found === null) return alone;
  const readAt = now();
  return async (externalId: string) => {
    const ticket = found.get(externalId);
    return ticket ? wholeItem(client, settings, { ...ticket, readAt }) : alone(externalId);
  };
}

/** Its comments are read after the ticket, so that one may be newer than the time we keep, never older. */
async function wholeItem(
  client: ZendeskClient,
  settings: ZendeskSettings,
  { readAt, ...found }: TicketWithUsers & { readAt: Date },
): Promise<SourceItem | null> {
  const conversation = await client.conversation(String(found.ticket.id));
  if (conversation === null) return null;
  const users = [...found.users, ...conversation.users];
  const known = new Set(users.map((user) => user.id));
  const unknown = namedUsers(found.ticket, conversation.comments).filter((one) => !known.has(one));
  if (unknown.length > 0) users.push(...(await client.users(unknown)));
  const item = toSourceItem({ ...found, comments: conversation.comments, users }, settings);
  // A reading that fresh counts as a little older, so that the export's listing is read again.
  const isFresh = readAt.getTime() - item.updatedAt.getTime() < sameSecondMs;
  return isFresh ? { ...item, updatedAt: new Date(item.updatedAt.getTime() - 1) } : item;
}

/** Ids stand in addresses, so nothing but a number gets there. */
function idOf(externalId: string): string {
  if (!/^\d{1,18}$/.test(externalId)) throw new ConnectorError('give_up', 'no_ticket_id');
  return externalId;
}
