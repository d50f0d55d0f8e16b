import type { Database } from '../../../../core/storage/open-database.js';

/** What the database holds of messages and requests, read past every book. */
export type Kept = {
  /** Keys of requests that were carried out. */
  acted: ReadonlySet<string>;
  /** `channel ts` of messages that were noted in a card's thread. */
  noted: ReadonlySet<string>;
  /** `reversal user` of those who were told in a thread that they may not decide. */
  mayNot: ReadonlySet<string>;
};

export async function readKept({ query }: Pick<Database, 'query'>): Promise<Kept> {
  const names = async (sql: string) =>
    new Set((await query<{ name: string }>(sql)).map(({ name }) => name));
  return {
    acted: await names(
      `SELECT "key" AS "name" FROM "handled_request" WHERE "reversal_id" IS NOT NULL`,
    ),
    noted: await names(
      `SELECT "chat_channel_id" || ' ' || "chat_message_id" AS "name" FROM "thread_message"`,
    ),
    mayNot: await names(
      `SELECT "reversal_id"::text || ' ' || "chat_user_id" AS "name" FROM "thread_telling"
       WHERE "about" = 'may_not'`,
    ),
  };
}
