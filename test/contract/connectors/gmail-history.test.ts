import { describe, expect, it } from 'vitest';
import { idsOf, listAll, writeNote } from './calls.js';
import { gmailUnderTest } from './gmail-under-test.js';

const account = gmailUnderTest();
const since = new Date(0);
const page = (cursor: string | null) => account.connection.listChanges(cursor, since);
const history = ({ path }: { path: string }) => path.endsWith('/history');
const asked = (end: string) =>
  account.far.control.requests.filter(({ path }) => path.endsWith(end)).length;

describe('history that the vendor has forgotten', () => {
  it('misses nothing: what came before and after it was lost is listed, once, without a loop', async () => {
    const old = account.far.createItem('Old');
    const { cursor } = await listAll(account.connection, null, since);
    const lost = account.far.createItem('In the gap');
    account.far.control.mailbox.forgetHistory();
    const after = await listAll(account.connection, cursor, since);
    expect(idsOf(after.references).toSorted()).toEqual([old, lost].toSorted());
    const before = asked('/threads');
    const next = account.far.createItem('Afterwards');
    expect(idsOf((await listAll(account.connection, after.cursor, since)).references)).toEqual([
      next,
    ]);
    expect(asked('/threads')).toBe(before);
  });

  it('has what is known looked at again, from a week before the loss', async () => {
    account.far.createItem('One');
    const { cursor } = await listAll(account.connection, null, since);
    const coveredMs = account.far.clock.ms;
    account.far.settle();
    account.far.control.mailbox.forgetHistory();
    const anew = await page(cursor);
    expect(anew).toMatchObject({ references: [], hasMore: true });
    expect(anew).not.toHaveProperty('reconcile');
    const last = await page(anew.cursor);
    expect(last.reconcile).toEqual({ since: new Date(coveredMs - 7 * 86_400_000) });
    expect(await page(last.cursor)).not.toHaveProperty('reconcile');
  });

  it('an unchanged thread carries the time it was read at, so it is not judged again', async () => {
    const id = account.far.createItem('One');
    const { cursor } = await listAll(account.connection, null, since);
    const read = await account.connection.fetchItem(id);
    account.far.control.mailbox.forgetHistory();
    const { references } = await listAll(account.connection, cursor, since);
    expect(references).toEqual([{ externalId: id, updatedAt: read?.updatedAt }]);
  });

  it('a mailbox that forgets at once is listed once a run, not round and round', async () => {
    account.far.createItem('One');
    const { cursor } = await listAll(account.connection, null, since);
    account.far.inject({ match: history, fault: { status: 404 }, times: 100 });
    const listings = asked('/threads');
    await listAll(account.connection, cursor, since);
    expect(asked('/threads') - listings).toBe(1);
  });

  it('a thread deleted in the gap is gone when it is looked at', async () => {
    const id = account.far.createItem('One');
    const { cursor } = await listAll(account.connection, null, since);
    for (const message of account.far.control.mailbox.threadOf(id)) {
      account.far.control.mailbox.remove(message.id);
    }
    account.far.control.mailbox.forgetHistory();
    await listAll(account.connection, cursor, since);
    expect(await account.connection.fetchItem(id)).toBeNull();
  });
});

describe('the first listing', () => {
  it('is pinned before it begins: what arrives while it runs is listed', async () => {
    account.far.createItem('One');
    const first = await page(null);
    const meanwhile = account.far.createItem('Meanwhile');
    const { references } = await listAll(account.connection, first.cursor, since);
    expect(idsOf(references)).toContain(meanwhile);
  });

  it('follows pages to their end', async () => {
    const ids = Array.from({ length: 1_203 }, (_, index) => account.far.createItem(`No ${index}`));
    const { references } = await listAll(account.connection, null, since);
    expect(new Set(idsOf(references))).toEqual(new Set(ids));
  });

  it('a cursor that cannot be read begins anew', async () => {
    const id = account.far.createItem('One');
    expect(idsOf((await listAll(account.connection, 'rubbish', since)).references)).toEqual([id]);
  });

  it.each([
    ['listing', '/threads', { threads: [], nextPageToken: 'same' }],
    ['history', '/history', { historyId: '1', nextPageToken: 'same' }],
  ])('a %s that has more but stands still is told, not read for ever', async (kind, end, body) => {
    account.far.createItem('One');
    const start =
      kind === 'listing' ? null : (await listAll(account.connection, null, since)).cursor;
    account.far.inject({
      match: ({ path }) => path.endsWith(end),
      fault: { status: 200, body },
      times: 9,
    });
    const { cursor } = await page(start);
    await expect(page(cursor)).rejects.toMatchObject({ code: `${kind}_stands_still` });
  });
});

