import { describe, expect, it } from 'vitest';
import { candidateOf } from '../../../core/intake/candidate.js';
import { gmailUnderTest, mailOf } from './gmail-under-test.js';

const account = gmailUnderTest();
const client = {
  id: 'acme',
  name: 'Acme Store',
  currency: 'USD',
  timezone: 'America/New_York',
  policy: null,
  chatChannelId: null,
};
const inner =
  'From: Jane <jane@example.com>\r\nSubject: charged twice\r\n\r\nPlease refund 49.99 USD';
const report = (type: string) =>
  [
    '--b\r\nContent-Type: text/plain\r\n\r\nYour message was returned. Your payment of 49.99 USD was returned; please refund it.',
    `--b\r\nContent-Type: message/${type}\r\n\r\nAction: failed\r\nStatus: 5.1.1`,
    `--b\r\nContent-Type: message/rfc822\r\n\r\n${inner}`,
    '--b--',
  ].join('\r\n');
const asked = 'I was charged twice. Please refund 49.99 USD.';

describe('mail about mail takes no part', () => {
  const rows: { name: string; head: Record<string, string>; body?: string }[] = [
    {
      name: 'a delivery report (RFC 3464)',
      head: {
        From: 'x@host.example',
        'Content-Type': 'multipart/report; report-type=delivery-status; boundary=b',
      },
      body: report('delivery-status'),
    },
    {
      name: 'a receipt (RFC 8098)',
      head: {
        'Content-Type': 'multipart/report; report-type=disposition-notification; boundary=b',
      },
      body: report('disposition-notification'),
    },
    {
      name: 'the mailer daemon',
      head: { From: 'Mail Delivery Subsystem <mailer-daemon@googlemail.com>' },
    },
    { name: 'a postmaster', head: { From: 'postmaster@example.com' } },
    { name: 'failed recipients', head: { 'X-Failed-Recipients': 'jane@example.com' } },
    { name: 'an answer by a machine (RFC 3834)', head: { 'Auto-Submitted': 'auto-replied' } },
    { name: 'the same, for an absence', head: { 'Auto-Submitted': 'auto-replied (vacation)' } },
    { name: 'X-Autoreply', head: { 'X-Autoreply': 'yes' } },
    { name: 'X-Autorespond', head: { 'X-Autorespond': 'away' } },
    { name: 'Precedence: auto_reply', head: { Precedence: 'auto_reply' } },
    { name: 'Outlook’s subject', head: { Subject: 'Automatic reply: Order 8841' } },
    { name: 'out of office', head: { Subject: 'Out of Office: back on Monday' } },
    { name: 'a German absence note', head: { Subject: 'Abwesenheitsnotiz: Bestellung' } },
    { name: 'a French one', head: { Subject: '=?utf-8?Q?R=C3=A9ponse_automatique_:_commande?=' } },
    { name: 'a Spanish one', head: { Subject: '=?utf-8?Q?Respuesta_autom=C3=A1tica:?= pedido' } },
  ];

  it.each(rows)('$name is the system’s word, and asks for nothing', async ({ head, body }) => {
    const item = await account.readRaw(mailOf(head, body ?? asked));
    expect(item.messages.map((message) => message.author)).toEqual(['system']);
    expect(item.customer.email).toBeNull();
    expect(item.writers).toEqual([]);
    expect(candidateOf(item, client, null).outcome).toBe('leave');
  });
});

describe('what only looks like it is heard', () => {
  const rows: { name: string; head: Record<string, string> }[] = [
    {
      name: 'a processor’s notice, generated and in bulk',
      head: {
        From: 'Stripe <notifications@stripe.com>',
        'Auto-Submitted': 'auto-generated',
        Precedence: 'bulk',
        'List-Unsubscribe': '<https://stripe.com/u>',
      },
    },
    { name: 'Auto-Submitted: no', head: { 'Auto-Submitted': 'no' } },
    { name: 'X-Autoreply: no', head: { 'X-Autoreply': 'no' } },
    {
      name: 'a subject that speaks of an automatic payment',
      head: { Subject: 'Automatic payment taken twice' },
    },
    { name: 'an address that begins alike', head: { From: 'postmaster.jane@example.com' } },
    { name: 'mail on a list', head: { Precedence: 'list', 'List-Id': '<x.example.com>' } },
    { name: 'no sender at all', head: { From: '' } },
  ];
  it.each(rows)('$name', async ({ head }) => {
    const item = await account.readRaw(mailOf(head, asked));
    expect(item.messages.map((message) => message.author)).toEqual(['customer']);
    expect(candidateOf(item, client, null).outcome).toBe('log');
  });
});

