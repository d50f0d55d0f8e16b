import { describe, expect, it } from 'vitest';
import { gmailUnderTest, mailOf } from './gmail-under-test.js';

const account = gmailUnderTest();
type Asked = { effectId?: string; text?: string | null; about?: string };
const write = (
  id: string,
  { effectId = 'e1', text = 'We return 49.99 USD.', about = 'RV-1' }: Asked = {},
) =>
  account.connection.writeBack?.({
    externalId: id,
    note: 'INTERNAL: decided by First Manager, fraud score 7',
    addTags: ['reversal_hub', 'reversal_approved'],
    removeTags: ['reversal_pending', 'reversal_rejected'],
    effectId,
    replyDraft: { about, text },
  });
const drafts = (id: string) => account.far.control.draftsOf(id);

describe('the draft', () => {
  it('answers the customer in the thread, with the words for them and never the note', async () => {
    const raw = mailOf(
      {
        Subject: '=?utf-8?Q?Doppelt_=E2=82=AC?=',
        'Message-ID': '<first@mail.example>',
        References: '<zero@mail.example>',
      },
      'Please refund',
    );
    const { threadId } = account.far.control.receiveRaw(raw);
    expect(await write(threadId)).toBe('written');
    const [draft, ...others] = drafts(threadId);
    expect(others).toEqual([]);
    expect(draft?.headers('To')).toContain('jane@example.com');
    expect(draft?.headers('From')).toBe('refunds@acme.example');
    expect(draft?.headers('In-Reply-To')).toBe('<first@mail.example>');
    expect(draft?.headers('References')).toBe('<zero@mail.example> <first@mail.example>');
    expect(draft?.headers('Subject')).toBe('=?UTF-8?Q?Re=3A_Doppelt_=E2=82=AC?=');
    expect(draft?.text.trim()).toBe('We return 49.99 USD.');
    const everything = account.far.control.mailbox
      .threadOf(threadId)
      .map(({ raw: bytes }) => bytes.toString());
    expect(everything.join('\n')).not.toContain('INTERNAL');
  });

  it('nothing is ever sent', async () => {
    const id = account.far.createItem('One');
    await write(id);
    const sent = account.far.control.requests.filter(({ path }) => path.endsWith('/send'));
    expect(sent).toEqual([]);
    expect(
      account.far.control.mailbox.threadOf(id).some(({ labelIds }) => labelIds.includes('SENT')),
    ).toBe(false);
  });

  it('a later decision’s draft takes the place of the earlier one', async () => {
    const id = account.far.createItem('One');
    await write(id, { effectId: 'e1', text: 'approved' });
    await write(id, { effectId: 'e2', text: 'not after all' });
    expect(drafts(id).map((draft) => draft.text.trim())).toEqual(['not after all']);
  });

  it('an approval that is taken back takes its draft away', async () => {
    const id = account.far.createItem('One');
    await write(id, { effectId: 'e1' });
    expect(await write(id, { effectId: 'e2', text: null })).toBe('written');
    expect(drafts(id)).toEqual([]);
    expect(await write(id, { effectId: 'e2', text: null })).toBe('already_there');
  });

  it('another entry’s draft and an agent’s own are left alone', async () => {
    const id = account.far.createItem('One');
    account.far.control.mailbox.addDraft(Buffer.from('Subject: x\r\n\r\nby hand'), id);
    await write(id, { about: 'RV-1', effectId: 'e1', text: 'one' });
    await write(id, { about: 'RV-2', effectId: 'e2', text: 'two' });
    await write(id, { about: 'RV-1', effectId: 'e3', text: 'three' });
    const texts = drafts(id).map((draft) => draft.text.trim());
    expect(texts.toSorted()).toEqual(['by hand', 'three', 'two']);
  });

  it('a thread that only staff wrote in gets a draft to nobody', async () => {
    const { threadId } = account.far.control.receiveRaw(
      mailOf({ From: 'amy@acme.example' }, 'refund Jane'),
    );
    await write(threadId);
    expect(drafts(threadId)[0]?.headers('To')).toBeNull();
  });

  it('an address or subject with line ends puts no header into the draft', async () => {
    const raw = mailOf(
      {
        From: '=?utf-8?Q?Jane=0D=0ABcc=3A_eve=40evil.example?= <jane@example.com>',
        Subject: '=?utf-8?Q?x=0D=0ABcc=3A_eve=40evil.example?=',
      },
      'refund',
    );
    const { threadId } = account.far.control.receiveRaw(raw);
    await write(threadId);
    expect(drafts(threadId)[0]?.headers('Bcc')).toBeNull();
  });

  it('without words for the customer only labels are written', async () => {
    const id = account.far.createItem('One');
    const asked = {
      externalId: id,
      note: 'x',
      addTags: ['reversal_hub'],
      removeTags: [],
      effectId: 'e',
    };
    expect(await account.connection.writeBack?.(asked)).toBe('written');
    expect(await account.connection.writeBack?.(asked)).toBe('already_there');
    expect(drafts(id)).toEqual([]);
  });
});

describe('labels', () => {
  it('are made when missing, stand under one parent, and other labels stay', async () => {
    const id = account.far.createItem('One');
    const vip = account.far.control.mailbox.addLabel('VIP');
    for (const message of account.far.control.mailbox.threadOf(id)) {
      account.far.control.mailbox.changeLabels(message, [vip.id], []);
    }
    await write(id);
    const names = account.far.control
      .labelNamesOf(id)
      .filter((name) => name !== name.toUpperCase() || name === 'VIP');
    expect(names.toSorted()).toEqual(['Reversal Hub', 'Reversal Hub/approved', 'VIP']);
  });

  it('one that somebody makes at the same moment is used', async () => {
    const id = account.far.createItem('One');
    let isMade = false;
    account.far.inject({
      match: ({ method, path }) => {
        if (method !== 'POST' || !path.endsWith('/labels')) return false;
        if (!isMade) account.far.control.mailbox.addLabel('Reversal Hub');
        isMade = true;
        return false;
      },
      fault: 'cut',
    });
    expect(await write(id)).toBe('written');
    expect(account.far.control.labelNamesOf(id)).toContain('Reversal Hub');
  });

  it('a mail that came later is labelled with the next decision', async () => {
    const id = account.far.createItem('One');
    await write(id);
    account.far.changeItem(id, 'more');
    expect(await write(id)).toBe('written');
    const [, second] = account.far.control.mailbox
      .threadOf(id)
      .filter(({ labelIds }) => !labelIds.includes('DRAFT'));
    expect(second?.labelIds).toContain('Label_1');
  });

  it('a thread in the bin is gone: nothing is written there', async () => {
    const id = account.far.createItem('One');
    account.far.deleteItem(id);
    expect(await write(id)).toBe('gone');
    expect(drafts(id)).toEqual([]);
  });
});
