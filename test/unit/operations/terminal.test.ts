import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { OutputClosed, sinkOf } from '../../../core/operations/terminal.js';

describe('what goes to a stream', () => {
  it('waits while the reader is slow, so that nothing piles up', async () => {
    const taken: (() => void)[] = [];
    const slow = new Writable({
      highWaterMark: 4,
      write: (_chunk, _encoding, done) => {
        taken.push(done);
      },
    });
    const sink = sinkOf(slow);
    let isWritten = false;
    const written = sink.write('12345678').then(() => {
      isWritten = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(isWritten).toBe(false);
    taken[0]?.();
    await written;
    expect(isWritten).toBe(true);
  });

  it('to a reader that left is refused by name, never thrown into the process', async () => {
    const child = spawn('true', { stdio: ['pipe', 'ignore', 'ignore'] });
    const sink = sinkOf(child.stdin);
    await once(child, 'exit');
    const failure = await (async () => {
      for (;;) await sink.write('x'.repeat(100_000));
    })().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(OutputClosed);
    expect(failure).toMatchObject({ isReaderGone: true });
  });

  it('that fails for another reason is no reader that left', async () => {
    const full = new Writable({
      write: (_chunk, _encoding, done) => done(Object.assign(new Error(), { code: 'ENOSPC' })),
    });
    const sink = sinkOf(full);
    await sink.write('a').catch((error: unknown) => expect(error).toBeInstanceOf(OutputClosed));
    await expect(sink.write('b')).rejects.toMatchObject({ code: 'ENOSPC', isReaderGone: false });
  });
});
