import { z } from 'zod';

/** One Stripe account. The key needs to read only: charges, payment intents, refunds, the account. */
export const settingsSchema = z.strictObject({
  baseUrl: z
    .url({ protocol: /^https?$/, error: 'is the API’s address, https://api.stripe.com' })
    .default('https://api.stripe.com')
    .transform((url) => url.replace(/\/+$/, '').replace(/\/v1$/, '')),
  apiKey: z
    .string()
    .min(1, { error: 'is empty; make a restricted key (rk_…) that may read charges and refunds' }),
  webhookSecret: z
    .string()
    .min(1, { error: 'is empty; copy the endpoint’s signing secret (whsec_…) from Workbench' }),
  actFrom: z
    .union([z.date(), z.iso.datetime({ offset: true }), z.iso.date()], {
      error: 'is a date such as 2026-01-31',
    })
    .optional(),
});

export type StripeSettings = z.output<typeof settingsSchema>;
