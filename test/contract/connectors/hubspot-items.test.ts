import { describe, expect, it } from 'vitest';
import { openHubSpotClient } from '../../../connectors/hubspot/client.js';
import { openListIds } from '../../../connectors/hubspot/list-ids.js';
import { settingsSchema } from '../../../connectors/hubspot/settings.js';
import type { SourceItem } from '../../../core/index.js';
import { idsOf, listAll } from './calls.js';
import { hubspotUnderTest } from './hubspot-under-test.js';
import { codeOf } from './zendesk-under-test.js';

const account = hubspotUnderTest();
const jane = { name: 'Jane Doe', email: 'jane@example.com', phone: '+1 555 010 99' };
const asked = 'I was charged twice, please refund 49.99 USD';

async function read(id: string): Promise<SourceItem> {
  const item = await account.connection.fetchItem(id);
  if (!item) throw new Error('the ticket is not there');
  return item;
}

const agents = () => ({
  first: account.far.control.addOwner({ name: 'First Agent', email: 'agent@northwind.example' }),
  second: account.far.control.addOwner({ name: 'Second Agent', email: 'second@northwind.example' }),
});
const emails = (item: SourceItem) => item.writers.map(({ email }) => email);
const ticket = (more: Parameters<typeof account.far.control.createTicket>[0] | object = {}) =>
  account.far.control.createTicket({ subject: 'Refund', content: asked, contact: jane, ...more })
    .id;

describe('a ticket', () => {
  it('is told with its customer, assignee, fields, tags, time and place', async () => {
    const { control, settings, clock } = account.far;
    const { first } = agents();
    control.addTicketProperty('refund_amount', { type: 'number' });
    control.addTicketProperty('order_number');
    const id = ticket({
      owner: first,
      properties: { refund_amount: '49.99', order_number: 'A-17', reversal_hub_status: 'vip; x' },
    });
    const fields = { amount: 'refund_amount', currency: 'currency', orderId: 'order_number' };
    account.connection = account.open({ fields });
    account.far.clock.ms += 60_000;
    expect(await read(id)).toEqual({
      externalId: id,
      url: `${settings.baseUrl}/contacts/62515/record/0-5/${id}`,
      subject: 'Refund',
      channel: 'email',
      createdAt: new Date(clock.ms - 60_000),
      updatedAt: new Date(clock.ms - 60_000),
      isClosed: false,
      isDeleted: false,
      customer: { name: 'Jane Doe', email: 'jane@example.com', phone: '+1 555 010 99' },
      assignee: { name: 'First Agent', email: 'agent@northwind.example' },
      writers: [],
      messages: [
        {
          externalId: `ticket-${id}`,
          author: 'customer',
          authorName: null,
          text: asked,
          isPublic: true,
          sentAt: new Date(clock.ms - 60_000),
          isOwn: false,
          attachments: [],
        },
      ],
      tags: ['vip', 'x'],
      fields: { amount: '49.99', currency: undefined, orderId: 'A-17' },
    });
  });

  it('in a closed stage is closed; opened again it is not', async () => {
    const id = ticket();
    account.far.control.closeTicket(id);
    expect((await read(id)).isClosed).toBe(true);
    account.far.control.updateTicket(id, { hs_pipeline_stage: '2' });
    expect((await read(id)).isClosed).toBe(false);
  });

  it.each([
    ['EMAIL', 'email'],
    ['CHAT', 'chat'],
    ['PHONE', 'phone'],
    ['FORM', 'crm'],
    [null, 'crm'],
  ] as const)('that came by %s came by %s', async (source, channel) => {
    expect((await read(ticket({ source }))).channel).toBe(channel);
  });

  it('of no named source is judged by what hangs on it', async () => {
    const id = ticket({ source: null });
    account.far.control.addEmail(id, { from: jane, text: 'Hello' });
    expect((await read(id)).channel).toBe('email');
  });

  it('without a contact has the sender of its first e-mail for a customer', async () => {
    const id = ticket({ contact: undefined });
    account.far.control.addEmail(id, { from: jane, text: asked });
    expect((await read(id)).customer).toEqual({ name: 'Jane Doe', email: jane.email, phone: null });
  });

  it('with several contacts has the one who wrote', async () => {
    const id = ticket({ contact: { name: 'Shared Account', email: 'shared@example.com' } });
    account.far.control.addContact(id, jane);
    account.far.control.addEmail(id, { from: jane, text: asked });
    expect((await read(id)).customer.email).toBe(jane.email);
  });

  it.each([
    ['no id', 'abc'],
    ['an address', '1/../2'],
    ['nothing', ''],
  ])('%s is asked for nowhere', async (_name, id) => {
    expect(await codeOf(account.connection.fetchItem(id))).toBe('give_up no_ticket_id');
    expect(account.far.control.requests).toEqual([]);
  });

  it.each([
    ['without times', { id: '7', properties: { subject: 'x' } }],
    ['with properties that are none', { id: '7', properties: 'x' }],
    ['with an id that is none', { id: { x: 1 }, properties: {} }],
    ['that is a list', []],
    ['that is null', null],
  ])('%s is unreadable', async (_name, body) => {
    account.far.inject({ match: () => true, fault: { status: 200, body: body ?? 'null' } });
    const code = await codeOf(account.connection.fetchItem('7'));
    // A list names no ticket, so it is not the one asked for; "null" comes as a page of text.
    expect(['unreadable unreadable_ticket', 'retry not_json']).toContain(code);
  });
});

