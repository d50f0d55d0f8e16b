import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Connection } from '../../core/intake/connector-contract.js';
import { judgeItem, type OpenConnection } from '../../core/intake/intake.js';
import type { SourceItem } from '../../core/intake/source-item.js';
import { aMessage, aSourceItem } from '../unit/intake/source-item-builder.js';
import type { DeskSpace } from './desk-space.js';

const actFrom = new Date('2026-02-10T00:00:00Z');
const beforeThat = new Date('2026-02-01T00:00:00Z');
const asking = aMessage('I was charged twice for order 8841, please refund 49.99 USD.');
const said = [{ ...asking, sentAt: beforeThat }];
const old = { createdAt: beforeThat, messages: said };
const since = new Date('2026-02-20T10:00:00Z');
const answered = { ...asking, externalId: '2', author: 'agent' as const, sentAt: since };
const chased = { ...aMessage('Any news of my refund?'), externalId: '2', sentAt: since };
const chasedAt = { ...asking, sentAt: actFrom };

/** What judging a ticket does to the log, the vendor aside. */
export function intakeGuarantees({ clock, desk, fixture, shown }: DeskSpace) {
  /** Judges the ticket as it is now and returns the entries it has, by their position in it. */
  async function judgeAll(source: SourceItem) {
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
    const links = await fixture().database.prisma.reversalSource.findMany({
      where: { sourceItemId: itemId },
      orderBy: { position: 'asc' },
    });
    const entries = await Promise.all(links.map((link) => books.reversals.byId(link.reversalId)));
    return entries.filter((entry) => entry !== null);
  }
  /** The same, of several entries the newest. */
  async function judge(source: SourceItem) {
    const reversal = (await judgeAll(source)).at(-1);
    if (!reversal) throw new Error('a judged item has no entry');
    return reversal;
  }
  const ticket = (over: Partial<SourceItem>) => aSourceItem({ externalId: randomUUID(), ...over });

  it.each([
    ['open, from after the beginning', {}, false],
    ['solved since the beginning', { isClosed: true }, false],
    ['open, from before the beginning', old, true],
    ['solved before the beginning', { ...old, updatedAt: beforeThat, isClosed: true }, true],
    ['from before, an agent wrote since', { ...old, messages: [...said, answered] }, true],
    ['from before, its customer wrote since', { ...old, messages: [...said, chased] }, false],
    ['from before, its customer wrote at that moment', { ...old, messages: [chasedAt] }, false],
  ])(
    'a ticket is only logged where it is older than the connection: %s',
    async (_name, over, historic) => {
      expect((await judge(ticket(over))).historic).toBe(historic);
    },
  );

  it('history that its customer asks for anew is an entry of its own, once, whatever comes then', async () => {
    const source = ticket({ ...old, fields: { orderId: randomUUID() } });
    const first = await judge(source);
    const again = { ...source, messages: [...said, chased] };
    const asked = await judge(again);
    expect([first.historic, asked.historic]).toEqual([true, false]);
    expect(asked.reference).not.toBe(first.reference);
    const more = { ...aMessage('Hello?'), externalId: '3', sentAt: since };
    const later = await judge({ ...again, messages: [...again.messages, more] });
    expect(later.reference).toBe(asked.reference);
    // Cut before the verdict was kept: the item looks as it did before.
    const where = { externalId: source.externalId };
    await fixture().database.prisma.sourceItem.updateMany({
      where,
      data: { judgedVerdict: 'historic', contentHash: null },
    });
    expect((await judge(again)).reference).toBe(asked.reference);
    const texts = (await fixture().books.reversals.messages(asked.id)).map(({ text }) => text);
    expect(texts).toEqual([asking.text, chased.text, more.text]);
  });

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

  let ordersSoFar = 40_000;
  const orders = () => {
    ordersSoFar += 2;
    return [ordersSoFar, ordersSoFar + 1] as const;
  };
  const asked = (entries: Awaited<ReturnType<typeof judgeAll>>) =>
    entries.map(({ amount, identifiers, status }) => [
      identifiers.map((one) => one.value).join(' '),
      amount?.minor,
      status,
    ]);
  const saying = (text: string) => ({ ...aMessage(text), externalId: randomUUID() });

  it('a ticket that asks for two payments is two entries, and read again it is no more', async () => {
    const [one, two] = orders();
    const text = `Please refund order ${one} for $49.99 and order ${two} for $20.00.`;
    const source = ticket({ messages: [saying(text)] });
    const both = [
      [String(one), 4_999n, 'pending_approval'],
      [String(two), 2_000n, 'pending_approval'],
    ];
    const entries = await judgeAll(source);
    expect(asked(entries)).toEqual(both);
    for (const entry of entries) {
      expect(await fixture().books.reversals.messages(entry.id)).toHaveLength(1);
    }
    expect(asked(await judgeAll(source))).toEqual(both);
    // Changed, and asking for nothing new.
    const later = { ...source, messages: [...source.messages, saying('Please hurry.')] };
    const again = await judgeAll(later);
    expect(again.map((entry) => entry.id)).toEqual(entries.map((entry) => entry.id));
    for (const entry of again) {
      expect(await fixture().books.reversals.messages(entry.id)).toHaveLength(2);
    }
  });

  it('a payment that is asked for later is an entry of its own, beside the first', async () => {
    const [one, two] = orders();
    const source = ticket({ messages: [saying(`Please refund order ${one} for $49.99.`)] });
    const [first] = await judgeAll(source);
    const later = saying(`And order ${two} as well, that was $20.00, please.`);
    const entries = await judgeAll({ ...source, messages: [...source.messages, later] });
    expect(entries[0]?.id).toBe(first?.id);
    expect(asked(entries).slice(1)).toEqual([[String(two), 2_000n, 'pending_approval']]);
  });

  it('beside an entry that names no payment nothing is added: it may be about any of them', async () => {
    const [one, two] = orders();
    const source = ticket({
      messages: [saying('I was charged $69.99 by mistake, refund it please.')],
    });
    const [first] = await judgeAll(source);
    const text = `Refund order ${one} for $49.99 and order ${two} for $20.00 please.`;
    const later = { ...source, messages: [...source.messages, saying(text)] };
    expect((await judgeAll(later)).map((entry) => entry.id)).toEqual([first?.id]);
  });
}
