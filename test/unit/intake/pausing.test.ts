import { describe, expect, it } from 'vitest';
import { gmail } from '../../../connectors/gmail/index.js';
import { hubspot } from '../../../connectors/hubspot/index.js';
import { zendesk } from '../../../connectors/zendesk/index.js';
import type { Connection, Connector } from '../../../core/index.js';
import { openConnections } from '../../../core/intake/open-connections.js';
import { pausing } from '../../../core/intake/pausing.js';

const now = new Date('2026-03-01T12:00:00Z');
const json = { 'Content-Type': 'application/json' };
const refusal = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers: { ...json, ...headers } });
/** HubSpot, usage guidelines, "Error responses". */
const overPolicy = (policyName: string) => () =>
  refusal(429, { status: 'error', errorType: 'RATE_LIMIT', policyName });
/** Gmail API, guide "Resolve errors": 403 and 429 of the domain usageLimits. */
const overQuota = (code: number, reason: string) => () =>
  refusal(code, {
    error: { code, message: 'x', errors: [{ message: 'x', domain: 'usageLimits', reason }] },
  });

const accounts = {
  zendesk: { baseUrl: 'https://acme.example', email: 'hub@acme.example', apiToken: 'token' },
  hubspot: { baseUrl: 'https://api.example', accessToken: 'pat-token' },
  gmail: {
    mailbox: 'refunds@acme.example',
    baseUrl: 'https://gmail.example',
    tokenUrl: 'https://oauth.example/token',
    oauth: { clientId: 'client', clientSecret: 'secret', refreshToken: 'refresh' },
  },
};

/** One connection as the hub opens it, its vendor answering so; and how long it was paused. */
function openWith(
  connector: Connector,
  settings: unknown,
  answer: () => Response,
  clock = { at: now },
) {
  const pauses: number[] = [];
  const connections = openConnections(
    [
      {
        id: 'far',
        client: 'acme',
        connectorId: connector.id,
        connector,
        settings: connector.settings.parse(settings),
        actFrom: null,
        pollSeconds: 30,
      },
    ],
    [{ id: 'far', clientId: 'acme', actFrom: now }],
    () => null,
    {
      fetch: async (input) =>
        String(input).includes('/token')
          ? refusal(200, { access_token: 'a', expires_in: 3_600, token_type: 'Bearer' })
          : answer(),
      now: () => clock.at,
      userAgent: 'test',
      budget: {
        take: async () => ({ waitMs: 0 }),
        pause: async (_connection, until) => void pauses.push(until.getTime() - clock.at.getTime()),
      },
    },
  );
  const connection = connections.get('far')?.connection;
  if (!connection) throw new Error('the connection was not opened');
  return { connection, pauses };
}

describe('a vendor that asks to wait pauses the whole connection for as long as its own words say', () => {
  it.each([
    // vendor | what it answers | longest pause
    ['hubspot', 'SECONDLY', overPolicy('SECONDLY'), 1_000],
    ['hubspot', 'TEN_SECONDLY_ROLLING', overPolicy('TEN_SECONDLY_ROLLING'), 10_000],
    ['hubspot', 'DAILY', overPolicy('DAILY'), 3_600_000],
    ['gmail', '403 rateLimitExceeded', overQuota(403, 'rateLimitExceeded'), 1_000],
    ['gmail', '403 userRateLimitExceeded', overQuota(403, 'userRateLimitExceeded'), 1_000],
    ['gmail', '403 dailyLimitExceeded', overQuota(403, 'dailyLimitExceeded'), 3_600_000],
    ['gmail', '403 that is a permission', overQuota(403, 'insufficientPermissions'), null],
    ['gmail', '429 without Retry-After', overQuota(429, 'rateLimitExceeded'), 1_000],
    ['zendesk', '429 with Retry-After', () => refusal(429, {}, { 'Retry-After': '93' }), 93_000],
    ['zendesk', '429 without', () => refusal(429, {}), 1_000],
    ['zendesk', '500', () => refusal(500, {}), null],
  ] as const)('%s, %s', async (vendor, _name, answer, longest) => {
    const connectors = { zendesk, hubspot, gmail };
    const { connection, pauses } = openWith(connectors[vendor], accounts[vendor], answer);
    await expect(connection.fetchItem('17')).rejects.toMatchObject({ name: 'ConnectorError' });
    expect(pauses.length === 0 ? null : Math.max(...pauses)).toBe(longest);
  });

  it('whatever is asked of it: a note, a list of ids, many items at once', async () => {
    const { connection, pauses } = openWith(
      hubspot,
      accounts.hubspot,
      overPolicy('TEN_SECONDLY_ROLLING'),
    );
    const pausedBy = async (work: Promise<unknown>) => {
      pauses.length = 0;
      await expect(work).rejects.toMatchObject({ kind: 'wait' });
      return Math.max(...pauses);
    };
    const note = { externalId: '17', note: 'n', addTags: [], removeTags: [], effectId: 'e' };
    const ids = async () => {
      for await (const id of connection.listIds?.(now, now) ?? []) expect(id).toBe('none');
    };
    const together = async () => (await connection.fetchTogether?.(['17', '18']))?.('17');
    expect(await pausedBy(connection.writeBack?.(note) ?? Promise.resolve())).toBe(10_000);
    expect(await pausedBy(ids())).toBe(10_000);
    expect(await pausedBy(together())).toBe(10_000);
  });

  it('what is asked for together still says when others may be', async () => {
    const isAsked = Promise.resolve();
    const each = Object.assign(async () => null, { isAsked });
    const connection: Connection = {
      check: async () => ({ account: 'a' }),
      listChanges: async () => ({ references: [], cursor: '', hasMore: false }),
      fetchItem: async () => null,
      fetchTogether: async () => each,
    };
    const paused = pausing(
      connection,
      async () => undefined,
      () => now,
    );
    expect((await paused.fetchTogether?.([]))?.isAsked).toBe(isAsked);
  });

  describe('where it does not say how long', () => {
    const ticket = { id: 17, status: 'open', created_at: now, updated_at: now };
    const asking = (answers: () => Response) => {
      const clock = { at: now };
      const { connection, pauses } = openWith(zendesk, accounts.zendesk, answers, clock);
      /** The longest pause that asking for a ticket came to; 0 for none. */
      const ask = async () => {
        pauses.length = 0;
        await connection.fetchItem('17').catch((error: unknown) => {
          expect(error).toMatchObject({ kind: 'wait', waitMs: Math.max(...pauses) });
        });
        return Math.max(0, ...pauses);
      };
      const pass = (ms: number) => {
        clock.at = new Date(clock.at.getTime() + ms);
      };
      return { ask, pass };
    };

    it('a second, twice as long each time it goes on, a minute at most; an answer ends the row', async () => {
      let isFull = true;
      const answer = () =>
        isFull
          ? refusal(429, {})
          : refusal(200, { ticket, comments: [], users: [], meta: { has_more: false } });
      const { ask, pass } = asking(answer);
      const waits: number[] = [];
      for (let tries = 0; tries < 8; tries += 1) {
        const waitMs = await ask();
        waits.push(waitMs);
        pass(waitMs);
      }
      expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60].map((seconds) => seconds * 1_000));
      isFull = false;
      expect(await ask()).toBe(0);
      isFull = true;
      expect(await ask()).toBe(1_000);
    });

    it('of many refused at once the first counts', async () => {
      const { ask, pass } = asking(() => refusal(429, {}));
      for (let request = 0; request < 8; request += 1) expect(await ask()).toBe(1_000);
      pass(1_000);
      expect(await ask()).toBe(2_000);
    });
  });
});
