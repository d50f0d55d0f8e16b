import type { IncomingWebhook, WebhookRefusal } from '../../core/index.js';
import { headerOf, isHmacOf } from '../signatures.js';

/** Older, or from further ahead, is a replay or a clock gone wrong (docs.stripe.com/webhooks: 5 minutes). */
const ageMaxMs = 5 * 60_000;
/** A header has one signature a secret; more is no header of Stripe's. */
const partsMax = 20;

/**
 * Why a delivery does not count; null where it does. Scheme as in docs.stripe.com/webhooks, "Verify
 * manually": hex HMAC-SHA256 over `t.body`; while a secret is rolled there are several `v1`.
 */
export function refusalOf(secret: string, request: IncomingWebhook): WebhookRefusal | null {
  const header = headerOf(request, 'stripe-signature');
  if (!header) return 'unsigned';
  const parts = header.split(',', partsMax).map((part) => part.trim().split('='));
  const timestamp = parts.find(([name]) => name === 't')?.[1] ?? '';
  const given = parts.flatMap(([name, value]) => (name === 'v1' && value ? [value] : []));
  if (given.length === 0 || !/^\d{1,12}$/.test(timestamp)) return 'bad_signature';
  const signed = [`${timestamp}.`, request.rawBody];
  const isSigned = given.some((hex) => isHmacOf(secret, signed, Buffer.from(hex, 'hex')));
  if (!isSigned) return 'bad_signature';
  const age = Math.abs(request.receivedAt.getTime() - Number(timestamp) * 1_000);
  return age <= ageMaxMs ? null : 'stale';
}
