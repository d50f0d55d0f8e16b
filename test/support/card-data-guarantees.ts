import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { zendesk } from '../../connectors/zendesk/index.js';
import { type DeliveryTools, deliverEffect } from '../../core/effects/deliver-effect.js';
import { type IntakeTools, type OpenConnection, pollConnection } from '../../core/intake/intake.js';
import { judgeTogether } from '../../core/intake/judge-together.js';
import { helpdeskWriterOf } from '../../core/intake/open-connections.js';
import { openDesk } from '../../core/reversals/open-desk.js';
import { type RunningZendesk, startZendesk } from '../contract/connectors/zendesk-stand-in.js';
import type { DatabaseEngine } from './databases.js';
import { openStorageFixture, type StorageFixture } from './storage-fixture.js';

const number = '4111 1111 1111 1111';
const asking = `I was charged twice for order 8841, refund 49.99 USD to ${number} please.`;
const dayMs = 86_400_000;

/** Card data at a source: recorded once, said there once, closed once it is gone; no digit of it kept. */
export function cardDataGuarantees(engine: DatabaseEngine) {
  let fixture: StorageFixture;
  let far: RunningZendesk;
  let tools: IntakeTools;
  let delivery: DeliveryTools;
  let open: OpenConnection;
  let notices: string[] = [];
  let failOnce: (() => Error) | null = null;

  beforeAll(async () => {
    fixture = await openStorageFixture(engine);
  });
  afterAll(() => fixture.close());
  beforeEach(async () => {
    far = await startZendesk();
    // Later tests go on later, so that no account's ids are met twice on one connection.
    const now = () => new Date(far.clock.ms);
    const { books } = fixture;
    const store = books.reversals;
    const desk = openDesk({ store, now, newId: randomUUID, writeBackDelayMs: 30_000 });
    const quiet = { count: () => undefined, warn: () => undefined };
    tools = {
      book: {
        ...books.sources,
        judgedAll: async (results) => {
          const fault = failOnce;
          failOnce = null;
          if (fault) throw fault();
          await books.sources.judgedAll(results);
        },
      },
      cardData: books.cardData,
      desk,
      store,
      now,
      leaseMs: 60_000,
      ...quiet,
    };
    const connectorTools = { fetch, now, userAgent: 'test' };
    open = {
      id: 'acme-zendesk',
      clientId: 'acme',
      actFrom: new Date(far.clock.ms - dayMs),
      connection: zendesk.open(zendesk.settings.parse(far.settings), connectorTools),
      thresholds: null,
    };
    notices = [];
    const unused = () => Promise.reject(new Error('nothing else was to be said'));
    delivery = {
      book: books.effects,
      store,
      announcer: {
        showCard: unused,
        addThreadLine: unused,
        showFoldedList: unused,
        notifyOperations: async (text) => {
          notices.push(text);
        },
      },
      helpdesk: helpdeskWriterOf(new Map([[open.id, open]])),
      people: null,
      waitingFor: async () => null,
      now,
      publicUrl: 'http://hub',
      holdsCardData: (body) => JSON.stringify(body).includes('1111 1111'),
      leaseMs: 30_000,
      count: () => undefined,
    };
  });
  afterEach(async () => {
    await far.close();
    for (const table of ['card_data_incident', 'effect', 'reversal_source', 'source_item']) {
      await fixture.database.query(`DELETE FROM ${table}`);
    }
    await fixture.database.query('DELETE FROM source_cursor');
  });

  const round = async () => {
    far.settle();
    await judgeTogether(tools, open, await pollConnection(tools, open), {
      atOnce: 1,
      signal: new AbortController().signal,
      onJudged: () => undefined,
    });
  };
  const deliver = async () => {
    const due = (await delivery.book.due(delivery.now(), 100)).filter(
      ({ kind }) => kind === 'report_card_data',
    );
    for (const { id } of due) await deliverEffect(delivery, id);
    return due.length;
  };
  const incidents = () => fixture.books.cardData.list({ clients: ['acme'], seesAll: false }, 50);
  /** What the vendor's own redaction does: black bars in the text, and a tag on the ticket. */
  const redactAtSource = (id: string) => {
    for (const comment of far.control.commentsOf(Number(id))) {
      comment.body = comment.body.replace(number, '▇▇▇▇ ▇▇▇▇ ▇▇▇▇ ▇▇▇▇');
      comment.html_body = comment.html_body.replace(number, '▇▇▇▇ ▇▇▇▇ ▇▇▇▇ ▇▇▇▇');
    }
    const tags = far.control.ticket(Number(id))?.tags ?? [];
    far.control.updateTicket(Number(id), { tags: [...tags, 'redacted_content'] });
  };

  it('is recorded, and told by one note that says how to remove it; the note is no change', async () => {
    const id = far.createItem(asking);
    await round();
    expect(await incidents()).toMatchObject([
      { origin: 'acme-zendesk', item: id, author: 'customer', removedAt: null },
      { origin: 'acme-zendesk', item: id, author: 'customer', kinds: { card_number: 1 } },
    ]);
    expect(await deliver()).toBe(1);
    const [note] = far.notesOf(id);
    expect(note).toContain('2 card numbers, written by the customer');
    expect(note).toMatch(/In Zendesk: .*Redact/);
    expect(note).not.toMatch(/1111/);
    expect(far.tagsOf(id)).toContain('reversal_card_number_found');
    expect(notices).toEqual([]);
    await round();
    await round();
    expect(await deliver()).toBe(0);
    expect(far.notesOf(id)).toHaveLength(1);
    expect(await incidents()).toHaveLength(2);
  });

  it('is recorded once where the process died before the verdict was kept', async () => {
    const id = far.createItem(asking);
    failOnce = () => new Error('cut');
    await expect(round()).rejects.toThrow('cut');
    far.clock.ms += 120_000;
    await round();
    expect(await incidents()).toHaveLength(2);
    expect(await deliver()).toBe(1);
    expect(far.notesOf(id)).toHaveLength(1);
  });

  it('is told of a ticket that is no reversal too, and again of what comes later only', async () => {
    const id = String(
      far.control.createTicket({
        subject: 'Where is my parcel?',
        body: 'It has not come yet.',
        requester: { name: 'Jane Doe', email: 'jane@example.com' },
      }).id,
    );
    await round();
    expect(await incidents()).toEqual([]);
    far.changeItem(id, `My card is ${number}, CVC 123.`);
    await round();
    expect(await incidents()).toMatchObject([{ kinds: { card_number: 1, security_code: 1 } }]);
    await deliver();
    far.changeItem(id, 'Sorry, I should not have sent that.');
    await round();
    expect(await deliver()).toBe(0);
    far.changeItem(id, `And my other one is ${number}.`);
    await round();
    expect(await deliver()).toBe(1);
    expect(far.notesOf(id)).toHaveLength(2);
  });

  it('closes once it is redacted at the source, and once the ticket is deleted', async () => {
    const ticket = {
      subject: 'Hello',
      body: `My card is ${number}.`,
      requester: { name: 'Jane Doe', email: 'jane@example.com' },
    };
    const redacted = String(far.control.createTicket(ticket).id);
    const deleted = String(far.control.createTicket(ticket).id);
    await round();
    expect(await fixture.books.cardData.counts()).toEqual([
      { origin: 'acme-zendesk', open: 2, removed: 0 },
    ]);
    redactAtSource(redacted);
    await round();
    expect(await fixture.books.cardData.counts()).toMatchObject([{ open: 1, removed: 1 }]);
    far.deleteItem(deleted);
    await round();
    expect(await fixture.books.cardData.counts()).toMatchObject([{ open: 0, removed: 2 }]);
  });

  it('is told to the operations channel, with its owner, where no note can be written', async () => {
    const agent = far.control.addAgent({ name: 'Ada Agent', email: 'agent@example.com' });
    const id = far.createItem(asking);
    far.control.updateTicket(Number(id), { assigneeId: agent.id, status: 'closed' });
    await round();
    expect(await deliver()).toBe(1);
    expect(far.notesOf(id)).toEqual([]);
    expect(notices).toHaveLength(1);
    expect(notices[0]).toContain('Ada Agent’s');
    expect(notices[0]).toMatch(/In Zendesk: .*Redact/);
  });

  it('is recorded of history and told to nobody', async () => {
    const id = far.createItem(asking, new Date(far.clock.ms - 2 * dayMs));
    // Listed again, and by no word of the customer's: that would make it work of today.
    far.control.updateTicket(Number(id), { status: 'pending' });
    await round();
    expect(await incidents()).toHaveLength(2);
    expect(await deliver()).toBe(0);
  });

  it('leaves no digit of it in any table', async () => {
    far.createItem(asking);
    await round();
    const rows = await fixture.database.query(
      'SELECT row_to_json(one)::text AS text FROM card_data_incident one UNION ALL SELECT payload::text FROM effect',
    );
    expect(rows.length).toBeGreaterThan(2);
    expect(JSON.stringify(rows)).not.toMatch(/1111/);
  });

  it('in chat it is recorded under its channel’s client, and closes when the message goes', async () => {
    const message = { channelId: 'C0ACME', messageId: '1700000000.000100', clientId: 'acme' };
    const elsewhere = { channelId: 'D0DIRECT', messageId: '1700000000.000200', clientId: null };
    const at = new Date('2026-03-02T10:00:00Z');
    const { cardData } = fixture.books;
    await cardData.keepChat(message, { card_number: 1 }, at);
    await cardData.keepChat(message, { card_number: 1 }, at);
    await cardData.keepChat(elsewhere, { pin: 1 }, at);
    expect(await incidents()).toMatchObject([{ origin: 'chat', item: 'C0ACME', author: 'agent' }]);
    expect(await cardData.list({ clients: [], seesAll: true }, 50)).toMatchObject([
      { item: 'D0DIRECT' },
    ]);
    await cardData.keepChat({ ...message, clientId: null }, null, new Date(at.getTime() + 1_000));
    expect(await cardData.counts()).toEqual([{ origin: 'chat', open: 1, removed: 1 }]);
  });
}
