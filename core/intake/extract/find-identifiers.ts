import type { Identifier } from '../../reversals/reversal.js';
import { isCardNumber } from '../redact/card-brands.js';
import { type IdentifierShape, identifierShapes, typedIdentifiers } from './identifier-table.js';

/** How near a word must stand to name a shape, and how near a label must stand to what it labels. */
const nearBefore = 60;
const nearAfter = 40;
const labelReach = 30;

/** An identifier, and where its value begins in the folded text. */
export type PlacedIdentifier = Identifier & { readonly at: number };

/** Identifiers in a folded, blanked text, in the order they stand there, as often as they do. */
export function findPlacedIdentifiers(folded: string): PlacedIdentifier[] {
  const found: PlacedIdentifier[] = [];
  for (const shape of identifierShapes) {
    if (!shape.trigger.test(folded)) continue;
    for (const match of folded.matchAll(shape.pattern)) {
      const value = match[1] ?? match[0];
      const at = match.index + match[0].lastIndexOf(value);
      const around = folded.slice(Math.max(0, at - nearBefore), at + value.length + nearAfter);
      if (!isNamed(shape, folded, at, value.length)) continue;
      const kind = typeof shape.kind === 'string' ? shape.kind : shape.kind(around);
      found.push({ at, kind, value });
    }
  }
  return found.sort((a, b) => a.at - b.at);
}

/** Identifiers in a folded, blanked text, in the order they stand there, each once. */
export function findIdentifiers(folded: string): Identifier[] {
  return eachOnce(findPlacedIdentifiers(folded));
}

/** Each once, without its place. */
export function eachOnce(found: readonly PlacedIdentifier[]): Identifier[] {
  const seen = new Set<string>();
  const identifiers: Identifier[] = [];
  for (const { kind, value } of found) {
    if (seen.has(`${kind} ${value}`)) continue;
    seen.add(`${kind} ${value}`);
    identifiers.push({ kind, value });
  }
  return identifiers;
}

function isNamed(shape: IdentifierShape, folded: string, at: number, length: number): boolean {
  if (shape.need === 'bare' || !shape.words) return true;
  if (shape.need === 'labelled') {
    const label = folded.slice(Math.max(0, at - labelReach), at);
    // Nothing else that could be a value may stand between the label and this one.
    const words = shape.words.exec(label);
    return words !== null && !/\d{4}|[.!?\n]/.test(label.slice(words.index + words[0].length));
  }
  return (
    shape.words.test(folded.slice(Math.max(0, at - nearBefore), at)) ||
    shape.words.test(folded.slice(at + length, at + length + nearAfter))
  );
}

/**
 * One word of a command as an identifier: every bare shape, and shortened processor ids and
 * `#8841`. An id cut short with `…` keeps it: storage matches its beginning. Null for anything else, card numbers included.
 */
export function readIdentifierToken(token: string): Identifier | null {
  const trimmed = token.trim();
  const cut = /^([A-Za-z]{2,5}_[A-Za-z0-9]{4,32})(?:…|\.{3})$/.exec(trimmed)?.[1];
  if (cut !== undefined) {
    const known = readIdentifierToken(cut);
    return known && { ...known, value: `${known.value}…` };
  }
  for (const shape of identifierShapes) {
    if (shape.need !== 'bare' || typeof shape.kind !== 'string') continue;
    const match = [...trimmed.matchAll(shape.pattern)][0];
    if (match && match[0] === trimmed) return { kind: shape.kind, value: match[1] ?? match[0] };
  }
  for (const [pattern, kind] of typedIdentifiers) {
    if (!pattern.test(trimmed)) continue;
    const value = trimmed.replace(/^(?:#|order[:#]?)/i, '');
    return isCardNumber(value.replace(/-/g, '')) ? null : { kind, value };
  }
  return null;
}
