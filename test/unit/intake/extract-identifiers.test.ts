import { describe, expect, test } from 'vitest';
import { findIdentifiers } from '../../../core/intake/extract/find-identifiers.js';

/** Rows of the project's reference (identifiers.json, 22 November 2026): its examples and counter-examples. */
const rows: readonly {
  kind: string;
  says: string;
  is: readonly string[];
  isNot?: readonly string[];
}[] = [
  {
    kind: 'stripe_payment',
    says: '%',
    is: ['pi_1PgafyB7WZ01zgkWSjxsAJo3', 'ch_1PgafuB7WZ01zgkWXYmPNZs8', 'py_QXhWZR8SdWquhf'],
    isNot: ['pi_123', 'ch_123', 'py_123', 'pi_1PgafyB7WZ01zgkW_secret_x'],
  },
  {
    kind: 'stripe_refund',
    says: '%',
    is: ['re_1Pgc72B7WZ01zgkWqPvrRrPE', 'pyr_1PgaxNB7WZ01zgkWEV3TLf40'],
    isNot: ['re_123', 'pyr_123'],
  },
  {
    kind: 'stripe_dispute',
    says: '%',
    is: [
      'dp_1Pgc71B7WZ01zgkWMevJiAUx',
      'du_1MtJUT2eZvKYlo2CNaw2HvEv',
      'idp_1Pgc77B7WZ01zgkWutW1sr3D',
    ],
    isNot: ['dp_123', 'du_123', 'idp_123'],
  },
  {
    kind: 'adyen_payment',
    says: 'Adyen pspReference %',
    is: ['993617894906488A', 'QFQTPCQ8HXSKGK82', '8516091485743033', '8535762347980628'],
    isNot: ['TSTPSPR0001', 'qfqtpcq8hxskgk82'],
  },
  { kind: 'adyen_refund', says: 'refund in Adyen, psp reference %', is: ['993617894906488A'] },
  { kind: 'adyen_dispute', says: 'Adyen chargeback % was received', is: ['QFQTPCQ8HXSKGK82'] },
  {
    kind: 'paypal_payment',
    says: 'PayPal transaction id %',
    is: [
      '9R43552341412482K',
      '62U664727W5914806',
      '1TX27389GX108740X',
      '38L91123G19597918',
      '521683708W7313256',
    ],
    isNot: ['9r43552341412482k', '1HGCM82633A00435'],
  },
  {
    kind: 'paypal_dispute',
    says: '%',
    is: ['PP-D-4012', 'PP-D-27803', 'PP-R-12345-10001', 'PP-004-815-667-339'],
  },
  {
    kind: 'square_refund',
    says: '%',
    is: [
      'bP9mAsEMYPUGjjGNaNO5ZDVyLhSZY_69MmgHubkLqx9wGhnmenRUHOaKitE6llfZuxcWYjGxd',
      'HVdG62HeMlti8YYf94oxrN_dR8Nztxg7umf94oxrN12Ji5r2KW14FAY',
    ],
  },
  {
    kind: 'square_payment',
    says: 'Square payment %',
    is: ['R2B3Z8WMVt3EAmzYWLZvz7Y69EbZY', '5O5OvgkcNUhl7JBuINflcjKqUzXZY'],
  },
  {
    kind: 'square_dispute',
    says: 'Square dispute %',
    is: ['bVTprrwk0gygTLZ96VX1oB', 'ORSEVtZAJxb37RA1EiGw', 'XDgyFu7yo1E2S5lQGGpYn'],
    isNot: ['internationalizations'],
  },
  { kind: 'braintree_payment', says: 'Braintree transaction %', is: ['92d6pj4t', 'k3n4zxy1'] },
  { kind: 'braintree_dispute', says: 'Braintree dispute %', is: ['4ymf2j8nw3k5cvqp'] },
  {
    kind: 'authorize_net_payment',
    says: 'Authorize.net transaction %',
    is: ['508141795', '2227534280', '60213451987'],
  },
  { kind: 'shopify_order', says: '%', is: ['gid://shopify/Order/5504210411'] },
  { kind: 'shopify_refund', says: '%', is: ['gid://shopify/Refund/929361462'] },
  { kind: 'razorpay_payment', says: '%', is: ['pay_FgR9UMzgmKDJRi', 'pay_EsyWjHrfzb59eR'] },
  { kind: 'razorpay_refund', says: '%', is: ['rfnd_FP8QHiV938haTz'] },
  { kind: 'razorpay_dispute', says: '%', is: ['disp_AHfqOvkldwsbqt'] },
  { kind: 'razorpay_order', says: '%', is: ['order_EKwxwAgItmmXdp'] },
  { kind: 'checkout_payment', says: '%', is: ['pay_qynuqdlvorimiu3shvsb'] },
  { kind: 'checkout_dispute', says: '%', is: ['dsp_u9ynyrkfdll5zhrkrpq8'] },
  { kind: 'gocardless_payment', says: '%', is: ['PM00001078ZJJN'] },
  { kind: 'gocardless_payment', says: 'GoCardless %', is: ['IM000010790WX1'] },
  { kind: 'gocardless_refund', says: '%', is: ['RF00000123ABCD'] },
  { kind: 'klarna_order', says: 'Klarna order %', is: ['f3392f8b-6116-4073-ab96-e330819e2c07'] },
  { kind: 'fintoc_dispute', says: 'Fintoc chargeback %', is: ['cb_Q1w2E3r4T5y6U7'] },
  {
    kind: 'arn',
    says: '%',
    is: ['74537604221222132710572', '24011347206000025134567'],
    isNot: ['7453760422122213271057'],
  },
  { kind: 'rrn', says: 'RRN %', is: ['402317896541'] },
  { kind: 'rrn', says: 'retrieval reference number: %', is: ['402317896541'] },
  { kind: 'stan', says: 'STAN %', is: ['123456'] },
  {
    kind: 'ach_trace',
    says: 'ACH trace number %',
    is: ['121042880000001', '091000010000123'],
    isNot: ['12104288000000'],
  },
  { kind: 'end_to_end_id', says: 'EndToEndId: %', is: ['NOTPROVIDED', 'INV-2026-00042'] },
  { kind: 'end_to_end_id', says: 'end-to-end reference = %', is: ['INV-2026-00042'] },
  {
    kind: 'uetr',
    says: 'UETR %',
    is: ['eb6305c9-1f7f-49de-aed0-16487c27b42d'],
    isNot: ['eb6305c9-1f7f-19de-aed0-16487c27b42d'],
  },
  { kind: 'order_number', says: 'about order %', is: ['#1001', '#45210'] },
  { kind: 'order_number', says: 'refund % from my last order', is: ['#1001'] },
  { kind: 'order_number', says: 'mi pedido %, gracias', is: ['#8841', '8841'] },
  { kind: 'order_number', says: 'ma commande n° %', is: ['8841'] },
  { kind: 'order_number', says: 'meine Bestellung %', is: ['#8841', '8841'] },
  { kind: 'order_number', says: 'minha encomenda nº %', is: ['8841'] },
];

