import type { ConnectionHealth } from '../intake/source-book.js';

/** `waiting` was never polled with success and has not failed; `off` is switched off. */
export function healthOf(connection: ConnectionHealth): 'working' | 'failing' | 'waiting' | 'off' {
  if (!connection.isActive) return 'off';
  if (connection.failure) return 'failing';
  return connection.lastSucceededAt ? 'working' : 'waiting';
}
