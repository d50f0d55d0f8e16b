import { describe, expect, it } from 'vitest';
import type { ConnectorErrorKind } from '../../../core/index.js';
import type { HubParts } from '../../../core/operations/hub-parts.js';
import { command, deadLetter, fakeParts, health, noon, separateHub } from './command-run.js';

describe('hub doctor', () => {
  it('finds nothing wrong: 0, one line each, nothing to mend', async () => {
    const run = await command('doctor');
    expect(run.code).toBe(0);
    for (const area of [
      'settings',
      'database',
      'queue',
      'chat',
      'connection acme-zendesk',
      'effects',
    ]) {
      expect(run.out).toMatch(new RegExp(`^ok +${area} `, 'm'));
    }
    expect(run.out).not.toContain('to mend');
  });

  type Refused = { ok: false; kind: ConnectorErrorKind | 'resting'; code: string };
  const connection = (check: Refused): Partial<HubParts> => ({
    checkConnections: async () => [{ id: 'acme-zendesk', connector: 'zendesk', ...check }],
  });
  const effects = (waiting: object): Partial<HubParts> => ({
    effects: {
      ...fakeParts().effects,
      waiting: async () => ({ pending: 0, held: 0, failed: 0, oldestAt: null, ...waiting }),
    },
  });
  const hourAgo = new Date(noon.getTime() - 3_600_000);
  const stuck = (refused: boolean): Partial<HubParts> => ({
    sources: {
      ...fakeParts().sources,
      connections: async () => [
        health('acme-zendesk', { stuck: { items: 3, code: 'code', refused, since: hourAgo } }),
      ],
    },
  });

  type Case = [string, Partial<HubParts>, string, 'wrong' | 'notice', RegExp];
  it.each<Case>([
    // what is the matter | area | state | words of the mending
    [
      'no PostgreSQL',
      { checkDatabase: async () => ({ ok: false, engine: 'postgresql', code: 'ECONNREFUSED' }) },
      'database',
      'wrong',
      /database\.url/,
    ],
    [
      'no embedded database',
      { checkDatabase: async () => ({ ok: false, engine: 'embedded', code: 'EACCES' }) },
      'database',
      'wrong',
      /writable/,
    ],
    [
      'a migration missing',
      {
        checkDatabase: async () => ({
          ok: true,
          engine: 'postgresql',
          applied: 1,
          missing: ['2_more'],
        }),
      },
      'database',
      'wrong',
      /migrate deploy/,
    ],
    [
      'no Redis',
      { checkQueue: async () => ({ ok: false, backend: 'redis', code: 'ETIMEDOUT' }) },
      'queue',
      'wrong',
      /queue\.redisUrl/,
    ],
    [
      'no queue on the database',
      { checkQueue: async () => ({ ok: false, backend: 'database', code: 'x' }) },
      'queue',
      'wrong',
      /database first/,
    ],
    ['no chat', { checkChat: async () => null }, 'chat', 'notice', /slack manifest/],
    [
      'a refused token',
      { checkChat: async () => ({ ok: false, error: 'invalid_auth' }) },
      'chat',
      'wrong',
      /botToken/,
    ],
    [
      'a scope missing',
      { checkChat: async () => ({ ok: false, missingScopes: ['chat:write'] }) },
      'chat',
      'wrong',
      /install it to the workspace again/,
    ],
    [
      'credentials refused',
      connection({ ok: false, kind: 're_authorise', code: '401' }),
      'connection',
      'wrong',
      /new credentials/,
    ],
    [
      'a vendor out of reach',
      connection({ ok: false, kind: 'retry', code: 'timeout' }),
      'connection',
      'wrong',
      /baseUrl/,
    ],
    [
      'a vendor that refuses',
      connection({ ok: false, kind: 'give_up', code: '410' }),
      'connection',
      'wrong',
      /account/,
    ],
    [
      'an answer nobody reads',
      connection({ ok: false, kind: 'unreadable', code: 'x' }),
      'connection',
      'wrong',
      /API/,
    ],
    [
      'a vendor that asks to wait',
      connection({ ok: false, kind: 'wait', code: '429' }),
      'connection',
      'notice',
      /nothing/,
    ],
    [
      'a poll that failed',
      {
        sources: {
          ...fakeParts().sources,
          connections: async () => [health('acme-zendesk', { failure: 'timeout' })],
        },
      },
      'connection',
      'notice',
      /hub sync acme-zendesk/,
    ],
    [
      'listed items that it may not fetch',
      stuck(true),
      'connection',
      'wrong',
      /its credentials may read every ticket/,
    ],
    [
      'listed items that cannot be fetched now',
      stuck(false),
      'connection',
      'notice',
      /asked for again by itself/,
    ],
    [
      'notices that the vendor refuses to send',
      {
        sources: {
          ...fakeParts().sources,
          connections: async () => [
            health('acme-zendesk', { subscription: { failure: 'forbidden', since: hourAgo } }),
          ],
        },
      },
      'connection',
      'notice',
      /topic, its permission to publish/,
    ],
    [
      'a processor that never sent anything',
      {
        checkConnections: async () => [
          {
            id: 'acme-zendesk',
            connector: 'stripe',
            ok: true,
            account: 'x',
            webhookUrl: 'https://hub.example/webhooks/acme',
          },
        ],
        sources: {
          ...fakeParts().sources,
          connections: async () => [health('acme-zendesk', { lastSucceededAt: null })],
        },
      },
      'connection',
      'notice',
      /enter https:\/\/hub.example\/webhooks\/acme at the vendor/,
    ],
    ['effects held', effects({ held: 2 }), 'effects', 'wrong', /mend chat/],
    ['effects given up', effects({ failed: 2 }), 'effects', 'notice', /mend chat/],
    [
      'effects nobody delivers',
      effects({ pending: 1, oldestAt: hourAgo }),
      'effects',
      'wrong',
      /worker/,
    ],
    [
      'items put aside',
      { sources: { ...fakeParts().sources, deadLetters: async () => [deadLetter('i-1')] } },
      'items',
      'notice',
      /dead-letters retry/,
    ],
  ])('%s', async (_name, more, area, state, mend) => {
    const run = await command('doctor --json', { parts: fakeParts(more) });
    expect(run.code).toBe(state === 'wrong' ? 1 : 0);
    const told = JSON.parse(run.out) as {
      ok: boolean;
      findings: { area: string; state: string }[];
    };
    expect(told.ok).toBe(state !== 'wrong');
    expect(told.findings.filter((finding) => finding.state !== 'ok')).toEqual([
      expect.objectContaining({ area, state, mend: expect.stringMatching(mend) }),
    ]);
    const plain = await command('doctor', { parts: fakeParts(more) });
    expect(plain.out).toMatch(/to mend: ./);
  });

  it('a connector that is not part of this version rests, and is no fault', async () => {
    const parts = fakeParts(connection({ ok: false, kind: 'resting', code: 'resting' }));
    expect(await command('doctor', { parts })).toMatchObject({
      code: 0,
      out: expect.stringMatching(/NOTICE +connection acme-zendesk +.*rests/),
    });
  });

  it('tells every fault of a configuration that cannot be used, with where to change it', async () => {
    const faults = [
      { path: 'organization', message: 'is missing; add it' },
      { path: 'clients', message: 'names no client' },
    ];
    const readConfiguration = async () => ({ ok: false, file: 'hub.config.yaml', faults }) as const;
    const run = await command('doctor', { hub: separateHub({ readConfiguration }) });
    expect(run.code).toBe(1);
    expect(run.out).toMatch(
      /WRONG +settings +organization: is missing.*WRONG +settings +clients:/s,
    );
    expect(run.out).toContain('were not looked at');
  });

  it('tells what keeps the hub from opening, and that settings are sound', async () => {
    const trouble = { area: 'database', found: 'password refused', mend: 'set it' } as const;
    const openParts = async () => ({ ok: false, trouble }) as const;
    const run = await command('doctor', { hub: separateHub({ openParts }) });
    expect(run.code).toBe(1);
    expect(run.out).toMatch(/ok +settings.*WRONG +database +password refused\n +to mend: set it/s);
  });
});
