import type { RedactedText } from '../reversals/redacted-text.js';
import { findBanking } from './redact/find-banking.js';
import { findCardNumbers } from './redact/find-card-numbers.js';
import { findSecrets } from './redact/find-secrets.js';
import { type FoldedText, foldText } from './redact/folded-text.js';
import type { SensitiveKind, SensitiveSpan } from './redact/sensitive-span.js';

/** What was taken out: its kind and, for numbers, at most the last four characters. */
export type Finding = { readonly kind: SensitiveKind; readonly last4?: string };

/**
 * Takes card numbers, security codes, track data, PINs, bank accounts and secrets out of a text.
 * The only maker of `RedactedText`; a second pass over its result changes nothing.
 */
export function redact(text: string): { text: RedactedText; findings: Finding[] } {
  return redactFrom(text, findSensitive(text));
}

/**
 * `redact`, and beside it the same text with every sensitive character blanked out, positions kept:
 * what the extractors read, so that nothing they return can carry card data. One look serves both.
 */
export function redactAndBlank(text: string): {
  text: RedactedText;
  findings: Finding[];
  blanked: string;
} {
  const first = findSensitive(text);
  return { ...redactFrom(text, first), blanked: blankSpans(text, first) };
}

function redactFrom(
  text: string,
  first: readonly SensitiveSpan[],
): { text: RedactedText; findings: Finding[] } {
  const findings: Finding[] = [];
  let current = text;
  let spans = first;
  for (let pass = 0; pass < passesMax && spans.length > 0; pass += 1) {
    findings.push(...spans.map(toFinding));
    current = replaceSpans(current, spans, placeholderOf);
    spans = findSensitive(current);
  }
  return { text: current as RedactedText, findings };
}

/** The look taken at every exit: what `redact` would still take out. Empty means clean. */
export function findCardData(text: string): Finding[] {
  return findSensitive(text).map(toFinding);
}

/** Only the blanked text of `redactAndBlank`. */
export function blankSensitive(text: string): string {
  return blankSpans(text, findSensitive(text));
}

const blankSpans = (text: string, spans: readonly SensitiveSpan[]) =>
  replaceSpans(text, spans, (span) => blank.repeat(span.end - span.start));

/** A private-use character: no letter, digit, blank or separator to any reader. */
const blank = '\ue000';

/** A replacement can bring two neighbours together once or twice; more passes have never changed. */
const passesMax = 4;

/** Sensitive ranges in the original text: in order, none overlapping, the wider one winning. */
function findSensitive(text: string): SensitiveSpan[] {
  const asShown = foldText(text);
  const found = findInFolded(asShown);
  const { tags, percents } = asShown.doubtful;
  // A tag may hold an address or an alternative text, and a percent sign may be just that.
  if (tags) found.push(...findInFolded(foldText(text, 'escapes and percents')));
  if (percents) found.push(...findInFolded(foldText(text, 'escapes')));
  return found.length > 1 ? joinOverlaps(found) : found;
}

function findInFolded({ folded, span }: FoldedText): SensitiveSpan[] {
  const found = findSecrets(folded);
  if (/\d/.test(folded)) found.push(...findBanking(folded), ...findCardNumbers(folded));
  return found.map((each) => {
    const [start, end] = span(each.start, each.end);
    return { ...each, start, end };
  });
}

function joinOverlaps(found: readonly SensitiveSpan[]): SensitiveSpan[] {
  const ordered = [...found].sort((a, b) => a.start - b.start || b.end - a.end);
  const joined: SensitiveSpan[] = [];
  for (const span of ordered) {
    const before = joined.at(-1);
    if (!before || span.start >= before.end) {
      joined.push(span);
      continue;
    }
    const chief = rank[span.kind] < rank[before.kind] ? span : before;
    joined[joined.length - 1] = {
      ...chief,
      start: before.start,
      end: Math.max(before.end, span.end),
    };
  }
  return joined;
}

/** Where two findings cover the same characters the more telling one names them. */
const rank: Readonly<Record<SensitiveKind, number>> = {
  track_data: 0,
  card_number: 1,
  iban: 2,
  secret: 3,
  account_number: 4,
  security_code: 5,
  pin: 6,
};

const labels: Readonly<Record<SensitiveKind, string>> = {
  card_number: 'card',
  security_code: 'security code',
  track_data: 'track data',
  pin: 'PIN',
  iban: 'IBAN',
  account_number: 'account',
  secret: 'secret',
};

function placeholderOf(span: SensitiveSpan): string {
  const label = labels[span.kind];
  return span.last4 ? `[${label} •••• ${span.last4}]` : `[${label}]`;
}

function toFinding(span: SensitiveSpan): Finding {
  return span.last4 ? { kind: span.kind, last4: span.last4 } : { kind: span.kind };
}

function replaceSpans(
  text: string,
  spans: readonly SensitiveSpan[],
  replacement: (span: SensitiveSpan) => string,
): string {
  if (spans.length === 0) return text;
  const parts: string[] = [];
  let copied = 0;
  for (const span of spans) {
    parts.push(text.slice(copied, span.start), replacement(span));
    copied = span.end;
  }
  parts.push(text.slice(copied));
  return parts.join('');
}
