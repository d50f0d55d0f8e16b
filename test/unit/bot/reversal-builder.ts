import {
  type ClientFacts,
  type Customer,
  type Person,
  parseCurrency,
  type RedactedText,
  type Reversal,
} from '../../../core/index.js';

/** Test texts hold no card data. */
export const clean = (text: string) => text as RedactedText;

export function money(minor: bigint, code = 'USD') {
  const currency = parseCurrency(code);
  if (!currency) throw new Error(`${code} is no currency`);
  return { minor, currency };
}

export const acme: ClientFacts = {
  id: 'acme',
  name: 'Acme Store',
  currency: 'USD',
  timezone: 'America/New_York',
  policy: null,
  chatChannelId: 'C0ACME',
};
export const globex: ClientFacts = {
  ...acme,
  id: 'globex',
  name: 'Globex',
  currency: 'EUR',
  chatChannelId: 'C0GLBX',
};

export function person(
  id: string,
  role: Person['role'],
  clients: string[],
  chatUserId: string | null,
): Person {
  return {
    id,
    email: `${id}@northwind.example`,
    name: `First ${id}`,
    role,
    clients,
    chatUserId,
    timezone: null,
  };
}

const customer: Customer = { email: 'jane@example.com', name: 'Jane Doe' };

export function reversal(changes: Partial<Reversal> = {}): Reversal {
  return {
    id: 'r-1',
    reference: 'RV-000001',
    clientId: 'acme',
    type: 'refund',
    kind: 'request',
    status: 'pending_approval',
    outcome: null,
    payout: 'none',
    amount: money(4999n),
    payment: {
      id: 'p-1',
      processor: 'stripe',
      identifiers: [],
      captured: money(9998n),
      left: money(4999n),
    },
    identifiers: [{ kind: 'stripe_payment', value: 'ch_3PqLmN8aBcDeFg' }],
    reason: clean('Charged twice for order 8841'),
    reasonCode: null,
    cardLast4: null,
    customer,
    channel: 'crm',
    sources: [],
    occurredAt: null,
    loggedAt: new Date('2026-11-20T10:00:00Z'),
    dueAt: null,
    loggedBy: null,
    requesters: [],
    assignee: null,
    flags: [],
    approvals: [],
    contentHash: 'hash-1',
    round: 1,
    before: null,
    after: null,
    dispute: null,
    trace: null,
    corrects: null,
    historic: false,
    payoutReference: null,
    readingReasons: [],
    reviewReasons: [],
    ...changes,
  };
}
