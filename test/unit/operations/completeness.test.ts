import { describe, expect, it, vi } from 'vitest';
import type { DayCheck } from '../../../core/intake/completeness.js';
import type { HubParts } from '../../../core/operations/hub-parts.js';
import { command, fakeParts, noon } from './command-run.js';

const whole: DayCheck = {
  day: '2026-03-01',
  state: 'complete',
  listed: 40,
  judged: 40,
  missing: 0,
  waiting: 0,
  aside: 0,
  reason: null,
  checkedAt: noon,
};
const gap: DayCheck = { ...whole, day: '2026-03-02', state: 'gap', judged: 37, missing: 3 };
const unknown: DayCheck = { ...whole, day: '2026-03-03', state: 'unknown', reason: 'forbidden' };

describe('hub completeness', () => {
  const run = (line: string, checks: readonly DayCheck[]) => {
    const checkCompleteness = vi.fn<HubParts['checkCompleteness']>(async () => checks);
    return { done: command(line, { parts: fakeParts({ checkCompleteness }) }), checkCompleteness };
  };

  it.each([
    ['every day complete', [whole], 0, /2026-03-01 +complete +40 +40/, /comparing/],
    ['a gap', [whole, gap], 1, /2026-03-02 +gap +40 +37 +3/, /ask again to see it closed/],
    ['an unknown day', [whole, unknown], 1, /unknown.*forbidden/, /unknown since 2026-03-03/],
    ['no day yet', [], 0, /acme-zendesk/, /no day has ended/],
  ])(
    '%s: tells each day, and the exit code tells whether all is whole',
    async (_name, checks, code, out, err) => {
      const ended = await run('completeness', checks).done;
      expect(ended.code).toBe(code);
      expect(ended.out).toMatch(out);
      expect(ended.err.split('\n').at(-2) ?? '').toMatch(err);
    },
  );

  it('--json is one object a day', async () => {
    const { out } = await run('completeness acme-zendesk --json', [whole, gap]).done;
    expect(
      out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toMatchObject([
      { connection: 'acme-zendesk', day: '2026-03-01', state: 'complete' },
      { connection: 'acme-zendesk', day: '2026-03-02', missing: 3 },
    ]);
  });

  it.each([
    ['completeness --days 30', 30],
    ['completeness', 7],
  ])('%s looks that many days back', async (line, days) => {
    const { done, checkCompleteness } = run(line, []);
    await done;
    expect(checkCompleteness.mock.calls.map(([id, asked]) => [id, asked])).toEqual([
      ['acme-zendesk', days],
    ]);
  });

  it.each(['completeness --days 401', 'completeness --days two', 'completeness nowhere'])(
    '%s is refused before anything is asked',
    async (line) => {
      const { done, checkCompleteness } = run(line, []);
      expect((await done).code).toBe(2);
      expect(checkCompleteness).not.toHaveBeenCalled();
    },
  );
});
