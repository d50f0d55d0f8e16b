import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingWebhook, WebhookReading } from '../../core/index.js';
import { eventBody, triggerBody } from './schema.js';

/** A notice older than this, or from further ahead, is a replay or a clock gone wrong. */
const ageMaxMs = 5 * 60_000;

/**
 * Verifies a notice and reads the ticket ids in it, nothing else. Signature as in the vendor's guide
 * "Verifying webhooks": base64(HMAC-SHA256(secret, timestamp + body)), secret as raw text.
 */
export function readWebhook(secret: string, request: IncomingWebhook): WebhookReading {
  const signature = headerOf(request, 'x-zendesk-webhook-signature');
  const timestamp = headerOf(request, 'x-zendesk-webhook-signature-timestamp');
  if (!signature || !timestamp) return { accepted: false, why: 'unsigned' };
  if (!isSigned(secret, timestamp, request.rawBody, signature)) {
    return { accepted: false, why: 'bad_signature' };
  }
  const sentMs = timeOf(timestamp);
  // Not "too far away or not a number": a time that cannot be read must not pass.
  if (!(Math.abs(request.receivedAt.getTime() - sentMs) <= ageMaxMs)) {
    return { accepted: false, why: 'stale' };
  }
  const hints = hintsIn(request.rawBody);
  return hints === null ? { accepted: false, why: 'unreadable' } : { accepted: true, hints };
}

function headerOf(request: IncomingWebhook, name: string): string | undefined {
  const found = Object.entries(request.headers).find(([key]) => key.toLowerCase() === name);
  return found?.[1];
}

function isSigned(secret: string, timestamp: string, rawBody: Buffer, signature: string): boolean {
  const wanted = createHmac('sha256', secret).update(timestamp).update(rawBody).digest();
  const given = Buffer.from(signature, 'base64');
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/** ISO 8601 from the vendor; whole seconds in the recorded vectors. NaN for anything else. */
function timeOf(timestamp: string): number {
  return /^\d{1,12}$/.test(timestamp) ? Number(timestamp) * 1000 : Date.parse(timestamp);
}

/** Ticket ids; none for an event about something else; null where the body is no notice at all. */
function hintsIn(rawBody: Buffer): string[] | null {
  const body = jsonOf(rawBody);
  const event = eventBody.safeParse(body);
  if (event.success) {
    const { type, subject, detail } = event.data;
    const named = /^zen:ticket:(\d+)$/.exec(subject ?? '')?.[1];
    if (named) return [named];
    const isTicket = type.startsWith('zen:event-type:ticket.');
    return isTicket && /^\d+$/.test(String(detail?.id)) ? [String(detail?.id)] : [];
  }
  const trigger = triggerBody.safeParse(body);
  return trigger.success ? [trigger.data] : null;
}

function jsonOf(rawBody: Buffer): unknown {
  try {
    return JSON.parse(rawBody.toString('utf8'));
  } catch {
    return undefined;
  }
}
