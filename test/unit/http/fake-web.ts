import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import type { AccessBook, ApiKey, Scope } from '../../../core/access/access-book.js';
import { type ExportFilter, makeExportLink, openExport } from '../../../core/access/export-link.js';
import { makeKey } from '../../../core/access/keys.js';
import { makeSignInLink } from '../../../core/access/sign-in.js';
import { createWebApp } from '../../../core/http/web-app.js';
import type { WebDeps } from '../../../core/http/web-deps.js';
import type { CardDataIncident } from '../../../core/intake/card-data.js';
import type { ConnectionHealth, DeadLetter } from '../../../core/intake/source-book.js';
import { openPrivacy } from '../../../core/privacy/privacy.js';
import type { EvidenceRequest } from '../../../core/reversals/add-evidence.js';
import type { TimeAway } from '../../../core/reversals/delegate.js';
import { mayTakeOver } from '../../../core/reversals/delegation.js';
import type { Desk } from '../../../core/reversals/desk.js';
import type { Currency, Money } from '../../../core/reversals/money.js';
import type { EvidenceLine, HistoryLine, MessageLine } from '../../../core/reversals/ports.js';
import type { RedactedText } from '../../../core/reversals/redacted-text.js';
import { refuse } from '../../../core/reversals/refusal.js';
import { type Person, parseReference, type Reversal } from '../../../core/reversals/reversal.js';

export const now = new Date('2026-03-10T09:30:00.000Z');
export const hash = 'a'.repeat(64);
/** What an edited entry's content hashes to, whatever the edit. */
export const editedHash = 'e'.repeat(64);
export const card = '4111 1111 1111 1111';

export const text = (words: string) => words as RedactedText;
export const money = (minor: number, currency = 'USD'): Money => ({
  minor: BigInt(minor),
  currency: currency as Currency,
});

const evidenceLine = ({ url, name, checksum }: EvidenceRequest): EvidenceLine => ({
  id: 'e1',
  url,
  name,
  checksum,
  surface: 'rest',
  at: now,
  addedBy: { id: 'agent', name: 'Agent Person' },
  isBound: true,
});

const person = (id: string, role: Person['role'], clients: string[]): Person => ({
  id,
  email: `${id}@hub.example`,
  name: `${id[0]?.toUpperCase()}${id.slice(1)} Person`,
  role,
  clients,
  chatUserId: null,
  timezone: 'Europe/Berlin',
});

export const people = {
  agent: person('agent', 'agent', ['acme']),
  manager: person('manager', 'manager', ['acme', 'globex']),
  merchant: person('merchant', 'client_approver', ['acme']),
  payer: person('payer', 'payer', ['acme']),
} as const;

export function aReversal(changes: Partial<Reversal> = {}): Reversal {
  return {
    id: '0b9c8a44-6f0e-4b0a-9a8b-111111111111',
    reference: 'RV-000001',
    clientId: 'acme',
    type: 'refund',
    kind: 'request',
    status: 'pending_approval',
    outcome: null,
    payout: 'none',
    amount: money(4999),
    payment: {
      id: '0b9c8a44-6f0e-4b0a-9a8b-222222222222',
      processor: 'stripe',
      identifiers: [{ kind: 'stripe_payment', value: 'ch_3PqLexample01' }],
      captured: money(9998),
      left: money(9998),
    },
    identifiers: [{ kind: 'order_number', value: '8841' }],
    reason: text('Charged twice for order 8841'),
    reasonCode: null,
    cardLast4: '4242',
    customer: { email: 'jane@customer.example', name: 'Jane Customer' },
    channel: 'crm',
    sources: [
      {
        sourceItemId: '0b9c8a44-6f0e-4b0a-9a8b-333333333333',
        connectionId: 'acme-zendesk',
        externalId: '35436',
        url: 'https://acme.zendesk.example/agent/tickets/35436',
        position: 0,
      },
    ],
    occurredAt: null,
    loggedAt: new Date('2026-03-10T08:00:00.000Z'),
    dueAt: null,
    loggedBy: { id: 'agent', name: 'Agent Person' },
    requesters: [
      {
        person: { id: 'agent', name: 'Agent Person', email: 'agent@hub.example' },
        label: 'Agent Person',
      },
    ],
    assignee: { id: 'agent', name: 'Agent Person' },
    flags: [],
    approvals: [],
    contentHash: hash,
    round: 1,
    before: null,
    after: null,
    dispute: null,
    trace: null,
    corrects: null,
    historic: false,
    payoutReference: null,
    readingReasons: ['says "charged twice"'],
    reviewReasons: [],
    ...changes,
  };
}

