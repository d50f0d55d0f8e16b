import type { Money, ReversalType } from '../../core/index.js';
import { parseReference } from '../../core/index.js';
import { type StatedAmount, stateAmount } from './answer-amount.js';
import { answerLimit, type Piece, prepareAnswer } from './answer-text.js';
import { isPlainNo, isPlainWish, isWholeDispute } from './whole-no.js';
import { isWholeYes, isYes, reasonIn } from './whole-yes.js';

export type AnsweredCard = { reference: string; type: ReversalType; amount: Money | null };
export type AnswerDecision = 'approve' | 'reject' | 'request_changes' | 'accept' | 'contest';

/** What a thread answer says. `confirm`: ask with one button; `none`: an ordinary message. */
export type UnderstoodAnswer = {
  decision: AnswerDecision | 'confirm' | 'none';
  /** With `confirm`: what to ask for; absent where the type offers a choice instead. */
  candidate?: AnswerDecision | undefined;
  /** Minor units in the card's currency; only where another amount than the card's was stated. */
  amount: bigint | null;
  reason: string | null;
  /** A bare yes or no counts only where nobody else spoke in between. */
  isBare: boolean;
};

const none: UnderstoodAnswer = { decision: 'none', amount: null, reason: null, isBare: false };

/**
 * Reads one thread answer beside its card (outside.md, `understand answer`). Supposes that the
 * speaker may decide and nobody spoke in between. A yes is certain only when every word of the
 * answer is known and none of them takes it back: unknown words make it a question, never a yes.
 */
export function understandAnswer(text: string, card: AnsweredCard): UnderstoodAnswer {
  const isDispute = card.type === 'chargeback';
  const answer = prepareAnswer(text, isDispute);
  const said = readPieces(withOrders(answer.pieces), card);
  if (!said.isAny) return none;
  const isLetter = answer.own.length > answerLimit;
  if (isLetter && !said.startsWithDecision) return none;
  if (said.asksForInformation) return none;
  const careful = isLetter || answer.hadForeignText || said.hasDoubt;
  return isDispute
    ? ofDispute(said, answer.own, careful)
    : ofRequest(said, answer.own, card.type, careful);
}

function ofRequest(
  said: Said,
  own: string,
  type: ReversalType,
  careful: boolean,
): UnderstoodAnswer {
  const offersChoice = type === 'bank_reversal' || type === 'system_error';
  if (said.changes && !said.approves && !said.rejects) {
    const isCertain = !careful && !said.bare && !offersChoice && said.isPlainWish;
    return isCertain ? certain('request_changes', own) : asking('request_changes', null, own);
  }
  if (said.rejects && !said.approves && !said.bare) return ofRejection(said, own, type, careful);
  if (said.changes) return asking(said.rejects ? 'reject' : 'request_changes', null, own);
  if (said.rejects) return asking('reject', null, null);
  if (!said.approves && said.bare && (said.putsOff || said.unknown > unknownBesideBare))
    return none;
  if (offersChoice) return asking(undefined, null, null);
  if (said.signsOnly || careful || !said.isWholeYes) return asking('approve', said.amount, null);
  return ofApproval(said);
}

/** Beside a bare "ok", more unknown words than this make an ordinary message, not a question. */
const unknownBesideBare = 3;

function ofApproval(said: Said): UnderstoodAnswer {
  const { amount } = said;
  const isBare = !said.approves;
  const reason = said.reason;
  if (amount.kind === 'none' || amount.kind === 'same') {
    return { decision: 'approve', amount: null, reason, isBare };
  }
  // "ok 2" and "approved for 2" may count things; with a unit, decimals or "only" it is money.
  const isMoney =
    amount.kind === 'lower' &&
    (amount.isPlain || said.only || (!amount.mayCount && (said.approves || said.leadsToAmount)));
  if (amount.kind === 'lower' && isMoney) {
    return { decision: 'approve', amount: amount.minor, reason, isBare };
  }
  return asking('approve', amount, reason);
}