describe('messages', () => {
  it('tell customer and agent apart by the direction of an e-mail', async () => {
    const { first } = agents();
    const id = ticket();
    const { control, clock } = account.far;
    control.addEmail(id, { from: jane, text: 'Any news?' });
    clock.ms += 1_000;
    const own = { name: 'First Agent', email: 'agent@northwind.example' };
    control.addEmail(id, { direction: 'EMAIL', from: own, text: 'We look into it', owner: first });
    clock.ms += 1_000;
    control.addEmail(id, { from: own, text: 'An agent’s reply that came in by mail' });
    clock.ms += 1_000;
    control.addEmail(id, { direction: 'FORWARDED_EMAIL', from: jane, text: 'Forwarded from Jane' });
    clock.ms += 1_000;
    control.addEmail(id, { direction: null, text: 'Nobody knows' });
    const item = await read(id);
    expect(item.messages.map(({ author, text }) => [author, text])).toEqual([
      ['customer', asked],
      ['customer', 'Any news?'],
      ['agent', 'We look into it'],
      ['agent', 'An agent’s reply that came in by mail'],
      ['customer', 'Forwarded from Jane'],
      ['agent', 'Nobody knows'],
    ]);
    expect(emails(item)).toEqual(['agent@northwind.example', null]);
  });

  it('are read to the newest reply, from HTML where there is nothing plainer', async () => {
    const id = ticket();
    account.far.control.addEmail(id, {
      from: jane,
      html: '<p>Please hurry.</p><div>On Mon, Mar 2, 2026 at 9:00 AM Support wrote:<blockquote>Hello</blockquote></div>',
    });
    expect((await read(id)).messages.at(-1)?.text).toBe('Please hurry.');
  });

  it('what the inbox copied from the first e-mail into the ticket is told once', async () => {
    const id = ticket({ content: `${asked}\n\nOn Mon, Mar 2, 2026 Support wrote:\n> Hello` });
    account.far.control.addEmail(id, { from: jane, text: `Hi!\n${asked}` });
    expect((await read(id)).messages.map(({ text }) => text)).toEqual([`Hi!\n${asked}`]);
  });

  it('a short first e-mail does not hide what the ticket says', async () => {
    const id = ticket();
    account.far.control.addEmail(id, { from: jane, text: 'I was charged' });
    expect((await read(id)).messages).toHaveLength(2);
  });

  it('files are links, not contents', async () => {
    const id = ticket();
    account.far.control.addEmail(id, { from: jane, text: 'See', attachmentIds: ['12', '34'] });
    expect((await read(id)).messages.at(-1)?.attachments).toEqual(
      ['12', '34'].map((file) => ({
        name: `file ${file}`,
        url: `${account.far.settings.baseUrl}/files/v3/files/${file}/signed-url`,
        contentType: null,
      })),
    );
  });

  it('notes, calls and logged exchanges are an agent’s, inside', async () => {
    const { first, second } = agents();
    const id = ticket();
    account.far.control.addNote(id, '<p>Checked &amp; found</p>', first);
    account.far.control.addCall(id, {
      title: 'Call with Jane',
      html: 'Wants 49.99',
      owner: second,
    });
    account.far.control.addCommunication(id, 'WhatsApp: thanks', second);
    const item = await read(id);
    expect(
      item.messages.slice(1).map(({ author, isPublic, text }) => [author, isPublic, text]),
    ).toEqual(
      expect.arrayContaining([
        ['agent', false, 'Checked & found'],
        ['agent', false, 'Call with Jane\nWants 49.99'],
        ['agent', false, 'WhatsApp: thanks'],
      ]),
    );
    expect(emails(item).toSorted()).toEqual([
      'agent@northwind.example',
      'second@northwind.example',
    ]);
  });

  it('a chat is read from its conversation: visitor, agent and bot apart', async () => {
    const { first } = agents();
    const id = ticket({ source: 'CHAT', content: asked });
    account.far.control.addThread(id, [
      { actorId: 'V-1', direction: 'INCOMING', name: 'Jane', text: asked },
      { actorId: `A-${first.userId}`, direction: 'OUTGOING', name: 'First', text: 'One moment' },
      { actorId: 'B-7', direction: 'OUTGOING', name: 'Bot', text: 'How did we do?' },
    ]);
    const item = await read(id);
    expect(item.messages.map(({ author, text }) => [author, text])).toEqual([
      ['customer', asked],
      ['agent', 'One moment'],
      ['system', 'How did we do?'],
    ]);
    expect(emails(item)).toEqual(['agent@northwind.example']);
  });

  it('a chat that the app may not read leaves the ticket’s own words', async () => {
    const id = ticket({ source: 'CHAT' });
    account.far.control.addThread(id, [
      { actorId: 'V-1', direction: 'INCOMING', name: 'Jane', text: 'more' },
    ]);
    account.far.control.missingScopes.add('conversations.read');
    expect((await read(id)).messages.map(({ text }) => text)).toEqual([asked]);
  });

  it('a ticket with more e-mails than come with it is read whole', {
    timeout: 30_000,
  }, async () => {
    const id = ticket();
    for (let number = 0; number < 130; number += 1) {
      account.far.control.addEmail(id, { from: jane, text: `e-mail ${number}` });
      account.far.clock.ms += 1_000;
    }
    expect((await read(id)).messages).toHaveLength(131);
  });

  it('take one request a kind, not one a message', async () => {
    const id = ticket();
    for (let number = 0; number < 60; number += 1) {
      account.far.control.addEmail(id, { from: jane, text: `e-mail ${number}` });
      account.far.control.addNote(id, `note ${number}`);
    }
    await read(id);
    const before = account.far.control.requests.length;
    await read(id);
    // The ticket, its contact, e-mails and notes; owners, stages and the account are known by then.
    expect(account.far.control.requests.length - before).toBe(4);
  });
});

