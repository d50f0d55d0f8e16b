import type { PgNotification, PgPool, PgPoolClient, PgQueryable } from 'bullmq';

/** What the queue uses of PGlite; it shares the one session with everybody else. */
export type EmbeddedSession = EmbeddedQueries & {
  transaction<Result>(task: (transaction: EmbeddedQueries) => Promise<Result>): Promise<Result>;
  onNotification(listener: (channel: string, payload: string) => void): () => void;
};

type EmbeddedQueries = {
  query<Row>(sql: string, parameters?: unknown[]): Promise<EmbeddedRows<Row>>;
  exec(sql: string): Promise<EmbeddedRows<Record<string, unknown>>[]>;
};

type EmbeddedRows<Row> = { rows: Row[]; affectedRows?: number };
type NotificationListener = (message: PgNotification) => void;

/**
 * PGlite in the form of the pool BullMQ wants. Every client is the same session; `end` and `release`
 * only forget listeners, as the session belongs to whoever opened it.
 */
export function embeddedPool(session: EmbeddedSession): PgPool {
  const query = queryOf(session);
  const pool: PgPool = {
    query,
    connect: async () => embeddedClient(session, query),
    end: async () => undefined,
    on: () => pool,
    removeAllListeners: () => pool,
  };
  return pool;
}

/** Runs a task that opens a transaction itself as one, with nobody else's queries in between. */
export async function withinTransaction<Result>(
  session: EmbeddedSession,
  task: (client: PgQueryable) => Promise<Result>,
): Promise<Result> {
  return session.transaction((transaction) => {
    const query = queryOf(transaction);
    return task({
      query: async (sql, parameters) =>
        /^(BEGIN|COMMIT|ROLLBACK)$/.test(sql) ? { rows: [] } : query(sql, parameters),
    });
  });
}

function embeddedClient(session: EmbeddedSession, query: PgQueryable['query']): PgPoolClient {
  const stops = new Map<NotificationListener, () => void>();
  const forgetAll = () => {
    for (const stop of stops.values()) {
      stop();
    }
    stops.clear();
  };
  const client: PgPoolClient = {
    query,
    on: (
      event: 'notification' | 'error' | 'end',
      listener: NotificationListener & (() => void),
    ) => {
      // A session in the same process neither breaks nor ends by itself: no other event comes.
      if (event === 'notification') {
        const forward = (channel: string, payload: string) => listener({ channel, payload });
        stops.set(listener, session.onNotification(forward));
      }
      return client;
    },
    removeListener: (_event, listener) => {
      stops.get(listener)?.();
      stops.delete(listener);
      return client;
    },
    removeAllListeners: () => {
      forgetAll();
      return client;
    },
    release: forgetAll,
  };
  return client;
}

function queryOf(queries: EmbeddedQueries): PgQueryable['query'] {
  return async (sql, parameters) => {
    // Without parameters the text may hold several statements, as with node-postgres.
    const result = parameters
      ? await queries.query(sql, [...parameters])
      : (await queries.exec(sql)).at(-1);
    const rows = (result?.rows ?? []) as never[];
    return { rows, rowCount: result?.affectedRows ?? rows.length };
  };
}