it('an answer to an absence note is somebody’s word', async () => {
  const item = await account.readRaw(mailOf({ Subject: 'Re: Out of office' }, asked));
  expect(item.messages.map((message) => message.author)).toEqual(['customer']);
});

describe('who wrote', () => {
  const rows: {
    name: string;
    head: Record<string, string>;
    labels?: string[];
    settings?: Record<string, unknown>;
    author: string;
    writers: string[];
    customer: string | null;
  }[] = [
    { name: 'a customer', head: {}, author: 'customer', writers: [], customer: 'jane@example.com' },
    {
      name: 'somebody of the mailbox’s domain',
      head: { From: 'Amy <amy@ACME.example>' },
      author: 'agent',
      writers: ['amy@acme.example'],
      customer: null,
    },
    {
      name: 'the mailbox itself, sent',
      head: { From: 'refunds@acme.example' },
      labels: ['SENT'],
      author: 'agent',
      writers: ['refunds@acme.example'],
      customer: null,
    },
    {
      name: 'a delegate in the mailbox’s name',
      head: { From: 'refunds@acme.example', Sender: 'amy@acme.example' },
      labels: ['SENT'],
      author: 'agent',
      writers: ['amy@acme.example'],
      customer: null,
    },
    {
      name: 'sent under another address',
      head: { From: 'help@other.example' },
      labels: ['SENT'],
      author: 'agent',
      writers: ['help@other.example'],
      customer: null,
    },
    {
      name: 'the mailbox with a plus',
      head: { From: 'refunds+shop@acme.example' },
      author: 'agent',
      writers: ['refunds+shop@acme.example'],
      customer: null,
    },
    {
      name: 'a domain of the staff',
      head: { From: 'bo@northwind.example' },
      settings: { staff: ['northwind.example'] },
      author: 'agent',
      writers: ['bo@northwind.example'],
      customer: null,
    },
    {
      name: 'an address of the staff',
      head: { From: 'Bo@Northwind.example' },
      settings: { staff: ['bo@northwind.example'] },
      author: 'agent',
      writers: ['bo@northwind.example'],
      customer: null,
    },
    {
      name: 'a domain that only ends alike',
      head: { From: 'eve@notacme.example' },
      author: 'customer',
      writers: [],
      customer: 'eve@notacme.example',
    },
    {
      name: 'the site’s form, answer to the customer',
      head: { From: 'site@acme.example', 'Reply-To': 'Jane <jane@example.com>' },
      author: 'customer',
      writers: [],
      customer: 'jane@example.com',
    },
    {
      name: 'a shop system that must not be answered',
      head: { From: 'no-reply@shop.example', 'Reply-To': 'jane@example.com' },
      author: 'customer',
      writers: [],
      customer: 'jane@example.com',
    },
    {
      name: 'a customer who wants the answer elsewhere is still who wrote',
      head: { 'Reply-To': 'other@example.com' },
      author: 'customer',
      writers: [],
      customer: 'jane@example.com',
    },
  ];
  it.each(rows)('$name', async ({ head, labels, settings, author, writers, customer }) => {
    const { threadId } = account.far.control.receiveRaw(
      mailOf(head, asked),
      labels ? { labelIds: labels } : {},
    );
    const item = await account.open(settings ?? {}).fetchItem(threadId);
    expect(item?.messages.map((message) => message.author)).toEqual([author]);
    expect(item?.writers.map((writer) => writer.email)).toEqual(writers);
    expect(item?.customer.email).toBe(customer);
  });

  it('in a mailbox at a public provider its domain makes nobody a colleague', async () => {
    const other = account.open({ mailbox: 'acme.refunds@gmail.com' });
    const { threadId } = account.far.control.receiveRaw(mailOf({ From: 'jane@gmail.com' }, asked));
    expect((await other.fetchItem(threadId))?.writers).toEqual([]);
  });
});