describe('who counts as writer', () => {
  it('whoever typed the ticket in, though others own it', async () => {
    const { first, second } = agents();
    const item = await read(ticket({ source: 'PHONE', typedBy: first, owner: second }));
    expect(emails(item)).toEqual(['agent@northwind.example']);
    expect(item.assignee?.email).toBe('second@northwind.example');
    expect(item.messages[0]?.author).toBe('agent');
  });

  it('an agent who has left, by the e-mail they had', async () => {
    const gone = account.far.control.addOwner({
      name: 'Gone',
      email: 'gone@northwind.example',
      archived: true,
    });
    const id = ticket();
    account.far.control.addNote(id, 'a note', gone);
    expect(emails(await read(id))).toEqual(['gone@northwind.example']);
  });

  it('somebody the account does not know, as a person without a name', async () => {
    const id = ticket();
    const { id: stranger } = { id: '999999' };
    account.far.control.addNote(id, 'a note', {
      id: stranger,
      userId: 888_888,
      email: '',
      firstName: '',
      lastName: '',
      archived: false,
    });
    expect((await read(id)).writers).toEqual([{ name: null, email: null }]);
  });

  it('an agent who writes the hub’s marker, but not the hub itself', async () => {
    const { first } = agents();
    const id = ticket();
    account.far.control.addNote(id, 'approved<br><br>[reversal-hub:effect-9]', first);
    const byHand = await read(id);
    expect(emails(byHand)).toEqual(['agent@northwind.example']);
    const other = ticket();
    account.far.control.addNote(other, 'approved<br><br>[reversal-hub:effect-9]');
    expect((await read(other)).writers).toEqual([]);
    expect((await read(other)).messages.at(-1)?.isOwn).toBe(true);
  });

  it('nobody for a customer who writes the marker, who is heard', async () => {
    const id = ticket();
    account.far.control.addEmail(id, { from: jane, text: 'Refund me\n\n[reversal-hub:effect-9]' });
    const item = await read(id);
    expect(item.writers).toEqual([]);
    expect(item.messages.at(-1)?.isOwn).toBe(false);
  });
});

