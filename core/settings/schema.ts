import { z } from 'zod';
import { readDueBuffer } from '../reversals/due-date.js';
import { isLocale } from '../reversals/locale.js';
import { parseCurrency } from '../reversals/money.js';
import { reversalTypes, roles } from '../reversals/reversal.js';
import { scoreMax } from '../reversals/risk.js';
import { civilDay, officeHoursSchema } from './office-hours-schema.js';
import { stepFaults } from './step-faults.js';

const currency = z
  .string()
  .refine((code) => code === code.toUpperCase() && parseCurrency(code) !== null, {
    error: 'is not an ISO 4217 currency; write three capitals such as USD or EUR',
  });

const timezone = z.string().refine(isTimezone, {
  error: 'is not a time zone; write an IANA name such as Europe/Berlin',
});

const locale = z.string().refine(isLocale, {
  error: 'is not a language tag that is known here; write one such as en-GB, de-DE or fr-FR',
});

/** Whether this is an IANA time zone that the runtime knows. */
export function isTimezone(name: string): boolean {
  // Asking Intl is the only complete list: a name it does not know makes it throw.
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

const email = z
  .email({ error: 'is not an e-mail address' })
  .transform((text) => text.toLowerCase());
const id = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, { error: 'use small letters, digits, - and _ only' });
const minorUnits = z
  .int({ error: 'is an integer of minor units (2500 is 25.00 USD)' })
  .nonnegative();
const duration = z.string().regex(/^\d{1,4}(m|h|d)$/, { error: 'is a time such as 30m, 8h or 2d' });
const webAddress = z.url({
  protocol: /^https?$/,
  error: 'is a web address beginning with https:// or http://',
});
/** Present means not empty: an environment variable set to nothing is a fault, not a secret. */
const secret = z.string().min(1, { error: 'is empty; set the environment variable it names' });

const masterKey = z.string().refine((text) => Buffer.from(text, 'base64').length === 32, {
  error: 'is not 32 bytes in base64; make one with: openssl rand -base64 32',
});

const stepSchema = z.strictObject({
  from: z
    .array(z.string().min(1))
    .min(1, { error: 'names nobody; write e-mails, role:manager and the like, or client' }),
  need: z.union([z.enum(['any', 'all', 'majority']), z.int().positive()], {
    error: 'is any, all, majority or a number of people',
  }),
  within: duration.optional(),
  // biome-ignore lint/suspicious/noThenProperty: the configuration's own word (outside.md)
  then: z.enum(['remind', 'escalate', 'reassign', 'reject']).optional(),
  to: z.array(z.string().min(1)).optional(),
  reasonRequired: z.boolean().optional(),
  evidenceRequired: z.boolean().optional(),
  /** `round_robin`: entries go to them in turn; the others of the step may decide all the same. */
  take: z.enum(['any', 'round_robin']).optional(),
});

const ruleSchema = z
  .strictObject({
    when: z
      .strictObject({
        types: z.array(z.enum(reversalTypes)).min(1).optional(),
        currency: currency.optional(),
        minAmount: minorUnits.optional(),
        maxAmount: minorUnits.optional(),
        minRisk: z
          .number()
          .nonnegative()
          .max(scoreMax, { error: `is above ${scoreMax}, where scores end: no entry would match` })
          .optional(),
      })
      .optional(),
    steps: z.array(stepSchema),
    perDay: minorUnits.optional(),
  })
  .superRefine((rule, context) => {
    const band = rule.when?.minAmount !== undefined || rule.when?.maxAmount !== undefined;
    if (band && rule.when?.currency === undefined) {
      context.addIssue({
        code: 'custom',
        path: ['when', 'currency'],
        message: 'is missing: minAmount and maxAmount count in one currency; name it',
      });
    }
    for (const [index, step] of rule.steps.entries()) {
      for (const fault of stepFaults(step, rule.when?.types))
        context.addIssue({
          code: 'custom',
          path: ['steps', index, fault.key],
          message: fault.message,
        });
    }
    if (rule.steps.length === 0 && rule.when?.maxAmount === undefined) {
      context.addIssue({
        code: 'custom',
        path: ['when', 'maxAmount'],
        message: 'is missing: a rule with no steps approves by itself and needs a ceiling a case',
      });
    }
  });

