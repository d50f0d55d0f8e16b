import { createHmac, randomBytes } from 'node:crypto';
import express, { type Request, type Response, type Router } from 'express';

type StripeObject = Record<string, unknown> & { id: string };
type Event = {
  id: string;
  object: 'event';
  created: number;
  type: string;
  data: { object: object };
};

/** Where the state is kept between starts; a test keeps none. */
type Persistence = { load(): string | null; save(text: string): void };

export type StripeStandInOptions = {
  apiKey: string;
  webhook: { url: string; secret: string };
  now: () => Date;
  persistence?: Persistence;
  /** Sends a delivery; tests put their own in its place. */
  send?: typeof fetch;
  /** Waits between tries of one delivery; real Stripe goes on for three days. */
  retryMs?: readonly number[];
};

const retryMsDefault: readonly number[] = [1_000, 5_000, 20_000];

/**
 * A small Stripe: charges, refunds and disputes by its own API (form-encoded or JSON), and signed
 * events for each, repeated until they are taken. `POST /v1/disputes/:id` with a `status` stands for
 * what the cardholder's bank does.
 */
export function createStripeStandIn(options: StripeStandInOptions) {
  const state = loadState(options.persistence);
  const waiting = new Set<NodeJS.Timeout>();
  const seconds = () => Math.floor(options.now().getTime() / 1_000);
  const idOf = (prefix: string) => `${prefix}_${randomBytes(12).toString('hex')}`;

  function keep(kind: keyof typeof state, object: StripeObject): StripeObject {
    state[kind][object.id] = object;
    options.persistence?.save(JSON.stringify(state));
    return object;
  }

  function emit(type: string, object: object): void {
    const created = seconds();
    const event: Event = { id: idOf('evt'), object: 'event', created, type, data: { object } };
    keep('events', event);
    void deliver(JSON.stringify(event), 0);
  }

  async function deliver(body: string, tries: number): Promise<void> {
    const t = seconds();
    const { url, secret } = options.webhook;
    const v1 = createHmac('sha256', secret).update(`${t}.${body}`).digest('hex');
    const answer = await (options.send ?? fetch)(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'stripe-signature': `t=${t},v1=${v1}` },
      body,
    }).catch(() => null);
    const waitMs = (options.retryMs ?? retryMsDefault)[tries];
    if (answer?.ok || waitMs === undefined) return;
    const timer = setTimeout(() => {
      waiting.delete(timer);
      void deliver(body, tries + 1);
    }, waitMs);
    timer.unref();
    waiting.add(timer);
  }

  const router = express.Router();
  router.use(express.json(), express.urlencoded({ extended: true }));
  router.use((request, response, next) => {
    if (request.headers.authorization === `Bearer ${options.apiKey}`) return next();
    response.status(401).json({ error: { type: 'invalid_request_error' } });
  });
  router.get('/v1/account', (_request, response) => void response.json({ id: 'acct_sandbox' }));
  router.post('/v1/charges', (request, response) => {
    const { amount, currency } = moneyOf(request);
    const charge = keep('charges', {
      id: idOf('ch'),
      object: 'charge',
      amount,
      amount_captured: amount,
      captured: true,
      created: seconds(),
      currency,
      payment_intent: null,
    });
    emit('charge.succeeded', charge);
    response.json(charge);
  });
  router.post('/v1/refunds', (request, response) => {
    const charge = state.charges[String(request.body?.charge)];
    if (!charge) return missing(response);
    const refund = keep('refunds', {
      id: idOf('re'),
      object: 'refund',
      amount: Number(request.body?.amount ?? charge.amount),
      charge: charge.id,
      created: seconds(),
      currency: charge.currency,
      status: String(request.body?.status ?? 'succeeded'),
    });
    emit('refund.created', refund);
    response.json(refund);
  });
  router.post(
    '/v1/refunds/:id',
    changes('refunds', () => 'refund.updated'),
  );
  router.post('/v1/disputes', (request, response) => {
    const charge = state.charges[String(request.body?.charge)];
    if (!charge) return missing(response);
    const dispute = keep('disputes', {
      id: idOf('dp'),
      object: 'dispute',
      amount: Number(request.body?.amount ?? charge.amount),
      charge: charge.id,
      created: seconds(),
      currency: charge.currency,
      livemode: false,
      reason: String(request.body?.reason ?? 'fraudulent'),
      status: String(request.body?.status ?? 'needs_response'),
      evidence_details: { due_by: seconds() + 14 * 86_400 },
      balance_transactions: [],
    });
    emit('charge.dispute.created', dispute);
    response.json(dispute);
  });
  router.post(
    '/v1/disputes/:id',
    changes('disputes', ({ status }) =>
      status === 'won' || status === 'lost' ? 'charge.dispute.closed' : 'charge.dispute.updated',
    ),
  );
  router.get('/v1/refunds', (request, response) => {
    const all = Object.values(state.refunds);
    const data = all.filter((one) => one.charge === request.query.charge).reverse();
    response.json({ object: 'list', data, has_more: false });
  });
  router.get('/v1/events/:id', (request, response) => {
    const event = state.events[String(request.params.id)];
    // "Retrieves the details of an event if it was created in the last 30 days" (docs.stripe.com/api/events).
    const isKept = event !== undefined && seconds() - Number(event.created) <= eventsKeptSeconds;
    if (!isKept) return missing(response);
    response.json(event);
  });
  for (const kind of ['charges', 'refunds', 'disputes'] as const) {
    router.get(`/v1/${kind}/:id`, (request, response) => {
      const found = state[kind][String(request.params.id)];
      if (!found) return missing(response);
      response.json(found);
    });
  }
  router.use((_request, response) => missing(response));

  function changes(kind: 'refunds' | 'disputes', typeOf: (object: StripeObject) => string) {
    return (request: Request, response: Response) => {
      const found = state[kind][String(request.params.id)];
      if (!found) return missing(response);
      const object = keep(kind, { ...found, ...statusIn(request) });
      emit(typeOf(object), object);
      response.json(object);
    };
  }

  return {
    router: router as Router,
    close: () => {
      for (const timer of waiting) clearTimeout(timer);
    },
  };
}

const eventsKeptSeconds = 30 * 86_400;

type State = Record<'charges' | 'refunds' | 'disputes' | 'events', Record<string, StripeObject>>;

function loadState(persistence: Persistence | undefined): State {
  const kept = persistence?.load() ?? null;
  const empty: State = { charges: {}, refunds: {}, disputes: {}, events: {} };
  return kept === null ? empty : { ...empty, ...(JSON.parse(kept) as Partial<State>) };
}

function moneyOf({ body }: Request) {
  return { amount: Number(body?.amount ?? 0), currency: String(body?.currency ?? 'usd') };
}

const statusIn = ({ body }: Request) =>
  typeof body?.status === 'string' ? { status: body.status as string } : {};

function missing(response: Response): void {
  response.status(404).json({ error: { code: 'resource_missing', type: 'invalid_request_error' } });
}
