import type {
  Currency,
  Customer,
  Identifier,
  Money,
  RedactedText,
  ReversalType,
} from '../core/index.js';

/** What was found in a person's text. Nothing here carries a card number. */
export type ChatReading = {
  /** Every amount, in minor units; `currency` null where the sign is ambiguous. */
  amounts: readonly { minor: bigint; currency: Currency | null; text: string }[];
  amount:
    | { kind: 'one'; money: Money }
    | { kind: 'ambiguous' }
    | { kind: 'none' }
    | { kind: 'unknown_currency'; code: string };
  /** "120 instead of 12": charged and right amount. */
  before: Money | null;
  after: Money | null;
  identifiers: readonly Identifier[];
  reasonCode: string | null;
  cardLast4: string | null;
  customer: Customer | null;
  type: ReversalType | null;
  redacted: RedactedText;
  findings: readonly Finding[];
};

/** Something secret that redaction took out; `kind` as core/intake names it, `card_number` and others. */
export type Finding = { kind: string; last4?: string | undefined };

/** Reads free text; core/intake fills it in, through main.ts. */
export type Reading = {
  read(
    text: string,
    context: { currency: string; timezone: string; receivedAt: Date },
  ): ChatReading;
  /** One typed word as an identifier, less strictly than in free text; null when it is none. */
  identifierToken(token: string): Identifier | null;
  redact(text: string): { text: RedactedText; findings: readonly Finding[] };
};

/** Card data: the text is refused as a whole, and echoed nowhere. */
export function hasCardData(findings: readonly Finding[]): boolean {
  return findings.some((finding) =>
    ['card_number', 'security_code', 'track_data', 'pin'].includes(finding.kind),
  );
}
