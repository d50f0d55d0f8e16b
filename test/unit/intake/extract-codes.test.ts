import { describe, expect, test } from 'vitest';
import { findReasonCode } from '../../../core/intake/extract/find-reason-code.js';
import { type CodeNetwork, reasonCodes } from '../../../core/intake/extract/reason-code-table.js';

/** How a processor's notice or a back office names a code of each network. */
const says: Readonly<Record<CodeNetwork, (code: string) => readonly string[]>> = {
  visa: (code) => [`Visa chargeback, reason code ${code}`, `Visa reason code: ${code} (dispute)`],
  mastercard: (code) => [`Mastercard chargeback ${code}`, `reason code ${code}, Mastercard`],
  amex: (code) => [`American Express dispute, reason code ${code}`],
  discover: (code) => [`Discover dispute: reason code ${code}`],
  klarna: (code) => [`Klarna dispute, reason: ${code}`],
  cashapp: (code) => [`Cash App Pay dispute ${code}`],
  ach: (code) => [`ACH return ${code}`, `the debit was returned (${code})`],
  sepa: (code) => [`SEPA direct debit return, reason code ${code}`, `Rückgabegrund: ${code}`],
  bacs: (code) => [`Bacs ARUDD reason code ${code}`],
  faster_payments: (code) => [`Faster Payments rejection, code ${code}`],
  gocardless: (code) => [`GoCardless payment failed: ${code}`],
};

describe('every code of every network is read with its network', () => {
  test.each(Object.keys(reasonCodes) as CodeNetwork[])('%s', (network) => {
    const read = [...reasonCodes[network]].flatMap((code) =>
      says[network](code).map((text) => [text, findReasonCode(fold(text))]),
    );
    const wanted = [...reasonCodes[network]].flatMap((code) =>
      says[network](code).map((text) => [text, { code, network }]),
    );
    expect(read).toEqual(wanted);
  });

  test('there are 194 of cards and 242 of banks in the reference, 436 less those told twice', () => {
    const count = (networks: readonly CodeNetwork[]) =>
      networks.reduce((sum, network) => sum + reasonCodes[network].size, 0);
    expect(count(['visa', 'mastercard', 'amex', 'discover', 'klarna', 'cashapp'])).toBe(194);
    // The eight indemnity codes of Bacs are digits that its reports use as well.
    expect(count(['ach', 'sepa', 'bacs', 'faster_payments', 'gocardless'])).toBe(242 - 8);
  });
});

describe('codes in prose', () => {
  test.each<{ text: string; code: string; network: CodeNetwork }>([
    { text: 'the payment came back as R01', code: 'R01', network: 'ach' },
    { text: 'Our bank rejected the collection with AC04', code: 'AC04', network: 'sepa' },
    { text: 'Rücklastschrift MD01 über 49,99 €', code: 'MD01', network: 'sepa' },
    { text: 'prélèvement rejeté, motif : AM04', code: 'AM04', network: 'sepa' },
    { text: 'recibo devuelto, código de motivo MS02', code: 'MS02', network: 'sepa' },
    { text: 'débito devolvido pelo banco, motivo: AC06', code: 'AC06', network: 'sepa' },
    { text: 'we received a chargeback under 10.4 from Visa', code: '10.4', network: 'visa' },
    { text: '13.1 - Merchandise/Services Not Received', code: '13.1', network: 'visa' },
    { text: 'MC 4853 cardholder dispute', code: '4853', network: 'mastercard' },
    { text: 'Amex C08 goods not received', code: 'C08', network: 'amex' },
    { text: 'Amex inquiry R03', code: 'R03', network: 'amex' },
    { text: 'return R03 no account', code: 'R03', network: 'ach' },
    { text: 'NACHA R29 corporate customer advises not authorized', code: 'R29', network: 'ach' },
  ])('$text', ({ text, code, network }) => {
    expect(findReasonCode(fold(text))).toEqual({ code, network });
  });

  test.each<{ text: string }>([
    { text: 'room 101 was charged twice, refund me' },
    { text: 'I am in room R01 and want a refund' },
    { text: 'version 10.4 of the app charged me twice' },
    { text: 'refund $10.40 or 10.4 USD' },
    { text: 'since iOS 13.1 the payment fails and I dispute it' },
    { text: 'Mastercard ending in 4853, dispute' },
    { text: 'Mastercard •••• 4853' },
    { text: 'order 4853 was returned' },
    { text: 'my verification code 4853 did not arrive for the refund' },
    { text: 'promo code 4999 was rejected' },
    { text: 'postal code 4999, please return it' },
    { text: 'ACH return R99' },
    { text: 'notification of change C05' },
    { text: 'IN THE END I WANT A RETURN, AT LAST. NA' },
    { text: 'the reason is AT least clear' },
    { text: 'return my order' },
    { text: 'reason: LATE' },
    { text: 'I returned 28 of 30 items, what is the reason' },
    { text: 'error code 4837 in the app' },
    { text: 'insufficient_funds' },
    { text: 'I was charged on the 10.4. for nothing, refund' },
    { text: 'the A2 and the M1 motorway, refund' },
  ])('is none: $text', ({ text }) => {
    expect(findReasonCode(fold(text))).toBeNull();
  });
});

function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{Mn}/gu, '');
}
