import { describe, expect, test } from 'vitest';
import {
  findIdentifiers,
  readIdentifierToken,
} from '../../../core/intake/extract/find-identifiers.js';
import { type Extract, extract } from '../../../core/intake/extract.js';
import { parseCurrency } from '../../../core/reversals/money.js';

function read(text: string, currency: string | null = null): Extract {
  return extract({
    text,
    receivedAt: new Date('2026-11-22T03:00:00Z'),
    timezone: 'America/New_York',
    currency: currency ? parseCurrency(currency) : null,
  });
}

function amountsOf(text: string, currency?: string): string[] {
  return read(text, currency ?? null).amounts.map((each) => `${each.minor} ${each.currency}`);
}

describe('amounts in the world’s ways of writing them', () => {
  test.each<{ text: string; given?: string; reads: string[] }>([
    { text: '49.99 USD', reads: ['4999 USD'] },
    { text: '$49.99', reads: ['4999 USD'] },
    { text: '$49.99', given: 'CAD', reads: ['4999 CAD'] },
    { text: '$49.99', given: 'EUR', reads: ['4999 USD'] },
    { text: '$49.99 CAD', reads: ['4999 CAD'] },
    { text: 'NZD $100.70', reads: ['10070 NZD'] },
    { text: 'US $1.23', reads: ['123 USD'] },
    { text: 'USD 49', reads: ['4900 USD'] },
    { text: '1.234,56 €', reads: ['123456 EUR'] },
    { text: '₹1,23,456.78', reads: ['12345678 INR'] },
    { text: "CHF 1'234.50", reads: ['123450 CHF'] },
    { text: 'CHF 1’234.50', reads: ['123450 CHF'] },
    { text: 'R$ 10,00', reads: ['1000 BRL'] },
    { text: '12 500 EUR', reads: ['1250000 EUR'] },
    { text: '12\u202f500,50\u00a0€', reads: ['1250050 EUR'] },
    { text: '4,999 JPY', reads: ['4999 JPY'] },
    { text: '12.345 KWD and 1 KWD', reads: ['1000 KWD'] },
    { text: '0.750 KWD', reads: ['750 KWD'] },
    { text: '1,234.567 BHD', reads: ['1234567 BHD'] },
    { text: '50,- Kč', reads: ['5000 CZK'] },
    { text: '£25 and £30', reads: ['2500 GBP', '3000 GBP'] },
    { text: '$5k', reads: ['500000 USD'] },
    { text: '$ 75.5 million', reads: ['7550000000 USD'] },
    { text: '15 dollars and 15 cents', reads: ['1515 USD'] },
    { text: '34 pence', reads: ['34 GBP'] },
    { text: '¥500', reads: ['50000 null'] },
    { text: '499 kr', given: 'SEK', reads: ['49900 null'] },
    { text: 'please refund 49.99', given: 'EUR', reads: ['4999 EUR'] },
  ])('$text ($given) is $reads', ({ text, given, reads }) => {
    expect(amountsOf(text, given)).toEqual(reads);
  });

  test.each<{ why: string; text: string }>([
    { why: 'an order number', text: 'order 8841' },
    { why: 'two readings', text: '1.234 KWD' },
    { why: 'more places than the currency has', text: '29.1583 USD' },
    { why: 'decimals of a currency without', text: '49.50 JPY' },
    { why: 'marks in disorder', text: '1.23,456.7 EUR' },
    { why: 'a percentage', text: 'refund 20% of it' },
    { why: 'a date', text: 'charged on 22.11.2026' },
    { why: 'an ISO date', text: 'charged on 2026-11-22' },
    { why: 'a time', text: 'charged at 12:30' },
    { why: 'feet', text: 'charged for 16 ft' },
    { why: 'an id', text: 'refund of A4999' },
    { why: 'a unit that is none', text: '500 ZZZ' },
    { why: 'a won race', text: 'won 500' },
    { why: 'shouting', text: 'REFUND 50 ALL OF IT' },
    { why: 'metal', text: '5 XAU' },
    { why: 'a version', text: 'paid with app 2.31.04' },
    { why: 'a count', text: 'charged 2 times' },
    { why: 'a phone number', text: 'call +1 415 555 2671' },
    { why: 'too large to keep', text: '$99999999999999999.00' },
  ])('$why is no amount: $text', ({ text }) => {
    expect(amountsOf(text)).toEqual([]);
  });
});

