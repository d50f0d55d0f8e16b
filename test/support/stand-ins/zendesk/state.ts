import {
  type AuditRecord,
  type CommentRecord,
  escapeHtml,
  type TicketFieldDefinition,
  type TicketRecord,
  type UserRecord,
  vendorTime,
  type WebhookRecord,
} from './records.js';

/** Where the state survives a restart; `save` must have kept the text when it returns. */
export interface StandInPersistence {
  load(): string | null;
  save(json: string): void;
}

interface Counters {
  ticketId: number;
  otherId: number;
  changeSequence: number;
  generatedTimestamp: number;
}

interface Saved {
  version: 1;
  counters: Counters;
  tickets: TicketRecord[];
  comments: CommentRecord[];
  audits: AuditRecord[];
  users: UserRecord[];
  webhooks: WebhookRecord[];
}

/** Everything the stand-in remembers, with the few ways to number, find and keep it. */
export interface ZendeskState {
  readonly now: () => Date;
  readonly ticketFields: readonly TicketFieldDefinition[];
  readonly tickets: Map<number, TicketRecord>;
  readonly comments: Map<number, CommentRecord[]>;
  readonly audits: Map<number, AuditRecord[]>;
  readonly users: Map<number, UserRecord>;
  readonly webhooks: Map<string, WebhookRecord>;
  nextTicketId(): number;
  nextId(): number;
  /** Moves a ticket to the end of the export; `at` is when the change is said to have happened. */
  markChanged(ticket: TicketRecord, at: Date): void;
  userByEmail(email: string): UserRecord | undefined;
  addUser(input: {
    name: string;
    email: string | null;
    role: UserRecord['role'];
    phone?: string;
  }): UserRecord;
  /** Says that something changed: kept within 100 ms, or at the next `flush`, whichever is first. */
  changed(): void;
  /** Keeps pending changes now. Called before anything leaves, so that what was seen is never lost. */
  flush(): void;
}

const SAVE_DELAY_MS = 100;

export function createZendeskState(options: {
  now: () => Date;
  ticketFields: readonly TicketFieldDefinition[];
  persistence?: StandInPersistence;
}): ZendeskState {
  const saved = readSaved(options.persistence);
  const counters: Counters = saved?.counters ?? {
    ticketId: 0,
    // Vendor ids of users, comments and audits are this long; too long for a 32 bit integer.
    otherId: 377_922_500_000,
    changeSequence: 0,
    generatedTimestamp: 0,
  };
  const tickets = new Map((saved?.tickets ?? []).map((ticket) => [ticket.id, ticket]));
  const comments = groupByTicket(saved?.comments ?? [], (comment) => comment.ticketId);
  const audits = groupByTicket(saved?.audits ?? [], (audit) => audit.ticket_id);
  const users = new Map((saved?.users ?? []).map((user) => [user.id, user]));
  const webhooks = new Map((saved?.webhooks ?? []).map((webhook) => [webhook.id, webhook]));
  let timer: NodeJS.Timeout | null = null;

  const state: ZendeskState = {
    now: options.now,
    ticketFields: options.ticketFields,
    tickets,
    comments,
    audits,
    users,
    webhooks,
    nextTicketId: () => ++counters.ticketId,
    nextId: () => ++counters.otherId,
    markChanged(ticket, at) {
      // Never backwards: a ticket brought in with an old date still comes after what was exported
      // before it. "generated_timestamp is updated for all ticket updates, including system updates"
      // (vendor: Incremental Exports), so it may be later than updated_at.
      const seconds = Math.floor(at.getTime() / 1000);
      counters.generatedTimestamp = Math.max(counters.generatedTimestamp, seconds);
      counters.changeSequence += 1;
      ticket.generated_timestamp = counters.generatedTimestamp;
      ticket.changeSequence = counters.changeSequence;
      state.changed();
    },
    userByEmail(email) {
      const wanted = email.trim().toLowerCase();
      return [...users.values()].find((user) => user.email?.toLowerCase() === wanted);
    },
    addUser({ name, email, role, phone }) {
      const at = vendorTime(options.now());
      const user: UserRecord = {
        id: state.nextId(),
        name,
        email,
        phone: phone ?? null,
        role,
        created_at: at,
        updated_at: at,
        active: true,
      };
      users.set(user.id, user);
      state.changed();
      return user;
    },
    changed() {
      if (options.persistence === undefined) return;
      timer ??= setTimeout(state.flush, SAVE_DELAY_MS);
    },
    flush() {
      if (timer === null) return;
      clearTimeout(timer);
      timer = null;
      const document: Saved = {
        version: 1,
        counters,
        tickets: [...tickets.values()],
        comments: [...comments.values()].flat(),
        audits: [...audits.values()].flat(),
        users: [...users.values()],
        webhooks: [...webhooks.values()],
      };
      options.persistence?.save(JSON.stringify(document));
    },
  };
  return state;
}

/** HTML as the vendor renders plain text. */
export function htmlBody(body: string): string {
  const paragraphs = body
    .split(/\n{2,}/)
    .map((part) => `<p dir="auto">${escapeHtml(part).replaceAll('\n', '<br>')}</p>`);
  return `<div class="zd-comment" dir="auto">${paragraphs.join('')}</div>`;
}

function readSaved(persistence: StandInPersistence | undefined): Saved | null {
  const text = persistence?.load() ?? null;
  if (text === null) return null;
  const saved = JSON.parse(text) as Saved;
  if (saved.version !== 1)
    throw new Error('The kept Zendesk stand-in state is of another version.');
  return saved;
}

function groupByTicket<T>(items: readonly T[], ticketIdOf: (item: T) => number): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const item of items) {
    const group = groups.get(ticketIdOf(item));
    if (group === undefined) groups.set(ticketIdOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
