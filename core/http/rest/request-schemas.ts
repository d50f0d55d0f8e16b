import { z } from 'zod';
import { nextSteps, systemErrorAnswers } from '../../reversals/decision-words.js';
import {
  channels,
  disputeStages,
  reversalStatuses,
  reversalTypes,
} from '../../reversals/reversal.js';

const shortText = z.string().trim().min(1).max(200);
const longText = z.string().trim().min(1).max(4000);
const minorUnits = z
  .int({ error: 'must be a whole number of minor units: 4999 for 49.99 USD' })
  .describe('Minor units of the currency: 4999 is 49.99 USD');
const currencyCode = z
  .string()
  .regex(/^[A-Za-z]{3}$/, 'must be a three-letter ISO 4217 code')
  .describe('ISO 4217');

const wholeNumber = (description: string) =>
  z
    .string()
    .regex(/^\d{1,15}$/, 'must be a whole number')
    .meta({ type: 'integer', description });

const dayOrInstant = (description: string) =>
  z
    .union([z.iso.date(), z.iso.datetime({ offset: true })], {
      error: 'must be a day (2026-03-31) or an instant (2026-03-31T10:00:00Z)',
    })
    .meta({ description });

const maxPageSize = 200;
export const defaultPageSize = 50;

/** GET /reversals. Every fault of a query is told at once. */
export const listQuery = z
  .strictObject({
    client: shortText.optional(),
    type: z.enum(reversalTypes).optional(),
    status: z.enum(reversalStatuses).optional(),
    currency: currencyCode.optional(),
    minAmount: wholeNumber('At least, in minor units').optional(),
    maxAmount: wholeNumber('At most, in minor units').optional(),
    from: dayOrInstant('Logged on or after; a day begins in UTC').optional(),
    to: dayOrInstant('Logged on or before; a day is taken whole, in UTC').optional(),
    agent: shortText.optional().describe('E-mail or name of who logged, decided or has it'),
    source: shortText.optional().describe('Connection, connector or channel'),
    q: shortText
      .optional()
      .describe('Reference, identifier, reason code, exact e-mail, phone or last four'),
    limit: wholeNumber(`1 to ${maxPageSize}, ${defaultPageSize} if left out`)
      .refine((value) => Number(value) >= 1 && Number(value) <= maxPageSize, {
        error: `must be 1 to ${maxPageSize}`,
      })
      .optional(),
    cursor: z
      .string()
      .regex(/^[\w.:|=+/-]{1,300}$/, 'must be a nextCursor of this list')
      .optional(),
  })
  .superRefine((query, context) => {
    if (query.minAmount && query.maxAmount && Number(query.minAmount) > Number(query.maxAmount)) {
      context.addIssue({ code: 'custom', path: ['minAmount'], message: 'is above maxAmount' });
    }
    if (query.from && query.to && query.from.slice(0, 10) > query.to.slice(0, 10)) {
      context.addIssue({ code: 'custom', path: ['from'], message: 'is after to' });
    }
  });

const identifier = z.strictObject({
  kind: z
    .string()
    .regex(/^[a-z][a-z0-9_]{1,39}$/, 'must be a kind such as stripe_payment or order_number'),
  value: shortText,
});

const customer = z.strictObject({
  email: z.email().max(254).optional(),
  phone: z
    .string()
    .regex(/^\+?[\d\s().-]{5,24}$/, 'must be a phone number')
    .optional(),
  name: shortText.optional(),
});

/** POST /reversals. */
export const logBody = z
  .strictObject({
    client: shortText.optional().describe('May be left out where the key reaches one client only'),
    type: z.enum(reversalTypes),
    kind: z.enum(['request', 'fact']).optional().describe('request if left out'),
    amount: minorUnits
      .nullable()
      .optional()
      .describe('Minor units; only a system_error may lack it'),
    currency: currencyCode.optional(),
    reason: longText.optional(),
    reasonCode: shortText.optional(),
    cardLast4: z
      .string()
      .regex(/^\d{4}$/, 'must be four digits')
      .optional(),
    identifiers: z.array(identifier).max(20).optional(),
    customer: customer.optional(),
    channel: z.enum(channels).optional().describe('api if left out'),
    occurredAt: z.iso.datetime({ offset: true }).optional(),
    before: minorUnits.optional().describe('merchant_error: what was charged'),
    after: minorUnits.optional().describe('merchant_error: what should have been charged'),
    dispute: z
      .strictObject({
        stage: z.enum(disputeStages),
        respondBy: z.iso.datetime({ offset: true }).nullable().optional(),
      })
      .optional(),
    trace: longText.optional(),
    corrects: z
      .string()
      .regex(/^RV-\d{6,9}$/, 'must be a reference such as RV-000123')
      .optional(),
  })
  .superRefine((body, context) => {
    const holdsAmount = [body.amount, body.before, body.after].some(
      (one) => one !== undefined && one !== null,
    );
    if (holdsAmount && body.currency === undefined) {
      context.addIssue({ code: 'custom', path: ['currency'], message: 'is needed with an amount' });
    }
  });

