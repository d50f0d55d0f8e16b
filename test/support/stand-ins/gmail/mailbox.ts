import type { FaultStorm } from '../fault-storm.js';
import { headersOf, idsIn, subjectOf } from './mime.js';

/** Where the mailbox survives a restart; `save` must have kept the text when it returns. */
export interface StandInPersistence {
  load(): string | null;
  save(json: string): void;
}

export interface MessageRecord {
  id: string;
  threadId: string;
  labelIds: string[];
  historyId: number;
  /** Milliseconds since 1970: when the mail was taken in, or what its header says. */
  internalDate: number;
  raw: Buffer;
}

interface LabelRecord {
  id: string;
  name: string;
  type: 'system' | 'user';
}

interface DraftRecord {
  id: string;
  messageId: string;
}

type Shown = { id: string; threadId: string; labelIds: string[] };
type Change = { message: Shown; labelIds?: string[] };

export interface HistoryEntry {
  id: number;
  kind: 'messagesAdded' | 'messagesDeleted' | 'labelsAdded' | 'labelsRemoved';
  change: Change;
}

/** How long a mail that a storm holds back stays out of lists and history. */
const LATE_MS = 60_000;
const SYSTEM_LABELS = [
  'INBOX',
  'SENT',
  'DRAFT',
  'TRASH',
  'SPAM',
  'UNREAD',
  'STARRED',
  'IMPORTANT',
  'CHAT',
  'CATEGORY_PERSONAL',
  'CATEGORY_UPDATES',
  'CATEGORY_PROMOTIONS',
  'CATEGORY_SOCIAL',
  'CATEGORY_FORUMS',
];

/** One mailbox: its messages, labels, drafts, and the history of every change, in order. */
export interface Mailbox {
  readonly address: string;
  readonly now: () => Date;
  readonly messages: Map<string, MessageRecord>;
  readonly labels: Map<string, LabelRecord>;
  readonly drafts: Map<string, DraftRecord>;
  readonly history: HistoryEntry[];
  /** Ids below this one are forgotten: `history.list` answers 404. */
  oldestHistoryId: number;
  historyId(): number;
  watch: { topicName: string; labelIds: string[] | null; expiration: number } | null;
  add(input: {
    raw: Buffer;
    labelIds: readonly string[];
    threadId?: string | undefined;
    at?: Date | undefined;
  }): MessageRecord;
  addDraft(raw: Buffer, threadId: string | undefined): DraftRecord;
  remove(id: string): void;
  changeLabels(message: MessageRecord, add: readonly string[], remove: readonly string[]): void;
  addLabel(name: string): LabelRecord;
  threadOf(threadId: string): MessageRecord[];
  /** Newest first, as lists show them; those that a storm holds back are left out. */
  listed(): MessageRecord[];
  /** Brings what was held back into history, once its time has come. */
  release(): void;
  forgetHistory(): void;
  flush(): void;
}

interface Saved {
  version: 1;
  counters: { message: number; label: number; draft: number; history: number };
  messages: (Omit<MessageRecord, 'raw'> & { raw: string })[];
  labels: LabelRecord[];
  drafts: DraftRecord[];
  history: HistoryEntry[];
  oldestHistoryId: number;
  watch: Mailbox['watch'];
}

