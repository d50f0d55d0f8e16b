import type { Router } from 'express';
import type { FaultStorm } from '../fault-storm.js';
import { createFaults, type Fault, type InjectedFault } from '../faults.js';
import type { RequestLogEntry } from '../requests.js';
import { addAccountRoutes } from './account-routes.js';
import { addExportRoutes } from './export-routes.js';
import { createGate } from './gate.js';
import {
  type AttachmentInput,
  type CommentRecord,
  type CustomFieldValue,
  isStaff,
  type TicketFieldDefinition,
  type TicketRecord,
  type TicketStatus,
  type UserRecord,
  viaChannel,
} from './records.js';
import { addSearchRoutes } from './search-routes.js';
import { createZendeskState, type StandInPersistence } from './state.js';
import { createTicketChanges, type TicketChange } from './ticket-changes.js';
import { addTicketRoutes } from './ticket-routes.js';
import { createWebhookSender, type WebhookDelivery, type WebhookTarget } from './webhooks.js';

export interface ZendeskStandInOptions {
  /** The hub's own admin user, made at the start if it is not there. */
  email: string;
  apiToken: string;
  oauthToken?: string;
  accountId?: number;
  /** How fresh a change the export leaves out; the vendor's minute by default. */
  exportLagMs?: number;
  /** False switches the export's limit of 10 requests a minute off. */
  rateLimit?: boolean;
  webhook?: WebhookTarget;
  webhookRetryDelaysMs?: readonly number[];
  webhookAnswerTimeoutMs?: number;
  ticketFields?: readonly TicketFieldDefinition[];
  persistence?: StandInPersistence;
  now?: () => Date;
  fetch?: typeof fetch;
}

interface SampleTicket {
  subject: string | null;
  body: string;
  requester: { name: string; email: string } | number;
  /** Who wrote the first comment; default the requester, as with a mail. */
  authorId?: number;
  public?: boolean;
  assigneeId?: number | null;
  status?: TicketStatus;
  priority?: string | null;
  tags?: string[];
  customFields?: { id: number; value: CustomFieldValue }[];
  externalId?: string;
  /** `email` (default), `web`, `api`, `chat`, `voice`, … */
  channel?: string;
  attachments?: AttachmentInput[];
  createdAt?: Date;
}

interface SampleComment {
  body: string;
  authorId: number;
  public?: boolean;
  attachments?: AttachmentInput[];
  at?: Date;
}

/** The far side in the hands of a test or the sandbox; every change here tells the webhooks too. */
export interface ZendeskControl {
  readonly hubUser: UserRecord;
  addAgent(input: { name: string; email: string; role?: 'agent' | 'admin' }): UserRecord;
  addEndUser(input: { name: string; email: string | null; phone?: string }): UserRecord;
  createTicket(input: SampleTicket): TicketRecord;
  addComment(ticketId: number, input: SampleComment): CommentRecord;
  updateTicket(ticketId: number, change: TicketChange, actorId?: number): TicketRecord;
  deleteTicket(ticketId: number): void;
  /** A system update: the ticket comes again in the export though `updated_at` stays. */
  touchTicket(ticketId: number): void;
  tickets(): TicketRecord[];
  ticket(ticketId: number): TicketRecord | undefined;
  commentsOf(ticketId: number): CommentRecord[];
  /** The internal notes among them. */
  notesOf(ticketId: number): CommentRecord[];
  users(): UserRecord[];
  readonly requests: readonly RequestLogEntry[];
  inject(fault: Fault): InjectedFault;
  clearFaults(): void;
  /** From now on requests and listings meet the storm; null ends it. */
  meetStorm(storm: FaultStorm | null): void;
  unusedFaults(): Fault[];
  setWebhook(target: WebhookTarget | null): void;
  readonly webhookDeliveries: readonly WebhookDelivery[];
  webhooksSettled(): Promise<void>;
}

export interface ZendeskStandIn {
  /** Answers under `/api/v2` of wherever it is mounted. */
  router: Router;
  state: ZendeskControl;
  /** Keeps what is pending, stops webhooks and held answers. */
  close(): Promise<void>;
}

const EXPORT_LAG_MS = 60_000;
const SAMPLE_FIELDS: readonly TicketFieldDefinition[] = [
  { id: 360_011_700_001, title: 'Refund amount', type: 'decimal' },
  { id: 360_011_700_002, title: 'Refund currency', type: 'text' },
  { id: 360_011_700_003, title: 'Order number', type: 'text' },
];

