import { z } from 'zod';
import { maxMinor, parseCurrency } from '../reversals/money.js';
import { reversalTypes } from '../reversals/reversal.js';
import { answerLines } from './json-lines.js';
import type { Operation } from './operation.js';

export const understandAnswer: Operation = {
  name: 'understand answer',
  summary: 'Shows how thread answers are understood: JSON Lines in, JSON Lines out.',
  usage: '< answers.jsonl',
  details: [
    'In:  {"id","text","card":{"reference","type","amount","currency"}}',
    'Out: {"id","decision","candidate"?,"amount","reason"}, by the code that threads use.',
    'Supposed: the speaker may decide, and nobody spoke in between. Amounts are minor units.',
  ],
  options: {},
  positionals: { min: 0, max: 0 },
  needs: 'nothing',
  run: (context) =>
    answerLines(context, answerSchema, ({ id, text, card }) => {
      const read = context.handedIn.understandAnswer(text, card);
      return {
        id,
        decision: read.decision,
        ...(read.candidate === undefined ? {} : { candidate: read.candidate }),
        amount: read.amount === null ? null : Number(read.amount),
        reason: read.reason,
      };
    }),
};

const cardSchema = z
  .object({
    reference: z.string(),
    type: z.enum(reversalTypes),
    amount: z.int().nonnegative().max(Number(maxMinor)).nullish(),
    currency: z.string().nullish(),
  })
  .transform((card, context) => {
    const { reference, type, amount, currency } = card;
    const known = currency == null ? null : parseCurrency(currency);
    if (amount == null) return { reference, type, amount: null };
    if (known) return { reference, type, amount: { minor: BigInt(amount), currency: known } };
    context.addIssue({ code: 'custom', path: ['currency'], message: 'is not a currency' });
    return z.NEVER;
  });

const answerSchema = z.object({
  id: z.union([z.string(), z.number()]),
  text: z.string(),
  card: cardSchema,
});