/** PATCH /reversals/{reference}: at least one field. */
export const editBody = z
  .strictObject({
    type: z.enum(reversalTypes).optional(),
    amount: minorUnits.optional(),
    currency: currencyCode.optional().describe('The present one if left out'),
    reason: longText.optional(),
    customer: customer.optional(),
    identifiers: z.array(identifier).max(20).optional(),
    contentHash: z
      .string()
      .regex(/^[0-9a-f]{64}$/, 'must be the contentHash of a reversal')
      .optional()
      .describe('Of what was read: with it a change made since is not overwritten but told, 409'),
  })
  .superRefine((body, context) => {
    if (Object.keys(body).every((name) => name === 'contentHash')) {
      context.addIssue({ code: 'custom', path: [], message: 'names nothing to change' });
    }
    if (body.currency !== undefined && body.amount === undefined) {
      context.addIssue({ code: 'custom', path: ['amount'], message: 'is needed with a currency' });
    }
  });

const contentHash = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'must be the contentHash of a reversal')
  .optional()
  .describe('The contentHash of what was read; without it the answer is 428');

/** Decisions: bound to the content that was seen. */
export const decisionBody = z.strictObject({ contentHash, reason: longText.optional() });
export const approveBody = decisionBody.extend({
  amount: minorUnits.optional().describe('A lower amount to approve, in the same currency'),
});
export const nextStepBody = decisionBody.extend({
  step: z.enum(nextSteps).describe('What is done next about a returned payment'),
});
export const answerBody = decisionBody.extend({
  answer: z.enum(systemErrorAnswers),
});

/** Steps that are no decision. */
export const stepBody = z.strictObject({ reason: longText.optional() });
export const confirmBody = stepBody.extend({ contentHash });
export const outcomeBody = stepBody.extend({ result: z.enum(['won', 'lost']) });
export const completeBody = stepBody.extend({
  refundId: shortText.optional().describe('The processor’s refund id, where money went back'),
});
export const assignBody = stepBody.extend({
  assignee: z.email().optional().describe('E-mail; yourself if left out'),
});
export const joinBody = stepBody.extend({
  reference: z
    .string()
    .regex(/^RV-\d{6,9}$/, 'must be a reference such as RV-000123')
    .describe('The other entry'),
});

/** GET /payments. */
export const paymentQuery = z.strictObject({
  identifier: shortText.describe('The value: ch_…, an order number, a PSP reference'),
  kind: z
    .string()
    .regex(/^[a-z][a-z0-9_]{1,39}$/, 'must be a kind such as stripe_payment')
    .optional(),
  client: shortText.optional(),
});

/** POST /payments. */
export const paymentBody = z
  .strictObject({
    client: shortText.optional().describe('May be left out where the key reaches one client only'),
    processor: z.string().regex(/^[a-z][a-z0-9_]{1,39}$/, 'must be a name such as stripe'),
    identifiers: z.array(identifier).min(1).max(20),
    captured: minorUnits
      .nonnegative()
      .optional()
      .describe('Minor units; left out: unknown, or as it was'),
    currency: currencyCode.optional(),
    returnedBefore: minorUnits
      .nonnegative()
      .optional()
      .describe('What went back before the hub knew the payment'),
  })
  .superRefine((body, context) => {
    if (body.captured !== undefined && body.currency === undefined) {
      context.addIssue({ code: 'custom', path: ['currency'], message: 'is needed with an amount' });
    }
  });

export const messageBody = z.strictObject({ text: longText });

/** POST /delegations. */
export const delegationBody = z.strictObject({
  to: z.email({ error: 'must be the e-mail of who decides for you' }),
  firstDay: z.iso.date({ error: 'must be a day such as 2026-12-01' }).describe('In your zone'),
  lastDay: z.iso
    .date({ error: 'must be a day such as 2026-12-14' })
    .optional()
    .describe('That day included; the first day if left out'),
});

/** POST …/evidence. */
export const evidenceBody = z.strictObject({
  url: z.url({ protocol: /^https?$/, error: 'must be a link beginning with https://' }).max(2_000),
  name: shortText.optional().describe('What it is, in a few words'),
  checksum: z
    .string()
    .regex(/^[0-9a-fA-F]{64}$/, 'must be a SHA-256 in hex')
    .optional()
    .describe('SHA-256 of the file in hex'),
});