const aMessage: MessageLine = {
  id: 'm1',
  author: 'customer',
  authorName: 'Jane Customer',
  text: text('I was charged twice for order 8841, please return 49.99 USD'),
  isPublic: true,
  sentAt: new Date('2026-03-10T07:50:00.000Z'),
};

const aHistoryLine: HistoryLine = {
  sequence: 1,
  at: new Date('2026-03-10T08:00:00.000Z'),
  actor: 'Agent Person',
  surface: 'connector',
  action: 'logged',
  facts: { from: 'needs_review', to: 'pending_approval', amountMinor: '4999', currency: 'USD' },
  values: { reason: 'Charged twice' },
  hash: 'b'.repeat(64),
};

const aPayment = {
  id: 'p1',
  clientId: 'acme',
  processor: 'stripe',
  identifiers: [{ kind: 'stripe_payment', value: 'ch_1' }],
  captured: money(9998),
  left: money(4999),
};

export const aConnection: ConnectionHealth = {
  id: 'acme-zendesk',
  connector: 'zendesk',
  clientId: 'acme',
  isActive: true,
  actFrom: now,
  cursor: 'c',
  lastPolledAt: now,
  lastSucceededAt: now,
  failure: null,
  failingSince: null,
  stuck: null,
  incident: null,
  newsAt: now,
  subscription: null,
  completeness: { days: 7, gaps: 0, missing: 0, unknownSince: null },
  pending: 0,
  quarantined: 1,
  judged: 12,
};

const anIncident: CardDataIncident = {
  id: 'incident',
  origin: 'acme-zendesk',
  item: '77',
  clientId: 'acme',
  url: 'https://acme.zendesk.example/agent/tickets/77',
  author: 'customer',
  kinds: { card_number: 2 },
  foundAt: new Date('2026-03-01T10:00:00Z'),
  removedAt: null,
};

const aDeadLetter: DeadLetter = {
  id: 'd1',
  connectionId: 'acme-zendesk',
  externalId: '35999',
  reason: 'unreadable_comment',
  attempts: 5,
  since: now,
};