describe('forwarded mail', () => {
  const gmailForm =
    'Amy here, see below.\r\n\r\n---------- Forwarded message ---------\r\nFrom: Jane Doe <jane@example.com>\r\nDate: Mon, 2 Mar 2026 at 10:00\r\nSubject: charged twice\r\nTo: <amy@acme.example>\r\n\r\nI was charged twice.\r\nPlease refund 49.99 USD.';
  const appleForm =
    'Begin forwarded message:\r\n\r\n> From: "Jane Doe" <jane@example.com>\r\n> Subject: charged twice\r\n> Date: 2 March 2026\r\n>\r\n> Please refund 49.99 USD.';
  const outlookForm =
    'FYI\r\n-----Original Message-----\r\nFrom: Jane Doe [mailto:jane@example.com]\r\nSent: Monday\r\nTo: Amy\r\nSubject: charged twice\r\n\r\nPlease refund 49.99 USD.';
  const germanForm =
    '---------- Weitergeleitete Nachricht ---------\r\nVon: Jane Doe <jane@example.com>\r\nDatum: Mo., 2. März\r\nBetreff: doppelt\r\nAn: Amy\r\n\r\nPlease refund 49.99 USD.';
  it.each([
    ['Gmail', gmailForm, 2],
    ['Apple Mail', appleForm, 1],
    ['Outlook', outlookForm, 2],
    ['German', germanForm, 1],
  ])('%s: what staff pass on is the customer’s word', async (_name, body, count) => {
    const head = { From: 'Amy <amy@acme.example>', Subject: 'Fwd: charged twice' };
    const item = await account.readRaw(mailOf(head, body));
    const authors = item.messages.map((message) => message.author);
    expect(authors).toEqual(count === 2 ? ['agent', 'customer'] : ['customer']);
    expect(item.messages.at(-1)?.text).toContain('Please refund 49.99 USD.');
    expect(item.messages.at(-1)?.text).not.toContain('Subject');
    expect(item.customer).toMatchObject({ name: 'Jane Doe', email: 'jane@example.com' });
    expect(item.writers).toEqual([{ name: 'Amy', email: 'amy@acme.example' }]);
  });

  it('attached whole it is the customer’s word too', async () => {
    const body = `--b\r\nContent-Type: text/plain\r\n\r\nsee attached\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n${inner}\r\n--b--`;
    const head = { From: 'amy@acme.example', 'Content-Type': 'multipart/mixed; boundary=b' };
    const item = await account.readRaw(mailOf(head, body));
    expect(item.messages.map(({ author, text }) => [author, text])).toEqual([
      ['agent', 'see attached'],
      ['customer', 'charged twice\nPlease refund 49.99 USD'],
    ]);
    expect(item.customer.email).toBe('jane@example.com');
  });

  it('what a customer passes on stays theirs: the bank is not the customer', async () => {
    const body = gmailForm
      .replace('jane@example.com', 'notice@bank.example')
      .replace('Jane Doe', 'Bank');
    const item = await account.readRaw(mailOf({ Subject: 'Fwd: charged twice' }, body));
    expect(item.messages.map((message) => message.author)).toEqual(['customer', 'customer']);
    expect(item.customer.email).toBe('jane@example.com');
  });

  it('a customer who only writes of a forwarded message forwards none', async () => {
    const item = await account.readRaw(
      mailOf({ Subject: 'Fwd: x' }, 'I got a forwarded message: please refund 49.99 USD'),
    );
    expect(item.messages).toHaveLength(1);
  });
});

describe('answers in a thread', () => {
  it('each message is what it says itself: quotes and signatures are left out', async () => {
    const id = account.far.createItem('I was charged twice, please refund 49.99 USD');
    account.far.changeItem(
      id,
      'It was 59.99 USD.\n\n-- \nJane\n\nOn Mon, 2 Mar 2026 at 10:00, Acme <refunds@acme.example> wrote:\n> We refund 49.99 USD',
    );
    const item = await account.connection.fetchItem(id);
    expect(item?.messages.at(-1)?.text).toBe('It was 59.99 USD.');
  });
});
