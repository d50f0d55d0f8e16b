import type {
  ChatInstallation,
  ChatInstallations,
} from '../../../core/access/chat-installations.js';
import type { ChatTrouble, ChatTroubles } from '../../../core/effects/chat-troubles.js';
import type {
  CardBook,
  DecideRequest,
  DecideResult,
  Desk,
  Directory,
  Draft,
  Drafts,
  HistoryLine,
  LogRequest,
  NewMessage,
  Person,
  PersonBook,
  PersonNotice,
  Refusal,
  Reversal,
  TimeAway,
} from '../../../core/index.js';
import { isActionForType, referenceOf, transition } from '../../../core/index.js';
import type { EvidenceRequest } from '../../../core/reversals/add-evidence.js';
import { acme, globex, reversal } from './reversal-builder.js';

/**
 * Stands in for the desk behind its port, with the rules the bot must pass on truthfully: the
 * table, content hash, four eyes, one approver who is a manager, request keys.
 */
export function createDeskDouble(people: readonly Person[]) {
  const entries = new Map<string, Reversal>();
  const keys = new Map<string, string>();
  const logged: LogRequest[] = [];
  const trouble = { failNext: 0, delayMs: 0 };
  const notes: string[] = [];
  const evidence: EvidenceRequest[] = [];
  const edits: string[] = [];
  const decided: DecideRequest[] = [];
  const measured: { filter: object; groupBy: string | null }[] = [];
  const past: HistoryLine[] = [];
  const timesAway: TimeAway[] = [];
  const added: (NewMessage & { reference: string })[] = [];

  async function outside(): Promise<void> {
    if (trouble.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, trouble.delayMs));
    if (trouble.failNext > 0) {
      trouble.failNext -= 1;
      throw new Error('the database is away');
    }
  }
  const mine = (person: Person, one: Reversal) => person.clients.includes(one.clientId);
  const absent = (reference: string) => ({ refused: 'not_found', facts: { reference } }) as const;
  const clientsOf = (person: Person) =>
    [acme, globex].filter((client) => person.clients.includes(client.id));

  const desk: Desk = {
    async log(actor, request) {
      await outside();
      const before = request.requestKey ? keys.get(request.requestKey) : undefined;
      const again = before ? entries.get(before) : undefined;
      if (again) return { reversal: again, created: false, alsoOnPayment: [] };
      const reference = referenceOf(entries.size + 1);
      const made = reversal({
        id: `r-${entries.size + 1}`,
        reference,
        clientId: request.clientId,
        type: request.type,
        amount: request.amount,
        identifiers: request.identifiers,
        reason: request.reason,
        customer: request.customer,
        loggedBy: { id: actor.person.id, name: actor.person.name },
      });
      logged.push(request);
      entries.set(reference, made);
      if (request.requestKey) keys.set(request.requestKey, reference);
      return { reversal: made, created: true, alsoOnPayment: [] };
    },
    logManyFromSource: () => Promise.reject(new Error('not asked by the bot')),
    async addEvidence({ person }, request) {
      await outside();
      const one = entries.get(request.reference);
      if (!one || !mine(person, one)) return absent(request.reference);
      if (evidence.some((line) => line.url === request.url))
        return { reversal: one, changed: false, waitingFor: null };
      evidence.push(request);
      const after = { ...one, evidence: { count: evidence.length, boundId: null } };
      entries.set(one.reference, after);
      return { reversal: after, changed: true, waitingFor: 'a decision by manager' };
    },
    async evidence(person, reference) {
      const one = entries.get(reference);
      if (!one || !mine(person, one)) return absent(reference);
      return evidence
        .filter((line) => line.reference === reference)
        .map(({ url, name, checksum }, index) => ({
          id: `e-${index + 1}`,
          url,
          name,
          checksum,
          surface: 'chat_thread' as const,
          at: new Date('2026-11-23T14:05:00Z'),
          addedBy: { id: 'agent', name: 'First Agent' },
          isBound: index === 0,
        }));
    },
    takeNotice: () => Promise.reject(new Error('not asked by the bot')),
    async decide({ person, surface }, request): Promise<DecideResult | Refusal> {
      await outside();
      decided.push(request);
      const one = entries.get(request.reference);
      if (!one || !mine(person, one)) return absent(request.reference);
      if (request.requestKey && keys.get(request.requestKey))
        return { reversal: one, changed: false, waitingFor: null };
      const answer = transition(one.status, request.action);
      const last = one.approvals[one.approvals.length - 1];
      if ('refused' in answer) {
        return {
          refused: answer.refused,
          facts: {
            status: one.status,
            ...(last
              ? { by: last.personName, at: last.at.toISOString(), decision: last.decision }
              : {}),
          },
        };
      }
      if (!isActionForType(one, request.action))
        return { refused: 'not_for_this_type', facts: { type: one.type } };
      if (request.action === 'confirm' && !one.amount)
        return { refused: 'amount_missing', facts: {} };
      if (request.action === 'confirm' && one.flags.includes('payment_already_claimed'))
        return { refused: 'payment_already_claimed', facts: { others: 'RV-000009' } };
      const isVote = ['approve', 'reject', 'request_changes', 'accept', 'contest'].includes(
        request.action,
      );
      if (isVote && !request.contentHash) return { refused: 'content_hash_missing', facts: {} };
      if (isVote && request.contentHash !== one.contentHash)
        return {
          refused: 'content_changed',
          facts: { amountMinorShown: '4999 USD', amountMinorNow: '5999 USD' },
        };
      if (request.action === 'approve' && one.loggedBy?.id === person.id)
        return { refused: 'requester_cannot_approve', facts: {} };
      if (isVote && person.role !== 'manager')
        return { refused: 'approver_not_named', facts: { asks: 'role:manager' } };
      if (request.action === 'reject' && !request.reason)
        return { refused: 'reason_required', facts: {} };
      if (request.action === 'note' && !request.reason)
        return { refused: 'reason_required', facts: {} };
      if (request.action === 'note') notes.push(request.reason ?? '');
      const vote = {
        personId: person.id,
        personName: person.name,
        decision: 'approve' as const,
        at: new Date(),
        surface,
        reason: request.reason ?? null,
      };
      const after = {
        ...one,
        status: answer.next,
        amount: request.amount ?? one.amount,
        approvals: isVote
          ? [...one.approvals, vote]
          : request.action === 'withdraw'
            ? []
            : one.approvals,
      };
      entries.set(one.reference, after);
      if (request.requestKey) keys.set(request.requestKey, one.reference);
      return { reversal: after, changed: true, waitingFor: null };
    },
    async edit(
      { person },
      reference,
      { amount, type, reason },
      bounds = {},
    ): Promise<DecideResult | Refusal> {
      await outside();
      const one = entries.get(reference);
      if (!one || !mine(person, one)) return absent(reference);
      if (bounds.requestKey && keys.get(bounds.requestKey))
        return { reversal: one, changed: false, waitingFor: null };
      if (bounds.contentHash && bounds.contentHash !== one.contentHash)
        return {
          refused: 'content_changed',
          facts: { amountMinorShown: '4999 USD', amountMinorNow: '5999 USD' },
        };
      if (!amount) throw new Error('the bot always says the amount');
      edits.push(`${reference} ${amount.minor} ${amount.currency}`);
      if (amount.minor > 1_000_000n)
        return { refused: 'payment_already_claimed', facts: { others: 'RV-000009' } };
      const after: Reversal = {
        ...one,
        amount,
        type: type ?? one.type,
        reason: reason ?? one.reason,
        contentHash: `${one.contentHash}-edited`,
        requesters: [...one.requesters, { person, label: person.name }],
      };
      entries.set(reference, after);
      if (bounds.requestKey) keys.set(bounds.requestKey, reference);
      return { reversal: after, changed: true, waitingFor: null };
    },
    addFromSource: () => Promise.reject(new Error('not asked by the bot')),
    async show(person, reference) {
      await outside();
      const one = entries.get(reference);
      return one && mine(person, one) ? one : absent(reference);
    },
    async find(person, filter, limit, cursor) {
      const items = [...entries.values()].filter(
        (one) =>
          mine(person, one) &&
          (!filter.client || one.clientId === filter.client) &&
          (!filter.status || one.status === filter.status) &&
          (!filter.type || one.type === filter.type) &&
          (!filter.agent || one.loggedBy?.id === person.id),
      );
      const start = Number(cursor ?? 0);
      const end = start + limit;
      return {
        items: items.slice(start, end),
        nextCursor: end < items.length ? String(end) : null,
        total: items.length,
      };
    },
    async measure(person, filter, groupBy) {
      await outside();
      measured.push({ filter, groupBy });
      const found = [...entries.values()].filter(
        (one) =>
          mine(person, one) &&
          (!filter.client || one.clientId === filter.client) &&
          (!filter.type || one.type === filter.type) &&
          (!filter.from || one.loggedAt >= filter.from) &&
          (!filter.to || one.loggedAt <= filter.to),
      );
      return found.map((one) => ({
        key: groupBy === 'client' ? one.clientId : groupBy === 'type' ? one.type : null,
        currency: one.amount?.currency ?? null,
        count: 1,
        sum: one.amount?.minor ?? 0n,
      }));
    },
    history: async (person, reference) => {
      const one = entries.get(reference);
      return one && mine(person, one) ? past : absent(reference);
    },
    messages: async () => [],
    async nearest(person, _reference, client) {
      return [...entries.values()]
        .filter((one) => mine(person, one) && (!client || one.clientId === client))
        .map((one) => ({ reference: one.reference, status: one.status }));
    },
    findPayments: () => Promise.resolve([]),
    recordPayment: () => Promise.reject(new Error('not asked by the bot')),
    related: () => Promise.resolve([]),
    alike: async (person, request) =>
      [...entries.values()]
        .filter(
          (one) =>
            mine(person, one) &&
            !(request.requestKey && keys.has(request.requestKey)) &&
            one.clientId === request.clientId &&
            one.identifiers.some((has) =>
              request.identifiers.some((named) => named.value === has.value),
            ),
        )
        .map(({ reference, status, type, amount }) => ({
          reference,
          status,
          type,
          amount,
          why: ['the same payment'],
        })),
    async addMessages(actor, reference, messages) {
      await outside();
      const one = entries.get(reference);
      if (!one || !mine(actor.person, one)) return absent(reference);
      const known = added.filter((message) => message.reference === reference);
      const fresh = messages.filter(
        (message) => !known.some((old) => old.externalId === message.externalId),
      );
      added.push(...fresh.map((message) => ({ ...message, reference })));
      return { reversal: one, changed: fresh.length > 0, waitingFor: null, added: fresh.length };
    },
    alsoOnPayment: async () => [],
    waitingFor: async (one) => (one.status === 'pending_approval' ? '1 more of manager' : null),
    clients: async (person) => clientsOf(person),
    async delegate({ person }, { toEmail, firstDay, lastDay }) {
      const to = people.find((one) => one.email === toEmail);
      if (!to || to.id === person.id)
        return { refused: 'invalid_request', facts: { detail: 'somebody else than you' } };
      const away = { person: person.name, standIn: to.name, firstDay, lastDay, isOwn: true };
      timesAway.push(away);
      return away;
    },
    endDelegation: async ({ person }) => {
      const own = timesAway.filter((one) => one.person === person.name);
      for (const one of own) timesAway.splice(timesAway.indexOf(one), 1);
      return own.length;
    },
    delegationsOf: async (person) =>
      timesAway.filter((one) => one.person === person.name || one.standIn === person.name),
    standInsFor: async () => people,
    async handOver({ person }, { toEmail, client, requestKey }) {
      const to = people.find((one) => one.email === toEmail);
      if (!to) return { refused: 'invalid_request', facts: {} };
      const nothing = { to: to.name, turns: 0, left: 0, hasMore: false };
      if (keys.has(requestKey)) return { ...nothing, assigned: 0, changed: false };
      keys.set(requestKey, 'handover');
      const own = [...entries.values()].filter(
        (one) => one.assignee?.id === person.id && (!client || one.clientId === client),
      );
      for (const one of own) {
        entries.set(one.reference, { ...one, assignee: { id: to.id, name: to.name } });
      }
      return { ...nothing, assigned: own.length, changed: true };
    },
    queueOf: async (person, client) => ({
      isWhole: true,
      entries: [...entries.values()].filter(
        (one) =>
          mine(person, one) &&
          person.role === 'manager' &&
          (client === undefined || one.clientId === client) &&
          one.status === 'pending_approval' &&
          one.loggedBy?.id !== person.id &&
          !one.approvals.some((vote) => vote.personId === person.id),
      ),
    }),
    async workOf(person, limit) {
      const own = [...entries.values()].filter(
        (one) =>
          mine(person, one) &&
          (one.loggedBy?.id === person.id || one.assignee?.id === person.id) &&
          !['completed', 'rejected', 'cancelled'].includes(one.status),
      );
      return { items: own.slice(0, limit), total: own.length };
    },
    async dueBy(person, until, limit) {
      const due = [...entries.values()].filter(
        (one) => mine(person, one) && one.dueAt !== null && one.dueAt <= until,
      );
      return { items: due.slice(0, limit), total: due.length };
    },
  };
  const directory: Directory = {
    byEmail: async (email) => people.find((one) => one.email === email) ?? null,
    byChatUserId: async (id) => people.find((one) => one.chatUserId === id) ?? null,
    byId: async (id) => people.find((one) => one.id === id) ?? null,
    all: async () => people,
    linkChatUser: async () => undefined,
  };
  return {
    desk,
    directory,
    entries,
    logged,
    added,
    notes,
    evidence,
    edits,
    decided,
    measured,
    past,
    trouble,
  };
}

