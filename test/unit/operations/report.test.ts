import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { command, separateHub } from './command-run.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'report-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const run = (line: string) => command(line, { hub: separateHub() });

it.each([
  ['report daily', /^Daily report, 2026-03-01 \(UTC\): Acme, Globex\nLogged: 0/],
  ['report weekly --client globex', /^Weekly report, .* \(Europe\/Berlin\): Globex/],
  ['report monthly --json', /"period":"monthly","from":"2026-02-01","to":"2026-02-28"/],
])('%s tells the period that ended', async (line, out) => {
  const ended = await run(line);
  expect(ended).toMatchObject({ code: 0, err: '' });
  expect(ended.out).toMatch(out);
});

it('an unknown client is told with those that are known', async () => {
  const ended = await run('report daily --client nobody');
  expect(ended.code).toBe(2);
  expect(ended.err).toContain('There are: acme, globex.');
});

it('--out writes the whole file and leaves nothing beside it', async () => {
  const ended = await run(`report daily --out ${join(folder, 'day.txt')}`);
  expect([ended.code, ended.out]).toEqual([0, '']);
  expect(await readFile(join(folder, 'day.txt'), 'utf8')).toContain('Daily report');
  expect(await readdir(folder)).toEqual(['day.txt']);
});

it('a file that cannot be written is told', async () => {
  const ended = await run(`report daily --out ${join(folder, 'none', 'day.txt')}`);
  expect(ended.code).toBe(1);
  expect(ended.err).toContain('cannot be written');
});
