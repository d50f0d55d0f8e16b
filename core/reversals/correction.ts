import type { Money } from './money.js';
import type { RedactedText } from './redacted-text.js';
import type { Reversal, ReversalType, Surface } from './reversal.js';
import type { Action } from './transitions.js';

export const correctionCauses = [
  'not_a_reversal',
  'type',
  'amount',
  'confirmed',
  'logged_by_hand',
] as const;
/** What a person said against, or in place of, the reading of an entry. */
export type CorrectionCause = (typeof correctionCauses)[number];

/** A person's word on how an entry should have been read; what it is now stands on the entry. */
export type Correction = {
  cause: CorrectionCause;
  before: { outcome: 'log' | 'review' | null; type: ReversalType | null; amount: Money | null };
  personId: string;
  at: Date;
};

type Read = Pick<Reversal, 'status' | 'type' | 'amount' | 'sources'>;

/** Null where the step says nothing about the reading: an approval, a note, a duplicate cancelled. */
export function causeOfStep(
  reversal: Read,
  action: Action,
  reason: RedactedText | null,
): CorrectionCause | null {
  if (reversal.status === 'needs_review' && action === 'confirm') return 'confirmed';
  if (action !== 'cancel') return null;
  return saysNoReversal(reversal, reason) ? 'not_a_reversal' : null;
}

/** A changed type outweighs a changed amount; an amount that was missing is no correction. */
export function causeOfEdit(before: Read, after: Read): CorrectionCause | null {
  if (before.type !== after.type) return 'type';
  const [was, is] = [before.amount, after.amount];
  const isOther = was?.minor !== is?.minor || was?.currency !== is?.currency;
  return was !== null && isOther ? 'amount' : null;
}

/**
 * In chat a person logs what no source brought: it should have been found. An API writes whatever its
 * program sends, and what follows from another entry is no news.
 */
export function causeOfLog(
  surface: Surface,
  { corrects }: { corrects: string | null },
): CorrectionCause | null {
  const isTyped = surface === 'chat_command' || surface === 'chat_button';
  return isTyped && corrects === null ? 'logged_by_hand' : null;
}

/** What the reading had said: an entry no source brought was not read. */
export function readBefore({ status, type, amount, sources }: Read): Correction['before'] {
  if (sources.length === 0) return { outcome: null, type: null, amount: null };
  return { outcome: status === 'needs_review' ? 'review' : 'log', type, amount };
}

const plainly =
  /\b(?:not|isn['’]?t|no|never) (?:really )?(?:a |an |any )?(?:reversals?|refund requests?)\b|\bno es (?:una )?reversi[oó]n|\bn[aã]o [eé] (?:um )?estorno|\bkeine r(?:ü|ue)ckbuchung|\bpas (?:un |une )?(?:annulation|remboursement)/i;
/** Reasons to close an entry that was read rightly. */
const otherwise =
  /\b(?:twice|double|duplicate[ds]?|already|again|same as|joined|merged|with[dt]r[ae]wn?|changed (?:his|her|their|its) mind|resolved|settled|paid|refunded|test(?:ing|ed)?|wrong (?:client|account|payment)|RV-?\d+)\b/i;

/**
 * "Not a reversal" in those words from any status; from needs_review also without a reason, which
 * is what the button says there, and with any reason that does not tell another story.
 */
function saysNoReversal({ status }: Read, reason: RedactedText | null): boolean {
  const words = reason?.trim() ?? '';
  if (plainly.test(words)) return true;
  return status === 'needs_review' && !otherwise.test(words);
}
