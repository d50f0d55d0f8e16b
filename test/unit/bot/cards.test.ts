import { describe, expect, it, test } from 'vitest';
import { cardOf } from '../../../bot/cards/card-blocks.js';
import { foldedListOf } from '../../../bot/cards/folded-list.js';
import { limits } from '../../../bot/cards/limits.js';
import { plain } from '../../../bot/cards/mrkdwn.js';
import { type Reversal, reversalStatuses, reversalTypes } from '../../../core/index.js';
import { acme, clean, money, reversal } from './reversal-builder.js';

const view = (one: Reversal) => ({
  reversal: one,
  client: acme,
  alsoOnPayment: [],
  waitingFor: '1 more of manager',
  dashboardUrl: 'https://hub.example/reversals/RV-000001',
});
const wordsOf = (one: Reversal) => JSON.stringify(cardOf(view(one)).blocks);
const buttonsOf = (one: Reversal) =>
  cardOf(view(one)).blocks.flatMap((block) => (block.type === 'actions' ? block.elements : []));
const actionsOf = (one: Reversal) =>
  buttonsOf(one).map((element) => ('action_id' in element ? element.action_id : undefined));

test('a refund says reference, amount, client, why, payment, who is awaited and what happens', () => {
  const text = wordsOf(reversal());
  for (const part of [
    'RV-000001',
    '$49.99',
    'Acme Store',
    'j•••@example.com',
    'Charged twice',
    'of $99.98 returned',
    '1 more of manager',
    'Approve $49.99',
    'answer here, or mention me',
  ]) {
    expect(text).toContain(part);
  }
});

test('the customer is masked on the card and absent from the notification', () => {
  const card = cardOf(view(reversal()));
  expect(JSON.stringify(card.blocks)).not.toContain('jane@example.com');
  expect(card.text).toContain('Refund $49.99 · Acme Store');
  expect(card.text).not.toContain('example.com');
});

describe('until when to act is an instant, that stays true on a card nobody redraws', () => {
  const dueAt = new Date('2026-11-27T09:00:00Z');
  const respondBy = new Date('2026-11-26T08:30:00Z');
  const dispute = (over: Partial<NonNullable<Reversal['dispute']>>): Reversal['dispute'] => ({
    stage: 'chargeback',
    status: 'action_required',
    rawStatus: null,
    respondBy: null,
    result: null,
    funds: null,
    settled: null,
    fee: null,
    dueIsEstimated: false,
    ...over,
  });
  const estimated = dispute({ dueIsEstimated: true });
  const alert = dispute({ stage: 'alert', respondBy });
  const estimatedAlert = dispute({ stage: 'alert', dueIsEstimated: true });
  it.each([
    // what it is | the entry | what is said | what is not
    [
      'a date that was given',
      { dispute: dispute({}) },
      /Due <!date\^1795770000\^[^>]*>/,
      /estimated/,
    ],
    [
      'an estimate',
      { dispute: estimated },
      /Due <!date\^1795770000\^[^>]*> \(estimated\)/,
      /alert/i,
    ],
    ['an alert', { dispute: alert }, /Alert: act before <!date\^1795681800\^/, /estimated|due </i],
    [
      'an alert without an end of its own',
      { dispute: estimatedAlert },
      /Alert: act before <!date\^1795770000\^[^>]*> \(estimated\)/,
      /due </i,
    ],
    [
      'a win that may not be the end',
      {
        dispute: dispute({ result: 'won' }),
        status: 'approved' as const,
        outcome: 'contest' as const,
      },
      /"Won so far: a later stage may follow/,
      /due </i,
    ],
    [
      'a final entry',
      { dispute: alert, status: 'completed' as const },
      /completed/i,
      /alert:|due </i,
    ],
  ])('%s', (_name, changes, said, unsaid) => {
    const words = wordsOf(reversal({ type: 'chargeback', kind: 'fact', dueAt, ...changes }));
    expect(words).toMatch(said);
    expect(words).not.toMatch(unsaid);
    expect(words).not.toMatch(/\d+ h left/);
  });
});

test('five lines and three buttons at most, whatever the type and status', () => {
  for (const type of reversalTypes) {
    for (const kind of ['request', 'fact'] as const) {
      for (const status of reversalStatuses) {
        const one = reversal({ type, kind, status });
        const lines = cardOf(view(one)).blocks.flatMap((block) =>
          block.type === 'section'
            ? (block.text?.text ?? '').split('\n')
            : block.type === 'context'
              ? ['context']
              : [],
        );
        expect(lines.length).toBeLessThanOrEqual(5);
        expect(buttonsOf(one).length).toBeLessThanOrEqual(3);
      }
    }
  }
});

test('a fact never shows Approve', () => {
  for (const type of reversalTypes) {
    expect(actionsOf(reversal({ type, kind: 'fact' }))).not.toContain('decide:approve');
  }
});