/** The far side as far as the web can see it: entries of clients, and a log that checks hashes. */
export function fakeDesk(reversals: Reversal[], calls: Call[]): Desk {
  const visible = (who: Person, reference: string) =>
    reversals.find(
      (one) =>
        parseReference(one.reference) === parseReference(reference) &&
        who.clients.includes(one.clientId),
    );
  const timesAway: (TimeAway & { personId: string; toId: string })[] = [];
  const show: Desk['show'] = async (who, reference) =>
    visible(who, reference) ?? refuse('not_found', { reference });
  return {
    log: async (actor, request) => {
      calls.push({ method: 'log', actor: actor.person.id, request });
      if (!actor.person.clients.includes(request.clientId)) return refuse('not_found');
      return { reversal: aReversal({ amount: request.amount }), created: true, alsoOnPayment: [] };
    },
    logManyFromSource: () => Promise.reject(new Error('the web never logs from a source')),
    takeNotice: () => Promise.reject(new Error('notices are taken by intake')),
    addFromSource: () => Promise.reject(new Error('the web never adds from a source')),
    decide: async (actor, request) => {
      calls.push({ method: 'decide', actor: actor.person.id, surface: actor.surface, request });
      const reversal = visible(actor.person, request.reference);
      if (!reversal) return refuse('not_found', { reference: request.reference });
      if (request.action === 'approve' && !request.contentHash) {
        return refuse('content_hash_missing', { reference: reversal.reference });
      }
      if (request.action === 'approve' && request.contentHash !== reversal.contentHash) {
        return refuse('content_changed', {
          reference: reversal.reference,
          contentHash: reversal.contentHash,
          amountMinorShown: '4999 USD',
          amountMinorNow: '5999 USD',
        });
      }
      return { reversal, changed: true, waitingFor: null };
    },
    edit: async (actor, reference, changes) => {
      calls.push({ method: 'edit', actor: actor.person.id, request: changes });
      const reversal = visible(actor.person, reference);
      return reversal
        ? { reversal: { ...reversal, contentHash: editedHash }, changed: true, waitingFor: null }
        : refuse('not_found', { reference });
    },
    addEvidence: async (actor, request) => {
      calls.push({ method: 'addEvidence', actor: actor.person.id, request });
      const reversal = visible(actor.person, request.reference);
      return reversal
        ? { reversal, changed: true, waitingFor: null }
        : refuse('not_found', { reference: request.reference });
    },
    evidence: async (who, reference) =>
      visible(who, reference)
        ? calls.flatMap(({ method, request }) =>
            method === 'addEvidence' ? [evidenceLine(request as EvidenceRequest)] : [],
          )
        : refuse('not_found', { reference }),
    show,
    measure: () => Promise.reject(new Error('the web asks for no figures')),
    delegate: async ({ person: who }, request) => {
      calls.push({ method: 'delegate', actor: who.id, request });
      const to = Object.values(people).find((one) => one.email === request.toEmail);
      if (!to) return refuse('invalid_request', { detail: 'somebody who sees a client of yours' });
      const { firstDay, lastDay } = request;
      const away = { person: who.name, standIn: to.name, firstDay, lastDay, isOwn: true };
      timesAway.push({ ...away, personId: who.id, toId: to.id });
      return away;
    },
    endDelegation: async ({ person: who }) => {
      calls.push({ method: 'endDelegation', actor: who.id, request: {} });
      const own = timesAway.filter((one) => one.personId === who.id);
      for (const one of own) timesAway.splice(timesAway.indexOf(one), 1);
      return own.length;
    },
    delegationsOf: async (who) =>
      timesAway
        .filter((one) => one.personId === who.id || one.toId === who.id)
        .map(({ personId, toId: _, ...away }) => ({ ...away, isOwn: personId === who.id })),
    standInsFor: async (who) =>
      Object.values(people).filter(
        (one) => mayTakeOver(one, who) && one.clients.some((id) => who.clients.includes(id)),
      ),
    handOver: () => Promise.reject(new Error('handed over in chat')),
    queueOf: () => Promise.reject(new Error('queues are worked in chat')),
    workOf: () => Promise.reject(new Error('queues are worked in chat')),
    dueBy: () => Promise.reject(new Error('queues are worked in chat')),
    find: async (who, filter, limit, cursor) => {
      calls.push({ method: 'find', actor: who.id, request: { filter, limit, cursor } });
      if (filter.client !== undefined && !who.clients.includes(filter.client)) {
        return refuse('not_found', { client: filter.client });
      }
      const items = reversals.filter((one) => who.clients.includes(one.clientId));
      return { items: items.slice(0, limit), nextCursor: null, total: items.length };
    },
    history: async (who, reference) =>
      visible(who, reference) ? [aHistoryLine] : refuse('not_found', { reference }),
    messages: async (who, reference) =>
      visible(who, reference) ? [aMessage, anInternalNote] : refuse('not_found', { reference }),
    nearest: async (who) =>
      reversals
        .filter((one) => who.clients.includes(one.clientId))
        .map(({ reference, status }) => ({ reference, status })),
    findPayments: async (who, named) => {
      calls.push({ method: 'findPayments', actor: who.id, request: named });
      return named.value === 'ch_1' ? [aPayment] : [];
    },
    recordPayment: async (actor, request) => {
      calls.push({ method: 'recordPayment', actor: actor.person.id, request });
      const { processor, identifiers, captured } = request;
      const payment = { id: 'p1', processor, identifiers, captured, left: captured };
      return { payment, isRepeat: false };
    },
    related: async () => [],
    alike: async () => [],
    addMessages: async () => refuse('not_found'),
    alsoOnPayment: async () => [],
    waitingFor: async (reversal) =>
      reversal.status === 'pending_approval' ? '1 more of manager' : null,
    clients: async (who) =>
      who.clients.map((id) => ({
        id,
        name: id === 'acme' ? 'Acme Store' : 'Globex',
        currency: 'USD',
        timezone: 'UTC',
        policy: null,
        chatChannelId: null,
      })),
  };
}

