import { describe, expect, it, vi } from 'vitest';
import { parseKey } from '../../../core/access/keys.js';
import type { HubParts } from '../../../core/operations/hub-parts.js';
import {
  chainOf,
  chainsOf,
  command,
  deadLetter,
  fakeParts,
  manager,
  noon,
  separateHub,
} from './command-run.js';

describe('hub keys', () => {
  it('create prints the key alone on stdout, once; only its hash is handed on', async () => {
    const addKey = vi.fn(async () => 'k-1');
    const parts = fakeParts({ access: { ...fakeParts().access, addKey } });
    const run = await command(`keys create --for ${manager.email}`, { parts });
    const key = run.out.trim();
    const parsed = parseKey(key);
    expect(run.code).toBe(0);
    expect(run.out).toBe(`${key}\n`);
    expect(run.err).not.toContain(key);
    const all = ['read', 'write', 'decide'];
    const stored = { ...parsed, personId: manager.id, scopes: all, clients: null, at: noon };
    expect(addKey.mock.calls).toEqual([[stored]]);
  });

  it('create --json gives the key with what it may do, in one line', async () => {
    const line = `keys create --for ${manager.email} --scopes decide,read,read --clients acme --json`;
    const run = await command(line);
    expect(JSON.parse(run.out)).toMatchObject({
      id: 'k-1',
      email: manager.email,
      scopes: ['read', 'decide'],
      clients: ['acme'],
    });
    expect(run.out.trim().split('\n')).toHaveLength(1);
  });

  it.each([
    ['nobody has the e-mail', '--for maneger@northwind.example', /Did you mean manager@northwind/],
    [
      'a client that is not theirs',
      `--for ${manager.email} --clients acme,initech`,
      /not for initech/,
    ],
    ['an empty list of clients', `--for ${manager.email} --clients ,`, /an empty list/],
  ])('create is refused where %s, and makes nothing', async (_name, options, told) => {
    const parts = fakeParts();
    const run = await command(`keys create ${options}`, { parts });
    expect(run).toMatchObject({ code: 1, out: '' });
    expect(run.err).toMatch(told);
    expect(parts.keys).toEqual([]);
  });

  it('list shows prefixes and state, never a key; revoke ends one, even when the key was pasted', async () => {
    const parts = fakeParts();
    const key = (await command(`keys create --for ${manager.email}`, { parts })).out.trim();
    const revoked = await command(`keys revoke ${key}`, { parts });
    expect(revoked).toMatchObject({ code: 0, out: '' });
    expect(revoked.err).not.toContain(key);
    const list = await command('keys list', { parts });
    expect(list.out).toMatch(
      /07070707 +manager@northwind.example +read,write,decide +all.*revoked/,
    );
    expect(list.out).not.toContain(key);
    const json: unknown = JSON.parse((await command('keys list --json', { parts })).out);
    expect(json).toMatchObject([{ prefix: '07070707', revokedAt: noon.toISOString() }]);
    const again = await command('keys revoke 07070707', { parts });
    expect(again).toMatchObject({ code: 1, out: '' });
  });
});

describe('hub signin', () => {
  it('prints the link alone, good for 15 minutes, whatever the case of the e-mail', async () => {
    const addSignIn = vi.fn(async () => undefined);
    const parts = fakeParts({ access: { ...fakeParts().access, addSignIn } });
    const run = await command('signin Manager@Northwind.example', { parts });
    expect(run.out).toMatch(/^https:\/\/hub\.example\/signin\/[\w-]{43}\n$/);
    const until = new Date('2026-03-02T12:15:00Z');
    expect(addSignIn.mock.calls).toEqual([
      [expect.stringMatching(/^[0-9a-f]{64}$/), manager.id, until],
    ]);
    const json = await command(`signin ${manager.email} --json`, { parts });
    expect(JSON.parse(json.out)).toMatchObject({
      email: manager.email,
      expiresAt: until.toISOString(),
    });
  });

  it('makes no link for somebody unknown', async () => {
    const addSignIn = vi.fn();
    const parts = fakeParts({ access: { ...fakeParts().access, addSignIn } });
    expect(await command('signin someone@else.example', { parts })).toMatchObject({
      code: 1,
      out: '',
    });
    expect(addSignIn).not.toHaveBeenCalled();
  });
});

