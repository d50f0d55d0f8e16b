import { isOpenDispute, refreshedByClaim } from './claims.js';
import { askForCard, type DeskTools } from './desk-tools.js';
import type { ClaimOnPayment, LogTransaction } from './ports.js';
import type { Reversal } from './reversal.js';

/**
 * Draws the other cards on a payment anew where a dispute on it has opened or closed. Tells whether one has
 * opened, and what else claims on the payment: nothing where it stands as it stood.
 */
export async function redrawNeighbours(
  tx: LogTransaction,
  before: Reversal,
  after: Reversal,
  tools: DeskTools,
): Promise<{ hasOpened: boolean; claims: readonly ClaimOnPayment[] }> {
  const wasOpen = isOpen(before);
  const isOpenNow = isOpen(after);
  if (!after.payment || wasOpen === isOpenNow) return { hasOpened: false, claims: [] };
  const claims = (await tx.claimsOn(after.payment.id)).filter((one) => one.id !== after.id);
  for (const claim of claims.filter(refreshedByClaim)) {
    await askForCard(tx, { ...claim, clientId: after.clientId }, tools);
  }
  return { hasOpened: isOpenNow, claims };
}

const isOpen = (entry: Reversal) =>
  isOpenDispute({ ...entry, disputeResult: entry.dispute?.result ?? null });
