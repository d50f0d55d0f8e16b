import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bulkConfirmView, bulkMax } from '../../bot/work-queue/bulk-view.js';
import { freshState } from '../../bot/work-queue/queue-state.js';
import type { Reversal } from '../../core/index.js';
import type { FormValues } from '../support/stand-ins/slack/forms.js';
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

function put(number: number, changes: Partial<Reversal> = {}) {
  const reference = `RV-${String(number).padStart(6, '0')}`;
  const one = reversal({
    id: `r-${number}`,
    reference,
    contentHash: `hash-${number}`,
    reason: 'Charged twice' as Reversal['reason'],
    ...changes,
  });
  space.entries.set(reference, one);
}
const entry = (number: number) => space.entries.get(`RV-${String(number).padStart(6, '0')}`);
const top = () => space.slack.views(MANAGER).at(-1);
const said = () => JSON.stringify(top()?.blocks ?? []);
const depth = () => space.slack.views(MANAGER).length;

async function openQueue(user = MANAGER, channel = ACME) {
  await space.slack.runCommand(user, channel, '/reversal', 'queue');
  await space.settled();
}
async function press(action: string, selected?: string) {
  await space.slack.click(MANAGER, null, top()?.id ?? '', action, selected ? { selected } : {});
  await space.settled();
}
async function send(values: FormValues = {}) {
  const outcome = await space.slack.submitView(MANAGER, top()?.id ?? '', values);
  await space.settled();
  return outcome;
}

describe('my queue goes through what waits, one at a time', () => {
  test('a press decides and shows the next one in the same window, to the end', async () => {
    put(1);
    put(2);
    put(3);
    await openQueue();
    const windowId = top()?.id;
    expect(said()).toContain('1 of 3');
    expect(said()).toContain('RV-000001');
    await press('queue:approve');
    expect(entry(1)?.status).toBe('approved');
    expect(said()).toContain('You approved $49.99 for RV-000001');
    expect(said()).toContain('2 of 3');
    await press('queue:reject', 'RV-000002|hash-2|already_refunded');
    expect(entry(2)).toMatchObject({ status: 'rejected' });
    expect(space.decided.at(-1)?.reason).toBe('Already refunded');
    await press('queue:request_changes', 'RV-000003|hash-3|receipt');
    expect(entry(3)?.status).toBe('changes_requested');
    expect(said()).toContain('That was all.* 1 approved, 1 rejected, 1 sent back for changes.');
    expect(top()?.id).toBe(windowId);
    expect(depth()).toBe(1);
  });

  test('what is put off comes round again when asked for', async () => {
    put(1);
    put(2);
    await openQueue();
    await press('queue:skip');
    expect(said()).toContain('2 of 2');
    expect(said()).toContain('RV-000002');
    await press('queue:skip');
    expect(said()).toContain('2 put off');
    await press('queue:again');
    expect(said()).toContain('RV-000001');
    expect(space.decided).toEqual([]);
  });

  test('undo takes the decision back and shows its entry again; a rejection is final and has none', async () => {
    put(1);
    put(2);
    await openQueue();
    await press('queue:approve');
    await press('queue:undo');
    expect(entry(1)).toMatchObject({ status: 'pending_approval', approvals: [] });
    expect(said()).toContain('1 of 2');
    expect(said()).toContain('*RV-000001*');
    await press('queue:approve');
    expect(entry(1)?.status).toBe('approved');
    await press('queue:reject', 'RV-000002|hash-2|duplicate');
    expect(said()).toContain('You rejected RV-000002');
    expect(said()).not.toContain('queue:undo');
  });

  test('a request for changes is undone like a yes: its entry is shown again, and counted no more', async () => {
    put(1);
    await openQueue();
    await press('queue:request_changes', 'RV-000001|hash-1|receipt');
    expect(entry(1)?.status).toBe('changes_requested');
    await press('queue:undo');
    expect(entry(1)).toMatchObject({ status: 'pending_approval', approvals: [] });
    expect(said()).toContain('1 of 1');
    expect(said()).toContain('*RV-000001*');
  });

  test('what changed after it was shown is not decided but shown as it is now', async () => {
    put(1);
    await openQueue();
    put(1, { contentHash: 'hash-1b', amount: money(5999n) });
    await press('queue:approve');
    expect(entry(1)?.status).toBe('pending_approval');
    expect(said()).toContain('It changed after it was shown to you');
    expect(said()).toContain('$59.99');
    await press('queue:approve');
    expect(entry(1)?.status).toBe('approved');
  });

  test('what somebody else decided meanwhile is told, and the next one shown', async () => {
    put(1);
    put(2);
    await openQueue();
    put(1, { status: 'rejected' });
    await press('queue:approve');
    expect(said()).toContain('rejected already; nothing was changed');
    expect(said()).toContain('*RV-000002*');
  });

  test('a reason of one’s own is typed in a form above, and the queue goes on', async () => {
    put(1);
    put(2);
    await openQueue();
    await press('queue:reject', 'RV-000001|hash-1|own_words');
    expect(depth()).toBe(2);
    const closed = await send({ reason: { value: 'The shop was closed that day' } });
    expect(closed.isClosed).toBe(true);
    expect(depth()).toBe(1);
    expect(entry(1)?.status).toBe('rejected');
    expect(space.decided.at(-1)?.reason).toBe('The shop was closed that day');
    expect(said()).toContain('2 of 2');
  });

  test('in a client’s channel only that client’s entries come up; elsewhere all of them', async () => {
    put(1, { clientId: 'globex' });
    put(2);
    await openQueue();
    expect(said()).toContain('1 of 1');
    expect(said()).not.toContain('RV-000001');
    await space.slack.closeView(MANAGER, top()?.id ?? '');
    await openQueue(MANAGER, GENERAL);
    expect(said()).toContain('1 of 2');
  });

  test('whoever has nothing to decide sees what waits for others instead', async () => {
    put(1);
    await openQueue(AGENT);
    expect(space.slack.views(AGENT)).toEqual([]);
    expect(JSON.stringify(space.slack.ephemerals(AGENT))).toContain('waiting for a decision');
  });

  test('in a direct message the count is told with the button that opens it', async () => {
    put(1);
    put(2);
    const direct = space.slack.directChannelOf(MANAGER).id;
    await space.slack.say(MANAGER, direct, 'queue');
    await space.settled();
    const answer = space.slack.messages(direct).at(-1);
    expect(answer?.text).toContain('*2* wait for you');
    await space.slack.click(MANAGER, direct, answer?.ts ?? '', 'queue:open');
    await space.settled();
    expect(said()).toContain('1 of 2');
  });

  test('a chargeback offers contest and the loss, never approve', async () => {
    put(1, { type: 'chargeback', kind: 'fact' });
    await openQueue();
    expect(said()).toContain('queue:contest');
    expect(said()).not.toContain('queue:approve');
    await press('queue:accept');
    expect(space.decided.at(-1)).toMatchObject({ action: 'accept', contentHash: 'hash-1' });
  });
});