export function createMailbox(options: {
  address: string;
  now: () => Date;
  persistence?: StandInPersistence | undefined;
  storm: () => FaultStorm | null;
  changed: (historyId: number) => void;
}): Mailbox {
  const text = options.persistence?.load() ?? null;
  const saved = text === null ? null : (JSON.parse(text) as Saved);
  const counters = saved?.counters ?? { message: 0, label: 0, draft: 0, history: 1_000 };
  const late: { message: MessageRecord; untilMs: number }[] = [];
  let lastDate = 0;
  let isDirty = false;

  const mailbox: Mailbox = {
    address: options.address,
    now: options.now,
    messages: new Map(
      (saved?.messages ?? []).map((one) => [
        one.id,
        { ...one, raw: Buffer.from(one.raw, 'base64') },
      ]),
    ),
    labels: new Map(
      [
        ...SYSTEM_LABELS.map((id) => ({ id, name: id, type: 'system' as const })),
        ...(saved?.labels ?? []),
      ].map((label) => [label.id, label]),
    ),
    drafts: new Map((saved?.drafts ?? []).map((draft) => [draft.id, draft])),
    history: saved?.history ?? [],
    oldestHistoryId: saved?.oldestHistoryId ?? 0,
    historyId: () => counters.history,
    watch: saved?.watch ?? null,
    add({ raw, labelIds, threadId, at }) {
      counters.message += 1;
      const id = (0x18c_0000_0000_0000n + BigInt(counters.message) * 4_099n).toString(16);
      const nowMs = (at ?? options.now()).getTime();
      const internalDate = options.storm()?.isSameSecond() && lastDate > 0 ? lastDate : nowMs;
      lastDate = internalDate;
      const message: MessageRecord = {
        id,
        threadId: threadId ?? threadFor(raw) ?? id,
        labelIds: [...labelIds],
        historyId: counters.history,
        internalDate,
        raw,
      };
      mailbox.messages.set(id, message);
      if (options.storm()?.isLate()) {
        late.push({ message, untilMs: options.now().getTime() + LATE_MS });
      } else note('messagesAdded', message);
      return message;
    },
    addDraft(raw, threadId) {
      const message = mailbox.add({ raw, labelIds: ['DRAFT'], threadId });
      counters.draft += 1;
      const draft = { id: `r${7_000_000_000_000 + counters.draft}`, messageId: message.id };
      mailbox.drafts.set(draft.id, draft);
      return draft;
    },
    remove(id) {
      const message = mailbox.messages.get(id);
      if (!message) return;
      mailbox.messages.delete(id);
      for (const [draftId, draft] of mailbox.drafts) {
        if (draft.messageId === id) mailbox.drafts.delete(draftId);
      }
      note('messagesDeleted', message);
    },
    changeLabels(message, add, remove) {
      const added = add.filter((label) => !message.labelIds.includes(label));
      const removed = remove.filter((label) => message.labelIds.includes(label));
      message.labelIds = [...message.labelIds.filter((one) => !removed.includes(one)), ...added];
      if (added.length > 0) note('labelsAdded', message, added);
      if (removed.length > 0) note('labelsRemoved', message, removed);
    },
    addLabel(name) {
      counters.label += 1;
      const label: LabelRecord = { id: `Label_${counters.label}`, name, type: 'user' };
      mailbox.labels.set(label.id, label);
      isDirty = true;
      return label;
    },
    threadOf: (threadId) =>
      [...mailbox.messages.values()]
        .filter((message) => message.threadId === threadId)
        .sort((left, right) => left.internalDate - right.internalDate),
    listed() {
      const hidden = new Set(late.map((one) => one.message.id));
      return [...mailbox.messages.values()]
        .filter((message) => !hidden.has(message.id))
        .sort(
          (left, right) => right.internalDate - left.internalDate || (left.id < right.id ? 1 : -1),
        );
    },
    release() {
      const nowMs = options.now().getTime();
      for (const held of late.splice(0)) {
        if (held.untilMs > nowMs) late.push(held);
        else if (mailbox.messages.has(held.message.id)) note('messagesAdded', held.message);
      }
    },
    forgetHistory() {
      // What happens next still gets an id that is told.
      mailbox.oldestHistoryId = counters.history + 1;
      counters.history += 1;
      isDirty = true;
    },
    flush() {
      if (!isDirty || !options.persistence) return;
      isDirty = false;
      const document: Saved = {
        version: 1,
        counters,
        messages: [...mailbox.messages.values()].map((one) => ({
          ...one,
          raw: one.raw.toString('base64'),
        })),
        labels: [...mailbox.labels.values()].filter((label) => label.type === 'user'),
        drafts: [...mailbox.drafts.values()],
        history: mailbox.history,
        oldestHistoryId: mailbox.oldestHistoryId,
        watch: mailbox.watch,
      };
      options.persistence.save(JSON.stringify(document));
    },
  };

  /** "History IDs increase chronologically but are not contiguous" (history.list). */
  function note(kind: HistoryEntry['kind'], message: MessageRecord, labelIds?: string[]): void {
    counters.history += 1 + (counters.history % 7);
    message.historyId = counters.history;
    const { id, threadId } = message;
    const shown = { id, threadId, labelIds: [...message.labelIds] };
    const change = labelIds ? { message: shown, labelIds } : { message: shown };
    mailbox.history.push({ id: counters.history, kind, change });
    isDirty = true;
    options.changed(counters.history);
  }

  /** Guide "Managing threads": References or In-Reply-To, and the same subject. */
  function threadFor(raw: Buffer): string | null {
    const headers = headersOf(raw);
    const named = new Set([...idsIn(headers, 'in-reply-to'), ...idsIn(headers, 'references')]);
    if (named.size === 0) return null;
    const subject = subjectOf(headers);
    for (const message of mailbox.messages.values()) {
      const other = headersOf(message.raw);
      const isNamed = idsIn(other, 'message-id').some((id) => named.has(id));
      if (isNamed && subjectOf(other) === subject) return message.threadId;
    }
    return null;
  }

  return mailbox;
}
