import { describe, expect, test } from 'vitest';
import { type MailBody, newestReply } from '../../../core/index.js';

const quote = '> You will get the goods\n> next week.\n';

describe('the newest reply stands without what it answers', () => {
  test.each<{ by: string; text: string }>([
    { by: 'Gmail', text: `On Mon, Apr 2, 2012 at 6:26 PM, Shop <a@b.example> wrote:\n\n${quote}` },
    {
      by: 'a header over two lines',
      text: `On Tue, Sep 25, 2012 at 8:59 AM, Shop Desk\n<a@b.example>wrote:\n\n${quote}`,
    },
    {
      by: 'a header over three lines',
      text: `On Dec 16, 2011, at 12:47 PM, Shop\n<a@b.example>\nwrote:\n\n${quote}`,
    },
    {
      by: 'Apple Mail, quoted header',
      text: `> On 22 Aug 2015, at 19:21, Shop <a@b.example> wrote:\n>\n${quote}`,
    },
    { by: 'Thunderbird', text: `On 04/02/2012 06:26 PM, Shop wrote:\n${quote}` },
    {
      by: 'a header over unmarked text',
      text: 'On Jan 3, 2026 at 10:00, Shop <a@b.example> wrote:\nIt ships on Monday.\nShop',
    },
    {
      by: 'Spanish',
      text: `El lun, 2 abr 2012 a las 18:26, Tienda (<a@b.example>) escribió:\n\n${quote}`,
    },
    {
      by: 'Portuguese',
      text: `Em seg., 2 de abr. de 2012 às 18:26, Loja <a@b.example> escreveu:\n\n${quote}`,
    },
    {
      by: 'French',
      text: `Le lun. 2 avr. 2012 à 18:26, Boutique <a@b.example> a écrit :\n\n${quote}`,
    },
    {
      by: 'German',
      text: `Am Mo., 2. Apr. 2012 um 18:26 Uhr schrieb Laden <a@b.example>:\n\n${quote}`,
    },
    { by: 'Dutch', text: `Op ma 2 apr. 2012 om 18:26 schreef Winkel <a@b.example>:\n\n${quote}` },
    { by: 'Yandex', text: `26.06.2014, 14:41, "Shop" <a@b.example>:\n${quote}` },
    { by: 'mail.ru', text: `Thu, 26 Jun 2014 14:00:51 +0400 от Shop <a@b.example>:\n${quote}` },
    {
      by: 'Yahoo',
      text: `--- On Wed, 4/4/12, a@b.example <a@b.example> wrote:\n\n\nFrom: a@b.example\nSubject: Goods\nTo: c@d.example\nDate: Wednesday\n\nWhen?`,
    },
    {
      by: 'AOL',
      text: '-----Original Message-----\nFrom: Shop <a@b.example>\nTo: c <c@d.example>\nSubject: x\n\nWhen?',
    },
    {
      by: 'Zimbra',
      text: '----- Original Message -----\nFrom: a@b.example\nSent: Monday\n\nWhen?',
    },
    {
      by: 'Outlook',
      text: '________________________________________\nFrom: Shop [a@b.example]\nSent: Friday, 23 March 2012 5:08 p.m.\nTo: C\nSubject: Goods\n\nWhen?',
    },
    {
      by: 'Outlook, bold',
      text: ' ------------------------------\n\n*From:* Shop [mailto:a@b.example]\n*Sent:* Thursday\n*To:* c@d.example\n*Subject:* Goods\n\nWhen?',
    },
    {
      by: 'Outlook, Spanish',
      text: 'De: Tienda <a@b.example>\nEnviado el: lunes\nPara: C\nAsunto: Pedido\n\n¿Cuándo?',
    },
    {
      by: 'Outlook, Portuguese',
      text: 'De: Loja <a@b.example>\nEnviada em: segunda\nPara: C\nAssunto: Pedido\n\nQuando?',
    },
    {
      by: 'Outlook, French',
      text: 'De : Boutique <a@b.example>\nEnvoyé : lundi\nÀ : C\nObjet : Commande\n\nQuand ?',
    },
    {
      by: 'Outlook, German',
      text: 'Von: Laden <a@b.example>\nGesendet: Montag\nAn: C\nBetreff: Ware\n\nWann?',
    },
    { by: 'Hotmail', text: '> Subject: Test\n> From: a@b.example\n> To: c@d.example\n> \n> When?' },
    { by: 'German separator', text: '-----Ursprüngliche Nachricht-----\nVon: Laden\nWann?' },
    {
      by: 'a helpdesk',
      text: '##- Please type your reply above this line -##\n\nYour request was received.',
    },
  ])('$by', ({ text }) => {
    expect(newestReply({ text: `Please refund 30 €.\n\n${text}` })).toBe('Please refund 30 €.');
  });

  test('answers between and below quoted lines stay', () => {
    const text = `On Tue, Apr 29, 2014 at 4:22 PM, Shop <a@b.example>wrote:\n\n${quote}\nnot true\n\n> really?\n\nyes`;
    expect(newestReply({ text }).split(/\n+/)).toEqual(['not true', 'yes']);
  });

  test.each<{ why: string; text: string }>([
    {
      why: 'a sentence that begins with On',
      text: 'On your host you can run:\n\n  telnet\n\nand it fails.',
    },
    {
      why: 'somebody wrote something',
      text: 'As your colleague wrote:\nno refund.\n\nI disagree.',
    },
    { why: 'one label is no mail header', text: 'To: whom it may concern\n\nI want 30 € back.' },
    {
      why: 'two labels are none either',
      text: 'Date: 3 May\nSubject: refund\n\nI want 30 € back.',
    },
    { why: 'an amount compared', text: 'My bill was\n> 50 €\nwhich is wrong.' },
    { why: 'bullets', text: '- first\n- second\n\nThat is all.' },
    { why: 'a dash within a line', text: 'A fix -- not a signature.\n\nBye then' },
    { why: 'one line', text: 'refund please' },
    {
      why: 'sent from somewhere, in a sentence',
      text: 'Hello\n\nSent from my desk, which is easier.',
    },
    {
      why: 'a long list behind two dashes',
      text: `Two parts\n--\n${'one more line of the letter\n'.repeat(30)}end`,
    },
  ])('$why: nothing is taken out', ({ text }) => {
    expect(newestReply({ text })).toBe(text);
  });

  test.each<{ why: string; body: MailBody; keeps: RegExp }>([
    { why: 'nothing but a quote', body: { text: '> Charged twice for 8841' }, keeps: /8841/ },
    {
      why: 'Gmail forwards',
      body: {
        text: 'see below\n\n---------- Forwarded message ---------\nFrom: Bank <a@b.example>\nDate: Mon\nSubject: Return\nTo: <c@d.example>\n\nR01 for 49.99 USD',
      },
      keeps: /R01 for 49\.99/,
    },
    {
      why: 'Apple forwards',
      body: { text: 'fyi\n\nBegin forwarded message:\n\n> From: Bank\n> R01 for 49.99 USD' },
      keeps: /R01 for 49\.99/,
    },
    {
      why: 'Outlook forwards',
      body: {
        subject: 'FW: Return',
        text: 'fyi\n\nFrom: Bank\nSent: Monday\nTo: C\nSubject: Return\n\nR01 for 49.99 USD',
      },
      keeps: /R01 for 49\.99/,
    },
    {
      why: 'Outlook forwards, in German',
      body: {
        subject: 'WG: Rückgabe',
        text: 'zur Info\n\nVon: Bank\nGesendet: Montag\nAn: C\nBetreff: Rückgabe\n\nMD01 49,99 EUR',
      },
      keeps: /MD01/,
    },
  ])('$why: it is kept', ({ body, keeps }) => {
    expect(newestReply(body)).toMatch(keeps);
  });
});

