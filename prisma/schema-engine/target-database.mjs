import pg from 'pg';

const connectTimeoutMs = 10_000;

/** Prisma's code and words for a database that cannot be reached, or nothing when it answers. */
export async function checkConnection(url) {
  return attempt(url, (client) => client.query('SELECT 1'));
}

/** Makes the database of the address when it is not there yet. */
export async function createDatabase(url) {
  const fault = await checkConnection(url);
  if (fault?.code !== 'P1003') {
    return fault;
  }
  const server = new URL(url);
  const name = databaseName(url);
  server.pathname = '/postgres';
  return attempt(server.href, (client) =>
    client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`),
  );
}

/** The schema an address names (`?schema=`), which is Prisma's own word and unknown to the server. */
export function schemaOf(url) {
  return new URL(url).searchParams.get('schema') ?? 'public';
}

export function withoutPrismaOptions(url) {
  const address = new URL(url);
  for (const name of ['schema', 'connection_limit', 'pool_timeout', 'pgbouncer']) {
    address.searchParams.delete(name);
  }
  return address.href;
}

async function attempt(url, work) {
  const client = new pg.Client({
    connectionString: withoutPrismaOptions(url),
    connectionTimeoutMillis: connectTimeoutMs,
  });
  try {
    await client.connect();
    await work(client);
    return undefined;
  } catch (error) {
    return faultOf(error, url);
  } finally {
    await client.end().catch((error) => process.stderr.write(`${error.message}\n`));
  }
}

// Codes: https://www.prisma.io/docs/orm/reference/error-reference and PostgreSQL's appendix A.
function faultOf(error, url) {
  const { hostname, port, username } = new URL(url);
  if (error.code === '3D000') {
    return { code: 'P1003', message: `Database \`${databaseName(url)}\` does not exist` };
  }
  if (error.code === '28P01' || error.code === '28000') {
    return { code: 'P1000', message: `Authentication failed for \`${username}\`` };
  }
  if (error.code === '42P04') {
    return { code: 'P1009', message: `Database \`${databaseName(url)}\` already exists` };
  }
  const where = `${hostname}:${port || '5432'}`;
  return {
    code: 'P1001',
    message: `Can't reach database server at \`${where}\`: ${error.message}`,
  };
}

function databaseName(url) {
  return decodeURIComponent(new URL(url).pathname.slice(1));
}