/** The card book in memory. */
export function createCardBookDouble() {
  const shown: {
    reversalId: string;
    reference: string;
    channelId: string;
    messageId: string;
    postedAt: Date;
    hash: string;
    at: Date;
  }[] = [];
  const spoke: { reversalId: string; chatUserId: string; messageId: string; sentAt: Date }[] = [];
  const told = new Set<string>();
  const newest = (reversalId: string, until?: Date) =>
    shown.filter((one) => one.reversalId === reversalId && (!until || one.at <= until)).at(-1);
  const cards: CardBook = {
    reversalAt: async (channelId, messageId) =>
      shown.find((one) => one.channelId === channelId && one.messageId === messageId) ?? null,
    contentShownAt: async (reversalId, at) => newest(reversalId, at)?.hash ?? null,
    newestContent: async (reversalId) => newest(reversalId)?.hash ?? null,
    cardOf: async (reversalId) => newest(reversalId) ?? null,
    noteThreadMessage: async (message) => {
      if (spoke.some((one) => one.messageId === message.messageId)) return false;
      spoke.push(message);
      return true;
    },
    othersSpoke: async (reversalId, chatUserId, after, before) =>
      spoke.some(
        (one) =>
          one.reversalId === reversalId &&
          one.chatUserId !== chatUserId &&
          one.sentAt > after &&
          one.sentAt < before,
      ),
    firstTelling: async (reversalId, chatUserId, about) => {
      const name = `${reversalId} ${chatUserId} ${about}`;
      const isFirst = !told.has(name);
      told.add(name);
      return isFirst;
    },
  };
  return { cards, show: (one: (typeof shown)[number]) => shown.push(one) };
}

