import { openPrivacy } from '../../core/privacy/privacy.js';
import { migrate } from '../../core/storage/migrate.js';
import { type Database, openDatabase } from '../../core/storage/open-database.js';
import { sealerOf } from '../../core/storage/sealed-fields.js';
import { booksOf } from '../../core/storage/storage.js';

export const benchMasterKey = Buffer.alloc(32, 1);
const benchClients = ['acme', 'globex', 'initech', 'umbrella', 'hooli'] as const;
const benchPeople = ['agent', 'manager', 'second', 'compliance', 'admin'] as const;
/** The newest are sealed one by one, as they are what lists show; the others hold no words. */
const sealedMax = 20_000;
const sealedBatch = 2_000;

/** Fills an empty database with so many entries of three years; does nothing where some are there. */
export async function fillReversals(url: string, count: number): Promise<void> {
  const database = await openDatabase({ url });
  try {
    await migrate(database);
    const [row] = await database.query<{ last: number }>('SELECT "last" FROM "reference_counter"');
    if ((row?.last ?? 0) >= count) return;
    await booksOf(database, openPrivacy({ masterKey: benchMasterKey })).applySettings(settings());
    await database.withSession(async ({ runScript }) => {
      // Rows that are right by construction need no key looked up for each: the fill takes a quarter.
      await runScript(`SET session_replication_role = replica; SET synchronous_commit = off;`);
      await runScript(bulkOf(count));
    });
    await sealNewest(database, Math.min(count, sealedMax));
    await database.query('VACUUM (ANALYZE)');
  } finally {
    await database.close();
  }
}

function settings() {
  return {
    clients: benchClients.map((id) => ({
      id,
      name: `${id.slice(0, 1).toUpperCase()}${id.slice(1)}`,
      currency: id === 'globex' ? 'EUR' : 'USD',
      timezone: 'Europe/Berlin',
      chatChannelId: `C0${id.toUpperCase()}`,
      policy: null,
      settings: {},
    })),
    people: benchPeople.map((name) => ({
      email: `${name}@example.com`,
      name: `${name.slice(0, 1).toUpperCase()}${name.slice(1)} Person`,
      role: name === 'second' ? ('manager' as const) : name,
      clients: [...benchClients],
      chatUserId: `U0${name.toUpperCase()}`,
      timezone: 'Europe/Berlin',
    })),
    connections: [],
    at: new Date(),
  };
}

/**
 * Half of all for one client, the rest for four; most are closed, few wait; amounts mostly small;
 * evenly over three years. Ids are hashes of the number: the same fill is the same database.
 */
