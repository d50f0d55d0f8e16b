import type { Currency } from '../reversals/money.js';
import type { Customer, Identifier } from '../reversals/reversal.js';
import { chooseAmount, type MoneyReading } from './extract/choose-amount.js';
import { countryOf } from './extract/country-of.js';
import { findAmounts } from './extract/find-amounts.js';
import { findCustomer } from './extract/find-customer.js';
import { findDate } from './extract/find-date.js';
import { eachOnce, findPlacedIdentifiers } from './extract/find-identifiers.js';
import { findLastFour } from './extract/find-last-four.js';
import { findPayments, type NamedPayment } from './extract/find-payments.js';
import { findReasonCode, type ReasonCode } from './extract/find-reason-code.js';
import { guessLanguage, type Language } from './extract/guess-language.js';
import { foldText } from './redact/folded-text.js';

export type ExtractInput = {
  /** Subject and text in one, already blanked by `blankSensitive`: nothing here looks for card data. */
  readonly text: string;
  readonly receivedAt: Date | null;
  readonly timezone: string;
  /** The client's currency: what a bare dollar sign or a bare number means. */
  readonly currency: Currency | null;
};

export type Extract = MoneyReading & {
  readonly identifiers: readonly Identifier[];
  /** Of a text that names several payments, each with its amount; else empty. */
  readonly payments: readonly NamedPayment[];
  readonly reasonCode: ReasonCode | null;
  readonly cardLast4: string | null;
  /** `YYYY-MM-DD` in the given zone. */
  readonly occurredOn: string | null;
  readonly customer: Customer;
  readonly language: Language;
};

/** Reads amounts, identifiers, codes, dates and the customer. What cannot be told is left out. */
export function extract(input: ExtractInput): Extract {
  const text = foldText(input.text);
  const { folded } = text;
  const language = guessLanguage(folded);
  const amounts = findAmounts(text, input.text, { own: input.currency, language });
  const money = chooseAmount(folded, amounts);
  const identifiers = findPlacedIdentifiers(folded);
  return {
    ...money,
    identifiers: eachOnce(identifiers),
    // Before and after of one amount are no two payments.
    payments: money.change ? [] : findPayments(identifiers, amounts),
    reasonCode: findReasonCode(folded),
    cardLast4: findLastFour(folded),
    occurredOn: findDate(folded, {
      receivedAt: input.receivedAt,
      timezone: input.timezone,
      language,
    }),
    customer: findCustomer(folded, input.text, countryOf(input.timezone, input.currency)),
    language,
  };
}
