import type { Desk } from '../reversals/desk.js';
import type { Notice } from '../reversals/notice.js';
import type { ReversalStore } from '../reversals/ports.js';
import type { IncomingWebhook, PushConnection, WebhookRefusal } from './connector-contract.js';
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
  book: Pick<SourceBook, 'noteHint' | 'claim' | 'quarantine' | 'noteSuccess'>;
  now: () => Date;
  leaseMs: number;
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
  tools: NoticeTools,
  open: OpenPush,
  request: IncomingWebhook,
): Promise<NoticesTaken> {
  const reading = await open.connection.readNotice(request);
  if (!reading.accepted) return reading;
  for (const notice of reading.notices) {
    if (notice.kind !== 'payment') {
      await lookUpPayments(tools, [open], open.clientId, notice.payment);
    }
    const { taken } = await tools.desk.takeNotice({
      connectionId: open.id,
      clientId: open.clientId,
      notice: cleaned(notice),
      reason: redact(reasonOf(notice)).text,
      actFrom: open.actFrom,
    });
    const result = taken ? 'taken' : 'repeated';
    tools.count('notice', { connection: open.id, kind: notice.kind, result });
  }
  for (const { eventId, code } of reading.unreadable) await putAside(tools, open, eventId, code);
  for (let ignored = 0; ignored < reading.ignored; ignored += 1) {
    tools.count('notice', { connection: open.id, kind: 'other', result: 'ignored' });
  }
  await tools.book.noteSuccess(open.id, tools.now());
  return { accepted: true, body: open.connection.acceptedBody ?? null };
}

/** The event's id is kept so that it can be asked for again; nothing of its body is. */
async function putAside(tools: NoticeTools, open: OpenPush, eventId: string, code: string) {
  const now = tools.now();
  const itemId = await tools.book.noteHint(open.id, eventId, now);
  await tools.book.claim(itemId, now, new Date(now.getTime() + tools.leaseMs));
  await tools.book.quarantine(itemId, now, code);
  tools.count('notice', { connection: open.id, kind: 'other', result: 'unreadable' });
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
