import type { Response } from 'express';
import type { FaultStorm } from './fault-storm.js';
import { seededRandom } from './seeded-random.js';

/** An answer of a stand-in, before any fault spoils it. */
export interface Reply {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

/** What a fault's `match` may look at. */
export interface SeenRequest {
  method: string;
  /** Without the mount point: `/api/v2/tickets/1`. */
  path: string;
  query: URLSearchParams;
  headers: Record<string, string>;
  body: unknown;
}

type FaultKind =
  | 'badJson'
  | 'cut'
  | 'truncate'
  | 'timeout'
  | 'slow'
  /** No answer for so long; then the connection is cut. */
  | { stallMs: number }
  | { status: number; body?: unknown; headers?: Record<string, string> };

export interface Fault {
  match: (request: SeenRequest) => boolean;
  fault: FaultKind;
  /** How many matching requests it strikes; default 1. */
  times?: number;
  /** Matching requests let through before the first strike; default 0. */
  after?: number;
  /** Strikes only this share of matching requests, in an order the seed decides. */
  chance?: { seed: number; share: number };
  /**
   * Whether the request takes effect: `before` (nothing was done) or `after` (it was done, and only
   * the answer is lost). badJson, truncate and slow spoil a real answer, so they are always `after`.
   */
  effect?: 'before' | 'after';
  /** For `slow`: how long the second half of the answer is held back; default 200. */
  slowMs?: number;
}

export interface InjectedFault {
  /** How many requests it has struck. */
  struck(): number;
  /** How many it would still strike. */
  left(): number;
  remove(): void;
}

export interface Faults {
  inject(fault: Fault): InjectedFault;
  clear(): void;
  /** From now on whatever no injected fault strikes meets the storm; null ends it. */
  meet(storm: FaultStorm | null): void;
  /** The storm that is on, for faults of listings. */
  readonly storm: FaultStorm | null;
  /** Faults that were never met; a test that leaves one behind has not tested what it says. */
  unused(): Fault[];
  strike(request: SeenRequest): Fault | null;
  /** Sends `reply` spoiled by the fault. */
  spoil(fault: Fault, reply: Reply, response: Response): void;
  /** Ends what `timeout` keeps waiting. */
  close(): void;
}

const SLOW_MS = 200;

export function createFaults(): Faults {
  const active: { fault: Fault; seen: number; struck: number; random: () => number }[] = [];
  const waiting = new Set<Response>();
  const timers = new Set<NodeJS.Timeout>();
  let storm: FaultStorm | null = null;
  const later = (delayMs: number, act: () => void) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      act();
    }, delayMs);
    timers.add(timer);
  };

  return {
    get storm() {
      return storm;
    },
    meet(next) {
      storm = next;
    },
    inject(fault) {
      const entry = { fault, seen: 0, struck: 0, random: seededRandom(fault.chance?.seed ?? 0) };
      active.push(entry);
      return {
        struck: () => entry.struck,
        left: () => Math.max(0, (fault.times ?? 1) - entry.struck),
        remove: () => {
          const index = active.indexOf(entry);
          if (index >= 0) active.splice(index, 1);
        },
      };
    },
    clear: () => active.splice(0),
    unused: () => active.filter((entry) => entry.struck === 0).map((entry) => entry.fault),
    strike(request) {
      for (const entry of active) {
        const { fault } = entry;
        if (entry.struck >= (fault.times ?? 1) || !fault.match(request)) continue;
        entry.seen += 1;
        if (entry.seen <= (fault.after ?? 0)) continue;
        if (fault.chance && entry.random() >= fault.chance.share) continue;
        entry.struck += 1;
        return fault;
      }
      return storm?.strike() ?? null;
    },
    spoil(fault, reply, response) {
      const kind = fault.fault;
      if (typeof kind === 'object' && 'stallMs' in kind) {
        later(kind.stallMs, () => response.socket?.destroy());
        return;
      }
      if (typeof kind === 'object') {
        response.status(kind.status).set(kind.headers ?? {});
        if (typeof kind.body === 'string') response.type('text/html').send(kind.body);
        else response.json(kind.body ?? {});
        return;
      }
      const text = JSON.stringify(reply.body ?? {});
      const half = text.slice(0, Math.ceil(text.length / 2));
      switch (kind) {
        case 'cut':
          response.socket?.destroy();
          return;
        case 'timeout':
          waiting.add(response);
          response.once('close', () => waiting.delete(response));
          return;
        case 'badJson':
          response.status(reply.status).type('application/json').send(half);
          return;
        case 'truncate':
          // Announces the whole length, sends half of it and hangs up.
          startBody(response, reply, text);
          response.write(half, () => response.socket?.destroy());
          return;
        case 'slow':
          startBody(response, reply, text);
          response.write(half);
          later(fault.slowMs ?? SLOW_MS, () => response.end(text.slice(half.length)));
          return;
      }
    },
    close() {
      for (const response of waiting) response.socket?.destroy();
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

/** True where the fault strikes before the request is carried out. */
export function strikesBefore(fault: Fault): boolean {
  const answerOnly =
    fault.fault === 'badJson' || fault.fault === 'truncate' || fault.fault === 'slow';
  return !answerOnly && fault.effect !== 'after';
}

function startBody(response: Response, reply: Reply, text: string): void {
  response.writeHead(reply.status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': String(Buffer.byteLength(text)),
  });
}
