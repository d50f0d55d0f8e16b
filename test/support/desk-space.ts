import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll } from 'vitest';
import type { Policy } from '../../core/reversals/approval-policy.js';
import type { Actor, DecideRequest, Desk, LogRequest } from '../../core/reversals/desk.js';
import type { Money } from '../../core/reversals/money.js';
import { openDesk } from '../../core/reversals/open-desk.js';
import { plainRequest } from '../../core/reversals/plain-request.js';
import { isRefusal } from '../../core/reversals/refusal.js';
import type { Reversal } from '../../core/reversals/reversal.js';
import type { DatabaseEngine } from './databases.js';
import { logOneFromSource } from './log-one-from-source.js';
import {
  exampleSettings,
  openStorageFixture,
  redacted,
  type StorageFixture,
  usd,
} from './storage-fixture.js';

export const policy: Policy = {
  name: 'standard',
  rules: [
    { when: { types: ['refund'], currency: 'USD', maxAmount: 2_500 }, steps: [], perDay: 5_000 },
    {
      when: { currency: 'USD', maxAmount: 50_000 },
      steps: [{ from: ['role:manager'], need: 'any' }],
    },
    { steps: [{ from: ['role:manager', 'role:admin'], need: 2, reasonRequired: true }] },
  ],
};

export type DeskSpace = ReturnType<typeof openDeskSpace>;

/** A desk on a real database for the tests of one file, and the short words they are told in. */
export function openDeskSpace(engine: DatabaseEngine) {
  let fixture: StorageFixture;
  let desk: Desk;
  const clock = { now: new Date('2026-03-01T12:00:00Z') };

  beforeAll(async () => {
    fixture = await openStorageFixture(engine);
    await applyPolicy(policy);
    desk = openDesk({
      store: fixture.books.reversals,
      now: () => clock.now,
      newId: randomUUID,
      writeBackDelayMs: 30_000,
    });
  });
  afterAll(() => fixture.close());

  async function applyPolicy(now: Policy) {
    const [acme, globex] = exampleSettings.clients;
    if (!acme || !globex) throw new Error('two clients');
    await fixture.books.applySettings({
      ...exampleSettings,
      clients: [{ ...acme, chatChannelId: 'C0ACME', policy: now }, globex],
    });
  }

  const as = (name: string, surface: Actor['surface'] = 'rest'): Actor => ({
    person: fixture.person(`${name}@example.com`),
    surface,
  });
  const payment = async (captured: bigint | null = 100_000n) => {
    const value = `ch_${randomUUID().replaceAll('-', '')}`;
    const currency = usd(1n).currency;
    await fixture.books.addPayment({
      clientId: 'acme',
      processor: 'stripe',
      identifiers: [{ kind: 'stripe_payment', value }],
      captured,
      currency: captured === null ? null : currency,
      returnedBefore: 0n,
    });
    return { kind: 'stripe_payment', value };
  };
  const request = (over: Partial<LogRequest> = {}): LogRequest => ({
    ...plainRequest({
      clientId: 'acme',
      type: 'refund',
      kind: 'request',
      amount: usd(4_999n),
      channel: 'email',
    }),
    reason: redacted('charged twice'),
    customer: { email: `${randomUUID()}@example.com` },
    ...over,
  });
  const logged = async (over: Partial<LogRequest> = {}, actor = as('agent')): Promise<Reversal> => {
    const result = await desk.log(actor, request(over));
    if (isRefusal(result)) throw new Error(result.refused);
    return result.reversal;
  };
  const pending = async (amount: Money = usd(4_999n)) =>
    logged({ amount, identifiers: [await payment()] });
  const decide = (actor: Actor, reversal: Reversal, over: Partial<DecideRequest> = {}) =>
    desk.decide(actor, {
      reference: reversal.reference,
      action: 'approve',
      contentHash: reversal.contentHash,
      ...over,
    });
  const told = async (work: ReturnType<typeof decide>) => {
    const result = await work;
    return isRefusal(result) ? result.refused : result.reversal.status;
  };
  const effectsOf = async (reversal: Reversal) =>
    (await fixture.database.prisma.effect.findMany({ where: { reversalId: reversal.id } })).map(
      (row) => row.kind,
    );
  /** From a source of `acme`; its place in the source is new unless given. */
  const loggedFromSource = async (over: Partial<LogRequest> = {}): Promise<Reversal> => {
    const source = { sourceItemId: await fixture.sourceItem(), position: 0 };
    const result = await logOneFromSource(desk, 'acme-zendesk', request({ source, ...over }));
    return result.reversal;
  };
  const shown = async (reversal: Reversal): Promise<Reversal> => {
    const found = await desk.show(as('manager').person, reversal.reference);
    if (isRefusal(found)) throw new Error(found.refused);
    return found;
  };
  const historyOf = async (reversal: Reversal) => {
    const lines = await desk.history(as('manager').person, reversal.reference);
    return isRefusal(lines) ? [] : lines;
  };

  return {
    clock,
    applyPolicy,
    as,
    payment,
    request,
    logged,
    loggedFromSource,
    pending,
    decide,
    told,
    effectsOf,
    shown,
    historyOf,
    desk: () => desk,
    fixture: () => fixture,
  };
}
