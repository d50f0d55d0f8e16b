import { z } from 'zod';
import {
  channels,
  decisionKinds,
  disputeStages,
  payouts,
  reversalStatuses,
  reversalTypes,
  surfaces,
} from '../../reversals/reversal.js';
import { connectionHealths } from '../connection-health.js';

const instant = z.iso.datetime().describe('UTC');
const minorUnits = z.int().describe('Minor units of the currency: 4999 is 49.99 USD, 500 is ¥500');
const identifier = z.strictObject({ kind: z.string(), value: z.string() });
const namedPerson = z.strictObject({ id: z.string(), name: z.string() });

const settledMoney = z.strictObject({ amount: minorUnits, currency: z.string() });

/** A reversal in JSON. Agent data and `risk` are absent for a client's own approver. */
export const reversalJson = z.strictObject({
  reference: z.string().describe('RV-000123'),
  client: z.string(),
  type: z.enum(reversalTypes),
  kind: z.enum(['request', 'fact']),
  status: z.enum(reversalStatuses),
  outcome: z.enum(['accept', 'contest']).nullable(),
  payout: z.enum(payouts),
  payoutReference: z.string().nullable(),
  amount: minorUnits.nullable(),
  currency: z.string().nullable(),
  payment: z.strictObject({
    processor: z.string().nullable(),
    identifiers: z.array(identifier),
    captured: minorUnits.nullable().describe('null: the captured amount is unknown'),
    left: minorUnits.nullable().describe('Captured less what went or goes back'),
    currency: z.string().nullable(),
    isKnown: z.boolean().describe('false: no payment the hub knows matches the identifiers'),
  }),
  reason: z.string().nullable(),
  reasonCode: z.string().nullable(),
  cardLast4: z.string().nullable(),
  customer: z
    .strictObject({
      email: z.string().optional(),
      phone: z.string().optional(),
      name: z.string().optional(),
    })
    .nullable(),
  channel: z.enum(channels),
  sources: z.array(
    z.strictObject({ connection: z.string(), id: z.string(), url: z.string().nullable() }),
  ),
  occurredAt: instant.nullable(),
  loggedAt: instant,
  dueAt: instant.nullable(),
  loggedBy: namedPerson.nullable().optional(),
  requesters: z
    .array(z.strictObject({ name: z.string(), email: z.string().nullable() }))
    .optional()
    .describe('email is null for a helpdesk agent who is nobody here'),
  assignee: namedPerson.nullable().optional(),
  flags: z.array(z.string()),
  risk: z
    .strictObject({ score: z.number(), signs: z.array(z.string()) })
    .optional()
    .describe('What a policy’s minRisk is held against: 0 to 100, and the signs it counts'),
  approvals: z.array(
    z.strictObject({
      by: z.string(),
      decision: z.enum(decisionKinds),
      choice: z
        .string()
        .optional()
        .describe('Of a next step or an answer which one; only like votes count together'),
      at: instant,
      surface: z.enum(surfaces),
      reason: z.string().nullable(),
      standsInFor: z
        .string()
        .optional()
        .describe('Who was away, where it was decided in their name'),
    }),
  ),
  contentHash: z.string().describe('Send it back with a decision'),
  before: minorUnits.nullable(),
  after: minorUnits.nullable(),
  dispute: z
    .strictObject({
      stage: z.enum(disputeStages).nullable(),
      status: z.string().nullable(),
      rawStatus: z.string().nullable(),
      respondBy: instant.nullable(),
      result: z.enum(['won', 'lost']).nullable(),
      funds: z.enum(['none', 'withdrawn', 'returned']).nullable().describe('Whether money moved'),
      settled: settledMoney.nullable().describe('In the account’s currency'),
      fee: settledMoney.nullable(),
      dueIsEstimated: z.boolean().describe('No respond-by date was given'),
    })
    .nullable(),
  trace: z.string().nullable(),
  corrects: z.string().nullable(),
  historic: z.boolean(),
  joinedInto: z.string().nullable().describe('The entry this one was joined to'),
  joined: z.array(z.string()).describe('Entries joined to this one'),
  reviewReasons: z.array(z.string()),
});

export const reversalPageJson = z.strictObject({
  items: z.array(reversalJson),
  nextCursor: z.string().nullable(),
  total: z.int(),
});

/** What a step did. `changed` false: this very request had been done before. */
export const decisionJson = reversalJson.extend({
  changed: z.boolean(),
  waitingFor: z.string().nullable().describe('Votes still missing, in words'),
});

