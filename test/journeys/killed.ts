import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StoragePairing } from '../support/databases.js';
import { actsIn, chargedTwice, type Journey } from './support/acts.js';
import { channels } from './support/configuration.js';
import { withHubDatabase } from './support/everything-kept.js';
import { orders } from './support/payments.js';
import { waitFor } from './support/wait-for.js';
import { openWorld } from './support/world.js';

/** What one ticket has left behind in three places, looked at while the hub is dead. */
type Traces = { entries: number; cards: number; notes: number };
type Step = {
  name: string;
  order: keyof typeof orders;
  /** Prepares the far side; the answer resolves at the very moment to kill. */
  reach(journey: Journey, ticket: () => number | null): Promise<unknown>;
  /** Whether the moment comes only after a manager's answer. */
  afterDecision: boolean;
  /** What there must be at the moment of death: shows that it was this step and no other. */
  found: Traces;
};

const isNote = (method: string, path: string, ticket: number | null) =>
  method === 'PUT' && path === `/api/v2/tickets/${ticket}`;
const answerHeldMs = 600_000;

const steps: readonly Step[] = [
  {
    name: 'after the fetch, before anything is committed',
    order: 'thread',
    reach: ({ world }, ticket) =>
      world.nextServed((path) => path.endsWith(`/tickets/${ticket()}/comments`)),
    afterDecision: false,
    found: { entries: 0, cards: 0, notes: 0 },
  },
  {
    name: 'after the commit, before the card is posted',
    order: 'button',
    reach: ({ world: { slack } }) => {
      slack.inject({ on: 'chat.postMessage', hangMs: answerHeldMs });
      return waitFor('the post to arrive', () => slack.faultsLeft().length === 0);
    },
    afterDecision: false,
    found: { entries: 1, cards: 0, notes: 0 },
  },
  {
    name: 'after the card is posted, before the hub knows',
    order: 'command',
    reach: ({ world: { slack } }) => {
      slack.inject({ on: 'chat.postMessage', hangMs: answerHeldMs, afterPerform: true });
      return waitFor('the post', () => slack.faultsLeft().length === 0);
    },
    afterDecision: false,
    found: { entries: 1, cards: 1, notes: 0 },
  },
  {
    name: 'before the note is written',
    order: 'logged',
    reach: ({ world: { zendesk } }, ticket) => {
      const fault = zendesk.inject({
        match: ({ method, path }) => isNote(method, path, ticket()),
        fault: 'timeout',
        effect: 'before',
      });
      return waitFor('the note to arrive', () => fault.struck() === 1);
    },
    afterDecision: true,
    found: { entries: 1, cards: 1, notes: 0 },
  },
  {
    name: 'after the note is written, before the hub knows',
    order: 'rejected',
    reach: ({ world: { zendesk } }, ticket) => {
      const fault = zendesk.inject({
        match: ({ method, path }) => isNote(method, path, ticket()),
        fault: 'timeout',
        effect: 'after',
      });
      return waitFor('the note', () => fault.struck() === 1);
    },
    afterDecision: true,
    found: { entries: 1, cards: 1, notes: 1 },
  },
];

/**
 * SIGKILL at each step and a new start on the same data: exactly one entry, one card, one note.
 * The steps follow one another on one hub, so that each death meets the traces of the last.
 */
export function killed(pairing: StoragePairing): void {
  describe(`a hub killed and started again, on ${pairing.join(' with ')}`, () => {
    let opened: Journey | undefined;

    beforeAll(async () => {
      const world = await openWorld(pairing);
      opened = { world, acts: actsIn(world) };
      await world.start();
    }, 90_000);
    afterAll(async () => {
      await opened?.world.close();
    });

    it.each(steps)('$name', async (step) => {
      if (!opened) throw new Error('The journey has not begun.');
      const { world, acts } = opened;
      let ticket: number | null = null;
      const moment = step.reach(opened, () => ticket);
      const dead = moment.then(() => world.kill());
      ticket = await acts.fileTicket({
        body: chargedTwice(orders[step.order].order),
      });
      if (step.afterDecision) await approve(opened, ticket);
      await dead;

      expect(await tracesOf(opened, ticket), 'at the moment of death').toEqual(step.found);
      await world.start();
      if (!step.afterDecision) await approve(opened, ticket);
      await acts.note(ticket);
      await acts.pollTwice();

      const [entry] = await acts.entriesOf(ticket);
      expect(entry?.status).toBe('approved');
      expect(entry?.approvals).toHaveLength(1);
      expect(world.zendesk.ticket(ticket)?.tags).toEqual(
        expect.arrayContaining(['reversal_hub', 'reversal_approved']),
      );
      expect(await acts.entriesOf(ticket)).toHaveLength(1);
      expect(postsFor(opened, entry?.reference ?? '')).toBe(1);
      expect(world.zendesk.notesOf(ticket)).toHaveLength(1);
    });

    it('has lost and repeated nothing over all its lives', async () => {
      if (!opened) throw new Error('The journey has not begun.');
      const { world, acts } = opened;
      const references = (await acts.reversals()).map((one) => one.reference).toSorted();
      expect(references).toHaveLength(steps.length);
      expect(new Set(references).size).toBe(steps.length);
      expect(acts.cards()).toHaveLength(steps.length);
      expect(await world.command('audit', 'verify')).toMatchObject({ code: 0 });
    });
  });
}

async function approve({ acts }: Journey, ticket: number): Promise<void> {
  const { entry, card } = await acts.logged(ticket);
  // The card is answered once the hub knows that it stands there.
  await waitFor('the approval', async () => {
    await acts.command('manager', `approve ${entry.reference}`);
    return (await acts.entry(entry.reference)).status === 'approved';
  });
  expect(card.channel).toBe(channels.acme);
}

/** Cards ever posted for an entry, deleted ones too. */
function postsFor({ world, acts }: Journey, reference: string): number {
  const reversal = acts.cardOf(reference)?.metadata?.event_payload.reversal;
  return world.slack.postCount({ payload: { part: 'card', reversal } });
}

async function tracesOf({ world }: Journey, ticket: number): Promise<Traces> {
  const ids = await withHubDatabase(world, ({ query }) =>
    query<{ id: string }>(
      `SELECT s."reversal_id" AS id FROM "reversal_source" s
       JOIN "source_item" i ON i."id" = s."source_item_id" WHERE i."external_id" = $1`,
      [String(ticket)],
    ),
  );
  const cards = ids.map(({ id }) =>
    world.slack.postCount({ payload: { reversal: id, part: 'card' } }),
  );
  return {
    entries: ids.length,
    cards: cards.reduce((sum, count) => sum + count, 0),
    notes: world.zendesk.notesOf(ticket).length,
  };
}
