import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { extract } from '../../../core/intake/extract.js';
import { maxMinor, parseCurrency } from '../../../core/reversals/money.js';
import { judgeAmounts } from '../../bench/reading/amounts.js';
import { corporaDir, describeWithCorpora } from '../../support/corpora.js';

function read(text: string, own: string | null = null) {
  const currency = own ? parseCurrency(own) : null;
  return extract({ text, receivedAt: null, timezone: 'UTC', currency });
}

function amountsOf(text: string, own: string | null = null): string[] {
  return read(text, own).amounts.map((each) => `${each.minor} ${each.currency}`);
}

describe('amounts in words and in the five languages', () => {
  test.each<{ text: string; reads: string[] }>([
    { text: 'it cost thirteen dollars and forty-five cents', reads: ['1345 USD'] },
    { text: 'received five million yen', reads: ['5000000 JPY'] },
    { text: 'a quarter million us dollars', reads: ['25000000 USD'] },
    { text: 'one hundred and twenty-two canadian dollars', reads: ['12200 CAD'] },
    { text: 'fifty pence', reads: ['50 GBP'] },
    { text: 'solo cuesta trece euros y cuarenta y cinco céntimos', reads: ['1345 EUR'] },
    { text: 'me cobraron 300 pesos mexicanos', reads: ['30000 MXN'] },
    { text: 'custou cento e vinte reais', reads: ['12000 BRL'] },
    { text: '15 dólares e 15 centavos', reads: ['1515 USD'] },
    { text: 'quatre-vingt-dix-sept euros', reads: ['9700 EUR'] },
    { text: '10000 francs suisses', reads: ['1000000 CHF'] },
    { text: 'achtundsiebzig Euro und fünfzig Cent', reads: ['7850 EUR'] },
    { text: 'dreitausendvierhundertzwölf Euro', reads: ['341200 EUR'] },
    { text: '500 schwedische Kronen, 500 danish kroner', reads: ['50000 SEK', '50000 DKK'] },
    { text: '12€50 and 10 euros 50', reads: ['1250 EUR', '1050 EUR'] },
    { text: '$1.2M, 75 M€, MAUD 60', reads: ['120000000 USD', '7500000000 EUR', '6000000000 AUD'] },
    { text: '₹ 1.5 lakh or INR 5 crore', reads: ['15000000 INR', '5000000000 INR'] },
    { text: 'MXN$ 20, Mex$ 20, U$S 20', reads: ['2000 MXN', '2000 MXN', '2000 USD'] },
    { text: '3.439,00 د.إ', reads: ['343900 AED'] },
    { text: 'deux cents dollars', reads: ['20000 USD'] },
    { text: '$75 K, 75 k€, 50¢', reads: ['7500000 USD', '7500000 EUR', '50 null'] },
    { text: 'Euro 50, NIS 120, Tk. 500', reads: ['5000 EUR', '12000 ILS', '50000 BDT'] },
    { text: 'quero meu dinheiro, foram 2 mil reais', reads: ['200000 BRL'] },
    { text: 'R8,499', reads: ['849900 ZAR'] },
    { text: '5 KM', reads: ['500 BAM'] },
  ])('$text is $reads', ({ text, reads }) => {
    expect(amountsOf(text)).toEqual(reads);
  });

  test.each<{ why: string; text: string; own?: string }>([
    { why: 'two numbers in words', text: 'two fifty dollars' },
    { why: 'a turn of phrase', text: 'the million dollar question' },
    { why: 'of the dollars, in Portuguese', text: 'o valor dos dólares não é meu' },
    { why: 'a thousand or a million', text: '2 mil reais' },
    { why: 'a tournament', text: 'Euro 2028' },
    { why: 'a flight', text: 'flight fr 8342' },
    { why: 'books', text: '3 livres' },
    { why: 'kilometres', text: 'it is 5 KM away' },
    { why: 'an id', text: 'ID 500' },
    { why: 'a network', text: 'a 5 G network' },
    { why: 'an article', text: 'Le 5 mai' },
    { why: 'three places in French', text: 'à 12,345 $ nous avons le prix des articles' },
    { why: 'a range', text: '$10-20' },
    { why: 'a list', text: '1,2,3,4 USD' },
    { why: 'no number', text: 'NaN USD, USD, $, ., -$' },
    { why: '40 digits', text: `${'1234567890'.repeat(4)} USD` },
    { why: 'a sum too large in words', text: 'nine hundred billion million dollars' },
    { why: 'days behind a sum', text: 'days 50', own: 'USD' },
  ])('$why is missed: $text', ({ text, own }) => {
    expect(amountsOf(text, own ?? null)).toEqual([]);
  });

  test('two digits that count something are no cents', () => {
    expect(amountsOf('15 USD 50 days ago, 15 euros 20 times')).toEqual(['1500 USD', '1500 EUR']);
  });

  test('a Spanish comma before three digits is read where the currency writes so, else missed', () => {
    const text = 'me cobraron 1,299 por el pedido';
    expect(amountsOf(text.replace('1,299', '$1,299 MXN'))).toEqual(['129900 MXN']);
    expect(amountsOf(text.replace('1,299', '1,299 €'))).toEqual([]);
  });
});