export const loggedJson = reversalJson.extend({
  created: z.boolean().describe('false: the same Idempotency-Key had made it before'),
  alsoOnPayment: z.array(z.strictObject({ reference: z.string(), status: z.string() })),
});

export const messageJson = z.strictObject({
  id: z.string(),
  author: z.enum(['customer', 'agent', 'system']),
  authorName: z.string().nullable(),
  text: z.string().nullable().describe('null once the person was erased'),
  isPublic: z.boolean(),
  sentAt: instant,
});

export const evidenceJson = z.strictObject({
  id: z.string(),
  url: z.string().nullable().describe('null once the person was erased'),
  name: z.string().nullable(),
  checksum: z.string().nullable().describe('SHA-256 in hex, where given'),
  addedAt: instant,
  addedBy: z.string(),
  isBound: z.boolean().describe('The policy asked for it: decisions are bound to it'),
});
export const evidenceListJson = z.strictObject({
  reference: z.string(),
  items: z.array(evidenceJson),
});

export const historyJson = z.strictObject({
  reference: z.string(),
  items: z.array(
    z.strictObject({
      sequence: z.int(),
      at: instant,
      actor: z.string(),
      surface: z.enum(surfaces),
      action: z.string(),
      facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
      values: z
        .record(z.string(), z.string().nullable())
        .nullable()
        .describe('null once the person was erased, or where not yours to see'),
      hash: z.string(),
    }),
  ),
  verified: z
    .boolean()
    .nullable()
    .describe('Whether the chain of hashes verifies; null where it was not checked'),
});

export const messagesJson = z.strictObject({ reference: z.string(), items: z.array(messageJson) });

export const paymentJson = z.strictObject({
  client: z.string(),
  processor: z.string().nullable(),
  identifiers: z.array(identifier),
  captured: minorUnits.nullable().describe('Null: the captured amount is unknown'),
  left: minorUnits.nullable().describe('Captured less all that went back or is on its way'),
  currency: z.string().nullable(),
});
export const paymentsJson = z.strictObject({ items: z.array(paymentJson) });

export const clientsJson = z.strictObject({
  items: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string(),
      currency: z.string(),
      timezone: z.string(),
    }),
  ),
});

export const connectionsJson = z.strictObject({
  items: z.array(
    z.strictObject({
      id: z.string(),
      connector: z.string(),
      client: z.string(),
      health: z.enum(connectionHealths),
      actFrom: instant,
      lastPolledAt: instant.nullable(),
      lastSucceededAt: instant.nullable(),
      failure: z.string().nullable(),
      failingSince: instant.nullable(),
      stuck: z
        .strictObject({
          items: z.int(),
          code: z.string(),
          refused: z.boolean().describe('a person must mend credentials or permissions'),
          since: instant,
        })
        .nullable()
        .describe('items that it lists and does not hand out'),
      newsAt: instant.nullable().describe('when it last told of something new'),
      completeness: z
        .strictObject({
          days: z.int(),
          gaps: z.int(),
          missing: z.int(),
          unknownSince: z.iso.date().nullable(),
        })
        .nullable()
        .describe('of the last week compared with the vendor’s own list'),
      pending: z.int(),
      quarantined: z.int(),
      judged: z.int(),
    }),
  ),
});

export const delegationJson = z.strictObject({
  person: z.string().describe('Who is away'),
  standIn: z.string().describe('Who decides for them'),
  firstDay: z.iso.date(),
  lastDay: z.iso.date().describe('That day included, in the zone of who is away'),
  isOwn: z.boolean().describe('Whether it is you who is away'),
});

export const delegationsJson = z.strictObject({ items: z.array(delegationJson) });

export const delegationsEndedJson = z.strictObject({ ended: z.int() });

export const problemJson = z.looseObject({
  type: z
    .string()
    .describe(
      'urn:reversal-hub:refusal:<name> for a refusal of the rules, urn:reversal-hub:problem:<name> for trouble of the request itself',
    ),
  title: z.string(),
  status: z.int(),
  detail: z.string().describe('What to do next'),
  retryable: z.boolean().describe('Whether the same request may succeed later unchanged'),
  facts: z.record(z.string(), z.string()).optional(),
  faults: z.array(z.strictObject({ where: z.string(), fault: z.string() })).optional(),
  difference: z
    .array(z.strictObject({ what: z.string(), shown: z.string(), now: z.string() }))
    .optional()
    .describe('With content_changed: what differs from the content the hash stands for'),
  nearest: z
    .array(z.strictObject({ reference: z.string(), status: z.string() }))
    .optional()
    .describe('With not_found: the nearest references'),
});

export type ReversalJson = z.infer<typeof reversalJson>;
