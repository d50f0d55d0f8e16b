import type { z } from 'zod';
import type { AcceptedNotices, Notice } from '../../core/index.js';
import { jsonOf, nameOfBody } from '../signatures.js';
import type { StripeClient } from './client.js';
import {
  chargeSchema,
  disputeSchema,
  eventSchema,
  kindSchema,
  paymentIntentSchema,
  refundSchema,
  type StripeEvent,
  thinEvent,
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
  const kind = kindSchema.safeParse(body);
  if (!kind.success) return unreadable(name, 'unreadable_event');
  const isThin = kind.data.object === thinEvent;
  const type = isThin ? kind.data.type.replace(/^v1\./, '') : kind.data.type;
  // Before the rest is looked at: what is none of ours may have any form.
  const read = Object.hasOwn(readers, type) ? readers[type] : undefined;
  if (!read) return accepted({ ignored: 1 });
  if (isThin) return unreadable(name, 'thin_event');
  const event = eventSchema.safeParse(body);
  if (!event.success) return unreadable(name, 'unreadable_event');
  const found = await read(event.data, client);
  if (typeof found === 'string') return unreadable(event.data.id, found);
  return accepted({ notices: found, ignored: found.length === 0 ? 1 : 0 });
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

/** A code: verified, ours, and not to be read. Empty: nothing in it is a fact for us. */
type Reader = (
  event: StripeEvent,
  client: StripeClient,
) => Promise<readonly Notice[] | UnreadableCode>;
type UnreadableCode = 'unreadable_event' | 'charge_not_found' | 'refunds_not_listed';

function one<Schema extends z.ZodType>(
  schema: Schema,
  toNotice: (event: StripeEvent, object: z.output<Schema>) => Notice | null,
): Reader {
  return async (event) => {
    const object = schema.safeParse(event.data.object);
    const notice = object.success ? toNotice(event, object.data) : null;
    return notice ? [notice] : 'unreadable_event';
  };
}

/** A payment of which nothing was captured yet is no fact. */
const captured: Reader = async (event) => {
  const object = chargeSchema.safeParse(event.data.object);
  if (!object.success) return 'unreadable_event';
  if (!object.data.captured || object.data.amount_captured === 0) return [];
  const notice = chargeNotice(event, object.data);
  return notice ? [notice] : 'unreadable_event';
};

/**
 * The charge with its refunds; API versions since 2022-11-15 leave them out, and then they are
 * asked for. An endpoint that has only this event would otherwise hear of no refund at all.
 */
const chargeRefunded: Reader = async (event, client) => {
  const object = chargeSchema.safeParse(event.data.object);
  if (!object.success) return 'unreadable_event';
  const { id, refunds, payment_intent } = object.data;
  const all = refunds && !refunds.has_more ? refunds.data : await client.refundsOf(id);
  // The key is another account's or mode's. The event stays visible, and can be asked for again.
  if (all === null) return 'charge_not_found';
  // Money went back and no refund is listed for it: not yet, or not to this key.
  if (all.length === 0 && object.data.amount_refunded > 0) return 'refunds_not_listed';
  const notices = all.map((refund) => {
    const whole = { ...refund, charge: refund.charge ?? id, payment_intent };
    return refundNotice(event, whole, `${event.id}:${refund.id}:${refund.status ?? ''}`);
  });
  const read = notices.filter((notice) => notice !== null);
  return read.length < notices.length ? 'unreadable_event' : read;
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
