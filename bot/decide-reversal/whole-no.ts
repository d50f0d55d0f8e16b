import type { Piece } from './answer-text.js';
import { areReasonWords, clausesOf, is, type Kind } from './whole-yes.js';

const courteous: readonly Kind[] = ['aside', 'greeting', 'thanks', 'pause', 'reference'];

/** Words of a known reason of refusal, beside the reason itself. */
const aroundRefusal: readonly Kind[] = [
  ...(['refusal', 'settled', 'past', 'noun', 'glue', 'auxiliary', 'object', 'refund'] as const),
  ...([
    'whole',
    'cause',
    'ground',
    'state',
    'evidence',
    'because',
    'amountLead',
    'link',
    'pause',
  ] as const),
  ...(['reject', 'refused', 'unable', 'no', 'aside', 'please', 'side'] as const),
];

/** What may stand right behind "rejected" without a pause. */
const behindReject: readonly Kind[] = [
  ...(['pause', 'because', 'please', 'object', 'refund', 'side', 'thanks', 'aside'] as const),
  ...(['reject', 'no', 'refusal', 'settled', 'reference', 'now', 'whole'] as const),
];

/**
 * Whether an answer refuses and nothing else. "rejected" takes any reason behind a pause; "no",
 * "declined" and "can't approve" answer and tell other things too ("no, she is on holiday",
 * "declined by the bank"), so beside them every word is a known reason of refusal.
 */
export function isPlainNo(pieces: readonly Piece[]): boolean {
  if (pieces.some((piece) => is(piece, 'condition', 'but', 'question'))) return false;
  const at = pieces.findIndex((piece) => is(piece, 'reject', 'refused', 'unable', 'no'));
  const plainAt = pieces.findIndex((piece) => is(piece, 'reject'));
  if (!pieces.slice(0, at).every((piece) => courteous.includes(piece.kind))) return false;
  const isPlain =
    plainAt >= 0 &&
    pieces.slice(at, plainAt).every((piece) => is(piece, 'no', 'refused', 'pause', 'please'));
  if (isPlain) {
    const next = pieces[plainAt + 1];
    const leads = is(next, 'amountLead') && is(pieces[plainAt + 2], 'refusal', 'object', 'refund');
    return next === undefined || behindReject.includes(next.kind) || leads;
  }
  const rest = pieces.slice(at);
  const tells = rest.some((piece) => is(piece, 'refusal', 'settled'));
  if (tells) return rest.every((piece) => aroundRefusal.includes(piece.kind));
  return rest.every((piece) => is(piece, 'no', 'refused', 'pause', 'aside', 'please'));
}

/**
 * "need the receipt": asked for by the speaker, and a thing that can be brought; not "they need
 * more time", "we do not need it" or "I need a coffee".
 */
export function isPlainWish(pieces: readonly Piece[]): boolean {
  const at = pieces.findIndex((piece) => is(piece, 'changes', 'lack'));
  const before = pieces.slice(0, at);
  // "the receipt is missing", but not "they need it".
  const isNamed = before.some((piece) => is(piece, 'evidence'));
  const named: readonly Kind[] = isNamed ? ['evidence', 'glue', 'auxiliary'] : [];
  return (
    pieces.some((piece) => is(piece, 'changes', 'evidence')) &&
    before.every((piece) => is(piece, ...courteous, 'please', 'calm', 'amountLead', ...named))
  );
}

/** "contest, goods were delivered": the speaker's own decision first; "the bank accepted it" tells of another's. */
export function isWholeDispute(pieces: readonly Piece[]): boolean {
  const clauses = clausesOf(pieces);
  const at = clauses.findIndex((clause) => clause.some((piece) => is(piece, 'contest', 'accept')));
  // "the bank has the proof, accepted": in front of what may be another's doing nothing is told.
  const isOrder = clauses[at]?.some(
    (piece) => is(piece, 'contest', 'accept') && !/(?:ed|iert)$/i.test(piece.text),
  );
  return clauses.every((clause, index) => {
    const tells = areReasonWords(clause) || clause.every((piece) => is(piece, 'refusal'));
    // "we have proof, contest": in front it must name what is there, or is not.
    const names = clause.some((piece) => is(piece, 'evidence', 'refusal'));
    if (tells && (index > at || (index < at && names && isOrder)))
      return !is(clause[0], 'auxiliary');
    const because = clause.findIndex((piece) => is(piece, 'because'));
    const head = because < 0 ? clause : clause.slice(0, because);
    return (
      head.every((piece) => is(piece, ...besideDispute)) &&
      (because < 0 || (index >= at && areReasonWords(clause.slice(because))))
    );
  });
}

const besideDispute: readonly Kind[] = [
  ...(['contest', 'accept', 'bare', 'please', 'reference', 'thanks', 'greeting', 'aside'] as const),
  ...(['object', 'side', 'link', 'checked', 'praise'] as const),
];
