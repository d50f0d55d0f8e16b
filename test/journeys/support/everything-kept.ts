import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { type Database, openDatabase } from '../../../core/storage/open-database.js';
import type { World } from './world.js';

/** Opens the hub's database; the embedded one only while the hub is down. */
export async function withHubDatabase<Result>(
  world: World,
  task: (database: Database) => Promise<Result>,
): Promise<Result> {
  const database = await openDatabase(world.databaseOptions);
  try {
    return await task(database);
  } finally {
    await database.close();
  }
}

/** Every row of every table as text, bytes as hex. Throws where there is no table at all. */
export async function dumpDatabase(world: World): Promise<string> {
  return withHubDatabase(world, async ({ query }) => {
    const tables = await query<{ schema: string; name: string }>(
      `SELECT table_schema AS schema, table_name AS name FROM information_schema.tables
       WHERE table_type = 'BASE TABLE'
         AND table_schema NOT IN ('pg_catalog', 'information_schema')`,
    );
    if (tables.length === 0) throw new Error('There is nothing to dump.');
    const parts: string[] = [];
    for (const { schema, name } of tables) {
      const rows = await query<{ row: string }>(
        `SELECT to_jsonb(t)::text AS row FROM "${schema}"."${name}" t`,
      );
      parts.push(...rows.map(({ row }) => `${name} ${row}`));
    }
    return parts.join('\n');
  });
}

/** Everything under the hub's prefix in Redis. */
export async function dumpRedis(world: World): Promise<string> {
  if (!world.redis) return '';
  const redis = new Redis(world.redis.redisUrl);
  try {
    const parts: string[] = [];
    for (const key of await redis.keys(`${world.redis.prefix}*`)) {
      parts.push(key, JSON.stringify(await contentOf(redis, key)));
    }
    return parts.join('\n');
  } finally {
    redis.disconnect();
  }
}

async function contentOf(redis: Redis, key: string): Promise<unknown> {
  switch (await redis.type(key)) {
    case 'hash':
      return redis.hgetall(key);
    case 'list':
      return redis.lrange(key, 0, -1);
    case 'set':
      return redis.smembers(key);
    case 'zset':
      return redis.zrange(key, '0', '-1', 'WITHSCORES');
    case 'stream':
      return redis.xrange(key, '-', '+');
    default:
      return redis.get(key);
  }
}

/** The bytes of every file the hub made, one character a byte; its write-ahead log among them. */
export function filesOfHub(world: World): string {
  const data = join(world.hub.cwd, 'data');
  if (!existsSync(data)) return '';
  return readdirSync(data, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');
}

/** The digits in every form they could stand in: plain, parted by blanks or dashes, or as hex. */
export function digitsPattern(digits: string): RegExp {
  const parted = [...digits].join('[ -]?');
  const hex = Buffer.from(digits).toString('hex');
  return new RegExp(`${parted}|${hex}`);
}
