import type { Request, Response } from 'express';
import { type Faults, type Reply, type SeenRequest, strikesBefore } from './faults.js';

/** One request as it came in; secrets in `authorization` are left out. */
export interface RequestLogEntry {
  method: string;
  /** As the stand-in's faults see it: without the mount point. */
  path: string;
  query: Record<string, string>;
  headers: Record<string, string>;
  body: unknown;
  /** What was answered; 0 while under way, or when the connection ended without an answer. */
  status: number;
  at: Date;
}

/** A request without its credentials. */
export function seenIn(request: Request, path: string, body: unknown): SeenRequest {
  const { authorization: _, ...others } = request.headers;
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(others)) headers[name] = String(value);
  const query = urlOf(request).searchParams;
  return { method: request.method, path, query, headers, body };
}

/** The whole path, the mount point included. */
export function pathOf(request: Request): string {
  return urlOf(request).pathname;
}

const urlOf = (request: Request) => new URL(request.originalUrl, 'http://stand-in');

/** What every gate does with a request, whichever vendor it stands for. */
export interface Carrier {
  faults: Faults;
  requests: RequestLogEntry[];
  /** How many requests are remembered. */
  kept: number;
  now: () => Date;
  /** Keeps what was changed. */
  flush: () => void;
  send: (reply: Reply, response: Response) => void;
}

/** Remembers a request; `body` in place of its own where that holds a secret. */
export function logRequest(
  { requests, kept, now }: Pick<Carrier, 'requests' | 'kept' | 'now'>,
  seen: SeenRequest,
  response: Response,
  body: unknown = seen.body,
): RequestLogEntry {
  const { method, path, headers } = seen;
  const query = Object.fromEntries(seen.query);
  const entry = { method, path, query, headers, body, status: 0, at: now() };
  requests.push(entry);
  if (requests.length > kept) requests.shift();
  response.once('close', () => {
    entry.status = response.headersSent ? response.statusCode : 0;
  });
  return entry;
}

/** Lets a fault strike before, acts, keeps what was changed, and answers, spoiled by a fault or whole. */
export async function carryOut(
  { faults, flush, send }: Pick<Carrier, 'faults' | 'flush' | 'send'>,
  seen: SeenRequest,
  entry: RequestLogEntry,
  response: Response,
  act: () => Reply | Promise<Reply>,
): Promise<void> {
  const fault = faults.strike(seen);
  if (fault && strikesBefore(fault)) {
    faults.spoil(fault, { status: 200, body: {} }, response);
    return;
  }
  const made = act();
  const reply = made instanceof Promise ? await made : made;
  // Kept before it is told, so that a killed process forgets nothing anybody has seen.
  flush();
  entry.status = reply.status;
  if (fault) faults.spoil(fault, reply, response);
  else send(reply, response);
}
