import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { gmailUnderTest, mailOf } from './gmail-under-test.js';

const account = gmailUnderTest();
const textOf = async (raw: Buffer | string) => (await account.readRaw(raw)).messages[0]?.text;

/** The same words as bytes of other charsets, as their standards have them. */
const charsets = [
  ['iso-8859-1', 'zurück', '7a7572fc636b'],
  ['iso-8859-2', 'łódź', 'b3f364bc'],
  ['iso-8859-5', 'деньги', 'd4d5ddecd3d8'],
  ['iso-8859-15', '49,99 €', '34392c3939 20a4'],
  ['windows-1250', 'zwrot ź', '7a77726f74209f'],
  ['windows-1251', 'деньги', 'e4e5edfce3e8'],
  ['windows-1252', '“49,99 €”', '9334392c3939208094'],
  ['windows-1253', 'ευρώ', 'e5f5f1fe'],
  ['windows-1254', 'iade ğ', '6961646520f0'],
  ['koi8-r', 'деньги', 'c4c5ced8c7c9'],
  ['shift_jis', '返金', '95d48be0'],
  ['euc-jp', '返金', 'cad6b6e2'],
  ['iso-2022-jp', '返金', '1b2442 4a56 3662 1b2842'],
  ['gb18030', '退款', 'cdcbbfee'],
  ['gbk', '退款', 'cdcbbfee'],
  ['big5', '退款', 'b068b4da'],
  ['euc-kr', '환불', 'c8afbad2'],
  ['utf-16le', 'refund', '72006500660075006e006400'],
] as const;

describe('charsets', () => {
  it.each(charsets)('%s is read as it was written', async (charset, text, hex) => {
    const bytes = Buffer.from(hex.replaceAll(' ', ''), 'hex');
    const head = {
      'Content-Type': `text/plain; charset=${charset}`,
      'Content-Transfer-Encoding': 'base64',
    };
    expect(await textOf(mailOf(head, bytes.toString('base64')))).toBe(text);
  });

  it('an amount in windows-1252 that is HTML only keeps its sign', async () => {
    const head = mailOf({ 'Content-Type': 'text/html; charset=windows-1252' }, '<p>refund 49,99 ');
    const raw = Buffer.concat([Buffer.from(head), Buffer.from([0x80]), Buffer.from('</p>')]);
    expect(await textOf(raw)).toContain('49,99 €');
  });

  it('encoded words in subject and name', async () => {
    const item = await account.readRaw(
      mailOf(
        {
          Subject: '=?utf-8?B?UsO8Y2s=?= =?iso-8859-1?Q?zahlung_=A34?=',
          From: '=?koi8-r?B?6dfBzg==?= <ivan@example.com>',
        },
        'x',
      ),
    );
    expect(item.subject).toBe('Rückzahlung £4');
    expect(item.customer).toEqual({ name: 'Иван', email: 'ivan@example.com', phone: null });
  });

  it.each([
    ['invalid UTF-8', Buffer.from([0x61, 0xff, 0xc3, 0x20, 0x62])],
    ['NUL bytes', Buffer.from([0x61, 0x00, 0x20, 0x62])],
  ])('%s leaves the words around it', async (_name, bytes) => {
    const text = await textOf(Buffer.concat([Buffer.from(mailOf({}, '')), bytes]));
    expect(text).toMatch(/^a.* ?b$/s);
  });

  it('a charset nobody knows is read as far as it can be', async () => {
    const raw = mailOf({ 'Content-Type': 'text/plain; charset=x-nobody' }, 'refund 5 EUR');
    expect(await textOf(raw)).toBe('refund 5 EUR');
  });
});