describe('the amount', () => {
  test.each<{
    text: string;
    given?: string;
    minor: bigint;
    currency: string | null;
    certain: boolean;
  }>([
    { text: 'return 49.99 USD', minor: 4999n, currency: 'USD', certain: true },
    { text: 'twice $5, that is $5 and $5', minor: 500n, currency: 'USD', certain: true },
    {
      text: 'My order of $150 had a $20 lamp, please refund $20',
      minor: 2000n,
      currency: 'USD',
      certain: true,
    },
    { text: 'refund 49.99', given: 'USD', minor: 4999n, currency: 'USD', certain: false },
    { text: 'refund ¥500', minor: 50000n, currency: null, certain: false },
    { text: 'charged 120 instead of 12 USD', minor: 10800n, currency: 'USD', certain: true },
    { text: 'it should have been $12, not $120', minor: 10800n, currency: 'USD', certain: true },
    { text: 'me cobraron 120 € en lugar de 12 €', minor: 10800n, currency: 'EUR', certain: true },
    { text: 'cobraram R$ 120 em vez de R$ 12', minor: 10800n, currency: 'BRL', certain: true },
    { text: 'débité de 120 € au lieu de 12 €', minor: 10800n, currency: 'EUR', certain: true },
    { text: 'es wurden 120 € statt 12 € abgebucht', minor: 10800n, currency: 'EUR', certain: true },
    {
      text: 'you charged me 120 instead of 12',
      given: 'USD',
      minor: 10800n,
      currency: 'USD',
      certain: false,
    },
    { text: 'charged $12 instead of $120', minor: 10800n, currency: 'USD', certain: true },
  ])('$text', ({ text, given, minor, currency, certain }) => {
    expect(read(text, given).chosen).toEqual({ kind: 'one', amount: { minor, currency }, certain });
  });

  test.each<{ text: string; kind: 'ambiguous' | 'none' }>([
    { text: 'I paid $100 and $30, what happened', kind: 'ambiguous' },
    { text: '49.99 USD 59.99 USD', kind: 'ambiguous' },
    { text: 'size 42 instead of 44', kind: 'none' },
    { text: 'order 8841 instead of 8842', kind: 'none' },
    { text: 'charged 3 times instead of 2 times', kind: 'none' },
    { text: 'I was charged $0.00', kind: 'none' },
    { text: 'hello', kind: 'none' },
  ])('$text is $kind', ({ text, kind }) => {
    expect(read(text).chosen.kind).toBe(kind);
    expect(read(text).change).toBeNull();
  });

  test('before is what was charged, after what should have been, also for an undercharge', () => {
    expect(read('charged $12 instead of $120').change).toMatchObject({
      before: { minor: 1200n },
      after: { minor: 12000n },
    });
    expect(read('should have been $12 but was $120').change).toMatchObject({
      before: { minor: 12000n },
      after: { minor: 1200n },
    });
  });

  test('sums in two currencies are not before and after', () => {
    expect(read('charged $120 instead of 12 €').change).toBeNull();
  });
});