const anInternalNote: MessageLine = {
  ...aMessage,
  id: 'm2',
  author: 'agent',
  authorName: 'Agent Person',
  text: text('Looks right to me'),
  isPublic: false,
};

export type Call = { method: string; actor: string; surface?: string; request: unknown };

/** Keys, links and sessions in memory, with the port's own semantics. */
function memoryAccess(): AccessBook {
  const keys = new Map<string, ApiKey>();
  const links = new Map<string, { personId: string; expiresAt: Date }>();
  const sessions = new Map<string, { personId: string; expiresAt: Date }>();
  const who = (id: string) => Object.values(people).find((one) => one.id === id) ?? null;
  return {
    addKey: async ({ hash: keyHash, prefix, personId, scopes, clients, at }) => {
      const holder = who(personId);
      if (!holder) throw new Error('a key for nobody');
      const rest = { createdAt: at, lastUsedAt: null, revokedAt: null };
      keys.set(keyHash, { id: prefix, prefix, person: holder, scopes, clients, ...rest });
      return prefix;
    },
    keyByHash: async (keyHash) => keys.get(keyHash) ?? null,
    keys: async () => [...keys.values()],
    revokeKey: async (prefix, at) => {
      for (const [keyHash, key] of keys) {
        if (key.prefix === prefix) keys.set(keyHash, { ...key, revokedAt: at });
      }
      return true;
    },
    addSignIn: async (linkHash, personId, expiresAt) => {
      links.set(linkHash, { personId, expiresAt });
    },
    takeSignIn: async (linkHash, at) => {
      const link = links.get(linkHash);
      links.delete(linkHash);
      return link && link.expiresAt > at ? who(link.personId) : null;
    },
    addSession: async (sessionHash, personId, expiresAt) => {
      sessions.set(sessionHash, { personId, expiresAt });
    },
    sessionPerson: async (sessionHash, at) => {
      const session = sessions.get(sessionHash);
      return session && session.expiresAt > at ? who(session.personId) : null;
    },
    extendSession: async (sessionHash, expiresAt) => {
      const session = sessions.get(sessionHash);
      if (session) sessions.set(sessionHash, { ...session, expiresAt });
    },
    endSession: async (sessionHash) => {
      sessions.delete(sessionHash);
    },
  };
}

/** Stands in for the real redaction: it knows one card number and one form of secret. */
export const holdsTestCard = (words: string) =>
  words.replace(/[ -]/g, '').includes('4111111111111111');

export type TestWeb = Awaited<ReturnType<typeof startWeb>>;

