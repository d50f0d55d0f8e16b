import {
  ConnectorError,
  type ConnectorErrorKind,
  type ConnectorTools,
  waitOf,
} from '../core/index.js';

type HttpRequest = {
  url: string;
  method: string;
  headers: Readonly<Record<string, string>>;
  body?: string | undefined;
  /** For the whole exchange, the body's last byte included. */
  timeoutMs: number;
};

/** `body` is the parsed JSON, or undefined where the answer held none. */
export type HttpAnswer = { status: number; headers: Headers; isJson: boolean; body: unknown };

/** An answer above this is no list or item of ours, and must not fill the memory. */
const answerMaxBytes = 25 * 1024 * 1024;

/**
 * One request, one answer, whatever its status. Throws ConnectorError: `retry` for a refused, cut
 * or late connection, `unreadable` for a 2xx body that is not the JSON it says, `give_up` above 25 MB.
 */
export async function exchange(tools: ConnectorTools, request: HttpRequest): Promise<HttpAnswer> {
  const ending = new AbortController();
  const timer = setTimeout(() => ending.abort(), request.timeoutMs);
  const trouble = (code: string) =>
    new ConnectorError('retry', ending.signal.aborted ? 'timed_out' : code);
  try {
    const response = await tools
      .fetch(request.url, {
        method: request.method,
        headers: { ...request.headers },
        body: request.body,
        // Credentials go to the configured host and nowhere else.
        redirect: 'manual',
        signal: ending.signal,
      })
      .catch((error: unknown) => {
        // Our own limits answer before anything is sent.
        throw error instanceof ConnectorError ? error : trouble('unreachable');
      });
    const text = await textOf(response).catch((error: unknown) => {
      throw error instanceof ConnectorError ? error : trouble('cut_off');
    });
    return answerOf(response, text);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * What an answer's status asks us to do; null for 2xx. Retry-After is read as seconds or HTTP date; a 429
 * without it says not how long, so core waits a second, then ever longer (`pausing`).
 */
export function failureOf(answer: HttpAnswer, now: Date): ConnectorError | null {
  const { status } = answer;
  if (status >= 200 && status < 300) return null;
  const asked = waitOf(answer.headers.get('retry-after'), now);
  if (status === 429) return new ConnectorError('wait', 'rate_limited', asked);
  // RFC 9110 10.2.3: Retry-After with 503 says how long the service is expected to be away.
  if (status === 503 && asked !== null) return new ConnectorError('wait', 'unavailable', asked);
  const [kind, code] = failures[status] ?? familyOf(status);
  return new ConnectorError(kind, code);
}

/** By what to do next; statuses as RFC 9110 and 6585 mean them. */
const failures: Readonly<Record<number, readonly [ConnectorErrorKind, string]>> = {
  400: ['give_up', 'bad_request'],
  401: ['re_authorise', 'unauthorised'],
  402: ['re_authorise', 'payment_required'],
  403: ['re_authorise', 'forbidden'],
  404: ['give_up', 'not_found'],
  408: ['retry', 'timed_out'],
  409: ['retry', 'conflict'],
  410: ['give_up', 'gone'],
  422: ['give_up', 'refused'],
  425: ['retry', 'too_early'],
};

function familyOf(status: number): readonly [ConnectorErrorKind, string] {
  if (status >= 500) return ['retry', 'server_error'];
  // The account lives at another address: a person must mend the settings.
  if (status >= 300 && status < 400) return ['re_authorise', 'moved'];
  return ['give_up', 'refused'];
}

async function textOf(response: Response): Promise<string> {
  if (Number(response.headers.get('content-length') ?? 0) > answerMaxBytes) {
    await response.body?.cancel();
    throw new ConnectorError('give_up', 'too_large');
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    // Leaving the loop cancels what is still to come.
    if (size > answerMaxBytes) throw new ConnectorError('give_up', 'too_large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Types that say nothing of what is in a body: some servers send their JSON so, or without any. */
const mute = /^(?:text\/plain|application\/octet-stream)?\s*(?:;|$)/i;

function answerOf(response: Response, text: string): HttpAnswer {
  const { status, headers } = response;
  const type = headers.get('content-type') ?? '';
  const saysJson = /\bjson\b/i.test(type);
  const body = saysJson || mute.test(type) ? parsed(text) : undefined;
  const isJson = saysJson ? body !== undefined : typeof body === 'object' && body !== null;
  if (isJson) return { status, headers, isJson, body };
  if (response.ok && text !== '') {
    throw saysJson
      ? new ConnectorError('unreadable', 'bad_json')
      : new ConnectorError('retry', 'not_json');
  }
  return { status, headers, isJson: false, body: undefined };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
