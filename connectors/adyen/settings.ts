import { z } from 'zod';

/** One Adyen merchant account. Nothing is asked of Adyen: it sends, signed with this key. */
export const settingsSchema = z.strictObject({
  hmacKey: z.string().regex(/^(?:[0-9a-fA-F]{2}){16,64}$/, {
    error: 'is no hex key; generate it at the webhook in the Customer Area and copy it whole',
  }),
  actFrom: z
    .union([z.date(), z.iso.datetime({ offset: true }), z.iso.date()], {
      error: 'is a date such as 2026-01-31',
    })
    .optional(),
});

export type AdyenSettings = z.output<typeof settingsSchema>;
