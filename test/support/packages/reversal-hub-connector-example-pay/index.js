/** Older, or from further ahead, is a replay or a clock gone wrong. */
const ageMaxMs = 5 * 60_000;

/**
 * Example Pay: disputes and refunds as signed events, one a delivery. The signature is
 * `<seconds>.<hex HMAC-SHA256 of "<seconds>.<body>">`.
 * @param {typeof import('reversal-hub/connector')} hub
 */
export default function examplePay(hub) {
  const { z } = hub;
  const settings = z.strictObject({
    secret: z.string().min(1, { error: 'is empty; copy it from the processor, under Events' }),
    // Every connection may have this one; the hub reads it itself.
    actFrom: z.unknown().optional(),
  });
  const events = eventsOf(hub);
  return hub.definePushConnector({
    id: 'example-pay',
    name: 'Example Pay',
    isPush: true,
    settings,
    open: ({ secret }) => ({
      check: async () => ({ account: 'signed events only' }),
      readNotice: async (request) => {
        const why = refusalOf(hub, secret, request);
        return why ? { accepted: false, why } : readEvent(hub, events, request.rawBody);
      },
    }),
  });
}

function eventsOf({ z }) {
  const money = { amount: z.int().positive(), currency: z.string().length(3) };
  const every = {
    id: z.string().regex(/^ev_\w{1,40}$/),
    at: z.iso.datetime(),
    payment: z.string().regex(/^pay_\w{1,40}$/),
    about: z.string().regex(/^(?:dis|ref)_\w{1,40}$/),
    ...money,
  };
  return z.discriminatedUnion('type', [
    z.object({ ...every, type: z.literal('dispute.opened'), code: z.string().nullish() }),
    z.object({ ...every, type: z.literal('refund.paid') }),
  ]);
}

const types = ['dispute.opened', 'refund.paid'];

function refusalOf(hub, secret, request) {
  const header = hub.headerOf(request, 'x-example-signature');
  if (!header) return 'unsigned';
  const [seconds = '', hex = ''] = header.split('.');
  if (!/^\d{1,12}$/.test(seconds)) return 'bad_signature';
  const parts = [`${seconds}.`, request.rawBody];
  if (!hub.isHmacOf(secret, parts, Buffer.from(hex, 'hex'))) return 'bad_signature';
  const age = Math.abs(request.receivedAt.getTime() - Number(seconds) * 1_000);
  return age <= ageMaxMs ? null : 'stale';
}

function readEvent(hub, events, rawBody) {
  const body = hub.jsonOf(rawBody);
  const told = { notices: [], unreadable: [], ignored: 0 };
  const id = typeof body?.id === 'string' ? body.id : hub.nameOfBody(rawBody);
  if (typeof body?.type === 'string' && !types.includes(body.type)) {
    return { accepted: true, ...told, ignored: 1 };
  }
  const event = events.safeParse(body).data;
  const amount = event && hub.moneyFrom(event.amount, event.currency, {});
  if (!amount) return { accepted: true, ...told, unreadable: [{ eventId: id, code: 'bad_event' }] };
  return { accepted: true, ...told, notices: [noticeOf(event, amount)] };
}

function noticeOf(event, amount) {
  const every = {
    eventId: event.id,
    occurredAt: new Date(event.at),
    processor: 'example-pay',
    payment: [{ kind: 'example_payment', value: event.payment }],
    raw: { event: event.type, status: null, code: event.code ?? null },
    url: null,
    amount,
  };
  if (event.type === 'refund.paid') {
    const refund = { kind: 'example_refund', value: event.about };
    return { ...every, kind: 'refund', refund, state: 'succeeded', failure: null };
  }
  return {
    ...every,
    kind: 'dispute',
    dispute: { kind: 'example_dispute', value: event.about },
    stage: 'chargeback',
    state: 'action_required',
    isFinal: false,
    funds: 'withdrawn',
    settlement: null,
    fee: null,
    reasonCode: event.code ?? null,
    reason: null,
    network: null,
    respondBy: null,
  };
}
