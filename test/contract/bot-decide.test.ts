import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import {
  ACME,
  AGENT,
  type BotSpace,
  GENERAL,
  MANAGER,
  openBotSpace,
} from '../unit/bot/bot-space.js';
import { money, reversal } from '../unit/bot/reversal-builder.js';

let space: BotSpace;
beforeEach(async () => {
  space = await openBotSpace();
});
afterEach(() => space.close());

const entry = (reference = 'RV-000001') => space.entries.get(reference);
const told = (user: string) => JSON.stringify(space.slack.ephemerals(user));
const lastTold = (user: string) => JSON.stringify(space.slack.ephemerals(user).at(-1));

async function run(user: string, text: string, channel = ACME) {
  await space.slack.runCommand(user, channel, '/reversal', text);
  await space.settled();
}

async function press(user: string, ts: string, action: string) {
  await space.slack.click(user, ACME, ts, action);
  await space.settled();
}

describe('a command is never a yes to more than was meant', () => {
  it.each([
    ['only 30.00', 'another amount'],
    ['but only 30', 'another amount'],
    ['up to 30', 'another amount'],
    ['a partial refund of 30.00', 'an amount inside a sentence'],
    ['30.00?', 'a question'],
    ['not yet', 'a no'],
    ['once the manager agrees', 'a condition'],
    ['if fraud says ok', 'a condition'],
  ])('approve … %s decides nothing: %s', async (rest) => {
    await space.postCard();
    await run(MANAGER, `approve RV-1 ${rest}`);
    expect(entry()).toMatchObject({ status: 'pending_approval', approvals: [] });
    expect(told(MANAGER)).toContain('Nothing was decided');
  });

  it.each([['goodwill'], ['duplicate charge'], ['customer called twice']])(
    'approve … %s is a reason',
    async (rest) => {
      await space.postCard();
      await run(MANAGER, `approve RV-1 ${rest}`);
      expect(entry()).toMatchObject({ status: 'approved' });
    },
  );

  test('in a client’s channel an entry of another client does not exist, by button either', async () => {
    const card = await space.postCard({ clientId: 'globex' });
    await press(MANAGER, card.ts, 'decide:approve');
    expect(entry()).toMatchObject({ status: 'pending_approval', approvals: [] });
    expect(told(MANAGER)).toContain('no such entry');
  });
});

const unclear = { status: 'needs_review', amount: null } as const;

