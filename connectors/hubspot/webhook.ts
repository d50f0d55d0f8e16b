import type { IncomingWebhook, WebhookReading } from '../../core/index.js';
import { type WebhookEvent, webhookEvent } from './schema.js';
import { isSigned } from './signature.js';

/** "Reject the message if the timestamp is older than 5 minutes"; the same ahead, for a clock gone wrong. */
const ageMaxMs = 5 * 60_000;
/** The type of tickets in events of the generic form (Understanding the CRM, "Object type IDs"). */
const ticketTypeId = '0-5';

export type WebhookSettings = {
  secret: string;
  /** Signatures without a time count too. */
  olderSignatures: boolean;
  /** Changes of it are our own. */
  statusProperty: string;
};

/**
 * Verifies a notice and reads the ticket ids in it, up to 100 events' worth, nothing else. The
 * signature covers the address the vendor called, so it is tried for each that may have been meant.
 */
export function readWebhook(settings: WebhookSettings, request: IncomingWebhook): WebhookReading {
  const refused = signatureFault(settings, request);
  if (refused) return { accepted: false, why: refused };
  const events = eventsIn(request.rawBody);
  if (events === null) return { accepted: false, why: 'unreadable' };
  const ids = events
    .filter((event) => event.propertyName !== settings.statusProperty)
    .flatMap(ticketIdsOf);
  return { accepted: true, hints: [...new Set(ids)] };
}

function signatureFault(settings: WebhookSettings, request: IncomingWebhook) {
  const signature = headerOf(request, 'x-hubspot-signature-v3');
  const timestamp = headerOf(request, 'x-hubspot-request-timestamp') ?? '';
  if (!signature) return olderSignatureFault(settings, request);
  // Not decimal milliseconds: the time could not be judged, so the signature does not count.
  if (!/^\d{1,16}$/.test(timestamp)) return 'unsigned';
  if (!isSignedForAny(request, 'v3', settings.secret, signature, timestamp)) return 'bad_signature';
  const ageMs = Math.abs(request.receivedAt.getTime() - Number(timestamp));
  return ageMs <= ageMaxMs ? null : 'stale';
}

function olderSignatureFault(
  { olderSignatures, secret }: WebhookSettings,
  request: IncomingWebhook,
) {
  const signature = headerOf(request, 'x-hubspot-signature');
  const version = headerOf(request, 'x-hubspot-signature-version')?.toLowerCase() ?? 'v1';
  if (!olderSignatures || !signature || (version !== 'v1' && version !== 'v2')) return 'unsigned';
  return isSignedForAny(request, version, secret, signature, '') ? null : 'bad_signature';
}

function isSignedForAny(
  { method = '', urls = [], rawBody }: IncomingWebhook,
  version: 'v1' | 'v2' | 'v3',
  secret: string,
  signature: string,
  timestamp: string,
): boolean {
  return urls.some((url) =>
    isSigned(version, secret, { method, url, rawBody, timestamp }, signature),
  );
}

function headerOf(request: IncomingWebhook, name: string): string | undefined {
  const found = Object.entries(request.headers).find(([key]) => key.toLowerCase() === name);
  return found?.[1];
}

/** Events that can be read; null where the body is no list of events at all. */
function eventsIn(rawBody: Buffer): WebhookEvent[] | null {
  const body = jsonOf(rawBody);
  if (!Array.isArray(body)) return null;
  return body.flatMap((one) => webhookEvent.safeParse(one).data ?? []);
}

/** Every ticket an event is about: with a merge both sides, with an association the end that is one. */
function ticketIdsOf(event: WebhookEvent): string[] {
  const [subject, change] = event.subscriptionType.split('.');
  if (change === 'associationChange') return associatedTicketIds(event);
  const isTicket =
    subject === 'ticket' || (subject === 'object' && event.objectTypeId === ticketTypeId);
  if (!isTicket) return [];
  const ids = [event.objectId, event.primaryObjectId, event.newObjectId];
  return [...ids, ...(event.mergedObjectIds ?? [])].filter((id) => id !== undefined);
}

function associatedTicketIds(event: WebhookEvent): string[] {
  const ends = event.associationType?.toUpperCase() ?? '';
  const isFrom = event.fromObjectTypeId === ticketTypeId || ends.startsWith('TICKET_TO_');
  const isTo = event.toObjectTypeId === ticketTypeId || ends.endsWith('_TO_TICKET');
  const ids = [isFrom ? event.fromObjectId : undefined, isTo ? event.toObjectId : undefined];
  return ids.filter((id) => id !== undefined);
}

function jsonOf(rawBody: Buffer): unknown {
  try {
    return JSON.parse(rawBody.toString('utf8'));
  } catch {
    return undefined;
  }
}
