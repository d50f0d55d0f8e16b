import { type Connection, ConnectorError } from './connector-contract.js';

/**
 * A connection whose every `wait` pauses all of it: what a vendor asks of one request holds for all,
 * whichever way it was said (a name in the body of a 429, a 403 that is a limit). Waiting for our own
 * turn says nothing of the vendor.
 */
export function pausing(
  connection: Connection,
  pause: (waitMs: number) => Promise<void>,
): Connection {
  const told = async (error: unknown): Promise<never> => {
    if (error instanceof ConnectorError && error.kind === 'wait' && error.code !== 'own_limit') {
      if (error.waitMs !== null) await pause(error.waitMs);
    }
    throw error;
  };
  const guarded = (result: unknown): unknown => {
    if (result instanceof Promise) return result.then(guarded, told);
    if (isIterable(result)) return eachOf(result, told);
    // `fetchTogether` gives the function that fetches each.
    if (typeof result === 'function') return (...given: unknown[]) => guarded(result(...given));
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
