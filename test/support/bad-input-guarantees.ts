import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { zendesk } from '../../connectors/zendesk/index.js';
import { type IntakeTools, type OpenConnection, pollConnection } from '../../core/intake/intake.js';
import { judgeTogether } from '../../core/intake/judge-together.js';
import { openDesk } from '../../core/reversals/open-desk.js';
import { type RunningZendesk, startZendesk } from '../contract/connectors/zendesk-stand-in.js';
import type { DatabaseEngine } from './databases.js';
import { openStorageFixture, type StorageFixture } from './storage-fixture.js';

const asking = 'I was charged twice for order 8841, please refund 49.99 USD.';
const megabyte = 1024 * 1024;
const json = { 'Content-Type': 'application/json' };

/** What the vendor says in place of a ticket, or what stands in the ticket. */
type Bad = {
  name: string;
  /** Replaces the answer for this ticket. */
  answer?: () => Response;
  /** Changes the true answer's text. */
  spoil?: (text: string) => string;
  text?: string;
  becomes: string;
};

const endless = () => {
  let left = 200;
  const chunk = new Uint8Array(megabyte).fill(32);
  return new ReadableStream({
    pull(controller) {
      if (left === 0) return controller.close();
      left -= 1;
      controller.enqueue(chunk);
    },
  });
};
const changed = (change: (ticket: Record<string, unknown>) => void) => (text: string) => {
  const body = JSON.parse(text) as { ticket: Record<string, unknown> };
  change(body.ticket);
  return JSON.stringify(body);
};

const bad: readonly Bad[] = [
  {
    name: 'malformed JSON',
    answer: () => new Response('{"ticket": {', { headers: json }),
    becomes: 'quarantined bad_json',
  },
  {
    name: 'a truncated body',
    spoil: (text) => text.slice(0, 200),
    becomes: 'quarantined bad_json',
  },
  { name: 'a cut connection', answer: () => Response.error(), becomes: 'pending unreachable' },
  {
    name: 'a list in place of an object',
    answer: () => new Response('[]', { headers: json }),
    becomes: 'quarantined unreadable_ticket',
  },
  {
    name: 'an id that is a text',
    spoil: changed((ticket) => {
      ticket.id = 'seven';
    }),
    becomes: 'quarantined unreadable_ticket',
  },
  {
    name: 'tags that are a number',
    spoil: changed((ticket) => {
      ticket.tags = 7;
    }),
    becomes: 'quarantined unreadable_ticket',
  },
  {
    name: 'a date that is none',
    spoil: changed((ticket) => {
      ticket.created_at = 'yesterday';
    }),
    becomes: 'quarantined unreadable_ticket',
  },
  {
    name: 'a body without end',
    answer: () => new Response(endless(), { headers: json }),
    becomes: 'quarantined too_large',
  },
  {
    name: 'JSON nested a hundred thousand deep',
    answer: () => new Response('['.repeat(100_000) + ']'.repeat(100_000), { headers: json }),
    becomes: 'quarantined',
  },
  {
    name: 'compressed bytes that are not said to be so',
    answer: () => new Response(gzipSync('x'.repeat(megabyte)), { headers: json }),
    becomes: 'quarantined bad_json',
  },
  {
    name: 'a ticket of twelve megabytes, written thrice',
    text: `${asking} ${'All of it. '.repeat(1.1 * megabyte)}`,
    becomes: 'quarantined too_large',
  },
  {
    name: 'a ticket of four megabytes',
    text: `${asking} ${'All of it. '.repeat(megabyte / 2.7)}`,
    becomes: 'read',
  },
  {
    name: 'a ticket that is one endless word',
    text: asking + 'x'.repeat(megabyte),
    becomes: 'read',
  },
  { name: 'a ticket of digits', text: asking + '7 '.repeat(50_000), becomes: 'read' },
  { name: 'NUL and half a surrogate pair', text: `${asking} \u0000 \ud83d end`, becomes: 'read' },
  {
    name: 'bytes that are no UTF-8',
    spoil: (text) => text.replace('Ticket', '\ufffd\ufffd'),
    becomes: 'read',
  },
  {
    name: 'dates of 1970',
    spoil: changed((ticket) => {
      ticket.created_at = '1970-01-01T00:00:00Z';
      ticket.updated_at = '1970-01-01T00:00:00Z';
    }),
    becomes: 'read',
  },
  {
    name: 'dates of 9999',
    spoil: changed((ticket) => {
      ticket.created_at = '9999-12-31T23:59:59Z';
      ticket.updated_at = '9999-12-31T23:59:59Z';
    }),
    becomes: 'read',
  },
  {
    name: 'an amount of forty digits',
    text: `Please refund ${'9'.repeat(40)}.00 USD of order 8841, I was charged twice`,
    becomes: 'read',
  },
  {
    name: 'a field of forty digits',
    spoil: changed((ticket) => {
      ticket.custom_fields = [{ id: 7, value: '9'.repeat(40) }];
    }),
    becomes: 'read',
  },
  { name: 'an empty text', text: ' ', becomes: 'read' },
];

