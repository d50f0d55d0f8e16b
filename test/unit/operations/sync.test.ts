import { describe, expect, it, vi } from 'vitest';
import type { HubParts, SyncResult } from '../../../core/operations/hub-parts.js';
import { command, configuration, fakeParts, health, memoryTerminal, noon } from './command-run.js';

describe('hub sync', () => {
  const done: SyncResult = { listed: 3, judged: 3, waiting: 0, quarantined: 0, failure: null };
  const two = async () => [
    health('acme-zendesk'),
    health('globex-zendesk'),
    health('old', { isActive: false }),
  ];
  const world = (sync: HubParts['sync']) => ({
    parts: fakeParts({ sync, sources: { ...fakeParts().sources, connections: two } }),
  });

  it.each([
    ['sync', ['acme-zendesk', 'globex-zendesk'], { since: null, full: false }],
    ['sync globex-zendesk --full', ['globex-zendesk'], { since: null, full: true }],
    [
      'sync acme-zendesk --since 2026-01-31',
      ['acme-zendesk'],
      { since: new Date('2026-01-31'), full: false },
    ],
  ])('hub %s', async (line, ids, range) => {
    const sync = vi.fn<HubParts['sync']>(async () => done);
    const run = await command(line, world(sync));
    expect(run.code).toBe(0);
    expect(sync.mock.calls.map(([id, asked]) => [id, asked])).toEqual(ids.map((id) => [id, range]));
    for (const id of ids) expect(run.out).toContain(`${id}: 3 listed, 3 read, 0 waiting`);
  });

  it('one that is cut does not keep the others from being read; the exit code tells', async () => {
    const sync: HubParts['sync'] = async (id) =>
      id === 'acme-zendesk' ? { ...done, failure: 'zendesk_unauthorized' } : done;
    const run = await command('sync --json', world(sync));
    expect(run.code).toBe(1);
    expect(
      run.out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toMatchObject([
      { connection: 'acme-zendesk', failure: 'zendesk_unauthorized' },
      { connection: 'globex-zendesk', failure: null },
    ]);
    expect(run.err).toContain('hub sync acme-zendesk goes on');
  });

  it('shows how far it is on stderr only, redrawn on a terminal, and takes the line away', async () => {
    let at = noon.getTime();
    const sync: HubParts['sync'] = async (_id, _range, progress) => {
      for (const judged of [0, 1, 2, 3]) {
        at += 1_000;
        progress({ listed: 4, judged, waiting: 4 - judged, isListed: judged > 1 });
      }
      return done;
    };
    const memory = memoryTerminal(undefined, { isTty: true });
    const run = await command('sync acme-zendesk', {
      ...world(sync),
      memory,
      now: () => new Date(at),
    });
    expect(run.out).toBe('acme-zendesk: 3 listed, 3 read, 0 waiting, 0 put aside\n');
    expect(run.err).toContain('listing: 4');
    expect(run.err).toContain('[######..................] 1 of 4+, 0.5 a second');
    expect(run.err).toContain('[############............] 2 of 4, 0.7 a second, 3 s left');
    expect(run.err.endsWith('\r\u001b[2K')).toBe(true);
    const piped = await command('sync acme-zendesk', { ...world(sync), now: () => new Date(at) });
    expect(piped.err.split('\n')).toHaveLength(2);
    expect(piped.err).not.toContain('\u001b');
  });

  it('a connection that rests or is switched off is not asked', async () => {
    const sync = vi.fn<HubParts['sync']>(async () => done);
    const resting = {
      id: 'globex-zendesk',
      client: 'globex',
      connector: null,
      connectorId: 'hubspot',
    };
    const connections = [{ ...resting, settings: {}, actFrom: null, pollSeconds: 30 }];
    const hub = { kind: 'running', configuration: { ...configuration, connections } } as const;
    const { parts } = world(sync);
    const run = await command('sync', { hub: { ...hub, parts } });
    expect(run.code).toBe(0);
    expect(sync.mock.calls.map(([id]) => id)).toEqual(['acme-zendesk']);
    expect((await command('sync globex-zendesk', { hub: { ...hub, parts } })).err).toContain(
      'rests',
    );
    expect((await command('sync old', { hub: { ...hub, parts } })).code).toBe(2);
  });

  it('given up, it goes no further', async () => {
    const giveUp = new AbortController();
    const sync = vi.fn<HubParts['sync']>(async () => {
      giveUp.abort();
      return done;
    });
    const run = await command('sync', { ...world(sync), signal: giveUp.signal });
    expect(run.code).toBe(1);
    expect(sync).toHaveBeenCalledOnce();
  });
});
