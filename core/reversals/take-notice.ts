import { attachUnmatched } from './attach-payment.js';
import type { DeskTools } from './desk-tools.js';
import type { Notice } from './notice.js';
import type { NoticeContext } from './notice-context.js';
import type { RedactedText } from './redacted-text.js';
import type { Reversal } from './reversal.js';
import { capturedOf, tellCaptureFailed } from './take-capture.js';
import { takeDispute } from './take-dispute.js';
import { takeRefund } from './take-refund.js';

/** One verified event of a processor, with all that goes with it redacted. */
export type NoticeRequest = {
  connectionId: string;
  clientId: string;
  notice: Notice;
  /** What the entry's reason says, in one sentence. */
  reason: RedactedText | null;
  /** What was opened before this is only logged, unless its deadline lies ahead. */
  actFrom: Date;
};

/** Null reversal: the event is about a payment only. `taken` false: it was told before. */
export type NoticeResult = { taken: boolean; reversal: Reversal | null };

/**
 * Takes one event: the payment it names, then the dispute or refund it tells of, in one
 * transaction. The same event again changes nothing, and the order in which events come does not
 * change where they lead.
 */
export async function takeNotice(tools: DeskTools, request: NoticeRequest): Promise<NoticeResult> {
  const { connectionId, notice, reason, actFrom } = request;
  return tools.store.transaction(async (tx) => {
    const client = await tx.client(request.clientId);
    if (!client) throw new Error('a connection names a client that is not in the database');
    if (!(await tx.takeNotice(connectionId, notice, tools.now()))) {
      return { taken: false, reversal: null };
    }
    const context: NoticeContext = { tools, tx, client, connectionId, reason, actFrom };
    if (notice.payment.length > 0) {
      const isPayment = notice.kind === 'payment';
      const returnedBefore = isPayment ? (notice.returned?.minor ?? null) : null;
      const isTakenBack = isPayment && notice.isTakenBack === true;
      const told = await capturedOf(context, notice);
      const paymentId = await tx.recordPayment({
        clientId: client.id,
        processor: notice.processor,
        identifiers: notice.payment,
        captured: told?.captured ?? null,
        isPart: told?.isPart ?? false,
        isTakenBack,
        returnedBefore,
      });
      await attachUnmatched(context, notice.payment);
      if (isTakenBack && paymentId) await tellCaptureFailed(context, notice, paymentId);
    }
    switch (notice.kind) {
      case 'payment':
        return { taken: true, reversal: null };
      case 'dispute':
        return { taken: true, reversal: await takeDispute(context, notice) };
      case 'refund':
        return { taken: true, reversal: await takeRefund(context, notice) };
    }
  });
}
