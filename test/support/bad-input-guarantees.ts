import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createGzip } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { gmail } from '../../connectors/gmail/index.js';
import { hubspot } from '../../connectors/hubspot/index.js';
import { zendesk } from '../../connectors/zendesk/index.js';
import type { Connector } from '../../core/index.js';
import { type IntakeTools, type OpenConnection, pollConnection } from '../../core/intake/intake.js';
import { judgeTogether } from '../../core/intake/judge-together.js';
import { openDesk } from '../../core/reversals/open-desk.js';
import { startGmail } from '../contract/connectors/gmail-stand-in.js';
import { startHubSpot } from '../contract/connectors/hubspot-stand-in.js';
import type { RunningStandIn } from '../contract/connectors/stand-in.js';
import { type RunningZendesk, startZendesk } from '../contract/connectors/zendesk-stand-in.js';
import {
  asking,
  type Bad,
  badForAll,
  badForGmail,
  badForHubSpot,
  badForZendesk,
  everyValue,
  megabyte,
} from './bad-input-rows.js';
import type { DatabaseEngine } from './databases.js';
import { openStorageFixture, type StorageFixture } from './storage-fixture.js';

/** One vendor's account, and how its items are told apart. */
type Vendor = {
  connector: Connector;
  start(): Promise<{ far: RunningStandIn; create(text: string): string }>;
  settings?: object;
  /** Whether a request is for this item alone. */
  isItem(pathname: string, id: string): boolean;
  rows: readonly Bad[];
};

const vendors: readonly Vendor[] = [
  {
    connector: zendesk,
    start: async () => {
      const far: RunningZendesk = await startZendesk();
      const requester = { name: 'Jane Doe', email: 'jane@example.com' };
      const create = (text: string) =>
        String(far.control.createTicket({ subject: 'Ticket', body: text, requester }).id);
      return { far, create };
    },
    settings: { fields: { amount: 7 } },
    isItem: (pathname, id) => new RegExp(`/tickets/${id}(\\.json)?$`).test(pathname),
    rows: badForZendesk,
  },
  {
    connector: hubspot,
    start: async () => {
      const far = await startHubSpot();
      const contact = { name: 'Jane Doe', email: 'jane@example.com' };
      const create = (text: string) =>
        far.control.createTicket({ subject: 'Ticket', content: text, contact }).id;
      return { far, create };
    },
    isItem: (pathname, id) => pathname.endsWith(`/objects/tickets/${id}`),
    rows: badForHubSpot,
  },
  {
    connector: gmail,
    start: async () => {
      const far = await startGmail();
      const from = { name: 'Jane Doe', email: 'jane@example.com' };
      const create = (text: string) =>
        far.control.receive({ subject: 'Mail', body: text, from }).threadId;
      return { far, create };
    },
    isItem: (pathname, id) => pathname.endsWith(`/threads/${id}`),
    rows: badForGmail,
  },
];

/** A gigabyte of blanks in a megabyte, said to be JSON; whoever unpacks it whole is out of memory. */
async function zipBomb(): Promise<{ url: string; server: Server }> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' });
    const zip = createGzip();
    zip.pipe(response);
    const chunk = Buffer.alloc(megabyte, ' ');
    let left = 1_024;
    const more = (): void => {
      while (left > 0 && !response.destroyed) {
        left -= 1;
        if (!zip.write(chunk)) return void zip.once('drain', more);
      }
      zip.end();
    };
    more();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, server };
}

