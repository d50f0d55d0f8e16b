import { z } from 'zod';

const propertyName = z.string().regex(/^[a-z][a-z0-9_]{0,99}$/, {
  error: 'is the internal name of a ticket property, such as refund_amount',
});

/** The property the hub keeps its own tags in, unless the settings name another. */
export const statusPropertyDefault = 'reversal_hub_status';

/**
 * One HubSpot account. `accessToken` is that of a private app, `clientSecret` the app's secret that
 * webhooks are signed with; without it the account is polled only. `pipelines` are ids; left out: all.
 */
export const settingsSchema = z.strictObject({
  baseUrl: z
    .url({ protocol: /^https?$/, error: 'is the API’s address, https://api.hubapi.com' })
    .transform((url) => url.replace(/\/+$/, '')),
  accessToken: z.string().min(1, { error: 'is empty; copy it from the private app, under Auth' }),
  clientSecret: z
    .string()
    .min(1, { error: 'is empty; copy it from the private app, or leave the key out to poll' })
    .optional(),
  /** Also takes notices signed as of old (v1, v2), which have no time in them and can be replayed. */
  olderSignatures: z.boolean({ error: 'is true or false' }).optional(),
  pipelines: z
    .array(
      z
        .union([z.string().min(1), z.number().int()], { error: 'is a pipeline’s id' })
        .transform(String),
    )
    .min(1, { error: 'names no pipeline; leave the key out for all' })
    .optional(),
  fields: z
    .strictObject({
      amount: propertyName.optional(),
      currency: propertyName.optional(),
      orderId: propertyName.optional(),
    })
    .optional(),
  statusProperty: propertyName.optional(),
  /** The account's own limits, where they are not those it tells: requests in ten seconds, searches in one. */
  limits: z
    .strictObject({
      requests: z
        .number({ error: 'is a number of requests in ten seconds' })
        .int()
        .min(10, { error: 'is below what the hub can work with; ten in ten seconds at least' })
        .optional(),
      searches: z
        .number({ error: 'is a number of searches a second' })
        .int()
        .min(1, { error: 'is one a second at least' })
        .optional(),
    })
    .optional(),
  actFrom: z
    .union([z.date(), z.iso.datetime({ offset: true }), z.iso.date()], {
      error: 'is a date such as 2026-01-31',
    })
    .optional(),
  pollSeconds: z.number({ error: 'is a number of seconds' }).positive().max(86_400).optional(),
});

export type HubSpotSettings = z.output<typeof settingsSchema>;
