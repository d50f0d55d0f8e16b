import { once } from 'node:events';
import { chmod, mkdtemp, rename, rm } from 'node:fs/promises';
import { createConnection, createServer, type Socket } from 'node:net';
import { dirname, join, relative } from 'node:path';
import {
  cutText,
  frameLengthMax,
  readFrame,
  type ServerFrame,
  serverFrame,
  writeFrame,
} from './forward-frames.js';
import { exitCodes } from './operation.js';
import { readLines } from './read-lines.js';
import { serveCommand } from './serve-command.js';
import { OutputClosed, sinkOf, type Terminal } from './terminal.js';

/** Carries out one forwarded command line and never throws; `signal` ends when its client goes away. */
export type CommandRun = (
  argv: readonly string[],
  terminal: Terminal,
  signal: AbortSignal,
) => Promise<number>;

/** Another process listens on this socket: a second hub on the same data. */
export class SocketInUse extends Error {
  override readonly name = 'SocketInUse';
}

/** A person runs one command at a time; more than this is a script gone wild. */
const commandsMax = 8;

/**
 * Serves commands on a Unix socket that only this user can open (mode 0600). A socket file left by
 * a dead process is replaced. `close` ends running commands. Throws `SocketInUse`.
 */
export async function serveOperations(
  socketPath: string,
  run: CommandRun,
): Promise<{ close(): Promise<void> }> {
  if (await isAnswered(socketPath)) throw new SocketInUse(socketPath);
  const running = new Set<Socket>();
  const server = createServer((socket) => {
    running.add(socket);
    socket.once('close', () => running.delete(socket));
    serveCommand(socket, running.size > commandsMax ? refuseBusy : run);
  });
  // Listening in a directory of mode 0700 and renaming leaves no moment with a wider mode, and
  // replaces a stale file in one step.
  const nursery = await mkdtemp(join(dirname(socketPath), '.s-'));
  try {
    const first = join(nursery, 's');
    server.listen(nearPath(first));
    await once(server, 'listening');
    await chmod(first, 0o600);
    await rename(first, socketPath);
  } catch (error) {
    server.close();
    throw error;
  } finally {
    await rm(nursery, { recursive: true, force: true });
  }
  return {
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of running) socket.destroy();
      await closed;
      await rm(socketPath, { force: true });
    },
  };
}

const refuseBusy: CommandRun = async (_argv, terminal) => {
  await terminal.stderr.write('The hub is busy with other commands; try again.\n');
  return exitCodes.failed;
};

/**
 * Lets the hub on this socket carry out a command line, its streams joined to this terminal.
 * Answers with its exit code, or null when nobody listens.
 */
export async function forwardOperation(
  socketPath: string,
  argv: readonly string[],
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number | null> {
  const socket = await connect(socketPath);
  if (socket === null) return null;
  if (socket === 'forbidden') {
    await terminal.stderr.write(
      'The running hub belongs to another user; run this as that user.\n',
    );
    return exitCodes.failed;
  }
  const giveUp = () => socket.destroy();
  signal.addEventListener('abort', giveUp, { once: true });
  const code = await converse(socket, argv, terminal).finally(() => {
    signal.removeEventListener('abort', giveUp);
    socket.destroy();
  });
  if (code !== null) return code;
  if (!signal.aborted) await terminal.stderr.write('The running hub stopped before it was done.\n');
  return exitCodes.failed;
}

/** Null when the other side went away before an exit code came. */
async function converse(
  socket: Socket,
  argv: readonly string[],
  terminal: Terminal,
): Promise<number | null> {
  const sink = sinkOf(socket);
  const input = terminal.stdin[Symbol.asyncIterator]();
  const send = (frame: Parameters<typeof writeFrame>[1]) =>
    writeFrame(sink, frame).catch((error: unknown) => {
      // The reading side notices as well that the hub is gone, and says so.
      if (!(error instanceof OutputClosed)) throw error;
    });
  let inputFault: { error: unknown } | null = null;
  let waiting: string[] = [];
  const feed = async () => {
    try {
      while (waiting.length === 0) {
        const next = await input.next();
        if (next.done) {
          await send({ type: 'stdin_end' });
          return;
        }
        waiting = cutText(next.value);
      }
      await send({ type: 'stdin', text: waiting.shift() ?? '' });
    } catch (error) {
      inputFault = { error };
      socket.destroy();
    }
  };
  await send({ type: 'run', argv: [...argv], isTty: terminal.isTty });
  for await (const frame of serverFrames(socket)) {
    if (frame.type === 'exit') return frame.code;
    if (frame.type === 'out') await terminal.stdout.write(frame.text);
    if (frame.type === 'err') await terminal.stderr.write(frame.text);
    // Not awaited: the command may go on talking while it waits for input.
    if (frame.type === 'want_stdin') void feed();
  }
  const fault = inputFault as { error: unknown } | null;
  if (fault) throw fault.error;
  return null;
}

async function* serverFrames(socket: Socket): AsyncGenerator<ServerFrame> {
  socket.setEncoding('utf8');
  try {
    for await (const line of readLines(socket, frameLengthMax)) {
      const frame = 'text' in line ? readFrame(serverFrame, line.text) : null;
      if (!frame) return;
      yield frame;
    }
  } catch (error) {
    // A socket cut in the middle ends the conversation; anything else is not ours to hide.
    if (!(error instanceof Error && 'code' in error && socket.destroyed)) throw error;
  }
}

const goneCodes: readonly unknown[] = ['ENOENT', 'ECONNREFUSED', 'ENOTSOCK', 'ENOTDIR'];

async function connect(socketPath: string): Promise<Socket | 'forbidden' | null> {
  const socket = createConnection(nearPath(socketPath));
  try {
    await once(socket, 'connect');
    return socket;
  } catch (error) {
    socket.destroy();
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (goneCodes.includes(code)) return null;
    if (code === 'EACCES' || code === 'EPERM') return 'forbidden';
    throw error;
  }
}

async function isAnswered(socketPath: string): Promise<boolean> {
  const socket = await connect(socketPath);
  if (socket === null) return false;
  if (socket !== 'forbidden') socket.destroy();
  return true;
}

/** A socket's address holds 107 bytes at most (unix(7), sun_path): the shorter spelling is used. */
function nearPath(path: string): string {
  const fromHere = relative(process.cwd(), path);
  return fromHere.length < path.length ? fromHere : path;
}