describe('the signature is taken off', () => {
  test.each<{ what: string; text: string }>([
    { what: 'the standard mark', text: '\n-- \nJane\n+1 415 555 2671' },
    { what: 'two dashes', text: '\n--\nJane' },
    { what: 'a name by a dash', text: '\n-Jane Doe' },
    { what: 'iPhone', text: '\nSent from my iPhone' },
    { what: 'Outlook for iOS', text: '\nGet Outlook for iOS<https://aka.ms/o>' },
    { what: 'Spanish device', text: '\nEnviado desde mi iPhone' },
    { what: 'Portuguese device', text: '\nEnviado do meu iPhone' },
    { what: 'French device', text: '\nEnvoyé de mon iPhone' },
    { what: 'German device', text: '\nVon meinem iPhone gesendet' },
    {
      what: 'a mailing list',
      text: `\n${'_'.repeat(40)}\nusers mailing list\nusers@list.example\nhttp://list.example/info`,
    },
    {
      what: 'a disclaimer',
      text: '\nThis e-mail and any attachments are confidential and intended for the addressee.\nThanks',
    },
    {
      what: 'a device above a quote',
      text: `\nSent from my iPhone\n\nOn Apr 3, 2012, at 4:19 PM, Shop <a@b.example> wrote:\n\n${quote}`,
    },
    {
      what: 'a signature below a quote',
      text: `\nOn Feb 24, 2012 at 10:19 AM, <a@b.example> wrote:\n\n${quote}\n\n-- \n\n*Joe | Director*`,
    },
  ])('$what', ({ text }) => {
    expect(newestReply({ text: `Please refund 30 €.\n${text}` })).toBe('Please refund 30 €.');
  });

  test('closing words and the name stay, contact lines below them go', () => {
    const text =
      'Money back.\n\nKind regards,\nJane Doe\nHead of Things\n+1 415 555 2671\nwww.example.com';
    expect(newestReply({ text })).toBe('Money back.\n\nKind regards,\nJane Doe');
  });
});