/** The real web app on a free port of this machine, with a fake log behind it. */
export async function startWeb(
  options: { reversals?: Reversal[]; isSandbox?: boolean } & Partial<WebDeps> = {},
) {
  const { reversals = [aReversal()], isSandbox = false, ...overrides } = options;
  const calls: Call[] = [];
  const counted: string[] = [];
  const hints: { connectionId: string; hints: readonly string[] }[] = [];
  const clock = { now };
  const privacy = openPrivacy({ masterKey: Buffer.alloc(32, 1) });
  const recorded: { person: string; filter: object; entries: number }[] = [];
  const access = memoryAccess();
  const deps: WebDeps = {
    desk: fakeDesk(reversals, calls),
    directory: {
      byEmail: async (email) =>
        Object.values(people).find((one) => one.email === email.toLowerCase()) ?? null,
      byChatUserId: async () => null,
      byId: async (id) => Object.values(people).find((one) => one.id === id) ?? null,
      all: async () => Object.values(people),
      linkChatUser: async () => undefined,
    },
    access,
    sources: { connections: async () => [aConnection], deadLetters: async () => [aDeadLetter] },
    cardData: { list: async ({ clients }) => (clients.includes('acme') ? [anIncident] : []) },
    readWebhook: () => null,
    takeNotices: () => null,
    onHints: async (connectionId, given) => {
      hints.push({ connectionId, hints: given });
    },
    verifyHistory: async () => ({ whole: true }),
    openExport: (token, person) => openExport(privacy, token, person, clock.now),
    recordExport: async (person, filter, entries) => {
      recorded.push({ person: person.email, filter, entries });
    },
    ready: async () => ({ ok: true, checks: { database: { ok: true } } }),
    metrics: async () => 'hub_up 1\n',
    metricsToken: 'a-token-of-the-scraper',
    count: (name, labels) => {
      counted.push([name, ...Object.values(labels ?? {})].join(' '));
    },
    onBug: () => undefined,
    now: () => clock.now,
    randomBytes,
    publicUrl: 'http://127.0.0.1',
    organization: 'Northwind Support',
    redact: (words) => ({
      text: text(words.replace(/password: \S+/g, '[secret]')),
      findings: [
        ...(holdsTestCard(words) ? [{ kind: 'card_number' }] : []),
        ...(/password: /.test(words) ? [{ kind: 'secret' }] : []),
      ],
    }),
    tripwire: holdsTestCard,
    sandbox: isSandbox ? { people: async () => Object.values(people), apiKey: 'sandbox' } : null,
    mounts: () => undefined,
    ...overrides,
  };
  const server = createWebApp(deps).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function keyFor(
    who: Person,
    scopes: readonly Scope[] = ['read', 'write', 'decide'],
    clients: string[] | null = null,
  ) {
    const made = makeKey(randomBytes);
    await access.addKey({
      hash: made.hash,
      prefix: made.prefix,
      personId: who.id,
      scopes,
      clients,
      at: now,
    });
    return made;
  }

  async function call(path: string, init: RequestInit = {}) {
    const response = await fetch(base + path, { redirect: 'manual', ...init });
    const body = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return {
      status: response.status,
      headers: response.headers,
      text: body,
      json: isJson ? (JSON.parse(body) as Record<string, unknown>) : {},
    };
  }

  return {
    base,
    calls,
    counted,
    hints,
    recorded,
    /** A link as chat hands it out. */
    exportFor: (who: Person, filter: ExportFilter) =>
      makeExportLink({ secrets: privacy, access }, who, filter, {
        publicUrl: base,
        now: clock.now,
        randomBytes,
      }),
    clock,
    access,
    deps,
    call,
    keyFor,
    /** A JSON request with a key. */
    api: (key: string, method: string, path: string, body?: unknown, headers = {}) =>
      call(`/api/v1${path}`, {
        method,
        headers: {
          authorization: `Bearer ${key}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    /** Signs in by a one-time link and gives the cookie back. */
    signIn: async (who: Person) => {
      const link = await makeSignInLink(access, who.id, {
        publicUrl: base,
        now: clock.now,
        randomBytes,
      });
      const response = await fetch(link.url, { method: 'POST', redirect: 'manual' });
      return (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    },
    form: (path: string, cookie: string, fields: Record<string, string>, headers = {}) =>
      call(path, {
        method: 'POST',
        headers: { cookie, 'content-type': 'application/x-www-form-urlencoded', ...headers },
        body: new URLSearchParams(fields).toString(),
      }),
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}
