import type { Piece } from './answer-text.js';

export type Kind = Piece['kind'];

export const is = (piece: Piece | undefined, ...kinds: readonly Kind[]) =>
  piece !== undefined && kinds.includes(piece.kind);

const yesKinds = ['approve', 'granted', 'order', 'bare'] as const;
export const isYes = (piece: Piece | undefined) => is(piece, ...yesKinds);

/** Pieces between pauses. */
export function clausesOf(pieces: readonly Piece[]): readonly (readonly Piece[])[] {
  const clauses: Piece[][] = [[]];
  for (const piece of pieces) {
    if (piece.kind === 'pause') clauses.push([]);
    else clauses[clauses.length - 1]?.push(piece);
  }
  return clauses.filter((clause) => clause.length > 0);
}

/**
 * Whether an answer is a yes and nothing else: each clause is a yes, a courtesy, an amount or a
 * known reason of this one, and each word stands where it cannot mean more. A word that is not
 * known, or stands elsewhere, makes the answer a question: a tap costs little, a wrong yes money.
 */
export function isWholeYes(pieces: readonly Piece[]): boolean {
  const clauses = clausesOf(pieces);
  const firstYes = clauses.findIndex((clause) => clause.some(isYes));
  // "yes yes yes" is impatience.
  const isPressed =
    pieces.filter(isYes).length > 2 && pieces.every((piece) => is(piece, 'bare', 'pause'));
  if (firstYes < 0 || isPressed) return false;
  const answer: Answer = {
    isPlain: pieces.some((piece) => is(piece, 'approve', 'order', 'granted')),
    mayReason: pieces.some((piece) => is(piece, 'approve', 'order')),
    isPart: pieces.some((piece) => is(piece, 'only', 'part')),
  };
  return clauses.every((clause, index) => {
    if (index < firstYes) return mayLead(clause, answer);
    if (!clause.some(isYes)) {
      return mayFollow(clause, answer) || isNamedFarewell(clauses.slice(0, index), clause);
    }
    const isLast = index > firstYes && index === clauses.length - 1;
    if (answer.isPlain && isLast && isTag(clause)) return false;
    return isYesClause(clause, answer) || (answer.mayReason && isFinding(clause));
  });
}

/** What an answer says as a whole. */
type Answer = {
  /** It says plainly that it is approved; a bare yes may have little beside it. */
  isPlain: boolean;
  /** It says so in words that nothing else is said with. */
  mayReason: boolean;
  /** Only a part of the amount. */
  isPart: boolean;
};

/** "thanks for checking", "confirmed" and "duplicate charge", where a plain yes follows. */
function mayLead(clause: readonly Piece[], { isPlain, mayReason, isPart }: Answer): boolean {
  if (isCourteous(clause, isPlain ? [...courteous, 'weak'] : ['reference'])) return true;
  const tells = isFinding(clause) || isReason(clause, isPart);
  return mayReason && (tells || isOrderedRefund(clause) || isAmountClause(clause));
}

function mayFollow(clause: readonly Piece[], { isPlain, mayReason, isPart }: Answer): boolean {
  if (isOrderedRefund(clause)) return true;
  if (isCourteous(clause, isPlain ? courteous : besideBare)) return true;
  // "yes, duplicate charge"; "yes, it was delivered" may answer something else.
  const isGround = clause.every((piece) => is(piece, 'ground', 'please', 'thanks'));
  if (isGround && (mayReason || !isPlain)) return true;
  const at = clause.findIndex((piece) => is(piece, 'because'));
  if (at > 0 && isAmountClause(clause.slice(0, at))) {
    return mayReason && isReason(clause.slice(at), isPart);
  }
  if (isAmountClause(clause)) return true;
  const tells = isFinding(clause) || isReason(clause, isPart);
  return mayReason && tells && !is(clause[0], 'auxiliary');
}

/**
 * "everything looks good", "this is fine", "I've seen the receipt": beside a plain yes in a clause of
 * its own it tells what the speaker found. It may hold no such yes itself: "the payment is approved".
 */
function isFinding(clause: readonly Piece[]): boolean {
  return (
    !is(clause[0], 'auxiliary', 'because') &&
    clause.some((piece) => is(piece, 'bare', 'granted', 'praise', 'checked', 'calm')) &&
    clause.every((piece) => is(piece, ...reasonKinds, 'bare', 'granted', 'calm', 'side'))
  );
}

