import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeEmbeddedLock } from '../../core/storage/embedded-lock.js';
import { migrationsDirectory } from '../../core/storage/migrate.js';
import { openDatabase } from '../../core/storage/open-database.js';
import { describeDatabase, describeQueue } from '../support/engine-guarantees.js';

describeDatabase('embedded');
describeQueue(['embedded', 'database queue']);

describe('migrations', () => {
  it('say what the schema says', async () => {
    const root = dirname(dirname(migrationsDirectory()));
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [
        join(root, 'node_modules/prisma/build/index.js'),
        ...['migrate', 'diff', '--exit-code'],
        ...['--from-migrations', 'prisma/migrations', '--to-schema', 'prisma/schema.prisma'],
      ],
      { cwd: root },
    );
    expect(stdout).toContain('No difference detected.');
  });
});

describe('lock of the embedded database', () => {
  let directory: string;
  let lockPath: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'embedded-'));
    lockPath = join(directory, 'embedded.lock');
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  it('refuses a second opener while the first lives, and lets go on close', async () => {
    const database = await openDatabase({ embeddedDir: directory });
    await database.query('CREATE TABLE kept AS SELECT 7 AS seven');
    await expect(openDatabase({ embeddedDir: directory })).rejects.toMatchObject({
      name: 'EmbeddedDatabaseInUse',
      pid: process.pid,
    });
    await database.close();
    expect(existsSync(lockPath)).toBe(false);
    const again = await openDatabase({ embeddedDir: directory });
    expect(await again.query('SELECT seven FROM kept')).toEqual([{ seven: 7 }]);
    await again.close();
  });

  it('refuses a lock that another living process holds, and takes it when that was killed', async () => {
    const owner = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    await once(owner, 'spawn');
    writeFileSync(lockPath, ownerRecord(owner.pid));
    expect(() => takeEmbeddedLock(directory)).toThrow('in use by another process');
    owner.kill('SIGKILL');
    await once(owner, 'exit');
    const lock = takeEmbeddedLock(directory);
    expect(JSON.parse(readFileSync(lockPath, 'utf8'))).toMatchObject({ pid: process.pid });
    lock.release();
  });

  it.each([
    ['a process number that was given to a younger process', ownerRecord(process.pid, 'older')],
    ['a record cut short', '{"pid":'],
    ['an empty file', ''],
  ])('takes over %s', (_case, record) => {
    writeFileSync(lockPath, record);
    takeEmbeddedLock(directory).release();
    expect(existsSync(lockPath)).toBe(false);
  });

  it('leaves a lock alone that has meanwhile gone to somebody else', () => {
    const lock = takeEmbeddedLock(directory);
    writeFileSync(lockPath, ownerRecord(1));
    lock.release();
    expect(existsSync(lockPath)).toBe(true);
  });
});

function ownerRecord(pid: number | undefined, startedAt = ''): string {
  return JSON.stringify({ pid, startedAt });
}
