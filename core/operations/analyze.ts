import { z } from 'zod';
import { readText, toAnalyzeLine } from '../intake/read-text.js';
import { parseCurrency } from '../reversals/money.js';
import { isTimezone } from '../settings/schema.js';
import { answerLines } from './json-lines.js';
import type { Operation } from './operation.js';

export const analyze: Operation = {
  name: 'analyze',
  summary: 'Reads texts as intake does: JSON Lines in, JSON Lines out, in the same order.',
  usage: '< texts.jsonl',
  details: [
    'In:  {"id","subject"?,"text","receivedAt"?,"currency"?,"timezone"?}',
    'Out: {"id","outcome":"log"|"review"|"leave","isReversal","score","type","amount",…}',
    'Amounts are minor units. Texts come back redacted; no card number is ever printed.',
    'A line that does not fit is told on stderr and left out; the exit code is then 1.',
  ],
  options: {},
  positionals: { min: 0, max: 0 },
  needs: 'nothing',
  run: (context) =>
    answerLines(context, textSchema, ({ id, ...text }) => ({
      ...toAnalyzeLine(readText(text)),
      id,
    })),
};

const textSchema = z.object({
  id: z.union([z.string(), z.number()]),
  subject: z.string().nullish(),
  text: z.string(),
  receivedAt: z
    .union([z.iso.datetime({ offset: true, local: true }), z.iso.date()])
    .transform(instantOf)
    .nullish(),
  currency: z
    .string()
    .refine((code) => parseCurrency(code) !== null)
    .nullish(),
  timezone: z.string().refine(isTimezone).nullish(),
});

/** A time without a zone is UTC, as a day without a time begins in UTC. */
function instantOf(text: string): Date {
  const isZoned = /(Z|[+-]\d{2}:\d{2})$/.test(text);
  return new Date(text.includes('T') && !isZoned ? `${text}Z` : text);
}
