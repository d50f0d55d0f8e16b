import { describe, expect, it } from 'vitest';
import { kindOf } from '../../../connectors/gmail/mail-kind.js';
import { type Mail, readMail } from '../../../connectors/gmail/read-mail.js';
import { toldMail } from '../../../connectors/gmail/told-mail.js';
import { partOf } from '../../support/stand-ins/gmail/mime.js';
import { gmailUnderTest, mailOf } from './gmail-under-test.js';

const account = gmailUnderTest();
const requestsFor = async (raw: Buffer | string) => {
  const { threadId } = account.far.control.receiveRaw(raw);
  const before = account.far.control.requests.length;
  const item = await account.connection.fetchItem(threadId);
  const asked = account.far.control.requests.slice(before).map(({ path }) => path);
  return { item, mails: asked.filter((path) => path.includes('/messages/')).length };
};

const multipart = (type: string, ...parts: string[]) =>
  mailOf(
    { 'Content-Type': `${type}; boundary=b` },
    `${parts.map((part) => `--b\r\n${part}`).join('\r\n')}\r\n--b--`,
  );
const plain = 'Content-Type: text/plain; charset=utf-8\r\n\r\nPlease refund 49,99 €.';
const html = 'Content-Type: text/html; charset=utf-8\r\n\r\n<p>Please refund <b>49,99 €</b>.</p>';
const photo =
  'Content-Type: image/png; name="a.png"\r\nContent-Disposition: attachment; filename="a.png"\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=';

/** A mail as values: what machines say of it comes as its kind. */
const shown = ({ mark, ...mail }: Mail) => ({ ...mail, kind: kindOf({ ...mail, mark }) });

describe('told by its thread, a mail reads as it came', () => {
  const flowed = { 'Content-Type': 'text/plain; charset=utf-8; format=flowed; delsp=yes' };
  it.each([
    ['plain words', mailOf({}, 'Please refund 49,99 €.')],
    ['plain ASCII without a charset', mailOf({ 'Content-Type': 'text/plain' }, 'refund me')],
    ['ASCII that says ISO', mailOf({ 'Content-Type': 'text/plain; charset=iso-8859-1' }, 'refund')],
    ['words and HTML', multipart('multipart/alternative', plain, html)],
    ['HTML only', multipart('multipart/mixed', html)],
    ['with a photo', multipart('multipart/mixed', plain, photo)],
    ['lines that flow', mailOf(flowed, 'Please re \r\nfund 49,99 €.\r\n\r\nJane')],
    ['quoted-printable', mailOf({ 'Content-Transfer-Encoding': 'quoted-printable' }, 'f=C3=BCr')],
    ['an answer', mailOf({ References: '<1@x> <2@x>', 'Reply-To': 'jane@example.org' }, 'hm')],
    ['an absence note', mailOf({ 'Auto-Submitted': 'auto-replied' }, 'I am away.')],
    ['a quoted name', mailOf({ From: '"Doe, Jane" <jane@example.com>' }, 'refund')],
    ['an encoded name', mailOf({ From: '=?utf-8?Q?J=C3=A4ne?= <jane@example.com>' }, 'refund')],
  ])('%s: one request', async (_name, raw) => {
    const told = toldMail(partOf(Buffer.from(raw)));
    if (!told) throw new Error('it was not told');
    expect(shown(await readMail(told))).toEqual(shown(await readMail(Buffer.from(raw))));
    const { item, mails } = await requestsFor(raw);
    expect(item).not.toBeNull();
    expect(mails).toBe(0);
  });
});

/** What the vendor may do to a mail that is asked for in parts; documented is neither this nor its opposite. */
describe('what might be told differently is fetched as it came', () => {
  const latin = { 'Content-Type': 'text/plain; charset=iso-8859-1' };
  const latinMail = Buffer.concat([Buffer.from(mailOf(latin, 'f')), Buffer.from([0xfc, 0x72])]);
  it.each([
    ['a text in another charset', latinMail],
    ['bytes that are no UTF-8', Buffer.concat([Buffer.from(mailOf({}, '')), Buffer.from([0xff])])],
    [
      'ASCII in a charset that writes with it',
      mailOf({ 'Content-Type': 'text/plain; charset=iso-2022-jp' }, 'x'),
    ],
    ['bytes above ASCII without a charset', mailOf({ 'Content-Type': 'text/plain' }, 'für')],
    ['a subject decoded, or never encoded', mailOf({ Subject: 'Rückzahlung' }, 'x')],
    // From: =?utf-8?Q?boss=40acme.example=2C?= <eve@example.com>
    ['a name that holds an address', mailOf({ From: 'boss@acme.example, <eve@example.com>' }, 'x')],
    [
      'a name that holds one in brackets',
      mailOf({ From: 'x <boss@acme.example> <eve@example.com>' }, 'x'),
    ],
    [
      'a mail in the mail',
      multipart(
        'multipart/mixed',
        plain,
        `Content-Type: message/rfc822\r\n\r\n${mailOf({}, 'inner')}`,
      ),
    ],
    ['a report on mail', multipart('multipart/report', plain)],
    [
      'a text that is attached',
      multipart('multipart/mixed', plain, 'Content-Type: text/csv; name="a.csv"\r\n\r\na;b'),
    ],
    ['a boundary that never comes', mailOf({ 'Content-Type': 'multipart/mixed; boundary=b' }, 'x')],
    ['a head without a sender', 'Subject: x\r\nContent-Type: text/plain\r\n\r\nx'],
  ])('%s', async (_name, raw) => {
    const { item, mails } = await requestsFor(raw);
    expect(item).not.toBeNull();
    expect(mails).toBe(1);
  });

  it('a thread too long for one answer is read mail by mail', async () => {
    const { control } = account.far;
    const { threadId } = control.receiveRaw(mailOf({}, 'refund me'));
    const whole = 'x'.repeat(26 * 1024 * 1024);
    account.far.inject({
      match: ({ query }) => query.get('format') === 'full',
      times: 1,
      fault: { status: 200, body: { id: threadId, historyId: '1', messages: [], filler: whole } },
    });
    const item = await account.connection.fetchItem(threadId);
    expect(item?.messages.map(({ text }) => text)).toEqual(['refund me']);
  });
});