describe('identifiers', () => {
  test.each<{ text: string; kind: string; value: string }>([
    {
      text: 'ch_1PgafuB7WZ01zgkWXYmPNZs8',
      kind: 'stripe_payment',
      value: 'ch_1PgafuB7WZ01zgkWXYmPNZs8',
    },
    {
      text: 're_1Pgc72B7WZ01zgkWqPvrRrPE',
      kind: 'stripe_refund',
      value: 're_1Pgc72B7WZ01zgkWqPvrRrPE',
    },
    {
      text: 'dp_1Pgc71B7WZ01zgkWMevJiAUx',
      kind: 'stripe_dispute',
      value: 'dp_1Pgc71B7WZ01zgkWMevJiAUx',
    },
    { text: 'PP-D-27803', kind: 'paypal_dispute', value: 'PP-D-27803' },
    {
      text: 'PayPal transaction 9R43552341412482K',
      kind: 'paypal_payment',
      value: '9R43552341412482K',
    },
    { text: 'Adyen refund psp 993617894906488A', kind: 'adyen_refund', value: '993617894906488A' },
    { text: '74537604221222132710572', kind: 'arn', value: '74537604221222132710572' },
    { text: 'RRN 402317896541', kind: 'rrn', value: '402317896541' },
    { text: 'STAN: 123456', kind: 'stan', value: '123456' },
    { text: 'ACH trace 121042880000001', kind: 'ach_trace', value: '121042880000001' },
    { text: 'EndToEndId: INV-2026-00042', kind: 'end_to_end_id', value: 'INV-2026-00042' },
    {
      text: 'UETR eb6305c9-1f7f-49de-aed0-16487c27b42d',
      kind: 'uetr',
      value: 'eb6305c9-1f7f-49de-aed0-16487c27b42d',
    },
    { text: 'order 8841', kind: 'order_number', value: '8841' },
    { text: 'order #8841', kind: 'order_number', value: '8841' },
    { text: 'order no. 8841', kind: 'order_number', value: '8841' },
    {
      text: 'Order number: 112-1234567-1234567',
      kind: 'order_number',
      value: '112-1234567-1234567',
    },
    { text: 'pedido n.º 8841', kind: 'order_number', value: '8841' },
    { text: 'pedido nº 8841', kind: 'order_number', value: '8841' },
    { text: 'commande n° 8841', kind: 'order_number', value: '8841' },
    { text: 'Bestellung Nr. 8841', kind: 'order_number', value: '8841' },
    { text: 'Bestellnummer 8841', kind: 'order_number', value: '8841' },
  ])('$text is $kind', ({ text, kind, value }) => {
    expect(findIdentifiersOf(text)).toEqual([{ kind, value }]);
  });

  test.each<{ why: string; text: string }>([
    { why: 'too short', text: 'pi_123 and ch_123' },
    { why: 'a client secret', text: 'pi_1PgafyB7WZ01zgkW_secret_1' },
    { why: 'a vehicle number', text: 'car 1HGCM82633A004352' },
    { why: '16 characters without a name', text: 'QFQTPCQ8HXSKGK82' },
    { why: '12 digits without a label', text: '402317896541' },
    { why: 'six digits without a label', text: '123456' },
    { why: '22 digits', text: '7453760422122213271057' },
    { why: 'a sum', text: 'an order of 150 USD, order 150.00, order 150 USD' },
    { why: 'a share', text: 'in order 100% sure' },
    { why: 'ordering', text: 'I ordered 3000 of them 2026-11-22' },
    { why: 'a date', text: 'order 2026/11/22' },
    { why: 'a uuid', text: 'eb6305c9-1f7f-49de-aed0-16487c27b42d' },
    { why: 'end to end without an id', text: 'an end-to-end test' },
  ])('$why is none: $text', ({ text }) => {
    expect(findIdentifiersOf(text)).toEqual([]);
  });

  test.each<{ token: string; kind: string | null }>([
    { token: 'ch_3PqL8841', kind: 'stripe_payment' },
    { token: 're_3PqL8841', kind: 'stripe_refund' },
    { token: '#8841', kind: 'order_number' },
    { token: 'order:A-8841', kind: 'order_number' },
    { token: 'gid://shopify/Order/5504210411', kind: 'shopify_order' },
    { token: '4111111111111111', kind: null },
    { token: '#4111111111111111', kind: null },
    { token: '8841', kind: null },
    { token: 'refund', kind: null },
    { token: 'ch_', kind: null },
    { token: '', kind: null },
  ])('typed in a command, $token is $kind', ({ token, kind }) => {
    expect(readIdentifierToken(token)?.kind ?? null).toBe(kind);
  });

  function findIdentifiersOf(text: string) {
    expect(findIdentifiers(text)).toBeInstanceOf(Array);
    return read(text).identifiers;
  }
});

