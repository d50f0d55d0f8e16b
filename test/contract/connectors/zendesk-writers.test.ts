import { describe, expect, it } from 'vitest';
import { hubEmail } from './zendesk-stand-in.js';
import { jane, zendeskUnderTest } from './zendesk-under-test.js';

const account = zendeskUnderTest();

describe('who counts as having written', () => {
  const marked = 'nothing to see\n\n[reversal-hub:effect-9]';

  it('a customer who writes the marker is heard all the same', async () => {
    const id = account.far.createItem('first');
    account.far.changeItem(id, marked);
    const item = await account.connection.fetchItem(id);
    expect(item?.messages.map((message) => message.isOwn)).toEqual([false, false]);
  });

  it('an agent who writes the marker still counts as a writer', async () => {
    const amy = account.far.control.addAgent({ name: 'Amy', email: 'amy@northwind.example' });
    const id = account.far.createItem('first');
    account.far.control.addComment(Number(id), { body: marked, authorId: amy.id, public: false });
    expect((await account.connection.fetchItem(id))?.writers).toEqual([
      { name: 'Amy', email: 'amy@northwind.example' },
    ]);
  });

  it('a person who signs in as the hub’s own user counts as a writer', async () => {
    const id = account.far.createItem('first');
    account.far.control.addComment(Number(id), {
      body: 'by hand',
      authorId: account.far.control.hubUser.id,
    });
    expect((await account.connection.fetchItem(id))?.writers).toMatchObject([{ email: hubEmail }]);
  });

  it('a ticket an integration opens for its requester speaks for the requester', async () => {
    const { id } = account.far.control.createTicket({
      subject: 'x',
      body: 'Charged twice',
      requester: jane,
      authorId: account.far.control.hubUser.id,
      channel: 'api',
    });
    const item = await account.connection.fetchItem(String(id));
    expect(item?.messages[0]).toMatchObject({ author: 'customer', authorName: null });
    expect(item).toMatchObject({ writers: [], customer: { email: 'jane@example.com' } });
  });

  it('an agent who asks on their own behalf is no customer', async () => {
    const amy = account.far.control.addAgent({ name: 'Amy', email: 'amy@northwind.example' });
    const { id } = account.far.control.createTicket({ subject: 'x', body: 'y', requester: amy.id });
    expect(await account.connection.fetchItem(String(id))).toMatchObject({
      customer: { name: null, email: null, phone: null },
      writers: [{ email: 'amy@northwind.example' }],
      messages: [{ author: 'agent' }],
    });
  });

  it('an author the vendor no longer knows is taken for staff', async () => {
    const id = account.far.createItem('first');
    const comment = {
      id: 99,
      body: 'approved by phone',
      public: false,
      author_id: 123_456,
      created_at: '2026-03-02T10:00:00Z',
      via: { channel: 'web' },
    };
    account.far.inject({
      match: (request) => request.path.endsWith('/comments'),
      fault: { status: 200, body: { comments: [comment], meta: { has_more: false } } },
    });
    const item = await account.connection.fetchItem(id);
    expect(item?.writers).toEqual([{ name: null, email: null }]);
    expect(item?.messages[0]?.author).toBe('agent');
  });

  it('what triggers, merges and the system user say is nobody’s', async () => {
    const id = account.far.createItem('first');
    const comment = (number: number, author: number, via: unknown) => ({
      id: number,
      plain_body: '',
      body: 'merged',
      public: false,
      author_id: author,
      created_at: '2026-03-02T10:00:00Z',
      via,
    });
    const comments = [
      comment(1, -1, { channel: 'system' }),
      comment(2, account.far.control.hubUser.id, { channel: 'rule', source: { rel: 'trigger' } }),
      comment(3, account.far.control.hubUser.id, { channel: 'web', source: { rel: 'merge' } }),
    ];
    account.far.inject({
      match: (request) => request.path.endsWith('/comments'),
      fault: { status: 200, body: { comments, meta: { has_more: false } } },
    });
    const item = await account.connection.fetchItem(id);
    expect(item?.messages.map((message) => message.author)).toEqual(['system', 'system', 'system']);
    expect(item?.messages[0]?.text).toBe('merged');
    expect(item?.writers).toEqual([]);
  });
});
