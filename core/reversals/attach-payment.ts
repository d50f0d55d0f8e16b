import { boundOf, contentHashOf } from './content-hash.js';
import { askForCard, type DeskTools } from './desk-tools.js';
import type { ClientFacts, LogTransaction } from './ports.js';
import type { Identifier } from './reversal.js';

/**
 * Undecided entries that named this payment before it was known are put on it. What they are
 * decided on has changed, so votes given so far are asked again.
 */
export async function attachUnmatched(
  { tools, tx, client }: { tools: DeskTools; tx: LogTransaction; client: ClientFacts },
  identifiers: readonly Identifier[],
): Promise<void> {
  for (const number of await tx.unmatchedNaming(client.id, identifiers)) {
    const reversal = await tx.lock(number);
    if (!reversal || reversal.payment) continue;
    const [payment, ...others] = await tx.lockPayments(client.id, reversal.identifiers);
    if (!payment || others.length > 0) continue;
    const contentHash = contentHashOf({ ...boundOf(reversal), paymentId: payment.id });
    const after = await tx.update(reversal.id, {
      paymentId: payment.id,
      contentHash,
      ...(reversal.approvals.length > 0 ? { round: reversal.round + 1 } : {}),
    });
    await tx.addHistory(reversal.id, {
      at: tools.now(),
      actor: { kind: 'hub' },
      surface: 'hub',
      action: 'payment_matched',
      facts: {
        contentHash,
        round: after.round,
        type: after.type,
        amountMinor: after.amount ? after.amount.minor.toString() : null,
        currency: after.amount?.currency ?? null,
        paymentId: payment.id,
        stage: null,
      },
      values: {},
    });
    if (after.status !== 'needs_review') await askForCard(tx, after, tools);
  }
}