describe('the amount among others', () => {
  test.each<{ text: string; minor: bigint }>([
    { text: 'refund 30 of the 120 USD', minor: 3000n },
    { text: 'A cardholder has disputed payment 7781992 of USD 30.00', minor: 3000n },
    { text: 'please refund $30 of the $120 I paid', minor: 3000n },
    { text: 'Quiero la devolución de 30 € de los 120 € que pagué', minor: 3000n },
    { text: 'Bitte erstatten Sie mir 30 € von den 120 €', minor: 3000n },
    { text: 'Remboursez-moi 30 € sur les 90 € payés', minor: 3000n },
    { text: 'My balance is $500. You charged $30 twice, refund it', minor: 3000n },
    { text: 'the total was $120 but I only want $30 back', minor: 3000n },
    { text: 'Order total $150.00, shipping $30.00, please refund the shipping', minor: 3000n },
    {
      text: 'a fee of $30 was charged, my balance is $1,200.40, I want that fee back',
      minor: 3000n,
    },
    { text: 'I paid 200 € and got only 170 € back, where are the 30 €?', minor: 3000n },
    { text: 'you already refunded $20 of the $50, please refund the remaining $30', minor: 3000n },
    {
      text: 'Chargeback received. Amount 30.00 USD, fee 15.00 USD, total debit 45.00 USD',
      minor: 3000n,
    },
    { text: 'Dispute amount: USD 30.00. Dispute fee: USD 15.00', minor: 3000n },
    { text: 'ACH return for 30.00 USD. Return fee 4.00 USD', minor: 3000n },
    { text: 'Please cancel and refund. Item $28.00 Tax $2.00 Total $30.00', minor: 3000n },
    { text: 'I was charged $30 plus $5 shipping', minor: 3000n },
    { text: 'please send back $30 and keep $5', minor: 3000n },
    { text: 'two charges of 30.00 USD', minor: 3000n },
    { text: 'a dispute of EUR 30.00 was opened on your payment of EUR 120.00', minor: 3000n },
    { text: 'charged 45 € instead of 15 €', minor: 3000n },
  ])('$text', ({ text, minor }) => {
    expect(read(text).chosen).toMatchObject({ kind: 'one', amount: { minor } });
  });

  test.each<{ text: string }>([
    { text: 'My order was $150 and you charged $49.99' },
    { text: 'charged twice, $100 and $30' },
    { text: 'refund $20 and $30' },
  ])('$text: which, nobody can tell', ({ text }) => {
    expect(read(text).chosen.kind).toBe('ambiguous');
  });
});

test('no text makes the reading throw, and no amount is negative or too large', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '$',
      '€',
      ' ',
      '.',
      ',',
      "'",
      '-',
      'USD',
      'euro',
      'five',
      'million',
      'und',
      'k',
      'of the',
      'refund',
      '12',
      '000',
      '\n',
      '٣',
      'R$',
      '%',
    ),
    fc.string({ maxLength: 4 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 24 }), fc.boolean(), (pieces, tight) => {
      for (const { minor } of read(pieces.join(tight ? '' : ' '), 'EUR').amounts) {
        expect(minor >= 0n && minor <= maxMinor).toBe(true);
      }
    }),
    { numRuns: 600 },
  );
});

describeWithCorpora('amounts in others’ texts', () => {
  test('at least 98 % are right and at most one in two hundred is wrong, in every set', () => {
    const lines: { name: string; rightShare: number; wrongShare: number }[] = [];
    judgeAmounts(
      corporaDir(),
      (line) => lines.push(line),
      () => undefined,
    );
    expect(lines.map(({ name }) => name)).toHaveLength(6);
    for (const { name, rightShare, wrongShare } of lines) {
      expect([name, rightShare >= 0.98, wrongShare <= 0.005]).toEqual([name, true, true]);
    }
  });
});
