import { nearestName } from './nearest-name.js';
import type { OpenContext } from './operation.js';

/** Ids that a command is about; null, after saying so, when the name fits none that is switched on. */
export async function namedConnections(
  context: OpenContext,
  named: string | undefined,
): Promise<readonly string[] | null> {
  const { connections } = context.configuration;
  const resting = connections.filter((one) => one.connector === null).map((one) => one.id);
  const pushed = connections.flatMap((one) =>
    one.connector && 'isPush' in one.connector ? [one.id] : [],
  );
  const active = (await context.parts.sources.connections()).filter((one) => one.isActive);
  const ids = active.map((one) => one.id).filter((id) => ![...resting, ...pushed].includes(id));
  if (named === undefined) {
    if (ids.length === 0) context.err('No connection is configured.');
    return ids;
  }
  if (ids.includes(named)) return [named];
  if (resting.includes(named)) {
    context.err(`${named} rests: its connector is not part of this version.`);
    return null;
  }
  if (pushed.includes(named)) {
    context.err(`${named} is not listed: its vendor sends notices, and repeats what failed.`);
    return null;
  }
  const nearest = nearestName(named, ids);
  context.err(`There is no connection ${named}.${nearest ? ` Did you mean ${nearest}?` : ''}`);
  context.err(`Connections are ${ids.join(', ') || 'none'}.`);
  return null;
}
