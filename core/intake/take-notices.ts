import type { Desk } from '../reversals/desk.js';
import type { Notice } from '../reversals/notice.js';
import type { ReversalStore } from '../reversals/ports.js';
import type {
  AcceptedNotices,
  IncomingWebhook,
  PushConnection,
  WebhookRefusal,
} from './connector-contract.js';
import { isAhead } from './keep-page.js';
import { lookUpPayments } from './look-up-payment.js';
import { redact } from './redact.js';
import type { SourceBook } from './source-book.js';

/** A processor's connection, opened. */
export type OpenPush = {
  id: string;
  clientId: string;
  actFrom: Date;
  connection: PushConnection;
};

export type NoticeTools = {
  desk: Pick<Desk, 'takeNotice'>;
  store: Pick<ReversalStore, 'paymentsNamed'>;
  book: Pick<SourceBook, 'setAside' | 'noteSuccess' | 'settleEvent'>;
  now: () => Date;
  count: (name: string, labels?: Record<string, string>) => void;
};

export type NoticesTaken =
  | { accepted: true; body: string | null }
  | { accepted: false; why: WebhookRefusal };

/**
 * Verifies, reads, redacts and commits one delivery. Once it resolves all of it is durable; what it
 * throws is answered 5xx, and the sender comes again: an event taken before is then not taken twice.
 */
export async function takeNotices(
  tools: NoticeTools & { book: Pick<SourceBook, 'noteNews'> },
  open: OpenPush,
  request: IncomingWebhook,
): Promise<NoticesTaken> {
  const reading = await open.connection.readNotice(request);
  if (!reading.accepted) return reading;
  await takeReading(tools, open, reading);
  for (const { eventId, code } of reading.unreadable) await putAside(tools, open, eventId, code);
  await tools.book.noteSuccess(open.id, tools.now());
  // Whatever it tells, and however often: a delivery shows that the processor still sends.
  const told = reading.notices.length + reading.unreadable.length + reading.ignored;
  if (told > 0) await tools.book.noteNews(open.id, tools.now(), told);
  return { accepted: true, body: open.connection.acceptedBody ?? null };
}

/** Commits what was read, each event by itself; one that was put aside before is done with then. */
export async function takeReading(
  tools: NoticeTools,
  open: OpenPush,
  reading: Pick<AcceptedNotices, 'notices' | 'ignored'>,
): Promise<void> {
  for (const notice of reading.notices) {
    if (notice.kind !== 'payment') {
      await lookUpPayments(tools, [open], open.clientId, notice.payment);
    }
    const { taken } = await tools.desk.takeNotice({
      connectionId: open.id,
      clientId: open.clientId,
      notice: cleaned(notAhead(notice, tools.now())),
      reason: redact(reasonOf(notice)).text,
      actFrom: open.actFrom,
    });
    const result = taken ? 'taken' : 'repeated';
    tools.count('notice', { connection: open.id, kind: notice.kind, result });
    await tools.book.settleEvent(open.id, notice.eventId, tools.now());
  }
  for (let ignored = 0; ignored < reading.ignored; ignored += 1) {
    tools.count('notice', { connection: open.id, kind: 'other', result: 'ignored' });
  }
}

/** The event's id is kept so that it can be asked for again; nothing of its body is. */
async function putAside(tools: NoticeTools, open: OpenPush, eventId: string, code: string) {
  await tools.book.setAside(open.id, eventId, tools.now(), code);
  tools.count('notice', { connection: open.id, kind: 'other', result: 'unreadable' });
}

/** What is said to happen far ahead happened by now: it would stand above every event to come. */
function notAhead(notice: Notice, now: Date): Notice {
  return isAhead(notice.occurredAt, now) ? { ...notice, occurredAt: now } : notice;
}

/** A processor's words are its own, and still no place for a card number. */
function cleaned(notice: Notice): Notice {
  const clean = (text: string | null) => (text === null ? null : redact(text).text);
  const raw = {
    event: redact(notice.raw.event).text,
    status: clean(notice.raw.status),
    code: clean(notice.raw.code),
  };
  switch (notice.kind) {
    case 'dispute':
      return {
        ...notice,
        raw,
        reasonCode: clean(notice.reasonCode),
        reason: clean(notice.reason),
        network: clean(notice.network),
      };
    case 'refund':
      return { ...notice, raw, failure: clean(notice.failure) };
    case 'payment':
      return { ...notice, raw };
  }
}

/** One sentence for the card. */
function reasonOf(notice: Notice): string {
  const words = (text: string) => text.replaceAll('_', ' ');
  if (notice.kind === 'dispute') {
    const why = notice.reason ? `: ${words(notice.reason)}` : '';
    return notice.stage === 'alert'
      ? `The issuer warns of fraud on this payment${why}.`
      : `The cardholder’s bank disputes it${why}.`;
  }
  return notice.kind === 'refund' ? 'Paid back at the processor.' : '';
}
