import { z } from 'zod';
import type { Effect } from './effect.js';

type Payload = Effect['payload'];

const lines = z.array(z.record(z.string(), z.string()));

/** The payload of a thread line that says another one too. */
export function foldedPayload(first: Payload, next: Payload): Payload {
  const { more: _more, ...own } = first;
  const [, ...before] = linesOf(first);
  return { ...own, more: JSON.stringify([...before, ...linesOf(next)]) };
}

/** Every line a payload says, in order. */
export function linesOf(payload: Payload): readonly Payload[] {
  const { more, ...own } = payload;
  return more === undefined ? [own] : [own, ...lines.parse(JSON.parse(more))];
}
