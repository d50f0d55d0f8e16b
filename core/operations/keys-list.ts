import { exitCodes, type Operation } from './operation.js';
import { tableOf } from './table.js';

export const keysList: Operation = {
  name: 'keys list',
  summary: 'Lists API keys by prefix; the keys themselves are not kept.',
  usage: '[--json]',
  options: {},
  positionals: { min: 0, max: 0 },
  needs: 'database',
  run: async (context) => {
    const keys = (await context.parts.access.keys()).map((key) => ({
      id: key.id,
      prefix: key.prefix,
      email: key.person.email,
      scopes: key.scopes,
      clients: key.clients,
      createdAt: key.createdAt.toISOString(),
      lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
      revokedAt: key.revokedAt?.toISOString() ?? null,
    }));
    if (context.json) {
      await context.out(JSON.stringify(keys));
      return exitCodes.done;
    }
    if (keys.length === 0) {
      context.err('There are no keys. hub keys create --for EMAIL makes one.');
      return exitCodes.done;
    }
    const rows = keys.map((key) => [
      key.prefix,
      key.email,
      key.scopes.join(','),
      key.clients?.join(',') ?? 'all',
      key.createdAt,
      key.lastUsedAt ?? 'never',
      key.revokedAt ? `revoked ${key.revokedAt}` : 'valid',
    ]);
    const head = ['PREFIX', 'ACTS AS', 'SCOPES', 'CLIENTS', 'MADE', 'LAST USED', 'STATE'];
    for (const line of tableOf([head, ...rows])) await context.out(line);
    return exitCodes.done;
  },
};