describe('an unclear entry without an amount can be confirmed', () => {
  test('by command: the amount is set, it is confirmed, and four eyes are said', async () => {
    await space.postCard(unclear);
    await run(AGENT, 'confirm RV-1 25 USD');
    expect(entry()).toMatchObject({ status: 'pending_approval', amount: money(2500n) });
    expect(told(AGENT)).toContain(
      'You set the amount of RV-000001 to $25.00. You confirmed RV-000001.',
    );
    expect(told(AGENT)).toContain('somebody else approves it');
  });

  test('without the amount the words say how to write it', async () => {
    await space.postCard(unclear);
    await run(AGENT, 'confirm RV-1 25 days late');
    expect(entry()).toMatchObject({ status: 'needs_review', amount: null });
    expect(told(AGENT)).toContain('confirm RV-000001 25 USD');
  });

  it.each([
    ['-25 USD', /above zero/],
    ['0 USD', /above zero/],
    ['25 ZZZ', /do not know the currency ZZZ/],
  ])('%s sets nothing', async (amount, words) => {
    await space.postCard(unclear);
    await run(AGENT, `confirm RV-1 ${amount}`);
    expect(space.edits).toEqual([]);
    expect(told(AGENT)).toMatch(words);
  });

  it.each([
    ['25', 2500n, 'USD'],
    ['€25,50 lamp broke', 2550n, 'EUR'],
    ['1,200.00 USD', 120000n, 'USD'],
    ['usd 7 twice', 700n, 'USD'],
  ])('%s is read as an amount', async (amount, minor, currency) => {
    await space.postCard(unclear);
    await run(AGENT, `confirm RV-1 ${amount}`);
    expect(entry()?.amount).toEqual(money(minor, currency));
  });

  test('when the second step is refused, what was done is told', async () => {
    await space.postCard({ ...unclear, flags: ['payment_already_claimed'] });
    await run(AGENT, 'confirm RV-1 25 USD');
    expect(entry()).toMatchObject({ status: 'needs_review', amount: money(2500n) });
    expect(told(AGENT)).toContain('is now $25.00, but it is not confirmed');
    expect(told(AGENT)).toContain('RV-000009');
  });

  test('what cannot be confirmed is not edited', async () => {
    await space.postCard();
    await run(AGENT, 'confirm RV-1 25 USD');
    expect(space.edits).toEqual([]);
    expect(entry()?.amount).toEqual(money(4999n));
  });

  test('the button opens a form in the client’s currency, with errors under its fields', async () => {
    const { ts } = await space.postCard(unclear);
    await press(AGENT, ts, 'decide:confirm');
    const [form] = space.slack.views(AGENT);
    expect(JSON.stringify(form)).toContain('"initial_value":"USD"');
    const send = (amount: string, currency = 'USD') =>
      space.slack.submitView(AGENT, form?.id ?? '', {
        amount: { value: amount },
        currency: { value: currency },
      });
    expect((await send('much')).errors).toHaveProperty('amount');
    expect((await send('0')).errors).toHaveProperty('amount');
    expect((await send('25', 'dollars')).errors).toHaveProperty('currency');
    expect((await send('99999')).errors?.amount).toContain('RV-000009');
    expect(entry()?.status).toBe('needs_review');
    expect((await send('25.00')).isClosed).toBe(true);
    expect(entry()).toMatchObject({ status: 'pending_approval', amount: money(2500n) });
    await space.settled();
    expect(told(AGENT)).toContain('somebody else approves it');
  });

  test('with an amount the button confirms at once', async () => {
    const { ts } = await space.postCard({ status: 'needs_review' });
    await press(AGENT, ts, 'decide:confirm');
    expect(entry()?.status).toBe('pending_approval');
    expect(space.edits).toEqual([]);
  });
});

describe('details are written as people say them, with a reason behind', () => {
  it.each([
    [
      'answer RV-1 not charged, checked with the bank',
      'customer_not_charged',
      'checked with the bank',
    ],
    ['answer RV-1 customer_not_charged', 'customer_not_charged', undefined],
    ['answer RV-1 Already returned', 'already_returned', undefined],
    ['answer RV-1 must-go-back twice', 'must_go_back', 'twice'],
    ['next RV-1 present again – funds are there', 'present_again', 'funds are there'],
    ['next RV-1 new details', 'ask_for_new_details', undefined],
    ['next RV-1 stop collecting: closed account', 'stop_collecting', 'closed account'],
    ['next RV-1 recover outside the scheme', 'recover_outside', undefined],
    ['outcome RV-1 Won', 'won', undefined],
  ])('%s', async (text, detail, reason) => {
    await space.postCard();
    await run(MANAGER, text);
    expect(space.decided).toHaveLength(1);
    expect(space.decided[0]?.detail).toBe(detail);
    expect(space.decided[0]?.reason).toBe(reason);
  });

  test('without one the possible ones are named', async () => {
    await space.postCard();
    await run(MANAGER, 'next RV-1');
    expect(space.decided).toEqual([]);
    expect(told(MANAGER)).toContain('stop_collecting');
  });
});