/** Bad input stops nothing but itself: the rest is read, the cursor goes on, and it is seen. */
export function badInputGuarantees(engine: DatabaseEngine) {
  let fixture: StorageFixture;
  let far: RunningZendesk;
  beforeAll(async () => {
    fixture = await openStorageFixture(engine);
  });
  afterAll(() => fixture.close());
  afterEach(() => far.close());

  const empty = async () => {
    for (const table of ['reversal_source', 'source_item', 'source_cursor', 'request_budget']) {
      await fixture.database.query(`DELETE FROM ${table}`);
    }
  };
  const create = (text: string) => {
    const requester = { name: 'Jane Doe', email: 'jane@example.com' };
    return String(far.control.createTicket({ subject: 'Ticket', body: text, requester }).id);
  };

  /** Fetches through the row's fault, for one ticket only. */
  const openFar = (row: Bad, spoiled: () => string): OpenConnection => {
    const spoiling: typeof fetch = async (input, init) => {
      const isTicket = new RegExp(`/tickets/${spoiled()}(\\.json)?$`).test(
        new URL(String(input)).pathname,
      );
      if (isTicket && row.answer) {
        const answer = row.answer();
        if (answer.type === 'error') throw new TypeError('fetch failed');
        return answer;
      }
      const answer = await fetch(input, init);
      if (!isTicket || !row.spoil) return answer;
      return new Response(row.spoil(await answer.text()), answer);
    };
    const settings = { ...far.settings, fields: { amount: 7 } };
    const tools = { fetch: spoiling, now: () => new Date(far.clock.ms), userAgent: 'test' };
    const connection = zendesk.open(zendesk.settings.parse(settings), tools);
    // One by one, so that the spoiled answer is the ticket's own.
    const { fetchTogether: _, ...single } = connection;
    const actFrom = new Date(far.clock.ms - 86_400_000);
    return { id: 'acme-zendesk', clientId: 'acme', actFrom, connection: single, thresholds: null };
  };
  const toolsOf = (): IntakeTools => {
    const { books } = fixture;
    const now = () => new Date(far.clock.ms);
    const store = books.reversals;
    const desk = openDesk({ store, now, newId: () => crypto.randomUUID(), writeBackDelayMs: 0 });
    const quiet = { count: () => undefined, warn: () => undefined };
    return {
      book: books.sources,
      desk,
      store,
      now,
      leaseMs: 60_000,
      ...quiet,
    };
  };

  it.each(bad)(
    '$name: $becomes, and the next ticket is read',
    async (row) => {
      await empty();
      far = await startZendesk();
      const spoiled = create(row.text ?? asking);
      const good = far.createItem(asking);
      far.settle();
      const [open, tools] = [openFar(row, () => spoiled), toolsOf()];
      const stateOf = async (externalId: string) => {
        const item = await fixture.database.prisma.sourceItem.findFirstOrThrow({
          where: { externalId },
        });
        return { verdict: item.verdict, reason: item.reasons[0] };
      };
      for (let tries = 0; tries < 10; tries += 1) {
        const pending = await pollConnection(tools, open);
        const work = judgeTogether(tools, open, pending, {
          atOnce: 4,
          signal: new AbortController().signal,
          onJudged: () => undefined,
        });
        await work;
        far.clock.ms += 400_000;
      }
      expect((await stateOf(good)).verdict).toBe('logged');
      const { verdict, reason } = await stateOf(spoiled);
      const letters = (await fixture.books.sources.deadLetters()).map((one) => one.externalId);
      if (row.becomes === 'read') {
        expect(['logged', 'review', 'left', 'historic']).toContain(verdict);
        expect(letters).toEqual([]);
      } else {
        expect(`${verdict} ${reason}`).toContain(row.becomes);
        // What may pass waits, however long; only what lasts is put aside.
        expect(letters).toEqual(verdict === 'pending' ? [] : [spoiled]);
      }
      const later = far.createItem(asking);
      far.settle();
      await judgeTogether(tools, open, await pollConnection(tools, open), {
        atOnce: 4,
        signal: new AbortController().signal,
        onJudged: () => undefined,
      });
      expect((await stateOf(later)).verdict).toBe('logged');
      expect(process.memoryUsage().rss).toBeLessThan(1_500 * megabyte);
    },
    60_000,
  );

  describe('a time far ahead', () => {
    it('does not keep later changes of the ticket from being read', async () => {
      await empty();
      far = await startZendesk();
      const id = far.createItem('Where is my parcel?');
      const row: Bad = {
        name: 'ahead',
        becomes: 'read',
        spoil: changed((ticket) => {
          ticket.updated_at = '9999-12-31T23:59:59Z';
        }),
      };
      const [open, tools] = [openFar(row, () => id), toolsOf()];
      const round = async () => {
        far.settle();
        await judgeTogether(tools, open, await pollConnection(tools, open), {
          atOnce: 1,
          signal: new AbortController().signal,
          onJudged: () => undefined,
        });
        const item = await fixture.database.prisma.sourceItem.findFirstOrThrow({
          where: { externalId: id },
        });
        return item.verdict;
      };
      expect(await round()).toBe('left');
      far.changeItem(id, asking);
      expect(await round()).toBe('logged');
    });
  });
}