describe('hub audit verify', () => {
  it('says how much holds', async () => {
    const parts = fakeParts({ historyChains: () => chainsOf([chainOf('a', 3), chainOf('b', 2)]) });
    expect(await command('audit verify', { parts })).toMatchObject({
      code: 0,
      out: '2 chains, 5 entries verified: all hold\n',
    });
  });

  it.each([
    [
      'altered',
      (rows: ReturnType<typeof chainOf>) => rows.with(1, { ...row(rows, 1), action: 'approve' }),
      2,
    ],
    ['taken out', (rows: ReturnType<typeof chainOf>) => rows.toSpliced(1, 1), 2],
    ['put first', (rows: ReturnType<typeof chainOf>) => rows.toReversed(), 1],
  ])('names the first entry that was %s, and exits 1', async (_name, harm, sequence) => {
    const chains = () => chainsOf([chainOf('a', 2), harm(chainOf('b', 3))]);
    const parts = fakeParts({ historyChains: chains });
    const run = await command('audit verify', { parts });
    expect(run.code).toBe(1);
    expect(run.out).toContain(`BROKEN  chain b, entry ${sequence}:`);
    const json = await command('audit verify --json', { parts });
    expect(json.code).toBe(1);
    expect(JSON.parse(json.out)).toMatchObject({
      whole: false,
      chains: 2,
      broken: [{ chain: 'b', sequence }],
    });
  });

  const row = (rows: ReturnType<typeof chainOf>, index: number) => {
    const found = rows[index];
    if (!found) throw new Error('the chain is shorter than the test thinks');
    return found;
  };

  it('cut in the middle it proves nothing, and says so', async () => {
    const giveUp = new AbortController();
    const chains = async function* () {
      giveUp.abort();
      yield* chainsOf([chainOf('a', 1)]);
    };
    const parts = fakeParts({ historyChains: chains });
    const run = await command('audit verify', { parts, signal: giveUp.signal });
    expect(run).toMatchObject({ code: 1, out: '' });
  });
});

