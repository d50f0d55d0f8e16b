import { refreshedByClaim } from './claims.js';
import { askForCard, askForThreadLine } from './desk-tools.js';
import type { Notice, PaymentNotice } from './notice.js';
import type { NoticeContext } from './notice-context.js';
import { parseReference } from './reversal.js';

/**
 * What an event says of the captured amount. A capture whose failure was told before it adds nothing;
 * it may so be reckoned too low where events came in disorder, never too high: a request beyond what is
 * left is held, one on money that never came would be paid.
 */
export async function capturedOf(
  { tx, connectionId }: NoticeContext,
  notice: Notice,
): Promise<Pick<PaymentNotice, 'captured' | 'isPart'> | null> {
  if (notice.kind !== 'payment') return null;
  const { failedBy } = notice;
  if (failedBy && (await tx.wasNoticed(connectionId, failedBy))) return null;
  return notice;
}

/** Entries on the payment that wait or were approved are told that the money did not come. */
export async function tellCaptureFailed(
  { tx, tools }: NoticeContext,
  notice: PaymentNotice,
  paymentId: string,
): Promise<void> {
  for (const claim of await tx.claimsOn(paymentId)) {
    const number = refreshedByClaim(claim) ? parseReference(claim.reference) : null;
    const reversal = number === null ? null : await tx.lock(number);
    if (!reversal) continue;
    const { minor, currency } = notice.captured;
    await tx.addHistory(reversal.id, {
      at: tools.now(),
      actor: { kind: 'hub' },
      surface: 'hub',
      action: 'capture_failed',
      facts: { amountMinor: minor.toString(), currency, eventId: notice.eventId },
      values: {},
    });
    await askForCard(tx, reversal, tools);
    const line = { action: 'capture_failed', amountMinor: minor.toString(), currency };
    await askForThreadLine(tx, reversal, line, tools);
  }
}
