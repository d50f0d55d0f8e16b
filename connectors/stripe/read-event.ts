import type { z } from 'zod';
import type { AcceptedNotices, Notice } from '../../core/index.js';
import { jsonOf, nameOfBody } from '../signatures.js';
import type { StripeClient } from './client.js';
import {
  chargeSchema,
  disputeSchema,
  eventSchema,
  paymentIntentSchema,
  refundSchema,
  type StripeEvent,
  warningSchema,
} from './schema.js';
import {
  chargeNotice,
  disputeNotice,
  paymentIntentNotice,
  refundNotice,
  warningNotice,
} from './to-notices.js';

/** A verified body as facts. What cannot be read is named, and its id kept. */
export async function readEvent(client: StripeClient, rawBody: Buffer): Promise<AcceptedNotices> {
  const body = jsonOf(rawBody);
  const name = idIn(body) ?? nameOfBody(rawBody);
  return body === undefined ? unreadable(name, 'bad_json') : factsOf(client, body, name);
}

/**
 * The event as Stripe has it, in the form of its own API version as it was delivered. Null where it has
 * it no more, and for a delivery that came without an id.
 */
export async function fetchEvent(
  client: StripeClient,
  eventId: string,
): Promise<AcceptedNotices | null> {
  const event = idIn({ id: eventId }) === null ? null : await client.event(eventId);
  return event === null ? null : factsOf(client, event, eventId);
}

async function factsOf(client: StripeClient, body: unknown, name: string) {
  const parsed = eventSchema.safeParse(body);
  if (!parsed.success) return unreadable(name, 'unreadable_event');
  const event = parsed.data;
  const read = readers[event.type];
  if (!read) return accepted({ ignored: 1 });
  const notices = await read(event, client);
  if (notices === null) return unreadable(event.id, 'unreadable_event');
  return accepted({ notices, ignored: notices.length === 0 ? 1 : 0 });
}

const accepted = (over: Partial<AcceptedNotices>): AcceptedNotices => ({
  accepted: true,
  notices: [],
  unreadable: [],
  ignored: 0,
  ...over,
});

const unreadable = (eventId: string, code: string) => accepted({ unreadable: [{ eventId, code }] });

function idIn(body: unknown): string | null {
  const id = typeof body === 'object' && body !== null && 'id' in body ? body.id : null;
  return typeof id === 'string' && /^evt_\w{1,80}$/.test(id) ? id : null;
}

/** Null: verified, ours, and not to be read. Empty: nothing in it is a fact for us. */
type Reader = (event: StripeEvent, client: StripeClient) => Promise<readonly Notice[] | null>;

function one<Schema extends z.ZodType>(
  schema: Schema,
  toNotice: (event: StripeEvent, object: z.output<Schema>) => Notice | null,
): Reader {
  return async (event) => {
    const object = schema.safeParse(event.data.object);
    const notice = object.success ? toNotice(event, object.data) : null;
    return notice ? [notice] : null;
  };
}

/** A payment of which nothing was captured yet is no fact. */
const captured: Reader = async (event) => {
  const object = chargeSchema.safeParse(event.data.object);
  if (!object.success) return null;
  const notice = object.data.captured ? chargeNotice(event, object.data) : null;
  return notice ? [notice] : [];
};

/**
 * The charge with its refunds; API versions since 2022-11-15 leave them out, and then they are
 * asked for. An endpoint that has only this event would otherwise hear of no refund at all.
 */
const chargeRefunded: Reader = async (event, client) => {
  const object = chargeSchema.safeParse(event.data.object);
  if (!object.success) return null;
  const { id, refunds, payment_intent } = object.data;
  const all = refunds && !refunds.has_more ? refunds.data : await client.refundsOf(id);
  const notices = all.map((refund) => {
    const whole = { ...refund, charge: refund.charge ?? id, payment_intent };
    return refundNotice(event, whole, `${event.id}:${refund.id}:${refund.status ?? ''}`);
  });
  return notices.some((notice) => notice === null)
    ? null
    : notices.filter((notice) => notice !== null);
};

const dispute = one(disputeSchema, disputeNotice);
const warning = one(warningSchema, warningNotice);
const refund = one(refundSchema, (event, object) => refundNotice(event, object));

/** Events that are facts for us (docs.stripe.com/api/events/types); every other is counted only. */
const readers: Readonly<Record<string, Reader>> = {
  'charge.dispute.created': dispute,
  'charge.dispute.updated': dispute,
  'charge.dispute.closed': dispute,
  'charge.dispute.funds_withdrawn': dispute,
  'charge.dispute.funds_reinstated': dispute,
  'radar.early_fraud_warning.created': warning,
  'radar.early_fraud_warning.updated': warning,
  'refund.created': refund,
  'refund.updated': refund,
  'refund.failed': refund,
  'charge.refund.updated': refund,
  'charge.refunded': chargeRefunded,
  'charge.succeeded': captured,
  'charge.captured': captured,
  'payment_intent.succeeded': one(paymentIntentSchema, paymentIntentNotice),
};
