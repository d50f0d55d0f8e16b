import {
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

// PGlite takes no lock on its folder, and a second process would lose its rows without a word.
const lockName = 'embedded.lock';

const ownerSchema = z.object({ pid: z.int().positive(), startedAt: z.string() });
type Owner = z.infer<typeof ownerSchema>;

class EmbeddedDatabaseInUse extends Error {
  override name = 'EmbeddedDatabaseInUse';
  constructor(
    readonly directory: string,
    readonly pid: number | undefined,
  ) {
    super('The embedded database is in use by another process');
  }
}

export type EmbeddedLock = { release(): void };

/**
 * Takes the folder for this process, or throws EmbeddedDatabaseInUse while its owner lives; a dead
 * owner's lock is taken over. Owner: process id and start time, so a number used again does not
 * count. Holds between processes that see each other: one machine, one container.
 */
export function takeEmbeddedLock(directory: string): EmbeddedLock {
  mkdirSync(directory, { recursive: true });
  const path = join(directory, lockName);
  const own = JSON.stringify({ pid: process.pid, startedAt: startTimeOf(process.pid) ?? '' });
  if (!placeLock(path, own)) {
    takeOver(path, directory, own);
  }
  return {
    release: () => {
      if (readLock(path) === own) {
        unlinkSync(path);
      }
    },
  };
}

function takeOver(path: string, directory: string, own: string): void {
  const found = readLock(path);
  const owner = found === undefined ? undefined : parseOwner(found);
  if (owner && isAlive(owner)) {
    throw new EmbeddedDatabaseInUse(directory, owner.pid);
  }
  if (found !== undefined) {
    // Moved away, then looked at: where another process was quicker, this is its lock and goes back.
    const aside = `${path}.${process.pid}`;
    renameSync(path, aside);
    const moved = readFileSync(aside, 'utf8');
    if (moved !== found) {
      placeLock(path, moved);
    }
    rmSync(aside, { force: true });
  }
  if (!placeLock(path, own)) {
    throw new EmbeddedDatabaseInUse(directory, parseOwner(readLock(path) ?? '')?.pid);
  }
}

/** Writes the lock whole or not at all; false where one stands. */
function placeLock(path: string, content: string): boolean {
  const draft = `${path}.${process.pid}.draft`;
  writeFileSync(draft, content);
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') {
      return false;
    }
    throw error;
  } finally {
    unlinkSync(draft);
  }
}

function readLock(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
}

function parseOwner(content: string): Owner | undefined {
  try {
    return ownerSchema.safeParse(JSON.parse(content)).data;
  } catch {
    return undefined; // Not ours or cut short: nobody who lives wrote it.
  }
}

function isAlive(owner: Owner): boolean {
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    // EPERM: it lives and belongs to another user.
    if (codeOf(error) !== 'EPERM') {
      return false;
    }
  }
  const startedAt = startTimeOf(owner.pid);
  return startedAt === undefined || owner.startedAt === '' || startedAt === owner.startedAt;
}

/**
 * When a process began, as the kernel counts, with the boot it counts from. Linux only; elsewhere
 * undefined, and the process id alone decides. Source: proc_pid_stat(5), field 22.
 */
function startTimeOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    // The second field is the command in brackets and may hold spaces; field 3 follows it.
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return ticks === undefined ? undefined : `${boot}/${ticks}`;
  } catch {
    return undefined;
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
}
