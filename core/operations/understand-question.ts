import { z } from 'zod';
import { isTimezone } from '../settings/schema.js';
import { answerLines } from './json-lines.js';
import type { Operation } from './operation.js';

export const understandQuestion: Operation = {
  name: 'understand question',
  summary: 'Shows how questions are understood: JSON Lines in, JSON Lines out.',
  usage: '< questions.jsonl',
  details: [
    'In:  {"id","text","now"?,"timezone"?,"speaker"?}',
    'Out: {"id","understood","measure","filter","groupBy"?,"sort"?,"limit"?,"said"}, by the code of `find`.',
    "Days are the asker's and inclusive, weeks begin on Monday, amounts are minor units.",
    'Clients, people and customers are told as written; "me" is the speaker.',
  ],
  options: {},
  positionals: { min: 0, max: 0 },
  needs: 'nothing',
  run: (context) =>
    answerLines(context, questionSchema, ({ id, text, now, timezone }) => {
      const read = context.handedIn.understandQuestion(text, {
        now: now ?? context.now(),
        timezone: timezone ?? 'UTC',
      });
      return {
        id,
        understood: read.understood,
        measure: read.measure,
        filter: Object.fromEntries(
          Object.entries(read.filter).map(([name, value]) => [
            name,
            typeof value === 'bigint' ? Number(value) : value,
          ]),
        ),
        ...(read.groupBy === undefined ? {} : { groupBy: read.groupBy }),
        ...(read.sort === undefined ? {} : { sort: read.sort }),
        ...(read.limit === undefined ? {} : { limit: read.limit }),
        said: read.said,
      };
    }),
};

const questionSchema = z.object({
  id: z.union([z.string(), z.number()]),
  text: z.string(),
  now: z
    .union([z.iso.datetime({ offset: true, local: true }), z.iso.date()])
    .transform((text) => new Date(/T.*(Z|[+-]\d{2}:\d{2})$/.test(text) ? text : toUtc(text)))
    .nullish(),
  timezone: z.string().refine(isTimezone).nullish(),
  speaker: z.unknown().optional(),
});

/** A time without a zone is UTC; a day alone is its noon, which no zone puts into another. */
const toUtc = (text: string) => (text.includes('T') ? `${text}Z` : `${text}T12:00:00Z`);
