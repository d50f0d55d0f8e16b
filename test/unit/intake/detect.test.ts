import { describe, expect, test } from 'vitest';
import { type Detection, defaultThresholds, detect } from '../../../core/intake/detect.js';
import { readText } from '../../../core/intake/read-text.js';
import type { ReversalType } from '../../../core/reversals/reversal.js';

describe('logged, with its type', () => {
  test.each<{ says: string; type: ReversalType }>([
    { says: 'I was charged twice for order 8841, please return 49.99 USD', type: 'refund' },
    { says: 'Please refund my order 8841', type: 'refund' },
    { says: 'Can I get my money back?', type: 'refund' },
    { says: 'order 8841 49.99 USD refund', type: 'refund' },
    { says: 'I got billed twice for one thing', type: 'merchant_error' },
    { says: 'You charged me 120 instead of 12 USD', type: 'merchant_error' },
    { says: 'They charged the wrong amount', type: 'merchant_error' },
    { says: 'There is a payment on my card that I did not make', type: 'chargeback' },
    { says: 'I do not recognise this transaction and want my money back', type: 'chargeback' },
    { says: 'New chargeback, reason code 10.4', type: 'chargeback' },
    { says: 'I want to dispute this charge', type: 'chargeback' },
    { says: 'ACH debit returned R01 for 250.00 USD', type: 'bank_reversal' },
    { says: 'The direct debit was returned, insufficient funds', type: 'bank_reversal' },
    { says: 'The check bounced, NSF', type: 'bank_reversal' },
    { says: 'My card was charged but the order failed with an error', type: 'system_error' },
    { says: 'The gateway timed out and still charged the customer', type: 'system_error' },
    { says: 'The payment was double-processed by the system', type: 'system_error' },
    { says: 'Me cobraron dos veces, quiero que me devuelvan el dinero', type: 'merchant_error' },
    { says: 'Quiero un reembolso de mi pedido', type: 'refund' },
    { says: 'No reconozco este cargo en mi tarjeta', type: 'chargeback' },
    { says: 'El recibo fue devuelto por fondos insuficientes', type: 'bank_reversal' },
    { says: 'Quero meu dinheiro de volta por favor', type: 'refund' },
    { says: 'Fui cobrado duas vezes no cartão', type: 'merchant_error' },
    { says: 'Não reconheço essa compra no meu cartão', type: 'chargeback' },
    { says: 'Je veux être remboursé de ma commande', type: 'refund' },
    { says: 'J’ai été prélevé deux fois pour la même commande', type: 'merchant_error' },
    { says: 'Je ne reconnais pas ce prélèvement sur mon compte', type: 'chargeback' },
    { says: 'Le prélèvement a été rejeté par la banque', type: 'bank_reversal' },
    { says: 'Ich möchte eine Rückerstattung für meine Bestellung', type: 'refund' },
    { says: 'Mir wurde doppelt abgebucht', type: 'merchant_error' },
    { says: 'Diese Abbuchung kenne ich nicht', type: 'chargeback' },
    { says: 'Wir haben eine Rücklastschrift erhalten', type: 'bank_reversal' },
    { says: 'Das Geld wurde abgebucht, aber es gibt keine Bestellung', type: 'system_error' },
  ])('$says is $type', ({ says, type }) => {
    const reading = readText({ text: says });
    expect({ outcome: reading.outcome, type: reading.type }).toEqual({ outcome: 'log', type });
    expect(reading.reasons.length).toBeGreaterThan(0);
  });
});