describe('votes that differ', () => {
  const vote = (id: string, choice: string) =>
    ({
      personId: id,
      personName: `First ${id}`,
      decision: 'next_step',
      choice,
      at: new Date('2026-11-23T14:03:00Z'),
      surface: 'chat_button',
      reason: null,
    }) as const;
  const bank = { type: 'bank_reversal', kind: 'fact' } as const;

  test('whoever chooses otherwise is told who chose what, and that nothing is carried out', async () => {
    const { reversal: one } = await space.postCard(bank);
    const approvals = [vote('other', 'stop_collecting'), vote('manager', 'ask_for_new_details')];
    space.desk.decide = async () => ({
      reversal: { ...one, approvals },
      changed: true,
      waitingFor: 'one more decision by manager',
    });
    await run(MANAGER, 'next RV-1 ask_for_new_details');
    expect(lastTold(MANAGER)).toContain('First other: next step chosen (stop collecting)');
    expect(lastTold(MANAGER)).toContain('only like votes count together');
  });

  test('whoever votes a second time is told how to take the first vote back', async () => {
    await space.postCard(bank);
    const at = '2026-11-23T14:03:00.000Z';
    const facts = { by: 'First manager', at, decision: 'next_step', choice: 'stop_collecting' };
    space.desk.decide = async () => ({
      refused: 'already_decided',
      facts: { ...facts, status: 'pending_approval', isOwn: 'true' },
    });
    await run(MANAGER, 'next RV-1 ask_for_new_details');
    expect(lastTold(MANAGER)).toContain(
      'You voted already (next step chosen: stop collecting). To choose otherwise take that back first: `withdraw RV-000001`.',
    );
  });
});

describe('two references in one command', () => {
  it.each([
    'approve RV-1 RV-2',
    'approve RV-1, RV-2',
    'reject RV-1 and RV-2 already refunded',
    'approve RV-1 30.00 RV-2 20.00',
    'take RV-1 RV-2',
  ])('%s acts on neither', async (text) => {
    const { reversal: one } = await space.postCard();
    space.entries.set('RV-000002', { ...one, id: 'r-2', reference: 'RV-000002' });
    await run(MANAGER, text);
    expect(space.decided).toEqual([]);
    expect(told(MANAGER)).toContain('you named RV-000001 and RV-000002');
  });

  test('one that a reason mentions is part of the reason', async () => {
    await space.postCard();
    await run(MANAGER, 'reject RV-1 duplicate of RV-2');
    expect(space.decided[0]).toMatchObject({ reason: 'duplicate of RV-2' });
  });
});

describe('a number names an entry only where it stands alone', () => {
  it.each([
    'reject 2 duplicates of RV-45',
    'approve 2 of them',
    'approve 2 30.00',
    'cancel 2 duplicates',
    'note 2 calls from the customer',
    'reject 2, both duplicates',
    'approve 2nd',
    'evidence 2 receipts https://drive.example.com/a.pdf',
  ])('%s acts on nothing and is asked back', async (text) => {
    const { reversal: one } = await space.postCard();
    space.entries.set('RV-000002', { ...one, id: 'r-2', reference: 'RV-000002' });
    await run(MANAGER, text);
    expect(space.decided).toEqual([]);
    expect(space.evidence).toEqual([]);
    expect(told(MANAGER)).toMatch(/write `\w+ RV-000002 …`|Which entry\?/);
  });

  test('join with a count of something names no second entry', async () => {
    await space.postCard();
    await run(AGENT, 'join RV-1 2 duplicates');
    expect(space.decided).toEqual([]);
    expect(told(AGENT)).toContain('Which other entry?');
  });

  it.each([
    ['approve 1', 'approve', MANAGER],
    ['withdraw 1', 'withdraw', MANAGER],
    ['join RV-000001 2', 'join', AGENT],
  ])('%s is taken', async (text, action, user) => {
    await space.postCard();
    await run(user, text);
    expect(space.decided).toMatchObject([{ reference: 'RV-000001', action }]);
  });

  test('evidence for a number is taken where the link follows it', async () => {
    await space.postCard();
    await run(AGENT, 'evidence 1 https://drive.example.com/a.pdf');
    expect(space.evidence).toMatchObject([{ reference: 'RV-000001' }]);
  });
});

