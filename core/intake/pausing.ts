import { type Connection, ConnectorError } from './connector-contract.js';

/** A vendor that does not say how long to wait: a second at first, twice as long each time it goes on. */
const untoldMinMs = 1_000;
const untoldMaxMs = 60_000;

/**
 * A connection whose every `wait` pauses all of it: what a vendor asks of one request holds for all,
 * whichever way it was said (a name in the body of a 429, a 403 that is a limit). Waiting for our own
 * turn says nothing of the vendor. A wait that names no time is given one; of several at once the first
 * counts, and an answer after the pause ends the row.
 */
export function pausing(
  connection: Connection,
  pause: (waitMs: number) => Promise<void>,
  now: () => Date,
): Connection {
  let untold = { waitMs: 0, untilMs: 0 };
  const waitOf = (error: ConnectorError) => {
    if (error.waitMs !== null) return error.waitMs;
    const nowMs = now().getTime();
    if (nowMs >= untold.untilMs) {
      const waitMs = Math.min(Math.max(untold.waitMs * 2, untoldMinMs), untoldMaxMs);
      untold = { waitMs, untilMs: nowMs + waitMs };
    }
    return Math.max(untoldMinMs, untold.untilMs - nowMs);
  };
  const told = async (error: unknown): Promise<never> => {
    if (!(error instanceof ConnectorError) || error.kind !== 'wait') throw error;
    if (error.code === 'own_limit') throw error;
    const waitMs = waitOf(error);
    await pause(waitMs);
    throw new ConnectorError('wait', error.code, waitMs);
  };
  /** What was asked before a pause may be answered within it: that says nothing of the limit. */
  const answered = <Value>(value: Value): Value => {
    if (now().getTime() >= untold.untilMs) untold = { waitMs: 0, untilMs: 0 };
    return value;
  };
  const guarded = (result: unknown): unknown => {
    if (result instanceof Promise) return result.then((value) => guarded(answered(value)), told);
    if (isIterable(result)) return eachOf(result, told);
    // `fetchTogether` gives the function that fetches each, with what it says of itself.
    if (typeof result === 'function') {
      return Object.assign((...given: unknown[]) => guarded(result(...given)), result);
    }
    return result;
  };
  return new Proxy(connection, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      return (...given: unknown[]) => guarded(value.apply(target, given));
    },
  });
}

function isIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

async function* eachOf(values: AsyncIterable<unknown>, told: (error: unknown) => Promise<never>) {
  try {
    yield* values;
  } catch (error) {
    await told(error);
  }
}
