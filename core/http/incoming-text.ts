import type { RedactedText } from '../reversals/redacted-text.js';
import { type Refusal, refuse } from '../reversals/refusal.js';
import type { WebDeps } from './web-deps.js';

type Redaction = Pick<WebDeps, 'redact'>;

/** Findings that are card data: what carries them is refused whole, so that nothing of it is kept. */
const cardFindings: ReadonlySet<string> = new Set(['card_number', 'security_code', 'track_data']);

/**
 * A person's free text on its way in, redacted (accounts, secrets); refused when it holds card
 * data. `null` and absent texts stay null.
 */
export function redactedOrRefused(
  text: string | null | undefined,
  { redact }: Redaction,
): RedactedText | null | Refusal {
  const trimmed = text?.trim();
  if (!trimmed) return null;
  const { text: redacted, findings } = redact(trimmed);
  return hasCardFinding(findings) ? refuse('card_number_in_text') : redacted;
}

/** Refuses a request any of whose texts or numbers holds card data: a name, an id, even an amount. */
export function refuseCardData(value: unknown, { redact }: Redaction): Refusal | null {
  return holdsCard(value) ? refuse('card_number_in_text') : null;

  function holdsCard(part: unknown): boolean {
    if (typeof part === 'string') return hasCardFinding(redact(part).findings);
    if (typeof part === 'number') return hasCardFinding(redact(String(part)).findings);
    if (typeof part !== 'object' || part === null) return false;
    return Object.entries(part).some(
      ([key, inner]) =>
        hasCardFinding(redact(key).findings) || (!ownValues.has(key) && holdsCard(inner)),
    );
  }
}

/** Whether a value that must be stored as it is (an identifier) holds an account or a secret. */
export function holdsSensitive(value: string, { redact }: Redaction): boolean {
  return redact(value).findings.length > 0;
}

const hasCardFinding = (findings: readonly { kind: string }[]) =>
  findings.some((finding) => cardFindings.has(finding.kind));

/** Hashes and cursors are checked by their form; digits in them are not a person's. */
const ownValues: ReadonlySet<string> = new Set(['contentHash', 'cursor', 'csrf', 'requestId']);