function bulkOf(count: number): string {
  const id = (what: string) => `md5('${what}' || i)::uuid`;
  const person = `(ARRAY(SELECT "id" FROM "person" ORDER BY "email"))[1 + i % 5]`;
  const series = `FROM generate_series(1, ${count}) AS i`;
  const client = `(ARRAY['acme','globex','acme','initech','acme','umbrella','acme','hooli'])[1 + i % 8]`;
  const at = `now() - interval '1 second' * ((${count} - i) * (3 * 365 * 86400.0 / ${count}))`;
  const status = `CASE WHEN i % 97 < 60 THEN 'completed' WHEN i % 97 < 80 THEN 'rejected'
    WHEN i % 97 < 90 THEN 'cancelled' WHEN i < ${count} - 50000 THEN 'completed'
    WHEN i % 97 < 94 THEN 'pending_approval' WHEN i % 97 < 96 THEN 'approved'
    ELSE 'needs_review' END`;
  const type = `(ARRAY['refund','refund','refund','chargeback','merchant_error','refund','bank_reversal'])[1 + i % 7]`;
  return `
    INSERT INTO "subject" ("id", "client_id")
      SELECT ${id('subject')}, ${client} ${series};
    INSERT INTO "payment" ("id", "client_id", "processor", "captured_minor", "currency")
      SELECT ${id('payment')}, ${client}, 'stripe', 1000 + (i::bigint * 7919) % 90000, 'USD'
      ${series} WHERE i % 4 = 0;
    INSERT INTO "payment_identifier" ("client_id", "kind", "value", "payment_id")
      SELECT ${client}, 'stripe_payment', 'ch_' || md5('payment' || i), ${id('payment')}
      ${series} WHERE i % 4 = 0;
    INSERT INTO "reversal" ("id", "number", "client_id", "subject_id", "payment_id", "type", "kind",
        "status", "payout", "amount_minor", "currency", "reason_code", "card_last4", "channel",
        "occurred_at", "logged_at", "due_at", "logged_by_id", "content_hash", "updated_at")
      SELECT ${id('reversal')}, i, ${client}, ${id('subject')},
        CASE WHEN i % 4 = 0 THEN ${id('payment')} END,
        (${type})::"ReversalType",
        CASE WHEN i % 7 IN (3, 6) THEN 'fact' ELSE 'request' END, (${status})::"ReversalStatus",
        (CASE WHEN i % 97 < 60 THEN 'confirmed' ELSE 'none' END)::"Payout",
        CASE WHEN i % 50 = 0 THEN 100000 + (i::bigint * 31) % 900000 ELSE 500 + (i::bigint * 7919) % 40000 END,
        CASE WHEN i % 8 = 1 THEN 'EUR' ELSE 'USD' END,
        CASE WHEN i % 7 = 3 THEN '10.' || (1 + i % 5) END,
        lpad((i % 10000)::text, 4, '0'), 'email', ${at}, ${at},
        CASE WHEN i % 7 = 3 THEN ${at} + interval '14 days' END, ${person},
        md5('content' || i) || md5('hash' || i), ${at}
      ${series};
    INSERT INTO "reversal_identifier" ("reversal_id", "kind", "value")
      SELECT ${id('reversal')}, 'order_number', (1000000 + i)::text ${series};
    INSERT INTO "reversal_requester" ("id", "reversal_id", "person_id", "position")
      SELECT ${id('requester')}, ${id('reversal')}, ${person}, 0 ${series};
    INSERT INTO "decision" ("id", "reversal_id", "subject_id", "round", "person_id", "decision",
        "content_hash", "surface", "at")
      SELECT ${id('decision')}, ${id('reversal')}, ${id('subject')}, 1, ${person},
        CASE WHEN i % 97 < 60 THEN 'approve' ELSE 'reject' END,
        md5('content' || i) || md5('hash' || i), 'chat_button', ${at} + interval '1 hour'
      ${series} WHERE i % 97 < 80;
    INSERT INTO "history" ("chain", "sequence", "reversal_id", "subject_id", "at", "actor_kind",
        "person_id", "surface", "action", "facts", "previous_hash", "hash")
      SELECT ${id('reversal')}::text, 1, ${id('reversal')}, ${id('subject')}, ${at}, 'person',
        ${person}, 'chat_command', 'logged', '{}', repeat('0', 64), md5('1' || i) || md5('l' || i)
      ${series};
    INSERT INTO "history" ("chain", "sequence", "reversal_id", "subject_id", "at", "actor_kind",
        "person_id", "surface", "action", "facts", "previous_hash", "hash")
      SELECT ${id('reversal')}::text, 2, ${id('reversal')}, ${id('subject')},
        ${at} + interval '1 hour', 'person', ${person}, 'chat_button',
        CASE WHEN i % 97 < 60 THEN 'approve' ELSE 'reject' END, '{}',
        md5('1' || i) || md5('l' || i), md5('2' || i) || md5('d' || i)
      ${series} WHERE i % 97 < 80;
    UPDATE "reference_counter" SET "last" = ${count};`;
}

type Newest = { id: string; subject_id: string; client_id: string; number: number };

/** Customer and reason as the hub itself seals them, each person under a key of their own. */
async function sealNewest({ query }: Database, count: number): Promise<void> {
  const privacy = openPrivacy({ masterKey: benchMasterKey });
  const rows = await query<Newest>(
    `SELECT "id"::text, "subject_id"::text, "client_id", "number" FROM "reversal"
     ORDER BY "number" DESC LIMIT $1`,
    [count],
  );
  for (let from = 0; from < rows.length; from += sealedBatch) {
    const sealed = rows.slice(from, from + sealedBatch).map((row) => {
      const email = `customer${row.number}@example.com`;
      const wrapped = privacy.wrap(privacy.newSubjectKey(), row.client_id, row.subject_id);
      const subject = { id: row.subject_id, clientId: row.client_id, key: { wrapped } };
      const sealer = sealerOf(privacy, subject);
      return {
        ...row,
        wrapped,
        emailHash: privacy.emailHash(row.client_id, email),
        customer: sealer.seal('subject.customer', row.subject_id, JSON.stringify({ email })),
        reason: sealer.seal('reversal.reason', row.id, 'The parcel never came; charged twice.'),
      };
    });
    const hex = (bytes: Uint8Array | null) => `\\x${Buffer.from(bytes ?? []).toString('hex')}`;
    await query(
      `WITH "new" AS (SELECT * FROM unnest($1::uuid[], $2::bytea[], $3::bytea[], $4::bytea[])
         AS "n" ("id", "wrapped", "hash", "sealed")),
       "keys" AS (INSERT INTO "subject_key" ("subject_id", "wrapped") SELECT "id", "wrapped" FROM "new")
       UPDATE "subject" SET "email_hash" = "new"."hash", "sealed" = "new"."sealed"
       FROM "new" WHERE "subject"."id" = "new"."id"`,
      [
        sealed.map((one) => one.subject_id),
        sealed.map((one) => hex(one.wrapped)),
        sealed.map((one) => hex(one.emailHash)),
        sealed.map((one) => hex(one.customer)),
      ],
    );
    await query(
      `UPDATE "reversal" SET "reason" = "n"."reason"
       FROM unnest($1::uuid[], $2::bytea[]) AS "n" ("id", "reason") WHERE "reversal"."id" = "n"."id"`,
      [sealed.map((one) => one.id), sealed.map((one) => hex(one.reason))],
    );
  }
}
