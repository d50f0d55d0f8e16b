import { parseReference, referenceOf } from '../../core/index.js';
import type { Measure, QuestionFilter } from './question.js';
import type { QuestionReader } from './question-reader.js';

/** A reference alone is shown; with "who", "why" or "when" its history is asked for. */
export function readReference(reader: QuestionReader, filter: QuestionFilter): Measure | null {
  const match = reader.take(/(?<![\p{L}\d])rv[-\s#]?0*\d{1,9}(?![\p{L}\d])/iu);
  const number = match ? parseReference(match[0].replace('#', '-')) : null;
  if (number === null) return null;
  filter.reference = referenceOf(number);
  const isHistory = reader.has(
    /\b(?:who|why|when|history|timeline|audit|trail|steps|happened|happen|changed|changes|log\s+of|approved\s+by|how\s+was)\b/i,
  );
  // Deadline and assignee stand on the entry itself.
  const isShown =
    reader.has(/\bwhen\s+is\b|\bdue\b|\bassigne(?:e|d)\b/i) && !reader.has(/\bwhy\b/i);
  return isHistory && !isShown ? 'history' : 'show';
}

const identifierShapes: readonly RegExp[] = [
  /(?<![\w])((?:ch|pi|re|py|pyr|dp|du|in|txn|evt|issfr|cs|sub|cus)_\w{4,64})\b/,
  /\border\s*(?:id|no\.?|number|#|nr\.?)?\s*(?:is\s+)?[:#]?\s*(#?[A-Za-z]{0,4}[-]?\d[\w-]{1,40})\b/i,
  /\b(?:arn|rrn|stan|uetr|psp\s+reference|transaction(?:\s+(?:id|number|reference))?|trace(?:\s+number)?|payment\s+(?:id|reference)|identifier|end[\s-]to[\s-]end\s+id)\s*(?:is\s+)?[:#]?\s*((?=[\w-]*\d)[\w-]{4,64})\b/i,
  /\b(?:card\s+)?(?:ending|ends)(?:\s+(?:in|with|on))?\s+(\d{4})\b/i,
  /\blast\s+(?:four|4)(?:\s+digits)?\s*(?:is\s+|of\s+)?(\d{4})\b/i,
  /\bcard\s+(?:[•*x.]{2,}\s*)?(\d{4})\b/i,
  /(?<![\w@.-])(#\d{3,20})\b/,
  /\b([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\b/i,
  /\b((?=\w*\d)(?=\w*[A-Z])[A-Z0-9]{10,32})\b/,
  /(?<![\d.,$€£+-])\b(\d{11,23})\b/,
];

/** Reason codes, then payment, order and card identifiers. */
export function readIdentifiers(reader: QuestionReader, filter: QuestionFilter): void {
  const code = reader.takeIf(
    /\b(?:with\s+)?(?:reason\s+(?=\d)|(?:reason|return|dispute|chargeback|error)?[\s_-]*codes?)\s*(?:is\s+|of\s+|=\s*)?[:#]?\s*([A-Z]{0,3}\d{1,4}(?:\.\d{1,2})?)(?![\w.])/i,
    (match) => match[1]?.toUpperCase() ?? null,
  );
  const found =
    code ??
    reader.take(
      /(?<![\w-])([RC]\d{2}|AC0\d|ac0\d|am0\d|md0\d|ms0\d|r\d{2}(?=\s+returns?\b)|AM0\d|MD0\d|MS0\d|48\d{2}|1[0-3]\.\d)(?![\w.])/,
    )?.[1];
  if (found) {
    filter.reasonCode = found.toUpperCase();
  }
  for (const shape of identifierShapes) {
    const identifier = reader.take(shape)?.[1];
    if (!identifier) continue;
    filter.identifier = identifier.replace(/^#/, '');
    return;
  }
}