/** Unsent requests in memory, as storage keeps them. */
export function createDraftsDouble() {
  const kept = new Map<string, Draft & { personId: string }>();
  const drafts: Drafts = {
    async keep({ id, person, at, ...draft }) {
      if (kept.has(id) && kept.get(id)?.personId !== person.id) return false;
      const expiresAt = new Date(at.getTime() + 7 * 24 * 3_600_000);
      kept.set(id, { id, personId: person.id, ...draft, savedAt: at, expiresAt });
      return true;
    },
    of: async (person) => [...kept.values()].filter((one) => one.personId === person.id).reverse(),
    async open(person, id) {
      const one = kept.get(id);
      return one?.personId === person.id ? one : null;
    },
    discard: async (person, id) => kept.get(id)?.personId === person.id && kept.delete(id),
  };
  return { drafts, kept };
}

/** What is shut at Slack, in memory; what it tells is kept instead of posted. */
export function createChatTroublesDouble() {
  const open = new Map<string, ChatTrouble & { triedAt: Date }>();
  const told: string[] = [];
  const troubles: ChatTroubles = {
    async at(places, now) {
      const shut = places.flatMap((place) => open.get(place) ?? []);
      const [first] = shut;
      if (!first) return 'clear';
      if (shut.some((one) => now.getTime() - one.triedAt.getTime() < 60_000)) {
        return { shut: first.code };
      }
      for (const one of shut) one.triedAt = now;
      return 'try';
    },
    async began(trouble) {
      if (!open.has(trouble.place)) told.push(trouble.text);
      open.set(trouble.place, { ...trouble, triedAt: trouble.since });
    },
    async ended(place, text) {
      const was = open.delete(place);
      if (was) told.push(text);
      return was;
    },
    tell: async (_key, text) => {
      told.push(text);
    },
    open: async () => [...open.values()],
  };
  return { troubles, told, open };
}

