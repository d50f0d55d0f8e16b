import type { Writable } from 'node:stream';

/** Where text goes. `write` waits while the reader is slow; throws `OutputClosed` when it is gone. */
export type TextSink = { write(text: string): Promise<void> };

/** What a command line is attached to: a real terminal or pipe, or a client of the socket. */
export type Terminal = {
  /** Chunks of decoded text; nothing is read before the first is asked for. */
  stdin: AsyncIterable<string>;
  stdout: TextSink;
  stderr: TextSink;
  /** Whether a person watches stderr on a terminal that can redraw a line. */
  isTty: boolean;
};

/** Nobody reads this output any more, or it cannot be written. `code` is the system's, if any. */
export class OutputClosed extends Error {
  override readonly name = 'OutputClosed';
  constructor(readonly code: string | null) {
    super('output closed');
  }

  /** A reader that had enough (`hub … | head`) is no failure. */
  get isReaderGone(): boolean {
    return this.code === null || this.code === 'EPIPE' || this.code === 'ECONNRESET';
  }
}

/** A sink over a stream; its errors never reach the process, only whoever writes next. */
export function sinkOf(stream: Writable): TextSink {
  let closed: OutputClosed | null = null;
  let waiting: (() => void)[] = [];
  const wake = () => {
    const all = waiting;
    waiting = [];
    for (const go of all) go();
  };
  stream.on('error', (error: NodeJS.ErrnoException) => {
    closed ??= new OutputClosed(error.code ?? 'unknown');
    wake();
  });
  stream.on('close', () => {
    closed ??= new OutputClosed(null);
    wake();
  });
  stream.on('drain', wake);
  return {
    write: async (text) => {
      if (closed) throw closed;
      if (!stream.write(text)) await new Promise<void>((resolve) => waiting.push(resolve));
      if (closed) throw closed;
    },
  };
}

/** Says something beside the data; when nobody listens any more it is not worth failing for. */
export function tell(terminal: Pick<Terminal, 'stderr'>, text: string) {
  terminal.stderr.write(text).catch((error: unknown) => {
    if (!(error instanceof OutputClosed)) throw error;
  });
}
