import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { exchange, failureOf } from '../../../connectors/http.js';
import { ConnectorError, waitOf } from '../../../core/index.js';

const now = new Date('2026-03-02T10:00:00Z');
const tools = { fetch, now: () => now, userAgent: 'reversal-hub/test' };
const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

/** A bare server, for what no stand-in would send. */
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

async function ask(url: string, timeoutMs = 5_000) {
  try {
    const headers = { authorization: 'Basic secret' };
    const answer = await exchange(tools, { url, method: 'GET', headers, timeoutMs });
    return { status: answer.status, body: answer.body, failure: failureOf(answer, now)?.code };
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    return { kind: error.kind, code: error.code };
  }
}

const json = { 'Content-Type': 'application/json' };
const megabyte = 'x'.repeat(1024 * 1024);

describe('an exchange always ends, in an answer or a ConnectorError', () => {
  const rows: { name: string; listener: RequestListener; outcome: unknown; timeoutMs?: number }[] =
    [
      {
        name: 'JSON, compressed',
        listener: (_request, response) => {
          response.writeHead(200, { ...json, 'Content-Encoding': 'gzip' });
          response.end(gzipSync('{"a":1}'));
        },
        outcome: { status: 200, body: { a: 1 }, failure: undefined },
      },
      {
        name: '204 without a body',
        listener: (_request, response) => response.writeHead(204).end(),
        outcome: { status: 204, body: undefined, failure: undefined },
      },
      {
        name: 'an announced length above 25 MB',
        listener: (_request, response) => {
          response.writeHead(200, { ...json, 'Content-Length': String(26 * 1024 * 1024) });
          response.write('[');
        },
        outcome: { kind: 'give_up', code: 'too_large' },
      },
      {
        name: 'a body that never stops, of no announced length',
        listener: (_request, response) => {
          response.writeHead(200, json);
          const pour = () => {
            while (!response.destroyed && response.write(megabyte));
          };
          response.on('drain', pour);
          pour();
        },
        outcome: { kind: 'give_up', code: 'too_large' },
      },
      {
        name: 'chunks cut off in the middle',
        listener: (_request, response) => {
          response.writeHead(200, json);
          response.write('{"a":', () => response.socket?.destroy());
        },
        outcome: { kind: 'retry', code: 'cut_off' },
      },
      {
        name: 'a compressed body cut in half, sent as if it were whole',
        listener: (_request, response) => {
          response.writeHead(200, { ...json, 'Content-Encoding': 'gzip' });
          const whole = gzipSync(`{"a":"${megabyte}"}`);
          response.end(whole.subarray(0, whole.length / 2));
        },
        outcome: { kind: 'unreadable', code: 'bad_json' },
      },
      {
        name: 'bytes dripping past the time allowed',
        listener: (_request, response) => {
          response.writeHead(200, json);
          const timer = setInterval(() => response.write(' '), 20);
          response.on('close', () => clearInterval(timer));
        },
        outcome: { kind: 'retry', code: 'timed_out' },
        timeoutMs: 300,
      },
      {
        name: 'silence past the time allowed',
        listener: () => undefined,
        outcome: { kind: 'retry', code: 'timed_out' },
        timeoutMs: 300,
      },
      {
        name: 'JSON that is none, with an error status',
        listener: (_request, response) => response.writeHead(500, json).end('{"a'),
        outcome: { status: 500, body: undefined, failure: 'server_error' },
      },
    ];
  it.each(rows)('$name', async ({ listener, outcome, timeoutMs }) => {
    expect(await ask(await serve(listener), timeoutMs)).toEqual(outcome);
  });

  it('nobody listening', async () => {
    const url = await serve(() => undefined);
    open.splice(0).forEach((close) => {
      close();
    });
    expect(await ask(url)).toEqual({ kind: 'retry', code: 'unreachable' });
  });

  it('a redirect is not followed, so credentials stay with the configured host', async () => {
    let visits = 0;
    const elsewhere = await serve((_request, response) => {
      visits += 1;
      response.writeHead(200, json).end('{}');
    });
    const url = await serve((_request, response) =>
      response.writeHead(301, { Location: elsewhere }).end(),
    );
    expect(await ask(url)).toEqual({ status: 301, body: undefined, failure: 'moved' });
    expect(visits).toBe(0);
  });
});

describe('Retry-After', () => {
  it.each([
    ['7', 7_000],
    ['0', 1_000],
    ['1.5', 1_500],
    ['86400', 3_600_000],
    ['Mon, 02 Mar 2026 10:00:30 GMT', 30_000],
    ['Mon, 02 Mar 2026 09:00:00 GMT', 1_000],
    ['soon', null],
    ['', null],
    [null, null],
  ])('%j asks for %j ms', (header, waitMs) => {
    expect(waitOf(header, now)).toBe(waitMs);
  });
});
