import type { ConnectionHealth } from '../intake/source-book.js';

export const connectionHealths = [
  'working',
  'refused',
  'failing',
  'stuck',
  'silent',
  'waiting',
  'off',
] as const;
type Health = (typeof connectionHealths)[number];

/**
 * `failing`: it was not answered the last time; `refused`: because of its credentials, of which
 * people were told; `stuck`: it lists items that it refuses to hand out, or keeps back so long that people were told;
 * `silent`: it answers, and tells of nothing for longer than it ever did; `waiting` was never polled with success
 * and has not failed; `off` is switched off.
 */
export function healthOf(connection: ConnectionHealth): Health {
  if (!connection.isActive) return 'off';
  if (connection.failure) return connection.incident === 'refused' ? 'refused' : 'failing';
  if (connection.stuck?.refused || connection.incident === 'stuck') return 'stuck';
  if (connection.incident === 'silent') return 'silent';
  return connection.lastSucceededAt ? 'working' : 'waiting';
}
