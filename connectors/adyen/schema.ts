import { z } from 'zod';

/** What is read of Adyen's standard webhooks, and only that (Adyen/adyen-openapi, Webhooks v1). */

const word = z.string().max(80);
const text = z.string().max(400);

/** A PSP reference: 16 letters and digits. */
const pspReference = z.string().regex(/^[A-Z0-9]{16}$/);

/** The envelope, before anything of it is believed. */
export const deliverySchema = z.object({
  notificationItems: z
    .array(z.object({ NotificationRequestItem: z.record(z.string(), z.unknown()) }))
    .min(1)
    // Adyen packs up to six items; far more is nothing of Adyen's.
    .max(100),
});

export const itemSchema = z.object({
  eventCode: word,
  pspReference,
  originalReference: z.union([pspReference, z.literal('')]).nullish(),
  success: z.enum(['true', 'false']),
  eventDate: z.iso.datetime({ offset: true }),
  amount: z.object({ value: z.number().int(), currency: z.string().regex(/^[A-Z]{3}$/) }),
  reason: text.nullish(),
  paymentMethod: word.nullish(),
  live: z.string().optional(),
  additionalData: z
    .object({
      disputeStatus: word.nullish(),
      defensePeriodEndsAt: z.iso.datetime({ offset: true }).nullish(),
      chargebackReasonCode: word.nullish(),
      chargebackSchemeCode: word.nullish(),
      rfiReasonCode: word.nullish(),
      rfiSchemeCode: word.nullish(),
      nofReasonCode: word.nullish(),
      nofSchemeCode: word.nullish(),
      'modification.action': word.nullish(),
    })
    .nullish(),
});
export type AdyenItem = z.output<typeof itemSchema>;

/** What names an event whose rest cannot be read. */
export const namePartsSchema = z.object({
  eventCode: z.string().regex(/^[A-Z_]{1,60}$/),
  pspReference: z.string().regex(/^[A-Za-z0-9]{1,40}$/),
  success: z.coerce.string().max(10),
});