const slackSchema = z
  .strictObject({
    /** One workspace; where it is left out, OAuth installs the app into those that channels name. */
    botToken: secret.optional(),
    signingSecret: secret.optional(),
    appToken: secret.optional(),
    /** OAuth install for many workspaces: all three, or none. */
    clientId: secret.optional(),
    clientSecret: secret.optional(),
    stateSecret: secret.optional(),
    operationsChannel: z.string().min(1).optional(),
    apiUrl: webAddress.optional(),
  })
  .superRefine((slack, context) => {
    const oauth = [slack.clientId, slack.clientSecret, slack.stateSecret];
    const given = oauth.filter((one) => one !== undefined).length;
    if (given > 0 && given < oauth.length) {
      context.addIssue({
        code: 'custom',
        path: ['clientId'],
        message: 'belongs with clientSecret and stateSecret: give all three, or none',
      });
    }
    if (slack.botToken === undefined && given === 0) {
      context.addIssue({
        code: 'custom',
        path: ['botToken'],
        message: 'is missing: give botToken, or clientId, clientSecret and stateSecret for OAuth',
      });
    }
    const isHomeNamed = /^[TE][A-Z0-9]+\//.test(slack.operationsChannel ?? '');
    if (slack.botToken === undefined && given > 0 && !isHomeNamed) {
      context.addIssue({
        code: 'custom',
        path: ['operationsChannel'],
        message:
          'names no workspace: without botToken write it before the channel, such as T0NORTHWIND/C0OPS',
      });
    }
    if (slack.signingSecret === undefined && slack.appToken === undefined) {
      context.addIssue({
        code: 'custom',
        path: ['signingSecret'],
        message: 'is missing: give signingSecret (HTTP) or appToken (Socket Mode)',
      });
    }
  });

const personSchema = z.strictObject({
  email,
  name: z.string().min(1, { error: 'is empty' }),
  slackId: z.string().min(1).optional(),
  role: z.enum(roles, { error: `is one of ${roles.join(', ')}` }),
  clients: z.array(z.string()).default([]),
  timezone: timezone.optional(),
  /** How money, numbers and dates are written for them alone; left out: as for the client. */
  locale: locale.optional(),
  /** In their own zone, else the client's; left out: the client's hours. Whose turn it is goes by them. */
  officeHours: officeHoursSchema.optional(),
  /** Decides for them between two days, both included, in their own zone. */
  delegate: z
    .strictObject({ to: email, from: civilDay, until: civilDay })
    .refine(({ from, until }) => from <= until, { path: ['until'], error: 'lies before from' })
    .optional(),
});

const clientSchema = z.strictObject({
  id,
  name: z.string().min(1, { error: 'is empty' }),
  currency,
  timezone,
  /** How money, numbers and dates are written in its channel and on its tickets; en-US if left out. */
  locale: locale.optional(),
  slackChannel: z.string().min(1).optional(),
  policy: z.string().optional(),
  retention: z.record(z.string(), z.string()).optional(),
  detection: z
    .strictObject({ logAt: z.number().min(0).max(1), reviewAt: z.number().min(0).max(1) })
    .optional(),
  officeHours: officeHoursSchema.optional(),
  /** How long before a processor's date an answer is due: `2`, `3 business days`, `36 hours`. */
  dueBuffer: z
    .string()
    .refine((text) => readDueBuffer(text) !== null, {
      error:
        'is a number of business days, such as "3 business days", or of hours, such as "36 hours"',
    })
    .optional(),
});

const connectionSchema = z.strictObject({
  id,
  connector: z.string().min(1),
  client: z.string(),
  settings: z.record(z.string(), z.unknown()).default({}),
});

/** `hub.config.yaml` after its environment variables were filled in. Source: outside.md. */
export const settingsSchema = z.strictObject({
  organization: z.string().min(1, { error: 'is empty' }),
  database: z.strictObject({ url: secret }).optional(),
  queue: z
    .strictObject({
      redisUrl: secret.optional(),
      /** Keeps several hubs apart on one Redis. */
      prefix: z.string().min(1).optional(),
    })
    .optional(),
  server: z.strictObject({
    port: z.coerce.number().int().min(0).max(65_535).default(3000),
    host: z.string().optional(),
    /** Whoever reads /metrics from elsewhere shows it as a bearer token; this machine needs none. */
    metricsToken: z
      .string()
      .min(16, { error: 'is shorter than 16 characters; make one with: openssl rand -hex 24' })
      .optional(),
    publicUrl: webAddress.transform((url) => url.replace(/\/+$/, '')),
  }),
  encryption: z.strictObject({ masterKey }),
  slack: slackSchema.optional(),
  people: z
    .array(personSchema)
    .min(1, { error: 'names nobody; the hub needs at least one person' }),
  policies: z
    .record(
      z.string(),
      z.strictObject({
        rules: z.array(ruleSchema).min(1),
        /** Who is asked where nobody whom a step names may decide; admins where it is left out. */
        fallback: z
          .array(z.string().min(1))
          .min(1, { error: 'names nobody; leave it out for role:admin' })
          .optional(),
      }),
    )
    .default({}),
  clients: z.array(clientSchema).min(1, { error: 'names no client' }),
  connections: z.array(connectionSchema).default([]),
  timing: z
    .strictObject({
      /** How long a decision rests before it is written on the ticket: undo then leaves no trace. */
      writeBackSeconds: z.number().min(0).max(3_600).default(30),
      /** After how long another process takes over the work of one that died. */
      leaseSeconds: z.number().min(1).max(600).default(30),
    })
    .prefault({}),
});

export type Settings = z.output<typeof settingsSchema>;
