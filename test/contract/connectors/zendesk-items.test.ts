import { describe, expect, it } from 'vitest';
import { codeOf, jane, zendeskUnderTest } from './zendesk-under-test.js';

const account = zendeskUnderTest();

describe('a ticket becomes a source item', () => {
  it('with customer, assignee, writers, fields and links, and nothing made up', async () => {
    account.connection = account.open({
      fields: { amount: 360_011_700_001, currency: '360011700002', orderId: 360_011_700_003 },
    });
    const amy = account.far.control.addAgent({ name: 'Amy', email: 'amy@northwind.example' });
    const bob = account.far.control.addAgent({ name: 'Bob', email: 'bob@northwind.example' });
    const customer = account.far.control.addEndUser(jane);
    const ticket = account.far.control.createTicket({
      subject: 'Charged twice',
      body: 'Please return 49.99 USD',
      requester: customer.id,
      assigneeId: amy.id,
      tags: ['vip'],
      customFields: [
        { id: 360_011_700_001, value: 49.99 },
        { id: 360_011_700_002, value: '' },
      ],
      attachments: [
        {
          fileName: 'receipt.pdf',
          contentType: 'application/pdf',
          size: 10,
          contentUrl: 'https://files.example/1',
        },
      ],
    });
    account.far.control.addComment(ticket.id, {
      body: 'I ask the bank',
      authorId: bob.id,
      public: false,
    });
    account.far.clock.ms += 60_000;
    expect(await account.connection.fetchItem(String(ticket.id))).toEqual({
      externalId: String(ticket.id),
      url: `${account.far.baseUrl}/agent/tickets/${ticket.id}`,
      subject: 'Charged twice',
      channel: 'email',
      createdAt: new Date('2026-03-02T10:00:00Z'),
      updatedAt: new Date('2026-03-02T10:00:00Z'),
      isClosed: false,
      isDeleted: false,
      customer: { name: 'Jane Doe', email: 'jane@example.com', phone: '+1 555 010 99' },
      assignee: { name: 'Amy', email: 'amy@northwind.example' },
      writers: [{ name: 'Bob', email: 'bob@northwind.example' }],
      tags: ['vip'],
      fields: { amount: '49.99', currency: undefined, orderId: undefined },
      messages: [
        expect.objectContaining({
          author: 'customer',
          authorName: 'Jane Doe',
          text: 'Please return 49.99 USD',
          isPublic: true,
          isOwn: false,
          attachments: [
            { name: 'receipt.pdf', url: 'https://files.example/1', contentType: 'application/pdf' },
          ],
        }),
        expect.objectContaining({ author: 'agent', text: 'I ask the bank', isPublic: false }),
      ],
    });
  });

  it.each([
    ['email', 'email'],
    ['mail', 'email'],
    ['chat', 'chat'],
    ['native_messaging', 'chat'],
    ['whatsapp', 'chat'],
    ['voice', 'phone'],
    ['phone', 'phone'],
    ['api', 'api'],
    ['web', 'crm'],
    ['something_new', 'crm'],
  ])('via %s is channel %s', async (via, channel) => {
    const { id } = account.far.control.createTicket({
      subject: 'x',
      body: 'y',
      requester: jane,
      channel: via,
    });
    expect((await account.connection.fetchItem(String(id)))?.channel).toBe(channel);
  });

  it.each([
    ['open', false],
    ['pending', false],
    ['solved', true],
    ['closed', true],
  ] as const)('status %s is closed: %s', async (status, isClosed) => {
    const { id } = account.far.control.createTicket({
      subject: 'x',
      body: 'y',
      requester: jane,
      status,
    });
    expect((await account.connection.fetchItem(String(id)))?.isClosed).toBe(isClosed);
  });

  it('reads a conversation of several pages whole, and in order', async () => {
    const id = account.far.createItem('first');
    for (let number = 2; number <= 230; number += 1)
      account.far.changeItem(id, `comment ${number}`);
    const item = await account.connection.fetchItem(id);
    expect(item?.messages).toHaveLength(230);
    expect(item?.messages.at(-1)?.text).toBe('comment 230');
  });

  it('gives up on a conversation whose next page is the same page', async () => {
    const id = account.far.createItem('first');
    account.far.inject({
      match: (request) => request.path.endsWith('/comments'),
      times: 9,
      fault: {
        status: 200,
        body: { comments: [], meta: { has_more: true, after_cursor: 'same' } },
      },
    });
    expect(await codeOf(account.connection.fetchItem(id))).toBe('unreadable no_next_page');
  });

  it('a ticket in an unknown form is unreadable, not guessed at', async () => {
    const id = account.far.createItem('first');
    account.far.inject({
      match: (request) => request.path.endsWith(`/tickets/${id}`),
      fault: { status: 200, body: { ticket: { id: Number(id), status: 7 } } },
    });
    expect(await codeOf(account.connection.fetchItem(id))).toBe('unreadable unreadable_ticket');
  });

  it('a listed ticket with an odd time is still listed', async () => {
    account.far.inject({
      match: (request) => request.path.endsWith('/cursor'),
      fault: {
        status: 200,
        body: { tickets: [{ id: 5, updated_at: 'soon' }], after_cursor: 'c', end_of_stream: true },
      },
    });
    const page = await account.connection.listChanges(null, new Date(0));
    expect(page.references).toEqual([
      { externalId: '5', updatedAt: new Date(account.far.clock.ms) },
    ]);
  });

  it('asks for smaller pages where a page is too large', async () => {
    const id = account.far.createItem('first');
    account.far.settle();
    account.far.inject({
      match: (request) => request.query.get('per_page') === '1000',
      fault: { status: 200, body: { padding: 'x'.repeat(26 * 1024 * 1024) } },
    });
    const page = await account.connection.listChanges(null, new Date(0));
    expect(page.references.map((reference) => reference.externalId)).toEqual([id]);
  });

  it('an id that is no number reaches no address', async () => {
    expect(await codeOf(account.connection.fetchItem('1/../../users/me'))).toBe(
      'give_up no_ticket_id',
    );
    expect(account.far.control.requests).toEqual([]);
  });
});