/** "Best, Ana". */
const isNamedFarewell = (before: readonly (readonly Piece[])[], clause: readonly Piece[]) =>
  clause.length === 1 && clause.every(isName) && is(before.at(-1)?.at(-1), 'farewell', 'thanks');

/** "approved, yes": where no question mark follows, it asks all the same. */
const isTag = (clause: readonly Piece[]) =>
  clause.length === 1 && is(clause[0], 'bare') && !clause[0]?.text.includes(' ');

const courteous: readonly Kind[] = [
  ...([
    'greeting',
    'address',
    'thanks',
    'farewell',
    'praise',
    'aside',
    'calm',
    'checked',
    'side',
  ] as const),
  ...(['please', 'reference', 'link', 'sign'] as const),
];
/** "ok, thanks": more than this beside a bare yes may be small talk. */
const besideBare: readonly Kind[] = ['thanks', 'please', 'reference', 'side', 'sign'];

function isCourteous(clause: readonly Piece[], kinds: readonly Kind[]): boolean {
  if (is(clause[0], 'thanks') && is(clause[1], 'amountLead')) {
    return kinds.includes('thanks') && clause.slice(2).every((piece) => is(piece, ...thankedFor));
  }
  return clause.every((piece, at) => {
    const before = clause[at - 1];
    const after = clause[at + 1];
    if (piece.kind === 'sign') return piece.isFor === true;
    if (piece.kind === 'address') return is(before, 'greeting', 'thanks', 'praise');
    if (piece.kind === 'link') return is(after, 'thanks', 'aside', 'checked');
    if (isName(piece)) return !after && is(before, 'greeting', 'thanks', 'aside');
    return kinds.includes(piece.kind);
  });
}

/** "thanks for the quick turnaround": whatever it is, it is thanked for, not decided. */
const thankedFor: readonly Kind[] = [
  ...(['unknown', 'noun', 'glue', 'amountLead', 'evidence', 'state', 'cause', 'checked'] as const),
];

/** "thanks Sara": one word with a capital letter that means nothing else. */
const isName = (piece: Piece) =>
  piece.kind === 'unknown' && /^\p{Lu}\p{Ll}{1,15}$/u.test(piece.text);

function isYesClause(clause: readonly Piece[], { isPlain, mayReason, isPart }: Answer): boolean {
  const yesAt = clause.findIndex(isYes);
  const turns = clause.findIndex((_, index) => index > yesAt && startsReason(clause, index));
  const head = turns < 0 ? clause : clause.slice(0, turns);
  const fitsAll = head.every((piece, index) =>
    fitsInYes({
      piece,
      before: head[index - 1],
      after: head[index + 1],
      followsYes: index > yesAt,
      isPlain,
      saysPart: ['only', 'amount'].every((kind) => head.some((piece) => piece.kind === kind)),
      leadsAmount: head.slice(index).some((later) => is(later, 'amount')),
    }),
  );
  return fitsAll && (turns < 0 || (mayReason && isReason(clause.slice(turns), isPart)));
}

/** "because …", or a cause that needs no pause: "approved per policy", "approved duplicate charge". */
function startsReason(clause: readonly Piece[], index: number): boolean {
  const piece = clause[index];
  return (
    is(piece, 'because') ||
    (is(piece, 'ground', 'cause') && is(clause[index - 1], 'approve', 'refund'))
  );
}

/** Where a piece stands, and in what answer. */
type Place = {
  piece: Piece;
  before: Piece | undefined;
  after: Piece | undefined;
  /** A yes stands in front of it, in its clause. */
  followsYes: boolean;
  isPlain: boolean;
  /** An amount stands behind it, in its clause. */
  leadsAmount: boolean;
  /** Its clause says "only" and an amount. */
  saysPart: boolean;
};