describe('what there is to decide', () => {
  it.each([
    [
      'a chargeback from the processor',
      { type: 'chargeback', kind: 'fact' },
      ['decide:contest', 'decide:accept', 'more'],
    ],
    [
      'a customer’s own claim',
      { type: 'chargeback', kind: 'request' },
      ['refund_instead', 'decide:wait', 'more'],
    ],
    ['a bank return', { type: 'bank_reversal', kind: 'fact' }, ['ask:next_step', 'more']],
    ['a system error', { type: 'system_error', kind: 'request' }, ['ask:answer', 'more']],
    ['an unclear entry', { status: 'needs_review' }, ['decide:confirm', 'decide:cancel', 'more']],
    ['an approved one', { status: 'approved' }, ['more']],
    ['a completed one', { status: 'completed' }, []],
    ['a rejected one', { status: 'rejected' }, []],
  ] as const)('%s', (_name, changes, actions) => {
    expect(actionsOf(reversal(changes as Partial<Reversal>))).toEqual(actions);
  });
});

test('a decided card says who decided and when', () => {
  const text = wordsOf(
    reversal({
      status: 'approved',
      approvals: [
        {
          personId: 'm',
          personName: 'First Manager',
          decision: 'approve',
          at: new Date('2026-11-23T14:03:00Z'),
          surface: 'chat_button',
          reason: null,
        },
      ],
    }),
  );
  expect(text).toContain('First Manager');
  expect(text).toContain('2026-11-23 14:03 UTC');
});

test('fraud signs never stand on a card', () => {
  expect(wordsOf(reversal({ flags: ['fraud_suspected', 'payment_already_claimed'] }))).not.toMatch(
    /fraud/i,
  );
});

test('an unknown captured amount is said', () => {
  expect(
    wordsOf(
      reversal({
        payment: { id: 'p', processor: null, identifiers: [], captured: null, left: null },
      }),
    ),
  ).toContain('Captured amount unknown');
});

describe('what a customer writes cannot act in Slack', () => {
  it.each([
    ['<!channel> look', /<!channel>/],
    ['<https://evil.example|Approve here>', /<https/],
    ['<@U0MANAGER> approved', /<@U0MANAGER>/],
    ['*RV-000002* _approved_', /\*RV-000002\*/],
    ['@channel now', /@channel/],
    ['https://evil.example', /https:\/\/evil/],
    ['line one\nRV-000009 · Refund', /\nRV-000009/],
  ])('%s', (text, acting) => {
    expect(wordsOf(reversal({ reason: clean(text) }))).not.toMatch(acting);
    expect(plain(text.replace(/\n/g, ' '))).not.toMatch(acting);
  });
});

test('an identifier can still be copied as it is', () => {
  expect(plain('re_3PqLmN8a_b')).toBe('re_3PqLmN8a_b');
});

test('endless texts stay within Slack’s limits', () => {
  const long = clean('x'.repeat(40_000));
  const card = cardOf(
    view(reversal({ reason: long, reviewReasons: [long], status: 'needs_review' })),
  );
  for (const block of card.blocks) {
    if (block.type === 'section')
      expect((block.text?.text ?? '').length).toBeLessThanOrEqual(limits.sectionText);
  }
  const many = Array.from({ length: 300 }, (_, index) =>
    reversal({ id: `r-${index}`, reviewReasons: [long], status: 'needs_review' }),
  );
  const list = foldedListOf(acme, { review: many, automatic: many });
  expect(list.blocks.length).toBeLessThanOrEqual(limits.messageBlocks);
  expect(list.text).toContain('300 to review, 300 approved by policy');
});

test('a wrong charge shows both amounts', () => {
  expect(
    wordsOf(reversal({ type: 'merchant_error', before: money(12000n), after: money(1200n) })),
  ).toContain('Charged $120.00 instead of $12.00');
});

test('with one vote of two the card says whose counts already', () => {
  const vote = {
    personId: 'm',
    personName: 'First Manager',
    decision: 'approve',
    at: new Date('2026-11-23T14:03:00Z'),
    surface: 'chat_button',
    reason: null,
  } as const;
  const text = wordsOf(reversal({ approvals: [vote] }));
  expect(text).toContain('pproved so far by First Manager · needs 1 more of manager');
  expect(wordsOf(reversal())).not.toContain('so far');
});

test('where votes differ the card says what each voter chose, and counts none of them for the other', () => {
  const vote = (personId: string, choice: string) =>
    ({
      personId,
      personName: `First ${personId}`,
      decision: 'next_step',
      choice,
      at: new Date('2026-11-23T14:03:00Z'),
      surface: 'chat_button',
      reason: null,
    }) as const;
  const bank = { type: 'bank_reversal', kind: 'fact' } as const;
  const [one, other] = [vote('Manager', 'stop_collecting'), vote('Admin', 'present_again')];
  const text = wordsOf(reversal({ ...bank, approvals: [one, other] }));
  expect(text).toContain('chosen (stop collecting) so far by First Manager');
  expect(text).toContain('chosen (present again) so far by First Admin');
  const decided = reversal({ ...bank, status: 'approved', approvals: [other, one] });
  expect(wordsOf(decided)).toContain('chosen (stop collecting) by First Manager,');
  expect(wordsOf(decided)).not.toContain('by First Admin');
});

test('a customer’s claim offers a refund or to wait; one that was left says so and offers no second wait', () => {
  const claim = { type: 'chargeback', kind: 'request' } as const;
  const labels = (flags: string[]) => wordsOf(reversal({ ...claim, flags }));
  expect(labels([])).toMatch(/Refund before it is disputed.*"Wait"/);
  expect(labels(['waits_for_notice'])).not.toContain('"Wait"');
  expect(labels(['waits_for_notice'])).toContain('waits for the processor’s notice');
});