describe('mine and queue stay what they are', () => {
  async function fill() {
    for (let number = 1; number <= 24; number += 1) {
      const reference = `RV-${String(number).padStart(6, '0')}`;
      space.entries.set(
        reference,
        reversal({
          id: `r-${number}`,
          reference,
          status: number % 2 === 0 ? 'pending_approval' : 'approved',
          loggedBy: number <= 12 ? { id: 'agent', name: 'First agent' } : null,
        }),
      );
    }
  }
  const ts = () => space.slack.ephemerals(AGENT).at(-1)?.ts ?? '';

  test('the queue says so, on the next page and when shared', async () => {
    await fill();
    await run(AGENT, 'queue');
    expect(lastTold(AGENT)).toContain('*12* entries for Acme Store: waiting for a decision');
    await press(AGENT, ts(), 'next_page');
    expect(lastTold(AGENT)).toContain('*12* entries for Acme Store: waiting for a decision');
    expect(lastTold(AGENT)).toContain('RV-000024');
    expect(lastTold(AGENT)).not.toContain('RV-000002');
    await press(AGENT, ts(), 'share');
    const shared = JSON.stringify(space.slack.messages(ACME));
    expect(shared).toContain('waiting for a decision');
    expect(shared).toContain('RV-000024');
    expect(shared).not.toContain('RV-000013');
  });

  test('"top 15" pages within the fifteen and ends there, shared too', async () => {
    await fill();
    await run(AGENT, 'find top 15');
    expect(lastTold(AGENT)).toContain('*15* entries for Acme Store: largest first, the first 15');
    expect(lastTold(AGENT)).toContain('Next 5');
    await press(AGENT, ts(), 'next_page');
    expect(lastTold(AGENT)).toContain('*15* entries');
    expect(new Set(lastTold(AGENT).match(/RV-\d{6}/g)).size).toBe(5);
    expect(lastTold(AGENT)).not.toContain('next_page');
    await press(AGENT, ts(), 'share');
    const shared = JSON.stringify(space.slack.messages(ACME));
    expect(new Set(shared.match(/RV-\d{6}/g)).size).toBe(5);
  });

  test('"top 3" shows three and offers no more', async () => {
    await fill();
    await run(AGENT, 'find top 3');
    expect(lastTold(AGENT)).toContain('*3* entries');
    expect(new Set(lastTold(AGENT).match(/RV-\d{6}/g)).size).toBe(3);
    expect(lastTold(AGENT)).not.toContain('next_page');
  });

  test('mine shared with others says whose', async () => {
    await fill();
    await run(AGENT, 'mine approved');
    expect(lastTold(AGENT)).toContain('*6* entries for Acme Store: approved, of yours');
    await press(AGENT, ts(), 'share');
    const shared = JSON.stringify(space.slack.messages(ACME));
    expect(shared).toContain('*6* entries for Acme Store: approved, of First agent');
  });
});

describe('the merchant’s own approver', () => {
  const vote = {
    personId: 'second',
    personName: 'Second Manager',
    decision: 'approve',
    at: new Date('2026-11-23T14:03:00Z'),
    surface: 'chat_button',
    reason: null,
  } as const;

  test('does not hear by show, Open or the queue who of the company voted', async () => {
    const own = space.team.find((one) => one.id === 'manager');
    if (!own) throw new Error('there is no manager');
    own.role = 'client_approver';
    const loggedBy = { id: 'agent', name: 'First agent' };
    await space.postCard({ approvals: [vote], loggedBy, dueAt: new Date('2026-11-24T14:00:00Z') });
    await run(MANAGER, 'show RV-1');
    expect(lastTold(MANAGER)).toContain('so far by the support team');
    await press(MANAGER, space.slack.ephemerals(MANAGER).at(-1)?.ts ?? '', 'more');
    await run(MANAGER, 'queue');
    const seen = [told(MANAGER), JSON.stringify(space.slack.views(MANAGER))].join('\n');
    expect(seen).not.toMatch(/Second Manager|First agent/);
    own.role = 'manager';
    await run(MANAGER, 'show RV-1');
    expect(lastTold(MANAGER)).toContain('so far by Second Manager');
  });
});