/** Bad input stops nothing but itself: the rest is read, the cursor goes on, and it is seen. */
export function badInputGuarantees(engine: DatabaseEngine) {
  let fixture: StorageFixture;
  let far: RunningStandIn;
  let bomb: Awaited<ReturnType<typeof zipBomb>>;
  beforeAll(async () => {
    fixture = await openStorageFixture(engine);
    bomb = await zipBomb();
  });
  afterAll(async () => {
    bomb.server.closeAllConnections();
    bomb.server.close();
    await fixture.close();
  });
  afterEach(() => far.close());

  const empty = async () => {
    for (const table of ['reversal_source', 'source_item', 'source_cursor', 'request_budget']) {
      await fixture.database.query(`DELETE FROM ${table}`);
    }
  };

  /** Fetches through the row's fault, for one item only. */
  const openFar = (vendor: Vendor, row: Bad, spoiled: () => string): OpenConnection => {
    const spoiling: typeof fetch = async (input, init) => {
      const isItem = vendor.isItem(new URL(String(input)).pathname, spoiled());
      if (isItem && row.answer) {
        const answer = await row.answer();
        if (answer.type === 'error') throw new TypeError('fetch failed');
        return answer;
      }
      const answer = await fetch(input, init);
      if (!isItem || !(row.spoil || row.spoilBytes)) return answer;
      const { status } = answer;
      const headers = new Headers(answer.headers);
      headers.delete('content-length');
      const bytes = Buffer.from(await answer.arrayBuffer());
      const body = row.spoilBytes?.(bytes) ?? Buffer.from(row.spoil?.(bytes.toString()) ?? '');
      return new Response(new Uint8Array(body), { status, headers });
    };
    const { connector } = vendor;
    const settings = connector.settings.parse({ ...(far.settings as object), ...vendor.settings });
    const tools = { fetch: spoiling, now: () => new Date(far.clock.ms), userAgent: 'test' };
    // One by one, so that the spoiled answer is the item's own.
    const { fetchTogether: _, ...single } = connector.open(settings, tools);
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

  const round = async (tools: IntakeTools, open: OpenConnection) =>
    judgeTogether(tools, open, await pollConnection(tools, open), {
      atOnce: 4,
      signal: new AbortController().signal,
      onJudged: () => undefined,
    });

  describe.each(vendors)('$connector.id', (vendor) => {
    it.each([...badForAll(() => bomb.url), ...vendor.rows])(
      '$name: $becomes, and the next item is read',
      async (row) => {
        await empty();
        const started = await vendor.start();
        ({ far } = started);
        const spoiled = started.create(row.text ?? asking);
        const good = started.create(asking);
        far.settle();
        const [open, tools] = [openFar(vendor, row, () => spoiled), toolsOf()];
        const stateOf = async (externalId: string) => {
          const item = await fixture.database.prisma.sourceItem.findFirstOrThrow({
            where: { externalId },
          });
          return { verdict: item.verdict, reason: item.reasons[0] };
        };
        for (let tries = 0; tries < 10; tries += 1) {
          await round(tools, open);
          far.clock.ms += 400_000;
        }
        expect((await stateOf(good)).verdict).toBe('logged');
        const { verdict, reason } = await stateOf(spoiled);
        const letters = (await fixture.books.sources.deadLetters()).map((one) => one.externalId);
        const isRead = ['logged', 'review', 'left', 'historic'].includes(verdict);
        if (row.becomes === 'read')
          expect(`${verdict} ${isRead ? '' : reason}`).toBe(`${verdict} `);
        if (!['read', 'either'].includes(row.becomes)) {
          expect(`${verdict} ${reason}`).toContain(row.becomes);
        }
        // Read, or put aside with a connector's word for why; what may pass waits, however long.
        const isWaiting = row.becomes.startsWith('pending');
        expect(letters, `${verdict} ${reason}`).toEqual(isRead || isWaiting ? [] : [spoiled]);
        expect(isRead ? '' : reason).not.toBe('internal_fault');
        const later = started.create(asking);
        far.settle();
        await round(tools, open);
        expect((await stateOf(later)).verdict).toBe('logged');
        expect(process.memoryUsage().rss).toBeLessThan(1_500 * megabyte);
      },
      60_000,
    );

    it('what was put aside is read once it is well and asked for again', async () => {
      await empty();
      const started = await vendor.start();
      ({ far } = started);
      const id = started.create(asking);
      far.settle();
      const malformed = badForAll(() => bomb.url).find(({ name }) => name.startsWith('a list'));
      if (!malformed) throw new Error('the table has lost its row of lists');
      const tools = toolsOf();
      const { sources } = fixture.books;
      for (let tries = 0; tries < 4; tries += 1) {
        await round(
          tools,
          openFar(vendor, malformed, () => id),
        );
        far.clock.ms += 400_000;
      }
      const letters = await sources.deadLetters();
      expect(letters.map((one) => one.externalId)).toEqual([id]);
      await sources.retryDeadLetters(
        letters.map((one) => one.id),
        new Date(far.clock.ms),
      );
      await round(
        tools,
        openFar(vendor, { name: 'well', becomes: 'read' }, () => id),
      );
      expect(await sources.deadLetters()).toEqual([]);
      const item = await fixture.database.prisma.sourceItem.findFirstOrThrow({
        where: { externalId: id },
      });
      expect(item.verdict).toBe('logged');
    });
  });

  describe('a time far ahead', () => {
    it('does not keep later changes of the ticket from being read', async () => {
      await empty();
      const [vendor] = vendors;
      if (!vendor) throw new Error('no vendor is left');
      ({ far } = await vendor.start());
      const id = far.createItem('Where is my parcel?');
      const row: Bad = {
        name: 'ahead',
        becomes: 'read',
        spoil: everyValue((value, key) => (key === 'updated_at' ? '9999-12-31T23:59:59Z' : value)),
      };
      const [open, tools] = [openFar(vendor, row, () => id), toolsOf()];
      const look = async () => {
        far.settle();
        await round(tools, open);
        const item = await fixture.database.prisma.sourceItem.findFirstOrThrow({
          where: { externalId: id },
        });
        return item.verdict;
      };
      expect(await look()).toBe('left');
      far.changeItem(id, asking);
      expect(await look()).toBe('logged');
    });
  });
}