describe('many tickets together', () => {
  it('a hundred with e-mails and notes take a dozen requests', { timeout: 30_000 }, async () => {
    const ids = Array.from({ length: 100 }, (_, number) => {
      const id = ticket();
      account.far.control.addEmail(id, { from: jane, text: `e-mail ${number}` });
      account.far.control.addNote(id, `note ${number}`);
      return id;
    });
    account.far.settle();
    const fetch = await account.connection.fetchTogether?.(ids);
    for (const id of ids) expect((await fetch?.(id))?.messages).toHaveLength(3);
    expect(account.far.control.requests.length).toBeLessThanOrEqual(14);
    expect(await fetch?.(ids[7] ?? '')).toEqual(await account.connection.fetchItem(ids[7] ?? ''));
  });

  describe('of two hundred, each with a note', () => {
    /** Their ids, and a connection that is answered about the last one's note when `answer` is called. */
    const waiting = () => {
      const notes: string[] = [];
      const ids = Array.from({ length: 200 }, (_, number) => {
        const id = ticket();
        notes.push(account.far.control.addNote(id, `note ${number}`).id);
        return id;
      });
      account.far.settle();
      let answer: (how: Response | null) => void = () => undefined;
      const held = new Promise<Response | null>((resolve) => {
        answer = resolve;
      });
      const connection = account.open({}, async (input, init) => {
        const isLast = String(init?.body).includes(`{"id":"${notes.at(-1)}"}`);
        return (isLast ? await held : null) ?? fetch(input, init);
      });
      return { connection, ids, answer };
    };

    it('the first are whole while the last are still asked for', { timeout: 30_000 }, async () => {
      const { connection, ids, answer } = waiting();
      const each = await connection.fetchTogether?.(ids);
      expect((await each?.(ids[0] ?? ''))?.messages).toHaveLength(2);
      let isWhole = false;
      const last = each?.(ids[199] ?? '').then((item) => {
        isWhole = true;
        return item;
      });
      await each?.isAsked;
      expect((await each?.(ids[99] ?? ''))?.messages).toHaveLength(2);
      expect(isWhole).toBe(false);
      answer(null);
      expect((await last)?.messages).toHaveLength(2);
    });

    it('trouble with the last is theirs, and is told to each', { timeout: 30_000 }, async () => {
      const { connection, ids, answer } = waiting();
      const each = await connection.fetchTogether?.(ids);
      answer(Response.json({ status: 'error' }, { status: 500 }));
      expect(await codeOf(each?.(ids[150] ?? ''))).toBe('retry server_error');
      expect(await codeOf(each?.(ids[199] ?? ''))).toBe('retry server_error');
      expect((await each?.(ids[0] ?? ''))?.messages).toHaveLength(2);
    });
  });

  it('one thing that cannot be read is its own ticket’s trouble', async () => {
    const ids = [ticket(), ticket()];
    account.far.control.addNote(ids[1] ?? '', 'a note');
    account.far.settle();
    const body = { status: 'COMPLETE', results: [{ id: 'x', properties: 7 }] };
    account.far.inject({
      match: ({ path }) => path === '/crm/v3/objects/notes/batch/read',
      fault: { status: 200, body },
      times: 9,
    });
    const fetch = await account.connection.fetchTogether?.(ids);
    expect((await fetch?.(ids[0] ?? ''))?.messages).toHaveLength(1);
    expect(await codeOf(fetch?.(ids[1] ?? ''))).toBe('unreadable unreadable_notes');
  });
});

describe('an answer with less than the vendor gives', () => {
  const withoutAssociations = (id: string) => {
    const at = new Date(account.far.clock.ms).toISOString();
    const properties = {
      subject: 'Refund',
      content: asked,
      createdate: at,
      hs_lastmodifieddate: at,
    };
    const fault = { status: 200, body: { id, properties, createdAt: at, updatedAt: at } };
    account.far.inject({ match: ({ path }) => path.endsWith(`/tickets/${id}`), fault });
  };

  it('a ticket that comes without what hangs on it is asked about once more', async () => {
    const id = ticket();
    account.far.control.addEmail(id, { from: jane, text: 'Please answer' });
    withoutAssociations(id);
    expect((await read(id)).messages.map(({ text }) => text)).toEqual([asked, 'Please answer']);
  });

  it('however many come so, until one has been told with what hangs on it', async () => {
    const empty = Array.from({ length: 25 }, () => ticket({ contact: undefined }));
    for (const id of empty) await read(id);
    const asks = () =>
      account.far.control.requests.filter(({ path }) => path.includes('/associations/')).length;
    expect(asks()).toBe(25 * 5);
    await read(ticket());
    await read(empty[0] ?? '');
    expect(asks()).toBe(25 * 5);
  });

  it.each(['/crm/v3/owners', '/crm/v3/pipelines/tickets', '/account-info/v3/details'])(
    'without %s a ticket is read all the same',
    async (path) => {
      const { first } = agents();
      const id = ticket({ owner: first });
      account.far.control.closeTicket(id);
      const fault = { status: 404, body: '<html>not found</html>' };
      account.far.inject({ match: (request) => request.path === path, fault, times: 9 });
      const item = await read(id);
      expect(item.messages).toHaveLength(1);
      expect(item.assignee?.email ?? null).toBe(path.endsWith('owners') ? null : first.email);
      expect(item.isClosed).toBe(!path.includes('pipelines'));
      expect(item.url === null).toBe(path.includes('account-info'));
    },
  );
});