describe('a refund before a dispute', () => {
  const claim = {
    type: 'chargeback',
    kind: 'request',
    identifiers: [
      { kind: 'order_number', value: '8867' },
      { kind: 'stripe_payment', value: 'ch_3PqLmN8aBcDeFg' },
    ],
  } as const;

  test('the form names the order and shows no customer; the refund has both', async () => {
    const { ts } = await space.postCard(claim);
    await press(AGENT, ts, 'refund_instead');
    const [form] = space.slack.views(AGENT);
    expect(JSON.stringify(form)).toContain('order 8867');
    expect(JSON.stringify(form)).not.toContain('jane@example.com');
    expect(JSON.stringify(form)).toContain('j•••@example.com');
    await space.slack.submitView(AGENT, form?.id ?? '', {});
    expect(space.logged[0]).toMatchObject({
      type: 'refund',
      amount: money(4999n),
      identifiers: claim.identifiers,
      customer: { email: 'jane@example.com' },
      reason: 'Refund before a dispute, see RV-000001',
    });
  });
});

describe('words that fit', () => {
  it.each([
    ['reject RV-1', 'reject RV-000001 already refunded'],
    ['note RV-1', 'note RV-000001 the customer called again'],
  ])('%s without its reason', async (text, words) => {
    await space.postCard();
    await run(MANAGER, text);
    expect(told(MANAGER)).toContain(words);
  });

  it.each([
    ['aprove RV-1', 'Did you mean `approve`?'],
    ['lgo 5 USD twice', 'Did you mean `log`?'],
  ])('%s is not carried out, and the nearest word is told', async (text, words) => {
    await space.postCard();
    await run(MANAGER, text);
    expect(space.decided).toEqual([]);
    expect(space.logged).toEqual([]);
    expect(told(MANAGER)).toContain(words);
  });

  test('an unknown word far from any is not guessed', async () => {
    await run(MANAGER, 'weather in Paris', GENERAL);
    expect(told(MANAGER)).not.toContain('Did you mean');
  });
});

test('other claims stand below the reference, in words of the status', async () => {
  const log = space.desk.log;
  space.desk.log = async (actor, request) => {
    const result = await log(actor, request);
    if ('refused' in result) return result;
    const { type, amount, payout, historic, flags } = result.reversal;
    return {
      ...result,
      alsoOnPayment: [
        {
          id: 'r-9',
          reference: 'RV-000009',
          type,
          kind: 'request',
          status: 'pending_approval',
          amount,
          payout,
          historic,
          flags,
        },
      ],
    };
  };
  await run(AGENT, 'log 49.99 USD ch_3PqLmN8aBcDeFgHi duplicate charge');
  expect(told(AGENT)).toMatch(
    /Logged as \*RV-000001\*.*Also on this payment:\* RV-000009 \(Refund, \$49\.99, waiting for a decision\)/,
  );
});

