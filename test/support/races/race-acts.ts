import { randomUUID } from 'node:crypto';
import type { Actor, DecideRequest } from '../../../core/reversals/desk.js';
import { isRefusal } from '../../../core/reversals/refusal.js';
import { newMessage, redacted, usd } from '../storage-fixture.js';
import { capturedMinor, type Entry, type Racing, requestFor } from './race-entry.js';
import type { Policies, Racer } from './race-people.js';
import type { Act, Deed, Script } from './race-script.js';

/** What somebody asked for, and what they were told; `answers` has one answer for each asking. */
export type Asking = {
  act: Act;
  entry: Entry;
  key: string;
  shown: string | null;
  from: number;
  until: number;
  answers: string[];
};

/** The action a deed is on an entry of this type; null where it is no decision and no step. */
function actionOf(deed: Deed, type: Script['type']): DecideRequest['action'] | null {
  const isDispute = type === 'chargeback';
  switch (deed) {
    case 'approve':
    case 'approve_less':
      return isDispute ? 'contest' : 'approve';
    case 'reject':
      return isDispute ? 'accept' : 'reject';
    case 'complete':
      return isDispute ? 'outcome' : 'complete';
    case 'request_changes':
    case 'confirm':
    case 'withdraw':
    case 'cancel':
    case 'note':
      return deed;
    default:
      return null;
  }
}

const votes: ReadonlySet<string> = new Set([
  'approve',
  'reject',
  'request_changes',
  'accept',
  'contest',
]);

export function askingOf(act: Act, entry: Entry): Asking {
  const action = actionOf(act.deed, entry.type);
  const seen = act.isStale ? entry.seenBefore : entry.seen;
  const shown = action && votes.has(action) ? seen.hash : null;
  return { act, entry, key: randomUUID(), shown, from: 0, until: 0, answers: [] };
}

/** Does it once and answers in one word: the refusal, `done` or `again`. */
export async function carryOut(
  racing: Racing,
  policies: Policies,
  { act, entry, key, shown }: Asking,
): Promise<string> {
  const actor: Actor = { person: racing.people[act.by], surface: 'rest' };
  const action = actionOf(act.deed, entry.type);
  const seen = act.isStale ? entry.seenBefore : entry.seen;
  if (action) {
    return wordOf(
      await racing.desk.decide(actor, {
        reference: entry.reference,
        action,
        contentHash: shown,
        reason: redacted('as told on the phone'),
        requestKey: key,
        ...detailOf(act.deed, entry.type),
        ...(act.deed === 'approve_less' && action === 'approve'
          ? { amount: usd(seen.minor / 2n) }
          : {}),
      }),
    );
  }
  switch (act.deed) {
    case 'edit_up':
      return edit(racing, actor, entry, { amount: usd(seen.minor + 9_000n) });
    case 'edit_down':
      return edit(racing, actor, entry, { amount: usd(seen.minor / 2n + 1n) });
    case 'edit_reason':
      return edit(racing, actor, entry, { reason: redacted('sent back on Monday') });
    case 'source_update':
      return updateFromSource(racing, entry, act.by, key);
    case 'log_beside':
      return logBeside(racing, actor, entry, key);
    case 'payment':
      return recordPayment(racing, actor, entry, key);
    default:
      await policies.apply(act.policy);
      return 'done';
  }
}

function detailOf(deed: Deed, type: Script['type']): { detail?: string } {
  if (deed !== 'complete') return {};
  return { detail: type === 'chargeback' ? 'lost' : 're_1PqRsT' };
}

async function edit(
  { desk }: Racing,
  actor: Actor,
  entry: Entry,
  changes: Parameters<Racing['desk']['edit']>[2],
) {
  return wordOf(await desk.edit(actor, entry.reference, changes));
}

/** Somebody of ours wrote on the ticket: the message comes again as often as the source tells. */
async function updateFromSource(
  { desk, people, place }: Racing,
  entry: Entry,
  by: Racer,
  key: string,
) {
  const added = await desk.addFromSource(
    entry.id,
    place.connectionId,
    [newMessage({ externalId: key })],
    [{ name: by, email: people[by].email }],
  );
  return added > 0 ? 'done' : 'again';
}

/** A further request on the payment that is decided about right now. */
async function logBeside({ desk, place }: Racing, actor: Actor, entry: Entry, key: string) {
  const request = requestFor(place, 'refund', entry.identifier, 3_000n);
  const result = await desk.log(actor, { ...request, requestKey: key });
  return isRefusal(result) ? result.refused : result.created ? 'done' : 'again';
}

async function recordPayment({ desk, place }: Racing, actor: Actor, entry: Entry, key: string) {
  const result = await desk.recordPayment(actor, {
    clientId: place.clientId,
    processor: 'stripe',
    identifiers: [entry.identifier],
    captured: usd(capturedMinor),
    returnedBefore: null,
    requestKey: key,
  });
  return isRefusal(result) ? result.refused : result.isRepeat ? 'again' : 'done';
}

function wordOf(result: Awaited<ReturnType<Racing['desk']['decide']>>): string {
  return isRefusal(result) ? result.refused : result.changed ? 'done' : 'again';
}