describe('a list that is not the index', () => {
  it('counts tickets by when they were made, page by page', { timeout: 30_000 }, async () => {
    account.far.control.seedTickets(130, 'before');
    account.far.clock.ms += 1_000;
    const from = new Date(account.far.clock.ms);
    const ids = account.far.control.seedTickets(230, 'inside');
    account.far.clock.ms += 1_000;
    const to = new Date(account.far.clock.ms);
    account.far.control.seedTickets(10, 'after');
    const listed: string[] = [];
    for await (const id of account.connection.listIds?.(from, to) ?? []) listed.push(id);
    expect(listed).toEqual(ids);
    // The index knows none of them yet.
    expect(idsOf((await listAll(account.connection, null, from)).references)).toEqual([]);
  });

  it('beyond what a search can give it is the list all the same, and a week costs one way through', {
    timeout: 60_000,
  }, async () => {
    const { control } = account.far;
    const days: { from: Date; to: Date; ids: string[] }[] = [];
    for (const count of [5_000, 6_000, 40]) {
      const from = new Date(account.far.clock.ms);
      const ids = control.seedTickets(count, 'inside');
      account.far.clock.ms += 86_400_000;
      days.push({ from, to: new Date(account.far.clock.ms), ids });
    }
    const late = { from: new Date(account.far.clock.ms), ids: control.seedTickets(1, 'late') };
    account.far.clock.ms += 1_000;
    control.limits.indexLagMs = 10 * 86_400_000;
    const asked = control.requests.length;
    const list = async (from: Date, to: Date) => {
      const listed: string[] = [];
      for await (const id of account.connection.listIds?.(from, to) ?? []) listed.push(id);
      return listed;
    };
    for (const { from, to, ids } of days) expect(await list(from, to)).toEqual(ids);
    // The count, and 11,041 tickets by hundreds.
    expect(control.requests.length - asked).toBe(1 + 111);
    // An earlier day, and what was made since, are not in what was kept.
    expect(await list(late.from, new Date(account.far.clock.ms + 1))).toEqual(late.ids);
    const earlier = new Date((days[0]?.from.getTime() ?? 0) - 1_000);
    expect(await list(earlier, days[0]?.to ?? earlier)).toEqual(days[0]?.ids);
    expect(control.requests.length - asked).toBe(3 * 112);
  });

  it('a large account is asked for the window only, in the order of ids', {
    timeout: 30_000,
  }, async () => {
    const { control } = account.far;
    control.seedTickets(300, 'before');
    account.far.clock.ms += 1_000;
    const from = new Date(account.far.clock.ms);
    const inside = control.seedTickets(450, 'inside');
    const theirs = control.createTicket({ subject: 'theirs', pipeline: '77', stage: '1' }).id;
    account.far.clock.ms += 1_000;
    const to = new Date(account.far.clock.ms);
    control.seedTickets(10, 'after');
    account.far.settle();
    const client = openHubSpotClient(settingsSchema.parse(account.far.settings), {
      fetch,
      now: () => new Date(account.far.clock.ms),
      userAgent: 'reversal-hub/test',
    });
    const asked = control.requests.length;
    const list = async (pipelines: string[] | undefined) => {
      const listed: string[] = [];
      const listIds = openListIds(client, pipelines, () => new Date(account.far.clock.ms), 500);
      for await (const id of listIds(from, to)) listed.push(id);
      return listed;
    };
    expect(await list(undefined)).toEqual([...inside, theirs]);
    // The count, two full pages, and the last of 51.
    expect(control.requests.length - asked).toBe(4);
    expect(await list(['77'])).toEqual([theirs]);
  });
});