describe('HTML mails', () => {
  test.each<{ by: string; html: string }>([
    {
      by: 'Gmail',
      html: '<div dir="ltr">Refund 30&nbsp;&euro;</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">2. huhtikuuta: Shop:<br></div><blockquote class="gmail_quote">no</blockquote></div>',
    },
    {
      by: 'Outlook',
      html: '<p class=MsoNormal>Refund 30 €</p><div style="border-top:solid #E1E1E1 1.0pt"><p class=MsoNormal><b>From:</b> Shop &lt;a@b.example&gt; <br><b>Sent:</b> Friday<br><b>To:</b> C<br><b>Subject:</b> x</p></div><p>no</p>',
    },
    {
      by: 'a rule',
      html: 'Refund 30 €<hr><b>From: </b>a@b.example<br><b>To: </b>c@d.example<br><b>Sent: </b>Friday<br><p>no</p>',
    },
    {
      by: 'Thunderbird',
      html: 'Refund 30 €<br><div class="moz-cite-prefix">Shop a\u00e9crit\u00a0:<br></div><blockquote type="cite">no</blockquote>',
    },
    {
      by: 'Outlook for the web',
      html: '<div>Refund 30 €</div><div id="appendonsend"></div><div id="divRplyFwdMsg"><b>Von:</b> x</div><blockquote>no</blockquote>',
    },
    { by: 'a signature', html: 'Refund 30 €<div class="gmail_signature">Jane<br>+1 415</div>' },
    {
      by: 'hidden parts',
      html: '<head><title>no</title><style>p{}</style></head><span style="display:none">no</span>Refund 30 €<script>no</script>',
    },
    { by: 'a tag never closed', html: '<div><b>Refund 30 €' },
  ])('$by', ({ html }) => {
    expect(newestReply({ html })).toBe('Refund 30 €');
  });

  test('paragraphs and lists become lines, cells stay apart', () => {
    const html =
      '<p>One</p><p>Two</p><ul><li>a</li><li>b</li></ul><table><tr><td>Order</td><td>8841</td></tr></table>';
    expect(newestReply({ html }).split(/\n+/)).toEqual(['One', 'Two', '- a', '- b', 'Order 8841']);
  });

  test('the plain part comes first, but not where it only asks for another program', () => {
    expect(newestReply({ text: 'plain', html: 'rich' })).toBe('plain');
    expect(newestReply({ text: ' \n', html: 'rich' })).toBe('rich');
    expect(newestReply({ text: 'Your program does not support HTML.', html: 'rich' })).toBe('rich');
    expect(newestReply({ text: null, html: '' })).toBe('');
  });
});

describe('no input is too much', () => {
  test.each<{ what: string; body: MailBody }>([
    { what: 'On', body: { text: 'On '.repeat(70_000) } },
    { what: 'On, line by line', body: { text: 'On 1.1\n'.repeat(30_000) } },
    { what: 'header words', body: { text: 'From: a\n'.repeat(26_000) } },
    { what: 'marks', body: { text: '>'.repeat(1_1_000) } },
    { what: 'quoted lines', body: { text: '> a\n'.repeat(50_000) } },
    { what: 'dashes', body: { text: '--\n'.repeat(66_000) } },
    { what: 'devices', body: { text: 'Sent from my iPhone\n'.repeat(10_000) } },
    { what: 'blanks', body: { text: `a${' '.repeat(1_1_000)}b` } },
    { what: 'empty lines', body: { text: `a${'\n'.repeat(1_1_000)}b` } },
    { what: 'nested quotes', body: { html: '<blockquote>'.repeat(16_000) } },
    { what: 'nested parts', body: { html: `${'<div>'.repeat(30_000)}a` } },
    { what: 'open angles', body: { html: '<'.repeat(1_1_000) } },
    { what: 'ampersands', body: { html: '&#'.repeat(100_000) } },
  ])('much of $what is read', ({ body }) => {
    expect(newestReply(body).length).toBeLessThanOrEqual(220_000);
  });
});
