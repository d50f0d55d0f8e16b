import type { z } from 'zod';

/** Rows of a vendor's list, each read by itself, so that one spoils no page; beside them those that could not be, as they came. */
export function readRows<Schema extends z.ZodType>(
  schema: Schema,
  rows: readonly unknown[],
): { read: z.output<Schema>[]; unreadable: unknown[] } {
  const read: z.output<Schema>[] = [];
  const unreadable: unknown[] = [];
  for (const row of rows) {
    const parsed = schema.safeParse(row);
    if (parsed.success) read.push(parsed.data);
    else unreadable.push(row);
  }
  return { read, unreadable };
}