function ofRejection(
  said: Said,
  own: string,
  type: ReversalType,
  careful: boolean,
): UnderstoodAnswer {
  if (type === 'bank_reversal') return asking(undefined, null, null);
  const reason = said.afterDecision;
  if (careful || said.putsOff || !said.startsWithDecision || !said.isPlainNo) {
    return said.putsOff && !said.rejectsPlainly ? none : asking('reject', null, reason ?? own);
  }
  return { decision: 'reject', amount: null, reason, isBare: !said.rejectsPlainly };
}

/** Bare yes, approve and thumbs are never certain here: both ways are offered. */
function ofDispute(said: Said, own: string, careful: boolean): UnderstoodAnswer {
  if (said.contests && said.accepts) return asking(undefined, null, null);
  const decision = said.contests ? 'contest' : said.accepts ? 'accept' : null;
  if (decision) {
    const isCertain = !careful && !said.rejects && !said.putsOff && said.isWholeDispute;
    return isCertain
      ? { decision, amount: null, reason: said.reason, isBare: false }
      : asking(decision, null, null);
  }
  if (said.changes && !said.approves) {
    return careful || said.bare || said.rejects || !said.isPlainWish
      ? asking('request_changes', null, own)
      : certain('request_changes', own);
  }
  if (said.bare && (said.putsOff || said.unknown > unknownBesideBare)) return none;
  return asking(undefined, null, null);
}

const certain = (decision: AnswerDecision, reason: string): UnderstoodAnswer => ({
  decision,
  amount: null,
  reason,
  isBare: false,
});

function asking(
  candidate: AnswerDecision | undefined,
  amount: StatedAmount | null,
  reason: string | null,
): UnderstoodAnswer {
  const stated = amount?.kind === 'lower' || amount?.kind === 'higher' ? amount.minor : null;
  return { decision: 'confirm', candidate, amount: stated, reason, isBare: false };
}

type Said = ReturnType<typeof readPieces>;

/** "refund 20" and "please refund" are orders, where "refund" alone is a word. */
function withOrders(pieces: readonly Piece[]): readonly Piece[] {
  return pieces.map((piece, index) => {
    if (piece.kind !== 'refund' && piece.text.toLowerCase() !== 'process') return piece;
    const before = pieces[index - 1];
    const startsClause =
      !before || ['pause', 'link', 'but', 'please', 'greeting'].includes(before.kind);
    const next = pieces.slice(index + 1);
    const amountAt = next.findIndex(({ kind }) => !['only', 'amountLead', 'whole'].includes(kind));
    const isAsked = before?.kind === 'please' || next[0]?.kind === 'please';
    const isOrder = startsClause && (next[amountAt]?.kind === 'amount' || isAsked);
    return isOrder ? { kind: 'order', text: piece.text } : piece;
  });
}

