import { type Currency, parseCurrency } from '../reversals/money.js';
import type { RedactedText } from '../reversals/redacted-text.js';
import { type Detection, defaultThresholds, detect, type Thresholds } from './detect.js';
import { type Extract, extract } from './extract.js';
import { type Finding, redactAndBlank } from './redact.js';

export type ReadInput = {
  readonly id?: string | undefined;
  readonly subject?: string | null | undefined;
  readonly text: string;
  /** When it was said: what "yesterday" counts from. */
  readonly receivedAt?: Date | null | undefined;
  /** The client's currency: what a bare dollar sign or number means. */
  readonly currency?: string | null | undefined;
  /** IANA name; UTC where none is given. */
  readonly timezone?: string | null | undefined;
  readonly thresholds?: Thresholds | undefined;
};

/** Everything read from one text. Nothing here carries card data; the raw text is not part of it. */
export type Reading = Extract &
  Detection & {
    readonly id: string | null;
    readonly redacted: { readonly subject: RedactedText | null; readonly text: RedactedText };
    /** What was taken out of subject and text. */
    readonly findings: readonly Finding[];
  };

/** Detects, extracts and redacts one text. Pure and local; throws for nothing that a text can say. */
export function readText(input: ReadInput): Reading {
  const subject = input.subject || null;
  const cleanSubject = subject ? redactAndBlank(subject) : null;
  const cleanText = redactAndBlank(input.text);
  const blankedSubject = cleanSubject?.blanked ?? null;
  const blankedText = cleanText.blanked;
  const found = extract({
    text: blankedSubject ? `${blankedSubject}\n\n${blankedText}` : blankedText,
    receivedAt: input.receivedAt ?? null,
    timezone: input.timezone || 'UTC',
    currency: readCurrency(input.currency),
  });
  const detection = detect(
    {
      subject: blankedSubject,
      text: blankedText,
      language: found.language,
      signs: {
        hasAmount: found.amounts.length > 0,
        hasIdentifier: found.identifiers.length > 0,
        hasChange: found.change !== null,
        codeNetwork: found.reasonCode?.network ?? null,
      },
    },
    input.thresholds ?? defaultThresholds,
  );
  const findings = [...(cleanSubject?.findings ?? []), ...cleanText.findings];
  const card = findings.find((finding) => finding.kind === 'card_number');
  return {
    ...found,
    ...detection,
    id: input.id ?? null,
    cardLast4: found.cardLast4 ?? card?.last4 ?? null,
    redacted: { subject: cleanSubject?.text ?? null, text: cleanText.text },
    findings,
  };
}

function readCurrency(code: string | null | undefined): Currency | null {
  return code ? parseCurrency(code) : null;
}

/**
 * One line of `hub analyze`, ready for JSON: amounts are integers of minor units, and null where
 * none or several could be meant.
 */
export function toAnalyzeLine(reading: Reading) {
  const chosen = reading.chosen.kind === 'one' ? reading.chosen.amount : null;
  return {
    id: reading.id,
    outcome: reading.outcome,
    isReversal: reading.outcome !== 'leave',
    score: reading.score,
    type: reading.type,
    amount: chosen ? Number(chosen.minor) : null,
    currency: chosen?.currency ?? null,
    amounts: reading.amounts.map((each) => ({
      amount: Number(each.minor),
      currency: each.currency,
      text: each.text,
    })),
    identifiers: reading.identifiers.map(({ kind, value }) => ({ kind, value })),
    reasonCode: reading.reasonCode?.code ?? null,
    cardLast4: reading.cardLast4,
    occurredOn: reading.occurredOn,
    customer: reading.customer,
    language: reading.language,
    redacted: reading.redacted,
    reasons: reading.reasons,
  };
}