describe('evidence', () => {
  it.each([
    ['evidence RV-1 https://files.example/receipt.pdf the receipt', 'the receipt'],
    ['evidence RV-1 <https://files.example/receipt.pdf>', null],
    ['evidence RV-1 receipt: https://files.example/receipt.pdf', 'receipt:'],
  ])('%s is a link on the entry, and the words say what it needs now', async (text, name) => {
    await space.postCard();
    await run(AGENT, text);
    expect(space.evidence).toMatchObject([
      { reference: 'RV-000001', url: 'https://files.example/receipt.pdf', name },
    ]);
    expect(told(AGENT)).toContain('The evidence stands on RV-000001. It needs a decision by');
  });

  it.each([
    ['evidence RV-1', 'Evidence is a link'],
    ['evidence RV-1 on the desk', 'Evidence is a link'],
    ['evidence', 'Which entry?'],
    ['evidence RV-9 https://files.example/a.pdf', 'There is no RV-000009'],
    ['evidence RV-1 https://files.example/4111111111111111.pdf', 'card data'],
  ])('%s keeps nothing: %s', async (text, words) => {
    await space.postCard();
    await run(AGENT, text);
    expect(space.evidence).toEqual([]);
    expect(lastTold(AGENT)).toContain(words);
  });

  test('a file in the card’s thread is evidence, once, and no decision', async () => {
    const { ts } = await space.postCard();
    const files = [
      {
        id: 'F1',
        name: 'receipt.pdf',
        permalink: 'https://acme.slack.com/files/U1/F1/receipt.pdf',
      },
      { id: 'F2', name: 'hidden.pdf' },
    ];
    await space.slack.say(AGENT, ACME, '', { threadTs: ts, files });
    await space.settled();
    expect(space.evidence).toMatchObject([{ url: files[0]?.permalink, name: 'receipt.pdf' }]);
    expect(entry()).toMatchObject({ status: 'pending_approval', approvals: [] });
  });
});

describe('edit, under More', () => {
  const card = 'card 4111 1111 1111 1111';
  async function openForm(changes: Parameters<BotSpace['postCard']>[0] = {}) {
    const { ts } = await space.postCard(changes);
    await press(AGENT, ts, 'more');
    const more = space.slack.views(AGENT).at(-1);
    await space.slack.click(AGENT, null, more?.id ?? '', 'ask:edit');
    await space.settled();
    return space.slack.views(AGENT).at(-1);
  }
  const send = (form: { id: string } | undefined, values: Record<string, { value: string }>) =>
    space.slack.submitView(AGENT, form?.id ?? '', values);

  test('opens filled in, changes once, and says what it needs now', async () => {
    const form = await openForm();
    expect(form?.callbackId).toBe('edit_form');
    expect(JSON.stringify(form)).toContain('"initial_value":"49.99"');
    expect((await send(form, { amount: { value: 'less' } })).errors).toHaveProperty('amount');
    expect((await send(form, { currency: { value: 'dollars' } })).errors).toHaveProperty(
      'currency',
    );
    expect(
      (
        await send(form, {
          amount: { value: '39' },
          currency: { value: 'USD' },
          reason: { value: card },
        })
      ).errors,
    ).toHaveProperty('reason');
    const right = { amount: { value: '39.00' }, currency: { value: 'USD' } };
    expect((await send(form, { ...right, reason: { value: 'half of it' } })).isClosed).toBe(true);
    await space.settled();
    expect(space.edits).toEqual(['RV-000001 3900 USD']);
    expect(told(AGENT)).toContain('RV-000001 stands as you wrote it.');
  });

  test('where changes were asked for it shows them, and asks again with the edit', async () => {
    const approvals = [
      {
        personId: 'p-manager',
        personName: 'First Manager',
        decision: 'request_changes' as const,
        at: new Date(),
        surface: 'chat_button' as const,
        reason: 'need the receipt <!channel>' as never,
      },
    ];
    const form = await openForm({ status: 'changes_requested', approvals });
    expect(JSON.stringify(form)).toContain('need the receipt');
    expect(JSON.stringify(form)).not.toContain('<!channel>');
    await send(form, { amount: { value: '39.00' } });
    await space.settled();
    expect(entry()).toMatchObject({ status: 'pending_approval', amount: money(3900n) });
    expect(told(AGENT)).toContain('RV-000001 is changed and asked again.');
  });

  test('what changed since the form opened is not overwritten', async () => {
    const form = await openForm();
    space.entries.set('RV-000001', reversal({ contentHash: 'f'.repeat(64) }));
    await send(form, { amount: { value: '39.00' } });
    await space.settled();
    expect(space.edits).toEqual([]);
    expect(told(AGENT)).toContain('Nothing was changed.');
  });
});
