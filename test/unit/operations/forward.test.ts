import { once } from 'node:events';
import { chmod, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { createConnection, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type CommandRun,
  forwardOperation,
  SocketInUse,
  serveOperations,
} from '../../../core/operations/forward.js';
import { OutputClosed, type Terminal } from '../../../core/operations/terminal.js';
import { memoryTerminal, piecesOf } from './command-run.js';

let directory = '';
let socketPath = '';
let closers: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hub-'));
  socketPath = join(directory, 'hub.sock');
  closers = [];
});

afterEach(async () => {
  for (const close of closers) await close();
  await rm(directory, { recursive: true, force: true });
});

async function serve(run: CommandRun) {
  const served = await serveOperations(socketPath, run);
  closers.push(served.close);
  return served;
}

const never = new AbortController().signal;
const send = (
  argv: readonly string[],
  terminal: Terminal = memoryTerminal().terminal,
  signal = never,
) => forwardOperation(socketPath, argv, terminal, signal);

/** A promise and what fulfils it. */
function signpost() {
  const passing: { go: () => void } = { go: () => undefined };
  const passed = new Promise<void>((resolve) => {
    passing.go = resolve;
  });
  return { passed, go: () => passing.go() };
}

/** A command that works until its client goes away, and says when that was. */
function endless() {
  const started = signpost();
  const ended = signpost();
  const run: CommandRun = async (_argv, _terminal, signal) => {
    started.go();
    await once(signal, 'abort');
    ended.go();
    return 0;
  };
  return { run, hasStarted: started.passed, hasEnded: ended.passed };
}

describe('a command carried out by the running hub', () => {
  it('gets the command line as typed; its streams and exit code come back apart', async () => {
    await serve(async (argv, terminal) => {
      await terminal.stderr.write('working\n');
      await terminal.stdout.write(`${JSON.stringify([argv, terminal.isTty])}\n`);
      return 7;
    });
    const { terminal, said } = memoryTerminal(undefined, { isTty: true });
    expect(await send(['keys', 'list', '--json', 'é "\n'], terminal)).toBe(7);
    expect(said).toEqual({ out: `[["keys","list","--json","é \\"\\n"],true]\n`, err: 'working\n' });
  });

  it('says things as they happen, not at the end', async () => {
    const seen = signpost();
    await serve(async (_argv, terminal) => {
      await terminal.stdout.write('first\n');
      await seen.passed;
      return 0;
    });
    const { terminal } = memoryTerminal();
    terminal.stdout.write = async () => seen.go();
    expect(await send(['sync'], terminal)).toBe(0);
  });

  it('long text and whole megabytes come through unharmed, emoji at every cut included', async () => {
    const long = '😀é'.repeat(400_000);
    await serve(async (_argv, terminal) => {
      let size = 0;
      for await (const piece of terminal.stdin) size += piece.length;
      await terminal.stdout.write(long);
      return size === long.length + 3 ? 0 : 1;
    });
    const { terminal, said } = memoryTerminal(piecesOf(['abc', '', long]));
    expect(await send(['import'], terminal)).toBe(0);
    expect(said.out === long).toBe(true);
  });

  it('input is read only when the command asks, a piece at a time', async () => {
    const taken: string[] = [];
    async function* pieces() {
      for (const piece of ['a', 'b', 'c', 'd']) {
        taken.push(piece);
        yield piece;
      }
    }
    await serve(async (argv, terminal) => {
      if (argv[0] === 'none') return 0;
      for await (const piece of terminal.stdin) if (piece === 'b') return 0;
      return 1;
    });
    expect(await send(['none'], memoryTerminal(pieces()).terminal)).toBe(0);
    expect(taken).toEqual([]);
    expect(await send(['some'], memoryTerminal(pieces()).terminal)).toBe(0);
    expect(taken).toEqual(['a', 'b']);
  });

  it('several clients at once get their own answers', async () => {
    await serve(async ([word = ''], terminal) => {
      await terminal.stdout.write(word);
      return 0;
    });
    const outs = await Promise.all(
      ['a', 'b', 'c', 'd'].map(async (word) => {
        const { terminal, said } = memoryTerminal();
        await send([word], terminal);
        return said.out;
      }),
    );
    expect(outs).toEqual(['a', 'b', 'c', 'd']);
  });
});

describe('a client that goes away ends its command', () => {
  it('when its person gives up', async () => {
    const { run, hasStarted, hasEnded } = endless();
    await serve(run);
    const giveUp = new AbortController();
    const code = send(['sync'], memoryTerminal().terminal, giveUp.signal);
    await hasStarted;
    giveUp.abort();
    await hasEnded;
    expect(await code).toBe(1);
  });

  it('when nobody reads its output any more', async () => {
    const failed: unknown[] = [];
    await serve(async (_argv, terminal) => {
      try {
        for (;;) await terminal.stdout.write('more\n');
      } catch (error) {
        failed.push(error);
        throw error;
      }
    });
    const { terminal } = memoryTerminal(undefined, { closedAfter: 3 });
    await expect(send(['keys', 'list'], terminal)).rejects.toBeInstanceOf(OutputClosed);
    await expect.poll(() => failed).toEqual([expect.any(OutputClosed)]);
  });

  it('and when it is killed in the middle of a frame; the hub serves on', async () => {
    const { run, hasStarted, hasEnded } = endless();
    await serve((argv, terminal, signal) =>
      argv[0] === 'sync' ? run(argv, terminal, signal) : Promise.resolve(0),
    );
    const client = createConnection(socketPath);
    client.write('{"type":"run","argv":["sync"],"isTty":false}\n{"type":"stdi');
    await hasStarted;
    client.destroy();
    await hasEnded;
    expect(await send(['doctor'])).toBe(0);
  });
});