function fitsInYes(place: Place): boolean {
  const { piece, before, after, followsYes, isPlain, leadsAmount, saysPart } = place;
  switch (piece.kind) {
    case 'approve':
    case 'granted':
    case 'order':
    case 'bare':
    case 'reference':
      return true;
    // "please ok" may ask somebody else for it.
    case 'please':
      return followsYes || !is(after, 'bare');
    case 'sign':
      return piece.isFor === true;
    case 'weak':
      return isPlain && !followsYes;
    case 'side':
      return isPlain || followsYes || isYes(after);
    case 'thanks':
      return followsYes || isPlain;
    case 'farewell':
      return isPlain && followsYes;
    case 'greeting':
    case 'praise':
    case 'aside':
    case 'calm':
    case 'checked':
      return isPlain && (!followsYes || piece.kind === 'aside' || is(before, 'bare'));
    case 'now':
      return isPlain && followsYes;
    case 'address':
      return isPlain && is(before, 'greeting', 'thanks', 'approve');
    case 'link':
      return after !== undefined && (isYes(after) || is(after, 'refund', 'thanks', 'only'));
    case 'object':
      return followsYes && !is(before, 'approve') ? is(before, ...besideObject) : false;
    case 'refund':
    case 'part':
    case 'whole':
      return followsYes || is(after, 'approve', 'granted', 'amount', 'amountLead');
    case 'only':
      return (
        is(after, 'amount', 'amountLead') || is(before, 'amount') || (leadsAmount && isYes(after))
      );
    case 'amountLead':
      return is(after, 'amount', 'reference', 'whole', 'refund', 'part');
    case 'instead':
      return is(before, 'amount') && (after === undefined || is(after, 'amount', 'whole'));
    case 'but':
      return is(after, 'only', 'amount', 'order') && saysPart;
    case 'per':
      return after?.kind === 'amount' && after.unit !== null;
    case 'amount':
      return before !== undefined || isYes(after);
    default:
      return isName(piece) && isPlain && after === undefined && is(before, 'thanks');
  }
}

const besideObject: readonly Kind[] = ['order', 'bare', 'granted', 'link', 'side', 'refund'];

/** "only 30", "but only for 30 please", "not 49.99", "49.99". */
function isAmountClause(clause: readonly Piece[]): boolean {
  return (
    clause.some((piece) => is(piece, 'amount', 'instead')) &&
    clause.every((piece, index) => {
      const after = clause[index + 1];
      if (piece.kind === 'but') return index === 0 && clause.some((later) => is(later, 'only'));
      if (piece.kind === 'per') return after?.kind === 'amount' && after.unit !== null;
      if (piece.kind === 'instead') return is(after, 'amount', 'whole');
      if (piece.kind === 'amountLead') return is(after, 'amount', 'whole');
      return is(piece, 'amount', 'only', 'please', 'thanks', 'part', 'whole', 'refund');
    })
  );
}

/** "yes, refund" and "yes, full refund"; "yes, the refund" only says what the yes is about. */
function isOrderedRefund(clause: readonly Piece[]): boolean {
  return (
    is(clause[0], 'refund', 'whole', 'please') &&
    clause.some((piece) => is(piece, 'refund', 'whole')) &&
    clause.every((piece) =>
      is(piece, 'refund', 'whole', 'please', 'thanks', 'object', 'only', 'amount', 'amountLead'),
    )
  );
}

const reasonKinds: readonly Kind[] = [
  ...([
    'ground',
    'cause',
    'state',
    'noun',
    'glue',
    'auxiliary',
    'evidence',
    'because',
    'object',
  ] as const),
  ...(['refund', 'amountLead', 'per', 'link', 'checked', 'praise', 'past', 'weak'] as const),
];

export const areReasonWords = (pieces: readonly Piece[]) =>
  pieces.every((piece) => is(piece, ...reasonKinds));

/**
 * Known words that tell a cause, or what became of something: not "returned" or "the bank" alone.
 * Why only a part goes back is a reason too, which beside the whole amount would speak against it.
 */
function isReason(pieces: readonly Piece[], isPart = false): boolean {
  const isAbout = pieces.some((piece) => is(piece, 'noun', 'evidence'));
  const against: readonly Kind[] = isPart ? ['refusal'] : [];
  return (
    pieces.every((piece) => is(piece, ...reasonKinds, ...against)) &&
    pieces.some(
      (piece) =>
        is(piece, 'ground', 'cause', ...against) ||
        (isAbout && is(piece, 'state', 'checked', 'weak')),
    )
  );
}

/** What stands behind a yes as its reason, from its first word on. */
export function reasonIn(pieces: readonly Piece[]): readonly Piece[] {
  const start = pieces.findIndex((piece, index) => {
    if (is(piece, 'because', 'ground', 'cause')) return true;
    const end = pieces.findIndex((later, at) => at > index && later.kind === 'pause');
    const startsClause = index === 0 || is(pieces[index - 1], 'pause');
    return startsClause && isReason(pieces.slice(index, end < 0 ? undefined : end));
  });
  return start < 0 ? [] : pieces.slice(start);
}
