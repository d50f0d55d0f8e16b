import { describe, expect, it } from 'vitest';
import { writeNote } from './calls.js';
import { statusProperty } from './hubspot-stand-in.js';
import { hubspotUnderTest } from './hubspot-under-test.js';
import { codeOf } from './zendesk-under-test.js';

const account = hubspotUnderTest();
const ticket = () => account.far.createItem('Charged twice');
const paths = () => account.far.control.requests.map(({ method, path }) => `${method} ${path}`);

describe('the note', () => {
  it('is HTML at the vendor, shown as it was written', async () => {
    const id = ticket();
    await account.connection.writeBack?.({
      externalId: id,
      note: 'Approved: 5 < 6 & "fine"\nby <b>nobody</b>',
      addTags: [],
      removeTags: [],
      effectId: 'effect-1',
    });
    expect(account.far.control.notesOf(id)).toEqual([
      'Approved: 5 &lt; 6 &amp; "fine"<br>by &lt;b&gt;nobody&lt;/b&gt;<br><br>[reversal-hub:effect-1]',
    ]);
    expect(account.far.notesOf(id)).toEqual([
      'Approved: 5 < 6 & "fine"\nby <b>nobody</b>\n\n[reversal-hub:effect-1]',
    ]);
  });

  it('holds the draft answer under a heading of its own, before the marker', async () => {
    const id = ticket();
    const asked = {
      externalId: id,
      note: 'RV-000001 approved',
      addTags: [],
      removeTags: [],
      effectId: 'effect-1',
      replyDraft: { about: 'RV-000001', text: 'Hello,\n\nwe return < 50 to you.' },
    };
    expect(await account.connection.writeBack?.(asked)).toBe('written');
    expect(await account.connection.writeBack?.(asked)).toBe('already_there');
    const [note, ...others] = account.far.notesOf(id);
    expect(others).toEqual([]);
    expect(note).toMatch(
      /^RV-000001 approved\n\nDraft reply to the customer \(not sent.*\n\nHello,\n\nwe return < 50 to you\.\n\n\[reversal-hub:effect-1\]$/,
    );
  });

  it('of two that were written at once the first stays, however often it is tried again', async () => {
    const id = ticket();
    const twin = 'RV-000001 approved<br><br>[reversal-hub:effect-1]';
    account.far.control.addNote(id, twin);
    account.far.control.addNote(id, twin);
    account.far.control.addNote(id, 'an agent’s own');
    expect(await writeNote(account.connection, id)).toBe('already_there');
    expect(account.far.control.notesOf(id)).toEqual([twin, 'an agent’s own']);
    expect(await writeNote(account.connection, id)).toBe('already_there');
    expect(account.far.control.notesOf(id)).toHaveLength(2);
  });

  it('of another effect is another note', async () => {
    const id = ticket();
    await writeNote(account.connection, id, 'effect-1');
    expect(await writeNote(account.connection, id, 'effect-10')).toBe('written');
    expect(account.far.notesOf(id)).toHaveLength(2);
  });

  it('is found among more than come with one page', { timeout: 30_000 }, async () => {
    const id = ticket();
    await writeNote(account.connection, id);
    for (let number = 0; number < 620; number += 1)
      account.far.control.addNote(id, `note ${number}`);
    expect(await writeNote(account.connection, id)).toBe('already_there');
  });

  it('is for a ticket that is there: merged or deleted meanwhile, it says gone', async () => {
    const [one, other, third] = [ticket(), ticket(), ticket()];
    account.far.control.mergeTickets(one, other);
    expect(await writeNote(account.connection, other)).toBe('gone');
    expect(account.far.notesOf(one)).toEqual([]);
    account.far.inject({
      match: ({ method, path }) => {
        const isNote = method === 'POST' && path === '/crm/v3/objects/notes';
        if (isNote) account.far.deleteItem(third);
        return isNote;
      },
      fault: { status: 400 },
    });
    expect(await writeNote(account.connection, third)).toBe('gone');
  });

  it('that is refused though the ticket is there is told as refused', async () => {
    const id = ticket();
    account.far.inject({
      match: ({ method, path }) => method === 'POST' && path === '/crm/v3/objects/notes',
      fault: { status: 400 },
    });
    expect(await codeOf(writeNote(account.connection, id))).toBe('give_up bad_request');
  });
});

describe('the property', () => {
  it('holds our tags beside what others put there, and is left alone when nothing changes', async () => {
    const id = ticket();
    account.far.setTags(id, ['vip', 'reversal_pending']);
    await writeNote(account.connection, id);
    expect(account.far.tagsOf(id)).toEqual(['vip', 'reversal_approved']);
    await writeNote(account.connection, id, 'effect-2');
    expect(paths().filter((path) => path.startsWith('PATCH'))).toHaveLength(1);
  });

  const elsewhere = { statusProperty: 'state_of_reversal' };

  it('is made where it is missing, once', async () => {
    const connection = account.open(elsewhere);
    const [one, other] = [ticket(), ticket()];
    expect(await writeNote(connection, one)).toBe('written');
    expect(await writeNote(connection, other)).toBe('written');
    const stateOf = (id: string) => account.far.control.ticket(id)?.properties.state_of_reversal;
    expect([stateOf(one), stateOf(other)]).toEqual(['reversal_approved', 'reversal_approved']);
    const made = paths().filter((path) => path === 'POST /crm/v3/properties/tickets');
    expect(made).toHaveLength(1);
    expect((await connection.check()).account).toContain('portal');
  });

  it('that is missing and may not be made keeps no note back, and is not asked for each time', async () => {
    account.far.control.missingScopes.add('crm.schemas.tickets.write');
    const connection = account.open(elsewhere);
    for (const id of [ticket(), ticket(), ticket()]) {
      expect(await writeNote(connection, id)).toBe('written');
      expect(account.far.notesOf(id)).toHaveLength(1);
    }
    expect(paths().filter((path) => path.startsWith('PATCH'))).toHaveLength(2);
    expect(await codeOf(connection.check())).toBe('re_authorise property_missing');
    account.far.clock.ms += 3_600_000;
    account.far.control.missingScopes.clear();
    const later = ticket();
    await writeNote(connection, later);
    expect(account.far.control.ticket(later)?.properties.state_of_reversal).toBe(
      'reversal_approved',
    );
  });

  it('that takes other values only keeps no note back', async () => {
    account.far.control.addTicketProperty('mood', {
      type: 'enumeration',
      fieldType: 'checkbox',
      options: ['good', 'bad'],
    });
    const id = ticket();
    expect(await writeNote(account.open({ statusProperty: 'mood' }), id)).toBe('written');
    expect(account.far.notesOf(id)).toHaveLength(1);
  });

  it('that cannot be written for now holds the note: it comes again with it', async () => {
    const id = ticket();
    account.far.inject({ match: ({ method }) => method === 'PATCH', fault: { status: 503 } });
    expect(await codeOf(writeNote(account.connection, id))).toBe('retry server_error');
    expect(account.far.notesOf(id)).toEqual([]);
    expect(await writeNote(account.connection, id)).toBe('written');
    expect(account.far.control.ticket(id)?.properties[statusProperty]).toBe('reversal_approved');
  });
});