describe('codes, last four, dates and people', () => {
  test.each<{ text: string; code: string | null }>([
    { text: 'reason code 10.4', code: '10.4' },
    { text: 'Visa 13.1 dispute', code: '13.1' },
    { text: 'Mastercard chargeback 4853', code: '4853' },
    { text: 'ACH return R01', code: 'R01' },
    { text: 'SEPA direct debit rejected AC04', code: 'AC04' },
    { text: 'return reason: LEGL', code: 'LEGL' },
    { text: 'American Express C08', code: 'C08' },
    { text: 'I paid 10.4 USD', code: null },
    { text: 'room R01', code: null },
    { text: 'ACH return R99', code: null },
    { text: 'order 4853', code: null },
    { text: 'version 10.4 of the app', code: null },
    { text: 'reason: LATE', code: null },
  ])('$text names the code $code', ({ text, code }) => {
    expect(read(text).reasonCode?.code ?? null).toBe(code);
  });

  test.each<{ text: string; last4: string | null }>([
    { text: 'card ending in 4242', last4: '4242' },
    { text: 'Visa •••• 4242', last4: '4242' },
    { text: 'xxxx-xxxx-xxxx-4242', last4: '4242' },
    { text: 'tarjeta terminada en 4242', last4: '4242' },
    { text: 'carte se terminant par 4242', last4: '4242' },
    { text: 'Karte endet auf 4242', last4: '4242' },
    { text: 'account ending in 4242', last4: null },
    { text: 'ending in 2026-11-22', last4: null },
    { text: 'charged on xxxx 2018', last4: null },
    { text: 'my card xxxx 2018', last4: '2018' },
    { text: 'ending in 42421', last4: null },
    { text: 'order 4242', last4: null },
  ])('$text has last four $last4', ({ text, last4 }) => {
    expect(read(text).cardLast4).toBe(last4);
  });

  test.each<{ text: string; day: string | null }>([
    { text: 'charged on 2026-11-05', day: '2026-11-05' },
    { text: 'charged on 5 November 2026', day: '2026-11-05' },
    { text: 'November 5th, 2026', day: '2026-11-05' },
    { text: 'am 5. November 2026', day: '2026-11-05' },
    { text: 'el 5 de noviembre de 2026', day: '2026-11-05' },
    // The message came at 22:00 on the 21st in New York.
    { text: 'charged yesterday', day: '2026-11-20' },
    { text: 'cobrado hace 3 días', day: '2026-11-18' },
    { text: 'vor 2 Tagen', day: '2026-11-19' },
    { text: 'ask me on 2026-12-24; I was charged today', day: '2026-11-21' },
    { text: 'on 03/04/2026', day: null },
    { text: 'on 2026-13-01', day: null },
    { text: 'on 31 February 2026', day: null },
    { text: 'on 2027-01-01', day: null },
    { text: 'some day', day: null },
  ])('$text happened on $day', ({ text, day }) => {
    expect(read(text).occurredOn).toBe(day);
  });

  test('a zone nobody knows gives no day to "yesterday"', () => {
    const input = {
      text: 'yesterday',
      receivedAt: new Date(0),
      timezone: 'Mars/Base',
      currency: null,
    };
    expect(extract(input).occurredOn).toBeNull();
  });

  test.each<{ text: string; customer: object }>([
    { text: 'write to jane@example.com', customer: { email: 'jane@example.com' } },
    { text: 'from noreply@shop.example and support@shop.example', customer: {} },
    { text: 'call +49 170 1234567', customer: { phone: '+491701234567' } },
    { text: 'phone: (415) 555-2671', customer: { phone: '+14155552671' } },
    { text: 'number 4155552671', customer: {} },
    { text: 'My name is Jane Doe and', customer: { name: 'Jane Doe' } },
    { text: 'Ich heiße Jörg Müller.', customer: { name: 'Jörg Müller' } },
    { text: 'money back\n\nRegards,\nJane Doe\n', customer: { name: 'Jane Doe' } },
    { text: 'my name is not on it', customer: {} },
    { text: 'a@b', customer: {} },
  ])('$text names $customer', ({ text, customer }) => {
    expect(read(text).customer).toEqual(customer);
  });

  test.each<{ text: string; language: string }>([
    { text: 'I was charged twice for my order', language: 'en' },
    { text: 'Me cobraron dos veces el pedido', language: 'es' },
    { text: 'Fui cobrado duas vezes, quero meu dinheiro', language: 'pt' },
    { text: 'Vous avez débité mon compte deux fois', language: 'fr' },
    { text: 'Sie haben mein Konto zweimal belastet', language: 'de' },
    { text: 'Jag har blivit debiterad dubbelt för min beställning', language: 'other' },
    { text: '二重に請求されました、返金してください', language: 'other' },
    { text: '', language: 'en' },
  ])('$text is $language', ({ text, language }) => {
    expect(read(text).language).toBe(language);
  });

  test.each<{ text: string; kind: string }>([
    { text: '49.99 USD or 59.99 USD duplicate charge', kind: 'ambiguous' },
    { text: 'refund 49,99 EUR oder 59,99 EUR', kind: 'ambiguous' },
    { text: 'devuelvan 10 USD o 20 USD', kind: 'ambiguous' },
    { text: 'refund 49.99 USD or 49.99 USD, whichever', kind: 'one' },
    { text: 'please refund 49.99 USD or cancel the order', kind: 'one' },
  ])('$text names $kind', ({ text, kind }) => {
    expect(read(text).chosen.kind).toBe(kind);
  });

  test.each<{ token: string; value: string | null }>([
    { token: 'ch_3PqL…', value: 'ch_3PqL…' },
    { token: 'ch_3PqL...', value: 'ch_3PqL…' },
    { token: 'ch_…', value: null },
    { token: '4111111111111111…', value: null },
  ])('the word $token is an id cut short or none', ({ token, value }) => {
    expect(readIdentifierToken(token)?.value ?? null).toBe(value);
  });
});