describe('hub dead-letters', () => {
  const withLetters = (retryDeadLetters: HubParts['sources']['retryDeadLetters']) =>
    fakeParts({
      sources: {
        ...fakeParts().sources,
        deadLetters: async () => [deadLetter('i-1'), deadLetter('i-2')],
        retryDeadLetters,
      },
    });

  it.each([
    ['retry', ['i-1', 'i-2']],
    ['retry i-2', ['i-2']],
    ['retry i-2 i-1 i-2', ['i-1', 'i-2']],
  ])('%s', async (line, ids) => {
    const retry = vi.fn(async () => 2);
    const run = await command(`dead-letters ${line} --json`, { parts: withLetters(retry) });
    expect(run).toMatchObject({ code: 0, out: '{"retried":2}\n' });
    expect(retry.mock.calls).toEqual([[ids, noon]]);
  });

  it('an id that was not put aside is told, and nothing is retried', async () => {
    const retry = vi.fn();
    const run = await command('dead-letters retry i-1 i-9', { parts: withLetters(retry) });
    expect(run).toMatchObject({ code: 1, out: '' });
    expect(run.err).toContain('i-9');
    expect(retry).not.toHaveBeenCalled();
  });

  it('events of processors are asked for there, and never put into the queue of items', async () => {
    const retry = vi.fn(async () => 1);
    const parts: HubParts = {
      ...withLetters(retry),
      retryNotices: async (letters) =>
        letters.slice(0, 1).map(({ id }) => ({ id, result: 'taken', code: null })),
    };
    const run = await command('dead-letters retry', { parts });
    expect(run).toMatchObject({ code: 0, out: '' });
    expect(run.err).toContain('1 event was taken.\n1 is tried again soon.');
    expect(retry.mock.calls).toEqual([[['i-2'], noon]]);
  });

  it('a row that names no item is never put in the queue: what can be done is said, and it stays', async () => {
    const retry = vi.fn(async () => 1);
    const row = {
      ...deadLetter('i-1'),
      externalId: 'row-0123456789abcdef',
      reason: 'unreadable_row',
    };
    const parts = fakeParts({
      sources: {
        ...fakeParts().sources,
        deadLetters: async () => [row, deadLetter('i-2')],
        retryDeadLetters: retry,
      },
    });
    const run = await command('dead-letters retry', { parts });
    expect(run.code).toBe(1);
    expect(run.err).toContain('i-1: acme-zendesk listed a row that names no item');
    expect(run.err).toContain('hub sync acme-zendesk --full');
    expect(run.err).toContain('1 is tried again soon.');
    expect(retry.mock.calls).toEqual([[['i-2'], noon]]);
    const json = await command('dead-letters retry --json', { parts });
    expect(JSON.parse(json.out)).toEqual({ retried: 1, rows: ['i-1'] });
  });

  it.each([
    ['not_able', null, 'Ask it to send the event again'],
    ['unknown_there', null, 'has this event no more'],
    ['unreadable', 'unreadable_event', 'still cannot be read (unreadable_event)'],
    ['failed', 'forbidden', 'could not be asked (forbidden)'],
  ] as const)('an event that is %s stays, with what to do', async (result, code, words) => {
    const parts: HubParts = {
      ...withLetters(async () => 0),
      retryNotices: async () => [{ id: 'i-1', result, code }],
    };
    const run = await command('dead-letters retry i-1', { parts });
    expect(run.code).toBe(1);
    expect(run.err).toContain(words);
    const json = await command('dead-letters retry i-1 --json', { parts });
    expect(JSON.parse(json.out)).toEqual({ retried: 0, events: [{ id: 'i-1', result, code }] });
  });

  it('deliveries given up are listed and retried beside the items', async () => {
    const retryGivenUp = vi.fn(async () => 1);
    const effects = {
      ...fakeParts().effects,
      givenUp: async () => [
        {
          id: 'e-1',
          kind: 'show_card' as const,
          reference: 'RV-000007',
          code: 'far_side_error',
          attempts: 20,
          since: noon,
        },
      ],
      retryGivenUp,
    };
    const parts = fakeParts({ effects });
    expect((await command('dead-letters list', { parts })).out).toMatch(
      /e-1 +show_card +– +RV-000007 +far_side_error +20 /,
    );
    const run = await command('dead-letters retry e-1 --json', { parts });
    expect(run).toMatchObject({ code: 0, out: '{"retried":1}\n' });
    expect(retryGivenUp.mock.calls).toEqual([[['e-1'], noon]]);
  });

  it('list says why each item was put aside', async () => {
    const run = await command('dead-letters list', { parts: withLetters(async () => 0) });
    expect(run.out).toMatch(
      /i-1 +item +acme-zendesk +35436 +unreadable_ticket +3 +2026-03-02T12:00:00.000Z/,
    );
    expect((await command('dead-letters list')).out).toBe('');
    expect((await command('dead-letters list --json')).out).toBe('[]\n');
  });
});

describe('hub slack manifest', () => {
  it('takes the address from the configuration, and needs none where --url gives it', async () => {
    const hub = separateHub();
    expect(JSON.parse((await command('slack manifest', { hub })).out)).toEqual({
      publicUrl: 'https://hub.example',
      isSocket: false,
    });
    const readConfiguration = async () => {
      throw new Error('not asked for');
    };
    const early = await command('slack manifest --url https://new.example/ --socket', {
      hub: separateHub({ readConfiguration }),
    });
    expect(JSON.parse(early.out)).toEqual({ publicUrl: 'https://new.example', isSocket: true });
  });
});
