import type { Money, ReversalType } from '../../core/index.js';
import { parseReference } from '../../core/index.js';
import { type StatedAmount, stateAmount } from './answer-amount.js';
import { answerLimit, type Piece, prepareAnswer } from './answer-text.js';

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
  const said = readPieces(answer.pieces, card);
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
  // "ok 2" may count things; with a unit, decimals, "only" or a plain "approved" it is money.
  const isMoney = amount.kind === 'lower' && (amount.isPlain || said.approves || said.only);
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

/** Sorts out what the pieces say together. */
function readPieces(pieces: readonly Piece[], card: AnsweredCard) {
  const content = pieces.filter((piece) => piece.kind !== 'pause');
  const has = (...kinds: Piece['kind'][]) => content.some((piece) => kinds.includes(piece.kind));
  const references = pieces.filter((piece) => piece.kind === 'reference');
  const namesAnother = references.some(
    (piece) => parseReference(piece.reference) !== parseReference(card.reference),
  );
  const signs = content.filter((piece) => piece.kind === 'sign');
  const approves = has('approve', 'order');
  const positiveSign = signs.some((sign) => sign.isFor === true);
  const negativeSign = signs.some((sign) => sign.isFor === false);
  const words = content.filter((piece) => piece.kind !== 'sign');
  const signsOnly = words.length === 0 && signs.length > 0;
  const bare = has('bare') || (signsOnly && positiveSign);
  const rejects = has('reject') || has('no') || (signsOnly && negativeSign);
  const first = content.find((piece) => piece.kind !== 'filler' && piece.kind !== 'reference');
  const isOrderToOthers = has('please') && has('order') && !has('approve', 'bare');
  const startsAsQuestion = content[0]?.kind === 'question';
  const afterYes = pieces.slice(pieces.findIndex((piece) => isYes(piece)) + 1);
  const amount = statedBeside(pieces, card.amount);
  return {
    isAny: approves || bare || rejects || has('changes', 'contest', 'accept'),
    approves,
    bare,
    rejects,
    rejectsPlainly: has('reject'),
    changes: has('changes'),
    contests: has('contest'),
    accepts: has('accept'),
    only: has('only'),
    putsOff: has('later', 'noise'),
    signsOnly,
    unknown: content.filter((piece) => piece.kind === 'unknown').length,
    amount,
    startsWithDecision: first !== undefined && isDecision(first),
    asksForInformation: startsAsQuestion && !has('approve', 'order', 'reject', 'changes'),
    hasDoubt:
      has('question_mark', 'mention', 'question') ||
      namesAnother ||
      isOrderToOthers ||
      signs.some((sign) => sign.isFor === null) ||
      (approves && negativeSign) ||
      (rejects && positiveSign) ||
      isBareSpanishIf(pieces) ||
      amount.kind === 'unclear',
    isWholeYes: isWholeYes(pieces),
    isWholeDispute: isWholeDispute(pieces),
    isPlainWish: isPlainWish(pieces),
    isPlainNo: isPlainNo(pieces),
    reason: reasonAfter(afterYes),
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

const isYes = (piece: Piece) =>
  piece.kind === 'approve' || piece.kind === 'order' || piece.kind === 'bare';

const isDecision = (piece: Piece) =>
  isYes(piece) || ['reject', 'no', 'changes', 'contest', 'accept', 'please'].includes(piece.kind);

/** Spanish "si" without its accent is "if" as soon as words follow it without a pause. */
function isBareSpanishIf(pieces: readonly Piece[]): boolean {
  return pieces.some((piece, index) => {
    const next = pieces[index + 1];
    return piece.text.toLowerCase() === 'si' && next !== undefined && next.kind !== 'pause';
  });
}

/** Every piece is a yes, says nothing, or is the reason or amount of one. */
function isWholeYes(pieces: readonly Piece[]): boolean {
  let state: 'head' | 'reason' = 'head';
  let plain = false;
  for (const [index, piece] of pieces.entries()) {
    if (piece.kind === 'approve' || piece.kind === 'order') plain = true;
    const paused = pieces[index - 1]?.kind === 'pause' || piece.kind === 'because';
    if (state === 'head' && plain && paused && isReason(piece)) {
      if (isTurned(pieces.slice(index))) return false;
      state = 'reason';
    }
    const isKnown =
      state === 'head'
        ? isHead(piece, pieces[index + 1], pieces[index - 1])
        : isReason(piece) || isYes(piece) || piece.kind === 'pause' || piece.kind === 'filler';
    if (!isKnown) return false;
  }
  // "process" may be a noun: beside a yes it is none.
  return pieces.some((piece) => isYes(piece) && !/^process$/i.test(piece.text));
}

/** Behind a pause these begin a question or an order, where no question mark follows. */
const turning = /^(?:is|are|was|were|has|have|had|show|hat|haben|ist|war)\b/i;
/** Alone behind a yes these tell what became of the payment: "authorised, captured". */
const fates = /^(?:cancell?ed|captured?|paid|transaction|returned|refused)\b/i;

function isTurned(reasons: readonly Piece[]): boolean {
  const first = reasons.find((piece) => piece.kind !== 'filler')?.text ?? '';
  return turning.test(first) || fates.test(first);
}

/** "contest, goods were delivered": a decision of the speaker's own first; "the bank accepted it" tells of another's. */
function isWholeDispute(pieces: readonly Piece[]): boolean {
  let isDecided = false;
  let mayReason = false;
  for (const piece of pieces) {
    if (piece.kind === 'contest' || piece.kind === 'accept') isDecided = true;
    else if (piece.kind === 'pause' || piece.kind === 'because') mayReason = isDecided;
    else if (piece.kind === 'reason' && !mayReason) return false;
  }
  return isWhole(pieces, ['contest', 'accept', 'filler', 'bare', 'reason', 'because']);
}

/** Whoever needs, lacks or says something there is not the speaker, or it is denied or only supposed. */
const othersWish =
  /\b(?:not|dont|don['’]t|doesn['’]t|didn['’]t|never|if|they|he|she|customers?|client|parcel|package|item|said|says|it)\b/i;

/** "need the receipt": asked for by the speaker; not "they need more time" or "I need to leave". */
function isPlainWish(pieces: readonly Piece[]): boolean {
  const at = pieces.findIndex((piece) => piece.kind === 'changes');
  const before = pieces.slice(0, at).map((piece) => piece.text);
  if (othersWish.test(before.join(' '))) return false;
  const next = pieces[at + 1]?.text ?? '';
  return !/\bneed$/i.test(pieces[at]?.text ?? '') || !/^(?:to|not)$/i.test(next);
}

function isHead(piece: Piece, next: Piece | undefined, previous: Piece | undefined): boolean {
  if (piece.kind === 'only') return next?.kind === 'amount' || previous?.kind === 'amount';
  if (piece.kind === 'instead') return next?.kind === 'amount' && previous?.kind === 'amount';
  // "mas so 30" and "but only 30" are joined phrases; a lone "but" before an amount is one too.
  if (piece.kind === 'condition') return next?.kind === 'only';
  if (piece.kind === 'amount') return previous !== undefined;
  if (piece.kind === 'sign') return piece.isFor === true;
  return isYes(piece) || ['filler', 'please', 'reference', 'pause'].includes(piece.kind);
}

const isReason = (piece: Piece) =>
  piece.kind === 'reason' || piece.kind === 'because' || piece.kind === 'filler';

function isWhole(pieces: readonly Piece[], kinds: readonly Piece['kind'][]): boolean {
  return pieces.every(
    (piece) =>
      kinds.includes(piece.kind) ||
      piece.kind === 'pause' ||
      piece.kind === 'please' ||
      piece.kind === 'reference',
  );
}

/** "no" alone, or with a pause or a reason behind it; "no customer found" is not a decision. */
function isPlainNo(pieces: readonly Piece[]): boolean {
  if (pieces.some((piece) => piece.kind === 'condition')) return false;
  const at = pieces.findIndex((piece) => piece.kind === 'no' || piece.kind === 'reject');
  const found = pieces[at];
  if (!found) return false;
  const next = pieces[at + 1];
  // "Declined by the bank" and "refused delivery" tell of somebody else's refusal.
  if (found.kind === 'reject') return !/^(?:by|in|delivery)\b/i.test(next?.text ?? '');
  if (!next) return true;
  return (
    next.kind === 'pause' ||
    next.kind === 'filler' ||
    next.kind === 'please' ||
    next.kind === 'reject' ||
    /^(already|ya|ja|deja|schon|bereits)$/i.test(next.text)
  );
}

function reasonAfter(pieces: readonly Piece[]): string | null {
  const start = pieces.findIndex((piece) => piece.kind === 'because' || piece.kind === 'reason');
  if (start < 0) return null;
  const text = pieces
    .slice(start)
    .map((piece) => piece.text)
    .join(' ')
    .replace(/\s+([.,;:!])/g, '$1')
    .trim();
  return text === '' ? null : text;
}

/** The words behind a refusal: its reason. */
function textAfter(pieces: readonly Piece[]): string | null {
  let at = -1;
  for (const [index, piece] of pieces.entries()) {
    if (piece.kind === 'reject' || piece.kind === 'no') at = index;
    else if (at >= 0 && piece.kind !== 'pause') break;
  }
  const rest = pieces
    .slice(at + 1)
    .map((piece) => piece.text)
    .join(' ')
    .replace(/\s+([.,;:!])/g, '$1')
    .replace(/^[\s.,;:!?–—-]+/, '')
    .trim();
  return rest === '' ? null : rest;
}