/** Sorts out what the pieces say together. */
function readPieces(pieces: readonly Piece[], card: AnsweredCard) {
  const content = pieces.filter((piece) => piece.kind !== 'pause');
  const has = (...kinds: Piece['kind'][]) => content.some((piece) => kinds.includes(piece.kind));
  const references = pieces.filter((piece) => piece.kind === 'reference');
  const namesAnother = references.some(
    (piece) => parseReference(piece.reference) !== parseReference(card.reference),
  );
  const signs = content.filter((piece) => piece.kind === 'sign');
  const approves = has('approve', 'granted', 'order');
  const positiveSign = signs.some((sign) => sign.isFor === true);
  const negativeSign = signs.some((sign) => sign.isFor === false);
  const words = content.filter((piece) => piece.kind !== 'sign');
  const signsOnly = words.length === 0 && signs.length > 0;
  const bare = has('bare', 'weak') || (signsOnly && positiveSign);
  const rejects = has('reject', 'refused', 'unable', 'no') || (signsOnly && negativeSign);
  const first = content.find((piece) => !lead.includes(piece.kind));
  const isOrderToOthers = has('please') && has('order') && !has('approve', 'bare');
  const startsAsQuestion = content[0]?.kind === 'question';
  const amount = statedBeside(pieces, card.amount);
  return {
    isAny:
      approves ||
      bare ||
      rejects ||
      has('changes', 'lack', 'contest', 'accept') ||
      (has('only') && amount.kind === 'lower'),
    approves,
    bare,
    rejects,
    rejectsPlainly: has('reject', 'refused', 'unable'),
    changes: has('changes', 'lack'),
    contests: has('contest'),
    accepts: has('accept'),
    only: has('only'),
    leadsToAmount: has('amountLead'),
    putsOff: has('later', 'noise', 'calm'),
    signsOnly,
    unknown: content.filter((piece) => piece.kind === 'unknown').length,
    amount,
    startsWithDecision: first !== undefined && decisions.includes(first.kind),
    asksForInformation:
      startsAsQuestion && !has('approve', 'order', 'weak', 'reject', 'changes', 'lack'),
    hasDoubt:
      has('question_mark', 'mention', 'question') ||
      namesAnother ||
      isOrderToOthers ||
      signs.some((sign) => sign.isFor === null) ||
      (approves && negativeSign) ||
      (rejects && positiveSign) ||
      isBareSpanishIf(pieces) ||
      amount.kind === 'unclear' ||
      (amount.kind === 'lower' && !has('instead') && has('whole')) ||
      (amount.kind !== 'lower' && has('part')),
    isWholeYes: isWholeYes(pieces),
    isWholeDispute: isWholeDispute(pieces),
    isPlainWish: isPlainWish(pieces),
    isPlainNo: isPlainNo(pieces),
    reason: textOf(reasonIn(pieces.slice(pieces.findIndex(isYes) + 1))),
    afterDecision: textAfter(pieces),
  };
}

/** "30 instead of 49.99": the card's own amount behind "instead of" only says what 30 replaces. */
function statedBeside(pieces: readonly Piece[], own: Money | null): StatedAmount {
  const at = pieces.findIndex((piece) => piece.kind === 'instead');
  const amounts = pieces.filter((piece) => piece.kind === 'amount');
  const behind = pieces[at + 1];
  if (at < 0 || amounts.length !== 2 || behind?.kind !== 'amount') return stateAmount(amounts, own);
  const isOwn = stateAmount([behind], own).kind === 'same';
  return isOwn ? stateAmount(amounts.slice(0, 1), own) : { kind: 'unclear' };
}

/** Courtesies, and words that only say what is meant: what stands behind them begins the answer. */
const lead: readonly Piece['kind'][] = [
  ...(['greeting', 'address', 'thanks', 'aside', 'praise', 'side', 'link', 'object'] as const),
  ...(['pause', 'reference', 'because', 'only'] as const),
];

const decisions: readonly Piece['kind'][] = [
  ...([
    'approve',
    'granted',
    'order',
    'bare',
    'weak',
    'reject',
    'refused',
    'unable',
    'no',
  ] as const),
  ...(['changes', 'lack', 'contest', 'accept', 'please'] as const),
];

/** Spanish "si" without its accent is "if" as soon as words follow it without a pause. */
function isBareSpanishIf(pieces: readonly Piece[]): boolean {
  return pieces.some((piece, index) => {
    const next = pieces[index + 1];
    return piece.text.toLowerCase() === 'si' && next !== undefined && next.kind !== 'pause';
  });
}

/** The words behind a refusal: its reason. */
function textAfter(pieces: readonly Piece[]): string | null {
  let at = -1;
  for (const [index, piece] of pieces.entries()) {
    if (['reject', 'refused', 'unable', 'no'].includes(piece.kind)) at = index;
    else if (at >= 0 && piece.kind !== 'pause') break;
  }
  return textOf(pieces.slice(at + 1));
}

function textOf(pieces: readonly Piece[]): string | null {
  const text = pieces
    .map((piece) => piece.text)
    .join(' ')
    .replace(/\s+([.,;:!])/g, '$1')
    .replace(/^[\s.,;:!?–—-]+/, '')
    .trim();
  return text === '' ? null : text;
}
