import { type HubSpotClient, unlessAbsent, unlessCode } from './client.js';
import type { StatusProperty } from './write-back.js';

/** An account that neither has the property nor lets us make it is asked again after this. */
const askAgainMs = 3_600_000;

/**
 * The ticket property that holds the hub's tags. It is made where it is missing and the app may; a
 * property that cannot be had, or takes other values only, is left out: it must never keep a note back.
 */
export function statusPropertyOf(
  client: HubSpotClient,
  name: string,
  now: () => Date,
): StatusProperty {
  let leftOutUntilMs = 0;
  return {
    name,
    async set(ticketId, tags) {
      if (now().getTime() < leftOutUntilMs) return;
      const isSet = await trySet(client, name, ticketId, tags.join(';'));
      if (!isSet) leftOutUntilMs = now().getTime() + askAgainMs;
    },
  };
}

async function trySet(client: HubSpotClient, name: string, ticketId: string, value: string) {
  // The request holds nothing but this property: a refusal of it is about the property.
  const set = () =>
    unlessCode(
      'bad_request',
      client.setTicketProperty(ticketId, name, value).then(() => true),
    );
  if (await set()) return true;
  if (await client.hasTicketProperty(name)) return false;
  const make = client.createTicketProperty(name).then(() => true);
  // Another run may have made it meanwhile, which is a conflict; the second try tells.
  await unlessCode(
    'missing_scope',
    unlessCode('forbidden', unlessCode('conflict', unlessAbsent(make))),
  );
  return (await set()) ?? false;
}
