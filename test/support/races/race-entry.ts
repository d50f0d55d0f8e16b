import { randomUUID } from 'node:crypto';
import type { Desk, LogRequest } from '../../../core/reversals/desk.js';
import { plainRequest } from '../../../core/reversals/plain-request.js';
import { isRefusal } from '../../../core/reversals/refusal.js';
import type { Identifier, Reversal } from '../../../core/reversals/reversal.js';
import { logOneFromSource } from '../log-one-from-source.js';
import { loggedAt, redacted, usd } from '../storage-fixture.js';
import type { Racers } from './race-people.js';
import type { Script, ScriptStart } from './race-script.js';
import type { Books } from './race-storage.js';

/** Captured of every known payment: two entries of a script may together ask for more. */
export const capturedMinor = 50_000n;

export type Racing = {
  desk: Desk;
  books: Books;
  people: Racers;
  place: RacePlace;
};

/** Whose entries are raced for, and the connection of the tickets they come from. */
export type RacePlace = { clientId: string; connectionId: string };

/** An entry that people race for, and how they see it now. */
export type Entry = {
  id: string;
  reference: string;
  type: Script['type'];
  identifier: Identifier;
  seen: { hash: string; minor: bigint };
  seenBefore: { hash: string; minor: bigint };
};

/** The entries of a script: one, or two on the same payment. */
export async function logEntries(racing: Racing, script: ScriptStart): Promise<readonly Entry[]> {
  const identifier = {
    kind: 'stripe_payment',
    value: `ch_${randomUUID().replaceAll('-', '')}`,
  };
  if (script.payment !== 'late') await addPayment(racing, script, identifier);
  const entries = [await logOne(racing, script, identifier, BigInt(script.minor))];
  // Together they fit at first; edits upwards make them compete for what is left.
  if (script.hasTwin) entries.push(await logOne(racing, script, identifier, 4_000n));
  return entries;
}

async function addPayment({ books, place }: Racing, script: ScriptStart, identifier: Identifier) {
  const isKnown = script.payment === 'known';
  await books.addPayment({
    clientId: place.clientId,
    processor: 'stripe',
    identifiers: [identifier],
    captured: isKnown ? capturedMinor : null,
    currency: isKnown ? usd(1n).currency : null,
    returnedBefore: 0n,
  });
}

/** What is asked for on the payment that this identifier names. */
export function requestFor(
  { clientId }: RacePlace,
  type: Script['type'],
  identifier: Identifier,
  minor: bigint,
) {
  const isFact = type === 'chargeback';
  return {
    ...plainRequest({
      clientId,
      type,
      kind: isFact ? 'fact' : 'request',
      amount: usd(minor),
      channel: 'email',
    }),
    identifiers: [identifier],
    reason: redacted('charged twice'),
    dispute: isFact ? { stage: 'chargeback', respondBy: null } : null,
  } satisfies LogRequest;
}

async function logOne(
  { desk, books, people, place }: Racing,
  script: ScriptStart,
  identifier: Identifier,
  minor: bigint,
): Promise<Entry> {
  const request = requestFor(place, script.type, identifier, minor);
  if (script.origin === 'person') {
    const logged = await desk.log({ person: people.agent, surface: 'chat_command' }, request);
    if (isRefusal(logged)) throw new Error(`not logged: ${logged.refused}`);
    return entryOf(logged.reversal, script, identifier);
  }
  const sourceItemId = await books.sources.noteHint(place.connectionId, randomUUID(), loggedAt);
  const { reversal } = await logOneFromSource(desk, place.connectionId, {
    ...request,
    source: { sourceItemId, position: 0 },
    staff: [{ name: 'Ada Agent', email: people.agent.email }],
  });
  return entryOf(reversal, script, identifier);
}

function entryOf(reversal: Reversal, script: ScriptStart, identifier: Identifier): Entry {
  const seen = { hash: reversal.contentHash, minor: reversal.amount?.minor ?? 0n };
  const { id, reference } = reversal;
  return { id, reference, type: script.type, identifier, seen, seenBefore: seen };
}
