import type { Socket } from 'node:net';
import type { CommandRun } from './forward.js';
import {
  type ClientFrame,
  clientFrame,
  cutText,
  frameLengthMax,
  readFrame,
  writeFrame,
} from './forward-frames.js';
import { OutputClosed, sinkOf, type Terminal, type TextSink } from './terminal.js';

/** The command line comes at once and the end is answered at once; else it is not our client. */
const connectionTimeoutMs = 5_000;

/** Carries out the one command of a connection and ends it. A client that goes away ends the command. */
export function serveCommand(socket: Socket, run: CommandRun): void {
  const gone = new AbortController();
  const inbox = createInbox();
  socket.once('close', () => {
    gone.abort();
    inbox.end();
  });
  socket.setEncoding('utf8');
  socket.setTimeout(connectionTimeoutMs, () => socket.destroy());
  takeFrames(socket, (frame) => {
    socket.setTimeout(0);
    if (!inbox.put(frame)) socket.destroy();
  });
  void answer(socket, inbox, run, gone.signal).finally(() => {
    socket.setTimeout(connectionTimeoutMs);
    socket.end();
  });
}

async function answer(socket: Socket, inbox: Inbox, run: CommandRun, signal: AbortSignal) {
  const sink = sinkOf(socket);
  const first = await inbox.take();
  if (first?.type !== 'run') {
    socket.destroy();
    return;
  }
  const terminal: Terminal = {
    stdin: pulledInput(inbox, () => writeFrame(sink, { type: 'want_stdin' })),
    stdout: framedSink(sink, 'out'),
    stderr: framedSink(sink, 'err'),
    isTty: first.isTty,
  };
  try {
    const code = await run(first.argv, terminal, signal);
    await writeFrame(sink, { type: 'exit', code });
  } catch (error) {
    if (!(error instanceof OutputClosed)) throw error;
  }
}

function framedSink(sink: TextSink, type: 'out' | 'err'): TextSink {
  return {
    write: async (text) => {
      for (const part of cutText(text)) await writeFrame(sink, { type, text: part });
    },
  };
}

async function* pulledInput(inbox: Inbox, ask: () => Promise<void>): AsyncGenerator<string> {
  for (;;) {
    await ask();
    const frame = await inbox.take();
    if (frame?.type !== 'stdin') return;
    yield frame.text;
  }
}

function takeFrames(socket: Socket, take: (frame: ClientFrame) => void) {
  let rest = '';
  // Flowing, not iterated: only a socket that is being read notices that its client is gone.
  socket.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const frame = readFrame(clientFrame, line);
      if (frame) take(frame);
      else socket.destroy();
    }
    if (rest.length > frameLengthMax) socket.destroy();
  });
}

type Inbox = {
  /** False when more lies here than a client that waits to be asked can have sent. */
  put(frame: ClientFrame): boolean;
  /** Null when the client is gone. */
  take(): Promise<ClientFrame | null>;
  end(): void;
};

/** The command line and one frame of input at most are under way at any time. */
const inboxMax = 2;

function createInbox(): Inbox {
  const frames: ClientFrame[] = [];
  let waiting: ((frame: ClientFrame | null) => void) | null = null;
  let isEnded = false;
  const hand = (frame: ClientFrame | null) => {
    const give = waiting;
    waiting = null;
    give?.(frame);
  };
  return {
    put: (frame) => {
      if (waiting) hand(frame);
      else frames.push(frame);
      return frames.length <= inboxMax;
    },
    take: async () => {
      const next = frames.shift();
      if (next || isEnded) return next ?? null;
      return new Promise((resolve) => {
        waiting = resolve;
      });
    },
    end: () => {
      isEnded = true;
      hand(null);
    },
  };
}
