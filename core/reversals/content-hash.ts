import { createHash } from 'node:crypto';
import type { Money } from './money.js';
import type { DisputeStage, Reversal, ReversalType } from './reversal.js';

/** What a decision is bound to (domain-rules.md, Who decides: Bound to the decision). */
export type BoundContent = {
  type: ReversalType;
  amount: Money | null;
  paymentId: string | null;
  /** A chargeback's stage; null for every other type. */
  stage: DisputeStage | null;
  /** The evidence that the policy required when it came; further evidence binds nothing. */
  evidenceId?: string | null | undefined;
};

/** SHA-256 in hex over the bound content in a fixed order. A note or a message changes nothing. */
export function contentHashOf(content: BoundContent): string {
  const parts = [
    'reversal-content-1',
    content.type,
    content.amount ? content.amount.minor.toString() : '',
    content.amount?.currency ?? '',
    content.paymentId ?? '',
    content.type === 'chargeback' ? (content.stage ?? '') : '',
    ...(content.evidenceId ? [content.evidenceId] : []),
  ];
  return createHash('sha256').update(parts.join('\n')).digest('hex');
}

/** The bound content as plain history facts, from which a later difference is told. */
export function boundFacts(content: BoundContent): Record<string, string | null> {
  return {
    contentHash: contentHashOf(content),
    type: content.type,
    amountMinor: content.amount ? content.amount.minor.toString() : null,
    currency: content.amount?.currency ?? null,
    paymentId: content.paymentId,
    stage: content.type === 'chargeback' ? content.stage : null,
    ...(content.evidenceId ? { evidenceId: content.evidenceId } : {}),
  };
}

/** What a decision on this reversal is bound to now. */
export function boundOf(reversal: Reversal): BoundContent {
  return {
    type: reversal.type,
    amount: reversal.amount,
    paymentId: reversal.payment?.id ?? null,
    stage: reversal.dispute?.stage ?? null,
    evidenceId: reversal.evidence?.boundId ?? null,
  };
}

/** The hash of what a reversal holds now, computed anew and not read from its row. */
export function currentHashOf(reversal: Reversal): string {
  return contentHashOf(boundOf(reversal));
}