/** A Zendesk Support account in memory that speaks the vendor's own API. */
export function createZendeskStandIn(options: ZendeskStandInOptions): ZendeskStandIn {
  const state = createZendeskState({
    now: options.now ?? (() => new Date()),
    ticketFields: options.ticketFields ?? SAMPLE_FIELDS,
    persistence: options.persistence,
  });
  const faults = createFaults();
  const requests: RequestLogEntry[] = [];
  let target = options.webhook ?? null;
  const sender = createWebhookSender({
    state,
    accountId: options.accountId ?? 22_129_848,
    targets: () => [...(target ? [target] : []), ...activeWebhooks()],
    fetch: options.fetch ?? fetch,
    retryDelaysMs: options.webhookRetryDelaysMs,
    answerTimeoutMs: options.webhookAnswerTimeoutMs,
  });
  const changes = createTicketChanges(state, sender.send);
  const hubUser =
    state.userByEmail(options.email) ??
    state.addUser({ name: 'Reversal Hub', email: options.email, role: 'admin' });

  const router = createGate({
    state,
    credentials: options,
    faults,
    requests,
    routes(route) {
      addExportRoutes(route, state, {
        exportLagMs: options.exportLagMs ?? EXPORT_LAG_MS,
        rateLimit: options.rateLimit ?? true,
        faults,
      });
      addTicketRoutes(route, state, changes);
      addSearchRoutes(route, state);
      addAccountRoutes(route, state);
    },
  });

  function activeWebhooks(): WebhookTarget[] {
    return [...state.webhooks.values()]
      .filter((webhook) => webhook.status === 'active')
      .map(({ id, endpoint, secret, subscriptions }) => ({
        id,
        url: endpoint,
        secret,
        subscriptions,
      }));
  }

  function known(ticketId: number): TicketRecord {
    const ticket = state.tickets.get(ticketId);
    if (ticket === undefined) throw new Error(`The stand-in has no ticket ${ticketId}.`);
    return ticket;
  }

  function userWith(
    email: string | null,
    role: UserRecord['role'],
    name: string,
    phone?: string,
  ): UserRecord {
    const existing = email === null ? undefined : state.userByEmail(email);
    return existing ?? state.addUser({ name, email, role, phone });
  }

  const control: ZendeskControl = {
    hubUser,
    addAgent: ({ name, email, role }) => userWith(email, role ?? 'agent', name),
    addEndUser: ({ name, email, phone }) => userWith(email, 'end-user', name, phone),
    createTicket(input) {
      const requesterId =
        typeof input.requester === 'number'
          ? input.requester
          : userWith(input.requester.email, 'end-user', input.requester.name).id;
      const authorId = input.authorId ?? requesterId;
      const requester = state.users.get(requesterId);
      const via = viaChannel(input.channel ?? 'email');
      if (via.channel === 'email' && requester?.email) {
        via.source.from = { address: requester.email, name: requester.name };
      }
      const { ticket } = changes.create(
        {
          ...input,
          requesterId,
          submitterId: authorId,
          comment: {
            body: input.body,
            public: input.public ?? true,
            authorId,
            attachments: input.attachments,
          },
          via,
        },
        authorId,
      );
      return ticket;
    },
    addComment(ticketId, input) {
      const ticket = known(ticketId);
      const author = state.users.get(input.authorId);
      changes.update(
        ticket,
        {
          comment: { ...input, public: input.public ?? true },
          via: viaChannel(author && isStaff(author) ? 'web' : 'email'),
          at: input.at,
        },
        input.authorId,
      );
      const comment = state.comments.get(ticketId)?.at(-1);
      if (comment === undefined) throw new Error('The comment was not kept.');
      return comment;
    },
    updateTicket(ticketId, change, actorId) {
      const ticket = known(ticketId);
      changes.update(ticket, change, actorId ?? ticket.assignee_id ?? hubUser.id);
      return ticket;
    },
    deleteTicket: (ticketId) => changes.remove(known(ticketId), hubUser.id),
    touchTicket: (ticketId) => state.markChanged(known(ticketId), state.now()),
    tickets: () => [...state.tickets.values()],
    ticket: (ticketId) => state.tickets.get(ticketId),
    commentsOf: (ticketId) => state.comments.get(ticketId) ?? [],
    notesOf: (ticketId) =>
      (state.comments.get(ticketId) ?? []).filter((comment) => !comment.public),
    users: () => [...state.users.values()],
    requests,
    inject: faults.inject,
    clearFaults: faults.clear,
    meetStorm: faults.meet,
    unusedFaults: faults.unused,
    setWebhook: (next) => {
      target = next;
    },
    webhookDeliveries: sender.deliveries,
    webhooksSettled: sender.settled,
  };

  return {
    router,
    state: control,
    async close() {
      sender.close();
      faults.close();
      state.flush();
      await sender.settled();
    },
  };
}