describe('identifiers of the reference, each with its kind', () => {
  test.each(rows)('$kind: $says', ({ kind, says, is, isNot }) => {
    for (const value of is) {
      const text = says.replace('%', value);
      const found = findIdentifiers(text);
      expect(found, text).toEqual([{ kind, value: value.replace(/^#/, '') }]);
    }
    for (const value of isNot ?? []) {
      const text = says.replace('%', value);
      expect(
        findIdentifiers(text).map((each) => each.value),
        text,
      ).not.toContain(value);
    }
  });

  test.each<{ why: string; text: string }>([
    { why: 'an Adyen shape without its name', text: 'see 993617894906488A' },
    { why: 'a PayPal shape without its name', text: 'the car 1HGCM82633A004352' },
    { why: 'a Square shape without its name', text: 'token R2B3Z8WMVt3EAmzYWLZvz7Y69EbZY' },
    { why: 'short ids without their name', text: '92d6pj4t and k3n4zxy1' },
    { why: 'digits without their name', text: '508141795, 402317896541, 123456' },
    { why: 'a trace number without its name', text: '121042880000001' },
    { why: 'a uuid without its name', text: 'eb6305c9-1f7f-49de-aed0-16487c27b42d' },
    { why: 'a GoCardless import without its name', text: 'IM000010790WX1' },
    { why: 'a hash without an order', text: 'issue #1001 is open' },
    {
      why: 'objects that are no payment',
      text: 'cus_QXg1o8vcGmoR32 evt_1Pgc76B7WZ01zgkWwyRHS12y in_1Pgc6tB7WZ01zgkWu9fdqL6I MD000AMA19XGEC',
    },
    { why: 'words', text: 'PMINTERNATIONALS, my order was late, in order to pay' },
    { why: 'an account', text: 'DE89370400440532013000' },
  ])('$why: none', ({ text }) => {
    expect(findIdentifiers(text)).toEqual([]);
  });
});