describe('structure', () => {
  const nested = (depth: number) => {
    const open = Array.from(
      { length: depth },
      (_, level) => `Content-Type: multipart/mixed; boundary=b${level}x\r\n\r\n--b${level}x`,
    ).join('\r\n');
    const close = Array.from({ length: depth }, (_, level) => `--b${depth - 1 - level}x--`);
    return `From: jane@example.com\r\n${open}\r\nContent-Type: text/plain\r\n\r\nrefund me\r\n${close.join('\r\n')}`;
  };

  it('multipart nested 100 deep is read to its innermost words', async () => {
    expect(await textOf(nested(100))).toBe('refund me');
  });

  it('more parts than any mail program makes is unreadable, not a dead process', async () => {
    const { threadId } = account.far.control.receiveRaw(nested(2_000));
    await expect(account.connection.fetchItem(threadId)).rejects.toMatchObject({
      kind: 'unreadable',
      code: 'unreadable_mail',
    });
    expect(await textOf(mailOf({}, 'still here'))).toBe('still here');
  });

  it.each([
    [
      'truncated base64',
      { 'Content-Transfer-Encoding': 'base64' },
      'cmVmdW5kIG1lIDQ5',
      'refund me 49',
    ],
    [
      'a part that never ends',
      { 'Content-Type': 'multipart/mixed; boundary=b' },
      '--b\r\n\r\nrefund',
      'refund',
    ],
    [
      'a boundary that never comes',
      { 'Content-Type': 'multipart/mixed; boundary=b' },
      'refund',
      '',
    ],
    ['an empty body', {}, '', ''],
    [
      'quoted-printable with a broken escape',
      { 'Content-Transfer-Encoding': 'quoted-printable' },
      'refund=3D5 =ZZ',
      'refund=5 =ZZ',
    ],
  ])('%s', async (_name, head, body, text) => {
    expect(await textOf(mailOf(head, body))).toBe(text);
  });

  it.each([
    ['a mail without any header', 'hello'],
    ['no bytes at all but a blank', '\r\n'],
  ])('%s is a mail by nobody', async (_name, raw) => {
    const item = await account.readRaw(raw);
    expect(item.customer.email).toBeNull();
    expect(item.messages).toHaveLength(1);
  });

  it('plain words beside HTML: what was written once is read once', async () => {
    const parts =
      '--b\r\nContent-Type: text/plain\r\n\r\nrefund me\r\n--b\r\nContent-Type: text/html\r\n\r\n<b>refund me</b>\r\n--b--';
    const head = { 'Content-Type': 'multipart/alternative; boundary=b' };
    expect(await textOf(mailOf(head, parts))).toBe('refund me');
  });
});

describe('attachments and size', () => {
  const withFile = (type: string, name: string, content: Buffer) =>
    mailOf(
      { 'Content-Type': 'multipart/mixed; boundary=b' },
      [
        '--b\r\nContent-Type: text/plain\r\n\r\nrefund me',
        `--b\r\nContent-Type: ${type}; name="${name}"\r\nContent-Disposition: attachment; filename="${name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n${content.toString('base64')}`,
        '--b--',
      ].join('\r\n'),
    );

  it('a zip bomb is a name and a link; nobody opens it', async () => {
    const bomb = deflateRawSync(Buffer.alloc(20_000_000));
    const before = process.memoryUsage().rss;
    const item = await account.readRaw(withFile('application/zip', 'photos.zip', bomb));
    expect(item.messages[0]).toMatchObject({
      text: 'refund me',
      attachments: [
        {
          name: 'photos.zip',
          contentType: 'application/zip',
          url: expect.stringContaining('https://mail.google.com/'),
        },
      ],
    });
    expect(process.memoryUsage().rss - before).toBeLessThan(300_000_000);
  });

  it('10 MB of words are read, and cut to what a person could have written', async () => {
    const text = await textOf(
      mailOf({}, `refund me 49.99 USD\r\n${'lorem ipsum '.repeat(900_000)}`),
    );
    expect(text?.startsWith('refund me 49.99 USD')).toBe(true);
    expect(text?.length).toBeLessThanOrEqual(2_000_000);
  });

  it('a mail with 20 MB of photos is read without them', async () => {
    const head = mailOf({ Subject: '=?utf-8?Q?R=C3=BCckzahlung?=' }, '')
      .split('\r\n')
      .slice(0, 4)
      .join('\r\n');
    const html = Buffer.from('<p>R\xfcck 49,99</p>', 'latin1').toString('base64');
    const raw = `${head}\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/html; charset=iso-8859-1\r\nContent-Transfer-Encoding: base64\r\n\r\n${html}\r\n--b\r\nContent-Type: image/jpeg; name="a.jpg"\r\nContent-Transfer-Encoding: base64\r\n\r\n${'A'.repeat(20_000_000)}\r\n--b--`;
    const item = await account.readRaw(raw);
    expect(item.subject).toBe('Rückzahlung');
    expect(item.messages[0]).toMatchObject({
      text: 'Rück 49,99',
      attachments: [{ name: 'a.jpg' }],
    });
    const formats = account.far.control.requests.map(({ query }) => query.format);
    expect(formats).not.toContain('raw');
  });
});