/** Choices of people in memory; what is asked for is counted, not told. */
export function createPersonBookDouble() {
  const notices = new Map<string, PersonNotice>();
  const noticeOf = (id: string): PersonNotice =>
    notices.get(id) ?? {
      isDirect: true,
      digestHour: 9,
      message: null,
      shown: null,
      isPinged: false,
      pingedAt: null,
      homeOpenedAt: null,
    };
  const keep = (id: string, changes: Partial<PersonNotice>) => {
    notices.set(id, { ...noticeOf(id), ...changes });
  };
  const unused = () => Promise.reject(new Error('not asked by the bot'));
  const book: PersonBook = {
    noticeOf: async (id) => noticeOf(id),
    choose: async (id, choice) => keep(id, choice),
    homeOpened: async (id, homeOpenedAt) => keep(id, { homeOpenedAt }),
    saveTold: unused,
    askToTell: unused,
    heldBack: unused,
    askForDigests: unused,
  };
  return { book, notices };
}

/** Where the app is installed, in memory. */
export function createInstallationsDouble() {
  const kept = new Map<string, ChatInstallation>();
  const installations: ChatInstallations = {
    save: async (installation) => {
      kept.set(installation.id, installation);
    },
    find: async (id) => kept.get(id) ?? null,
    remove: async (id) => kept.delete(id),
    all: async () => [...kept.values()],
  };
  return { installations, kept };
}
