import { describe, expect, it } from 'vitest';
import { gmail } from '../../../connectors/gmail/index.js';
import { hubspot } from '../../../connectors/hubspot/index.js';
import { zendesk } from '../../../connectors/zendesk/index.js';
import type { Connector } from '../../../core/index.js';
import { openConnections } from '../../../core/intake/open-connections.js';

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
function openWith(connector: Connector, settings: unknown, answer: () => Response) {
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
      now: () => now,
      userAgent: 'test',
      budget: {
        take: async () => ({ waitMs: 0 }),
        pause: async (_connection, until) => void pauses.push(until.getTime() - now.getTime()),
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
    ['gmail', '403 rateLimitExceeded', overQuota(403, 'rateLimitExceeded'), 60_000],
    ['gmail', '403 userRateLimitExceeded', overQuota(403, 'userRateLimitExceeded'), 60_000],
    ['gmail', '403 dailyLimitExceeded', overQuota(403, 'dailyLimitExceeded'), 3_600_000],
    ['gmail', '403 that is a permission', overQuota(403, 'insufficientPermissions'), null],
    ['gmail', '429 without Retry-After', overQuota(429, 'rateLimitExceeded'), 60_000],
    ['zendesk', '429 with Retry-After', () => refusal(429, {}, { 'Retry-After': '93' }), 93_000],
    ['zendesk', '429 without', () => refusal(429, {}), 60_000],
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
});
