import type { HubConfiguration, Trouble } from './hub-parts.js';

/** Codes of the operating system and PostgreSQL, and names of our own errors, by what mends them. */
const troubles: Readonly<Record<string, Omit<Trouble, 'area'> & { area?: Trouble['area'] }>> = {
  ECONNREFUSED: {
    found: 'nothing answers at its address',
    mend: 'start it, or correct the address',
  },
  ENOTFOUND: { found: 'its host is not known', mend: 'correct the host in the address' },
  ETIMEDOUT: { found: 'it does not answer in time', mend: 'check the network and the address' },
  '28P01': { found: 'the password is refused', mend: 'correct the password in database.url' },
  '28000': { found: 'the user is refused', mend: 'correct the user in database.url' },
  '3D000': {
    found: 'there is no such database',
    mend: 'make it (createdb NAME), or correct database.url',
  },
  '42501': {
    found: 'the user may not change this database',
    mend: 'grant it all rights on the database',
  },
  EADDRINUSE: {
    found: 'the port is taken',
    mend: 'stop what listens there, or choose another port (server.port; PORT in the sandbox)',
    area: 'settings',
  },
  EmbeddedDatabaseInUse: {
    found: 'another hub holds the embedded database',
    mend: 'stop that hub, or let it carry the command out',
  },
  SocketInUse: { found: 'another hub runs on this data', mend: 'stop that hub first' },
  MigrationRefused: {
    found: 'its migrations are not those of this version',
    mend: 'restore the version that made it, or its backup',
  },
  ConnectionMovedError: {
    found: 'a connection’s id is used for another client or connector than before',
    mend: 'give the new connection an id of its own',
    area: 'settings',
  },
  MasterKeyError: {
    found: 'the master key is not 32 bytes',
    mend: 'set encryption.masterKey to 32 bytes in base64',
    area: 'settings',
  },
};

/** What kept the hub from opening, for a person; null when it is our own bug. */
export function troubleOpening(error: unknown, configuration: HubConfiguration): Trouble | null {
  for (
    let cause = error, depth = 0;
    cause instanceof Error && depth < 5;
    cause = cause.cause, depth += 1
  ) {
    const inner = cause instanceof AggregateError ? cause.errors : [];
    for (const one of [cause, ...inner]) {
      const known = troubles[codeOf(one)] ?? troubles[nameOf(one)];
      if (known)
        return {
          area: known.area ?? areaOf(one, configuration),
          found: known.found,
          mend: known.mend,
        };
    }
  }
  return null;
}

function areaOf(error: unknown, { settings }: HubConfiguration): Trouble['area'] {
  const port = error instanceof Error && 'port' in error ? Number(error.port) : null;
  const redis = settings.queue?.redisUrl;
  if (port === null || redis === undefined) return 'database';
  return Number(new URL(redis).port || 6379) === port ? 'queue' : 'database';
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : '';
}
