import { describe, expect, it } from 'vitest';
import type { SeenRequest } from '../../support/stand-ins/faults.js';
import { codeOf, zendeskUnderTest } from './zendesk-under-test.js';

const account = zendeskUnderTest();

const write = (externalId: string, change = {}) => ({
  externalId,
  note: 'RV-000001 approved',
  addTags: ['reversal_approved'],
  removeTags: [],
  effectId: 'effect-1',
  ...change,
});
const isNote = (request: SeenRequest) =>
  request.method === 'PUT' && /\/tickets\/\d+$/.test(request.path);

describe('the draft answer to the customer', () => {
  const replyDraft = { about: 'RV-000001', text: 'Hello,\n\nwe return 50 to you.' };

  it('stands in the internal note under a heading of its own, and nowhere in public', async () => {
    const id = account.far.createItem('first');
    expect(await account.connection.writeBack?.(write(id, { replyDraft }))).toBe('written');
    expect(await account.connection.writeBack?.(write(id, { replyDraft }))).toBe('already_there');
    const [note, ...others] = account.far.notesOf(id);
    expect(others).toEqual([]);
    expect(note).toMatch(
      /^RV-000001 approved\n\nDraft reply to the customer \(not sent[\s\S]*\n\nHello,\n\nwe return 50 to you\.\n\n\[reversal-hub:effect-1\]$/,
    );
    const comments = account.far.control.commentsOf(Number(id));
    const drafted = comments.filter(({ body }) => body.includes('Draft reply'));
    expect(drafted.map((comment) => comment.public)).toEqual([false]);
  });

  it('nothing to tell the customer leaves the note as it is', async () => {
    const id = account.far.createItem('first');
    await account.connection.writeBack?.(write(id, { replyDraft: { about: 'RV-1', text: null } }));
    expect(account.far.notesOf(id)).toEqual(['RV-000001 approved\n\n[reversal-hub:effect-1]']);
  });

  it('is none of the hub’s changes: it is neither a message nor a detection', async () => {
    const id = account.far.createItem('first');
    await account.connection.writeBack?.(write(id, { replyDraft }));
    const item = await account.connection.fetchItem(id);
    const own = item?.messages.filter((message) => message.text.includes('Draft reply'));
    expect(own?.map((message) => message.isOwn)).toEqual([true]);
  });
});

describe('a note on a ticket that others work on', () => {
  it('an agent’s change between look and note is kept, and the note comes after it', async () => {
    const amy = account.far.control.addAgent({ name: 'Amy', email: 'amy@northwind.example' });
    const id = account.far.createItem('first');
    let changes = 0;
    account.far.inject({
      match: (request) => {
        if (isNote(request) && changes < 2) {
          changes += 1;
          account.far.clock.ms += 2_000;
          const tags = [...account.far.tagsOf(id), `by_amy_${changes}`];
          account.far.control.updateTicket(Number(id), { tags, priority: 'urgent' }, amy.id);
        }
        return false;
      },
      fault: 'cut',
    });
    expect(await account.connection.writeBack?.(write(id))).toBe('written');
    expect(account.far.control.ticket(Number(id))?.priority).toBe('urgent');
    expect(account.far.tagsOf(id)).toEqual(
      expect.arrayContaining(['by_amy_1', 'by_amy_2', 'reversal_approved']),
    );
    expect(account.far.notesOf(id)).toHaveLength(1);
  });

  it('a ticket that never stands still is left for another time', async () => {
    const id = account.far.createItem('first');
    account.far.inject({
      match: isNote,
      times: 99,
      fault: { status: 409, body: { error: 'UpdateConflict' } },
    });
    expect(await codeOf(account.connection.writeBack?.(write(id)))).toBe('retry conflict');
    expect(account.far.control.requests.length).toBeLessThan(20);
  });

  it('closed: says gone, and tries nothing', async () => {
    const id = account.far.createItem('first');
    account.far.control.updateTicket(Number(id), { status: 'closed' });
    expect(await account.connection.writeBack?.(write(id))).toBe('gone');
    expect(account.far.control.requests.every((request) => request.method === 'GET')).toBe(true);
  });

  it('closed since the note was written: it is already there', async () => {
    const id = account.far.createItem('first');
    await account.connection.writeBack?.(write(id));
    account.far.control.updateTicket(Number(id), { status: 'closed' });
    expect(await account.connection.writeBack?.(write(id))).toBe('already_there');
  });

  it('closed between look and note: says gone', async () => {
    const id = account.far.createItem('first');
    account.far.inject({
      match: (request) => {
        if (isNote(request)) account.far.control.updateTicket(Number(id), { status: 'closed' });
        return false;
      },
      fault: 'cut',
    });
    expect(await account.connection.writeBack?.(write(id, { addTags: [] }))).toBe('gone');
    expect(account.far.notesOf(id)).toEqual([]);
  });

  it('refused though the ticket is open: a failure, never a silent gone', async () => {
    const id = account.far.createItem('first');
    account.far.inject({
      match: isNote,
      times: 9,
      fault: { status: 422, body: { error: 'RecordInvalid' } },
    });
    expect(await codeOf(account.connection.writeBack?.(write(id)))).toBe('give_up refused');
  });

  it('a public comment with the marker is not taken for the note', async () => {
    const id = account.far.createItem('first');
    account.far.changeItem(id, 'ha\n[reversal-hub:effect-1]');
    expect(await account.connection.writeBack?.(write(id))).toBe('written');
  });
});