describe('low-risk ones are ticked together', () => {
  const ticked = (...numbers: number[]) => ({
    bulk_acme_0: { value: numbers.map((number) => `RV-00000${number}|hash-${number}|`) },
  });

  test('nothing is ticked at first, one question is asked, each is approved by itself and told', async () => {
    for (const number of [1, 2, 3]) put(number);
    put(4, { amount: money(900_000n) });
    put(5, { flags: ['second_approval'] });
    put(6, { type: 'chargeback', kind: 'fact' });
    await openQueue();
    expect(said()).toContain('Tick 3 low-risk ones together');
    await press('queue:bulk');
    expect(said()).not.toContain('initial_options');
    for (const risky of ['RV-000004', 'RV-000005', 'RV-000006'])
      expect(said()).not.toContain(risky);
    expect((await send()).errors).toMatchObject({ bulk_acme_0: 'Tick at least one.' });
    await send(ticked(1, 3));
    expect(said()).toContain('Approve *2* for *$99.98* together?');
    expect(space.decided).toEqual([]);
    await send();
    expect(said()).toContain('*2 of 2 done.*');
    expect([1, 2, 3].map((number) => entry(number)?.status)).toEqual([
      'approved',
      'pending_approval',
      'approved',
    ]);
    expect(space.decided.map((one) => one.contentHash)).toEqual(['hash-1', 'hash-3']);
    await press('queue:undo_bulk');
    expect(entry(1)?.status).toBe('pending_approval');
    expect(said()).toContain('Taken back');
  });

  test('what changed before the question is left out; what changed after it is not approved', async () => {
    for (const number of [1, 2, 3]) put(number);
    await openQueue();
    await press('queue:bulk');
    put(1, { contentHash: 'hash-1b' });
    await send(ticked(1, 2, 3));
    expect(said()).toContain('1 of those ticked changed meanwhile');
    expect(said()).toContain('Approve *2*');
    put(3, { contentHash: 'hash-3b' });
    await send();
    expect(said()).toContain('*1 of 2 done.*');
    expect(said()).toContain('It changed after it was shown to you');
    expect(entry(3)?.status).toBe('pending_approval');
  });

  test('the longest question still fits into what a window carries', () => {
    const entries = Array.from({ length: 40 }, (_one, index) =>
      reversal({ reference: `RV-${999_999_000 + index}`, contentHash: 'f'.repeat(64) }),
    ).slice(0, bulkMax);
    const skipped = Array.from({ length: 300 }, (_one, index) => `RV-${999_990_000 + index}`);
    const view = bulkConfirmView(entries, { ...freshState('C0123456789'), skipped }, 'en-US');
    const { ticked = '' } = JSON.parse(view.private_metadata ?? '');
    expect(ticked.split(' ')).toHaveLength(bulkMax);
  });

  test('all of a page are ticked with one press, and the press itself approves none', async () => {
    for (let number = 1; number <= 14; number += 1) put(number);
    await openQueue();
    await press('queue:bulk');
    await press('queue:tick_all');
    expect(space.decided).toEqual([]);
    await send();
    expect(said()).toContain('Approve *14*');
    await send();
    expect(said()).toContain('*14 of 14 done.*');
  });
});