describe('what is not our client is cut off, and runs nothing', () => {
  it.each([
    ['no JSON', 'GET / HTTP/1.1\n'],
    ['no command line', '{"type":"stdin","text":"x"}\n'],
    ['an argument that is no text', '{"type":"run","argv":[1],"isTty":false}\n'],
    ['an argument too long', `{"type":"run","argv":["${'x'.repeat(5_000)}"],"isTty":false}\n`],
    [
      'too many arguments',
      `${JSON.stringify({ type: 'run', argv: Array(300).fill('x'), isTty: false })}\n`,
    ],
    ['a line without end', 'x'.repeat(1_100_000)],
  ])('%s', async (_name, text) => {
    const ran: unknown[] = [];
    await serve(async (argv) => {
      ran.push(argv);
      return 0;
    });
    const client = createConnection(socketPath);
    const closed = new Promise((resolve) => client.once('close', resolve));
    client.on('error', () => client.destroy());
    client.resume();
    client.write(text);
    await closed;
    expect(ran).toEqual([]);
  });

  it('one that floods a command which reads nothing', async () => {
    const { run, hasEnded } = endless();
    await serve(run);
    const client = createConnection(socketPath);
    client.on('error', () => client.destroy());
    client.resume();
    client.write('{"type":"run","argv":["sync"],"isTty":false}\n');
    client.write('{"type":"stdin","text":"x"}\n'.repeat(100));
    await hasEnded;
  });

  it('the ninth command at once is told to come again', async () => {
    const { run } = endless();
    await serve(run);
    const giveUp = new AbortController();
    const eight = Array.from({ length: 8 }, () =>
      send(['sync'], memoryTerminal().terminal, giveUp.signal),
    );
    const { terminal, said } = memoryTerminal();
    await expect
      .poll(async () => {
        const soon = AbortSignal.timeout(200);
        return { code: await send(['doctor'], terminal, soon), err: said.err };
      })
      .toEqual({ code: 1, err: expect.stringContaining('busy') });
    giveUp.abort();
    expect(await Promise.all(eight)).toEqual(Array(8).fill(1));
  });
});

describe('the socket', () => {
  it('can be opened by its owner only, and leaves nothing else behind', async () => {
    const served = await serve(async () => 0);
    expect((await stat(socketPath)).mode & 0o777).toBe(0o600);
    expect(await readdir(directory)).toEqual(['hub.sock']);
    await served.close();
    expect(await readdir(directory)).toEqual([]);
  });

  it('nobody there: null, whether there is no file, a stale one, or a plain file', async () => {
    expect(await send(['doctor'])).toBeNull();
    await leaveStaleSocket();
    expect(await send(['doctor'])).toBeNull();
    await rm(socketPath);
    await writeFile(socketPath, '');
    expect(await send(['doctor'])).toBeNull();
  });

  it('left by a dead process is replaced; one that answers is not', async () => {
    await leaveStaleSocket();
    await serve(async () => 3);
    expect(await send(['doctor'])).toBe(3);
    await expect(serveOperations(socketPath, async () => 4)).rejects.toBeInstanceOf(SocketInUse);
    expect(await send(['doctor'])).toBe(3);
    expect(await readdir(directory)).toEqual(['hub.sock']);
  });

  it('closed under a command: the client is told and exits 1', async () => {
    const { run, hasStarted, hasEnded } = endless();
    const served = await serve(run);
    const { terminal, said } = memoryTerminal();
    const code = send(['sync'], terminal);
    await hasStarted;
    await served.close();
    await hasEnded;
    expect(await code).toBe(1);
    expect(said.err).toContain('stopped before it was done');
  });

  it('of another user: said so, and exits 1', async (context) => {
    if (process.getuid?.() === 0) context.skip('root may open every socket');
    await serve(async () => 0);
    await chmod(socketPath, 0);
    const { terminal, said } = memoryTerminal();
    expect(await send(['doctor'], terminal)).toBe(1);
    expect(said.err).toContain('another user');
  });

  /** What a killed process leaves: the file of a socket on which nobody listens. */
  async function leaveStaleSocket() {
    const server = createServer();
    const first = join(directory, 'first');
    server.listen(first);
    await once(server, 'listening');
    const { rename } = await import('node:fs/promises');
    await rename(first, socketPath);
    await new Promise((resolve) => server.close(resolve));
  }
});
