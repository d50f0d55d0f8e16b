import {
  type Connection,
  ConnectorError,
  type ConnectorTools,
  defineConnector,
} from '../../core/index.js';
import {
  associationsBatchMax,
  type HubSpotClient,
  openHubSpotClient,
  unlessAbsent,
  unlessCode,
} from './client.js';
import { fetchItem, idOf, type Known } from './fetch-items.js';
import { fetchTogether } from './fetch-together.js';
import { keptFor } from './kept.js';
import { hubspotLimits } from './limits.js';
import { listChanges } from './list-changes.js';
import { openListIds } from './list-ids.js';
import { type HubSpotSettings, settingsSchema, statusPropertyDefault } from './settings.js';
import { statusPropertyOf } from './status-property.js';
import { readWebhook } from './webhook.js';
import { writeBack } from './write-back.js';

/** HubSpot: tickets by search, webhooks as hints, notes and one property back. */
export const hubspot = defineConnector<HubSpotSettings>({
  id: 'hubspot',
  name: 'HubSpot',
  settings: settingsSchema,
  limits: hubspotLimits,
  open,
});

function open(settings: HubSpotSettings, tools: ConnectorTools): Connection {
  const { clientSecret, pipelines } = settings;
  const client = openHubSpotClient(settings, tools);
  const reading = {
    client,
    settings,
    now: tools.now,
    known: openKnown(client, tools.now),
    told: { isSeen: false },
  };
  const statusProperty = settings.statusProperty ?? statusPropertyDefault;
  const status = statusPropertyOf(client, statusProperty, tools.now);
  const secret = clientSecret && {
    secret: clientSecret,
    olderSignatures: settings.olderSignatures ?? false,
    statusProperty,
  };
  return {
    check: () => check(client, settings),
    listChanges: (cursor, since) => listChanges(client, pipelines, tools.now, cursor, since),
    fetchItem: (externalId) => fetchItem(reading, externalId),
    fetchTogether: (externalIds) => fetchTogether(reading, externalIds),
    togetherMax: associationsBatchMax,
    writeBack: async (write) =>
      writeBack(client, status, tools.now, { ...write, externalId: idOf(write.externalId) }),
    removal,
    listIds: openListIds(client, pipelines, tools.now),
    ...(secret && { readWebhook: (request) => readWebhook(secret, request) }),
  };
}

/** Knowledge base, Records: activities are deleted from their own menu, a property keeps its history. */
const removal = {
  how: 'In HubSpot: take it out of the ticket’s description or property, and edit or delete the note, e-mail or call that holds it (its menu, Delete). A property’s earlier values stay in its history: tell whoever runs the HubSpot account.',
  isNoted: true,
};

/** Proves the token, and that it reads tickets; a property that the settings name must be there. */
async function check(client: HubSpotClient, settings: HubSpotSettings) {
  await client.ticketsPage(undefined, false);
  const { statusProperty } = settings;
  if (statusProperty && !(await client.hasTicketProperty(statusProperty))) {
    throw new ConnectorError('re_authorise', 'property_missing');
  }
  const account = await unlessAbsent(client.account());
  const { host } = new URL(settings.baseUrl);
  return { account: account ? `portal ${account.portalId} at ${host}` : host };
}

const ownersKeptMs = 5 * 60_000;
const stagesKeptMs = 5 * 60_000;
const accountKeptMs = 24 * 3_600_000;

function openKnown(client: HubSpotClient, now: () => Date): Known {
  // They are asked for once a ticket was answered. Without owners everybody stays a person without a
  // name, which costs a second approver; without stages no ticket is closed; without the account a
  // ticket has no address.
  return {
    owners: keptFor(ownersKeptMs, now, async () => (await unlessAbsent(client.owners())) ?? []),
    closedStages: keptFor(
      stagesKeptMs,
      now,
      async () => (await unlessAbsent(client.closedStages())) ?? new Set<string>(),
    ),
    account: keptFor(accountKeptMs, now, () =>
      unlessCode('missing_scope', unlessCode('forbidden', unlessAbsent(client.account()))),
    ),
  };
}
