import { z } from 'zod';

/** What is read of Adyen's standard webhooks, and only that (Adyen/adyen-openapi, Webhooks v1). */

/** Words beside the fact: one of another type, or longer than any, spoils no event. */
const word = z.string().max(80).nullish().catch(null);
const text = z
  .string()
  .transform((value) => value.slice(0, 400))
  .nullish()
  .catch(null);

/**
 * A PSP reference: "16-character", letters and digits. Those of test events from the Customer Area are
 * longer words (`test_CHARGEBACK_1`), so that any one word is taken.
 */
const pspReference = z.string().regex(/^[A-Za-z0-9][\w.-]{0,79}$/);

/**
 * "ISO 8601; yyyy-MM-DDThh:mm:ssTZD" (Adyen/adyen-openapi). The zone may stand without its colon, and
 * where it is left out the time is read as UTC; a day alone is its beginning.
 */
const zonedTime =
  /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?) ?(Z|[+-]\d\d:?\d\d)?)?$/;
const time = z
  .string()
  .max(40)
  .transform((value, context) => {
    const [, day, clock = '00:00', zone = 'Z'] = zonedTime.exec(value) ?? [];
    const offset = zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone;
    const at = new Date(`${day}T${clock}${offset}`);
    if (!Number.isNaN(at.getTime())) return at;
    context.addIssue({ code: 'custom', message: 'is no time' });
    return z.NEVER;
  });

/** The envelope, before anything of it is believed. */
export const deliverySchema = z.object({
  notificationItems: z
    .array(z.object({ NotificationRequestItem: z.record(z.string(), z.unknown()) }))
    .min(1)
    // Adyen packs up to six items; far more is nothing of Adyen's.
    .max(100),
});

export const itemSchema = z.object({
  eventCode: z.string().max(80),
  pspReference,
  originalReference: z.union([pspReference, z.literal('')]).nullish(),
  // Adyen writes it as a word; libraries that write events anew write the boolean.
  success: z.union([
    z.enum(['true', 'false']),
    z.boolean().transform((value) => `${value}` as const),
  ]),
  eventDate: time,
  amount: z.object({ value: z.number().int(), currency: z.string().regex(/^[A-Z]{3}$/) }),
  reason: text,
  paymentMethod: word,
  additionalData: z
    .object({
      disputeStatus: word,
      // A deadline that cannot be read is estimated, and marked so; the dispute is told all the same.
      defensePeriodEndsAt: time.nullish().catch(null),
      chargebackReasonCode: word,
      chargebackSchemeCode: word,
      rfiReasonCode: word,
      rfiSchemeCode: word,
      nofReasonCode: word,
      nofSchemeCode: word,
      'modification.action': word,
    })
    .nullish(),
});
export type AdyenItem = z.output<typeof itemSchema>;

/** What names an event whose rest cannot be read. */
export const namePartsSchema = z.object({
  eventCode: z.string().regex(/^[A-Z_]{1,60}$/),
  pspReference,
  success: z.coerce.string().max(10),
});