describe('left alone', () => {
  test.each([
    'please help with my payment',
    'What is your refund policy?',
    'Refund policy question: how long is the return window?',
    'Mail delivery failed: message returned to sender',
    'Out of office: back on Monday. Your refund request will be read then.',
    'When will my card arrive?',
    'What is the exchange rate for euros?',
    'I forgot my password',
    'How do I check my balance?',
    'How can I top up by bank transfer?',
    'How do I charge my phone battery?',
    'My laptop charger is broken, charging takes twice as long',
    'When do I get my tax refund?',
    '30 days money-back guarantee! Unsubscribe here.',
    'I got my refund yesterday, thank you',
    'I do not want a refund, just the right size',
    'what is a chargeback',
    'return to the home screen',
    'tell me a joke',
    'play the next song',
    'Where is my parcel?',
    'size 42 instead of 44 please',
    'I have a question about my order 8841',
    'Thanks for the quick help',
    '¿Cuál es su política de devoluciones?',
    'Qual é o horário de atendimento?',
    'Où est mon colis ?',
    'Wann kommt mein Paket?',
    'Hur ändrar jag min adress?',
    'こんにちは、荷物はどこですか',
    'Dov’è il mio pacco?',
    'Wanneer komt mijn pakket?',
    'Kiedy dotrze moja paczka?',
    'Где моя посылка?',
    'Kargom nerede?',
    '我的包裹在哪里',
    '',
    '   ',
  ])('%s', (says) => {
    const reading = readText({ text: says });
    expect({ outcome: reading.outcome, type: reading.type }).toEqual({
      outcome: 'leave',
      type: null,
    });
  });
});

test.each([
  'Jag blev debiterad dubbelt, 499 kr, vill ha retur',
  'Ho pagato due volte 49,99 € e vorrei un rimborso',
  'Ik ben dubbel belast voor 49,99 €, graag geld terug',
  'カードに二重に請求されました。返金してください ¥5000',
  'Voglio indietro i miei soldi',
  'Vorrei un rimborso per il mio ordine',
  'Ik wil mijn geld terug',
  'Chcę zwrotu pieniędzy',
  'Jag vill ha återbetalning',
  'Paramı geri istiyorum',
  'верните деньги',
  'Chci vrátit peníze',
  'Haluan rahat takaisin',
  'Vreau banii înapoi',
  'Θέλω τα χρήματά μου πίσω',
  'أريد استرداد المبلغ',
  '我要退款',
  '환불해 주세요',
  'ขอคืนเงิน',
])('another language with money and trouble goes to a person: %s', (says) => {
  expect(readText({ text: says }).outcome).toBe('review');
});

test.each([
  ['I read your refund policy and want my money back for order 8841', 'refund'],
  ['Your cancellation terms say it is free, so please refund the 40 EUR', 'refund'],
])('words that only look like a reversal take nothing from a request: %s', (says, type) => {
  expect(readText({ text: says })).toMatchObject({ outcome: 'log', type });
});

test('one request among forty harmless messages is found, and forty harmless ones are left', () => {
  const small =
    'The driver could not find the house. When will you come again?\n\nKind regards, Ella';
  const thread = (request: string) =>
    [...Array(20).fill(small), request, ...Array(20).fill(small)].join('\n\n');
  expect(
    readText({ text: thread('You charged my card twice, I want my money back.') }).outcome,
  ).not.toBe('leave');
  expect(readText({ text: thread(small) }).outcome).toBe('leave');
});

test('reasons name the words that spoke, and never card data', () => {
  const { reasons } = readText({ text: 'Charged twice on 4111 1111 1111 1111, refund me please' });
  expect(reasons.join(' ')).toMatch(/the words “.+”/);
  expect(reasons.join(' ')).not.toMatch(/4111/);
});

describe('thresholds', () => {
  const input = {
    subject: null,
    text: 'it is about the refund',
    language: 'en',
    signs: { hasAmount: false, hasIdentifier: false, hasChange: false, codeNetwork: null },
  } as const;

  const { score } = detect(input);

  test.each<{ logAt: number; reviewAt: number; outcome: Detection['outcome'] }>([
    { logAt: 1, reviewAt: score + 0.001, outcome: 'leave' },
    { logAt: 1, reviewAt: score, outcome: 'review' },
    { logAt: score, reviewAt: score / 2, outcome: 'log' },
  ])('log at $logAt, review at $reviewAt: $outcome', ({ logAt, reviewAt, outcome }) => {
    expect(detect(input, { logAt, reviewAt }).outcome).toBe(outcome);
  });

  test('the defaults put review below log', () => {
    expect(defaultThresholds.reviewAt).toBeLessThan(defaultThresholds.logAt);
  });

  test('the subject counts as much as the text', () => {
    expect(detect({ ...input, subject: 'Chargeback received', text: 'see below' }).type).toBe(
      'chargeback',
    );
  });
});
