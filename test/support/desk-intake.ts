import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Connection } from '../../core/intake/connector-contract.js';
import { judgeItem, type OpenConnection } from '../../core/intake/intake.js';
import type { SourceItem } from '../../core/intake/source-item.js';
import { aMessage, aSourceItem } from '../unit/intake/source-item-builder.js';
import type { DeskSpace } from './desk-space.js';

const actFrom = new Date('2026-02-10T00:00:00Z');
const beforeThat = new Date('2026-02-01T00:00:00Z');

/** What judging a ticket does to the log, the vendor aside. */
export function intakeGuarantees({ clock, desk, fixture, shown }: DeskSpace) {
  /** Judges the ticket as it is now and returns the entry it has. */
  async function judge(source: SourceItem) {
    const itemId = await fixture().sourceItem('acme-zendesk', source.externalId);
    const unused = () => Promise.reject(new Error('judging one item lists and checks nothing'));
    const connection: Connection = {
      check: unused,
      listChanges: unused,
      fetchItem: async () => source,
    };
    const open: OpenConnection = {
      id: 'acme-zendesk',
      clientId: 'acme',
      actFrom,
      connection,
      thresholds: null,
    };
    const { books } = fixture();
    const tools = {
      book: books.sources,
      desk: desk(),
      store: books.reversals,
      now: () => clock.now,
      leaseMs: 30_000,
      count: () => undefined,
      warn: () => undefined,
    };
    await judgeItem(tools, new Map([[open.id, open]]), itemId);
    const link = await fixture().database.prisma.reversalSource.findFirstOrThrow({
      where: { sourceItemId: itemId },
    });
    const reversal = await books.reversals.byId(link.reversalId);
    if (!reversal) throw new Error('a judged item has no entry');
    return reversal;
  }
  const ticket = (over: Partial<SourceItem>) => aSourceItem({ externalId: randomUUID(), ...over });

  it.each([
    ['open, from after the beginning', {}, false],
    ['solved since the beginning', { isClosed: true }, false],
    ['open, from before the beginning', { createdAt: beforeThat }, true],
    [
      'solved before the beginning',
      { createdAt: beforeThat, updatedAt: beforeThat, isClosed: true },
      true,
    ],
  ])(
    'a ticket is only logged where it is older than the connection: %s',
    async (_name, over, historic) => {
      expect((await judge(ticket(over))).historic).toBe(historic);
    },
  );

  it('an agent who takes the ticket over before the decision becomes a requester', async () => {
    const source = ticket({});
    const logged = await judge(source);
    expect(logged.requesters).toEqual([]);
    const assignee = { name: 'Max', email: 'manager@example.com' };
    await judge({ ...source, assignee });
    const writers = [{ name: 'Sam', email: 'second@example.com' }];
    const answer = { ...aMessage('We look into it.'), externalId: '2', author: 'agent' as const };
    await judge({ ...source, assignee, writers, messages: [...source.messages, answer] });
    expect((await shown(logged)).requesters.map((one) => one.person?.email)).toEqual([
      'manager@example.com',
      'second@example.com',
    ]);
  });

  it('a ticket deleted at the source is shown on its entry, once, and undoes nothing', async () => {
    const source = ticket({});
    const logged = await judge(source);
    await judge({ ...source, isDeleted: true });
    await judge({ ...source, isDeleted: true });
    const told = (await fixture().books.reversals.messages(logged.id)).filter(
      (message) => message.author === 'system',
    );
    expect(told.map((message) => message.text)).toEqual(['The ticket was deleted at the source.']);
    expect((await shown(logged)).status).toBe(logged.status);
  });
}
