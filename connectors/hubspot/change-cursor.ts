import { z } from 'zod';

const ms = z.number().int();

/** One way through all records changed (or made) since an instant, in order of that time. */
const runSchema = z.object({
  startedAt: ms,
  isDeep: z.boolean(),
  /** Everything changed before this instant is listed. */
  at: ms,
  /** Set while one crowded instant is read by id: everything up to this id is listed. */
  afterId: z.string().regex(/^\d+$/).nullable(),
  /** Set once a page told no times: everything changed since `at` is then read in order of ids. */
  isUntimed: z.boolean().optional(),
});
export type Run = z.output<typeof runSchema>;

/**
 * Where the listing stands, between pages and between runs. Times are milliseconds of ours.
 * A run goes through all tickets changed since, then one through the e-mails made since.
 */
const cursorSchema = z.object({
  v: z.literal(1),
  /** Every change before this was listed, as far as it was in the index by then. */
  through: ms,
  /** When the last run began that looked back far. */
  deepAt: ms,
  /** When the last look for deleted tickets began. */
  sweptAt: ms,
  run: runSchema.nullable(),
  /** The same of e-mails: every one made before `through` was looked at. Absent before the first run ended. */
  mails: z.object({ through: ms, run: runSchema.nullable() }).optional(),
  sweep: z.object({ startedAt: ms, from: ms, after: z.string().nullable() }).nullable(),
});

export type ChangeCursor = z.output<typeof cursorSchema>;

/** Null where it is no cursor of ours: the listing then begins anew. */
export function readCursor(text: string): ChangeCursor | null {
  try {
    return cursorSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

export function writeCursor(cursor: ChangeCursor): string {
  return JSON.stringify(cursor);
}