describe('ids for completeness', () => {
  const listed = async (settings: Record<string, unknown> = {}) => {
    const from = new Date(account.far.clock.ms - 60_000);
    const to = new Date(account.far.clock.ms + 60_000);
    const ids: string[] = [];
    for await (const id of account.open(settings).listIds?.(from, to) ?? []) ids.push(id);
    return ids;
  };

  it('are those that fetching knows: no drafts, no chats, nothing from the bin', async () => {
    const id = account.far.createItem('One');
    account.far.changeItem(id, 'more');
    account.far.deleteItem(account.far.createItem('Thrown away'));
    account.far.control.receiveRaw('Subject: x\r\n\r\nhi', { labelIds: ['CHAT'] });
    account.far.control.mailbox.addDraft(Buffer.from('Subject: x\r\n\r\nsoon'), undefined);
    expect(await listed()).toEqual([id]);
  });

  it('with labels named, are of threads with any of them, once each', async () => {
    const labels = ['A', 'B'].map((name) => account.far.control.mailbox.addLabel(name).id);
    const ids = [account.far.createItem('One'), account.far.createItem('Two')];
    account.far.createItem('Without');
    for (const [index, id] of ids.entries()) {
      for (const message of account.far.control.mailbox.threadOf(id)) {
        account.far.control.mailbox.changeLabels(message, labels.slice(index), []);
      }
    }
    expect((await listed({ labelIds: labels })).toSorted()).toEqual(ids.toSorted());
  });
});

describe('what is a change', () => {
  const { mailbox } = { mailbox: () => account.far.control.mailbox };
  const rows: { name: string; act: (id: string) => unknown; isListed: boolean }[] = [
    { name: 'a new mail', act: (id) => account.far.changeItem(id, 'more'), isListed: true },
    { name: 'moved to the bin', act: (id) => label(id, ['TRASH']), isListed: true },
    { name: 'moved to spam', act: (id) => label(id, ['SPAM']), isListed: true },
    { name: 'read', act: (id) => label(id, [], ['UNREAD']), isListed: false },
    { name: 'archived', act: (id) => label(id, [], ['INBOX']), isListed: false },
    { name: 'starred', act: (id) => label(id, ['STARRED']), isListed: false },
    {
      name: 'a draft that somebody begins',
      act: (id) => mailbox().addDraft(Buffer.from('Subject: x\r\n\r\nwill do'), id),
      isListed: false,
    },
    {
      name: 'the hub’s own labels and draft',
      act: (id) => writeNote(account.connection, id),
      isListed: false,
    },
  ];
  const label = (id: string, add: string[], remove: string[] = []) => {
    for (const message of mailbox().threadOf(id)) mailbox().changeLabels(message, add, remove);
  };

  it.each(rows)('$name: listed $isListed', async ({ act, isListed }) => {
    const id = account.far.createItem('One');
    const { cursor } = await listAll(account.connection, null, since);
    await act(id);
    const listed = idsOf((await listAll(account.connection, cursor, since)).references);
    expect(listed).toEqual(isListed ? [id] : []);
  });

  it('a thread of drafts and chats only is none; once it is sent it is one', async () => {
    const draft = account.far.control.mailbox.addDraft(
      Buffer.from('From: refunds@acme.example\r\nTo: jane@example.com\r\n\r\nwe will refund'),
      undefined,
    );
    const message = account.far.control.mailbox.messages.get(draft.messageId);
    const id = message?.threadId ?? '';
    expect(await account.connection.fetchItem(id)).toBeNull();
    const chat = account.far.control.receiveRaw('Subject: x\r\n\r\nhi', { labelIds: ['CHAT'] });
    expect(await account.connection.fetchItem(chat.threadId)).toBeNull();
    if (message) account.far.control.mailbox.changeLabels(message, ['SENT'], ['DRAFT']);
    expect((await account.connection.fetchItem(id))?.messages).toHaveLength(1);
  });

  it('spam is left out, unless the settings say otherwise', async () => {
    const raw = 'From: a@example.com\r\n\r\nrefund';
    const spam = account.far.control.receiveRaw(raw, { labelIds: ['SPAM'] });
    expect(await account.connection.fetchItem(spam.threadId)).toBeNull();
    const other = account.open({ includeSpamAndTrash: true });
    expect((await other.fetchItem(spam.threadId))?.messages).toHaveLength(1);
  });

  it('with labels named, a thread counts once it has one of them, and no longer when it is taken off', async () => {
    const { id: labelId } = account.far.control.mailbox.addLabel('Refunds');
    const narrowed = account.open({ labelIds: [labelId] });
    const id = account.far.createItem('One');
    const { references, cursor } = await listAll(narrowed, null, since);
    expect(references).toEqual([]);
    expect(await narrowed.fetchItem(id)).toBeNull();
    label(id, [labelId]);
    const labelled = await listAll(narrowed, cursor, since);
    expect(idsOf(labelled.references)).toEqual([id]);
    expect(await narrowed.fetchItem(id)).not.toBeNull();
    label(id, [], [labelId]);
    expect(idsOf((await listAll(narrowed, labelled.cursor, since)).references)).toEqual([id]);
    expect(await narrowed.fetchItem(id)).toBeNull();
  });
});
