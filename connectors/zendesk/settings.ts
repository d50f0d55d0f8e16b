import { z } from 'zod';

const fieldIdForm = {
  error: 'is the number of a ticket field, as in its address in the Admin Center',
};
const fieldId = z
  .union([z.number().int().positive(), z.string().regex(/^\d+$/, fieldIdForm)], fieldIdForm)
  .transform(String);

const perMinute = z
  .number({ error: 'is a number of requests a minute' })
  .int()
  .min(5, { error: 'is below what the hub can work with; five a minute at least' });

/**
 * One Zendesk account. `baseUrl` is the account's address without `/api/v2`; `fields` are ids of
 * custom ticket fields; without `webhookSecret` the account is polled only.
 */
export const settingsSchema = z.strictObject({
  baseUrl: z
    .url({
      protocol: /^https?$/,
      error: 'is the account’s address, such as https://acme.zendesk.com',
    })
    .transform((url) => url.replace(/\/+$/, '').replace(/\/api\/v2$/, '')),
  email: z.email({ error: 'is the e-mail address of the user the API token acts as' }),
  apiToken: z.string().min(1, { error: 'is empty; make one under Apps and integrations, APIs' }),
  webhookSecret: z
    .string()
    .min(1, { error: 'is empty; copy the webhook’s signing secret, or leave the key out to poll' })
    .optional(),
  fields: z
    .strictObject({
      amount: fieldId.optional(),
      currency: fieldId.optional(),
      orderId: fieldId.optional(),
    })
    .optional(),
  /** The account's own limits a minute, where they are not the documented ones. */
  limits: z
    .strictObject({
      requests: perMinute.optional(),
      exports: perMinute.optional(),
      updates: perMinute.optional(),
    })
    .optional(),
  actFrom: z
    .union([z.date(), z.iso.datetime({ offset: true }), z.iso.date()], {
      error: 'is a date such as 2026-01-31',
    })
    .optional(),
  pollSeconds: z.number({ error: 'is a number of seconds' }).positive().max(86_400).optional(),
});

export type ZendeskSettings = z.output<typeof settingsSchema>;
