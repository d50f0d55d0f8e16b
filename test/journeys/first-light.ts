import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { StoragePairing } from '../support/databases.js';
import { badInput } from './bad-input.js';
import { fourEyes } from './four-eyes.js';
import {
  actsIn,
  buttonsOf,
  chargedTwice,
  type Journey,
  referenceIn,
  wordsOf,
} from './support/acts.js';
import { channels, people } from './support/configuration.js';
import { orders } from './support/payments.js';
import { waitFor } from './support/wait-for.js';
import { openWorld } from './support/world.js';

/** A ticket becomes an approved reversal, end to end, on one pairing of storage and queue. */
export function firstLight(pairing: StoragePairing): void {
  describe(`from a ticket to an approved reversal, on ${pairing.join(' with ')}`, () => {
    let opened: Journey | undefined;
    const journey = (): Journey => {
      if (!opened) throw new Error('The journey has not begun.');
      return opened;
    };

    beforeAll(async () => {
      const world = await openWorld(pairing);
      opened = { world, acts: actsIn(world) };
      await world.start();
    }, 90_000);
    afterAll(async () => {
      await opened?.world.close();
    });

    decisions(journey);
    earlyAnswers(journey);
    fourEyes(journey);
    commands(journey);
    badInput(journey);
  });
}

function decisions(journey: () => Journey): void {
  it('logs a ticket by itself and posts one card that names no customer', async () => {
    const { acts, world } = journey();
    const ticket = await acts.fileTicket({ body: chargedTwice(orders.thread.order) });

    const { entry, card } = await acts.logged(ticket);

    expect(entry).toMatchObject({
      reference: 'RV-000001',
      client: 'acme',
      type: 'refund',
      kind: 'request',
      status: 'pending_approval',
      amount: 4_999,
      currency: 'USD',
      payment: { isKnown: true, captured: 9_998 },
      sources: [{ connection: 'acme-zendesk', id: String(ticket) }],
      requesters: [],
    });
    expect(card.text).toMatch(/RV-000001.*Refund.*49\.99.*Acme Store/);
    expect(card.text).not.toMatch(/jane|cooper/i);
    expect(wordsOf(card)).not.toContain('jane.cooper@example.com');
    expect(wordsOf(card)).not.toMatch(/<@|<!/);
    expect(buttonsOf(card)).toEqual(['decide:approve', 'decide:reject', 'more']);
    expect(world.slack.messages(channels.acme)).toHaveLength(1);
  });

  it('approves by a thread answer: the card changes in place, the ticket gets note and tag', async () => {
    const { acts, world } = journey();
    const card = acts.cardOf('RV-000001');
    if (!card) throw new Error('There is no card.');
    const ticket = Number((await acts.entry('RV-000001')).sources[0]?.id);

    await acts.answer('manager', card, 'approved');

    const approved = await acts.statusIs('RV-000001', 'approved');
    expect(approved.approvals).toEqual([
      expect.objectContaining({
        by: 'First Manager',
        decision: 'approve',
        surface: 'chat_thread',
      }),
    ]);
    await waitFor('the changed card', () =>
      wordsOf(card).includes('Approved by First Manager') ? card : null,
    );
    expect(acts.cards()).toHaveLength(1);
    expect(buttonsOf(card)).not.toContain('decide:approve');
    const note = await acts.note(ticket);
    expect(note.body).toMatch(/RV-000001[\s\S]*approved[\s\S]*First Manager/);
    expect(world.zendesk.ticket(ticket)?.tags).toEqual(
      expect.arrayContaining(['reversal_hub', 'reversal_approved']),
    );
    expect(await waitFor('a line', () => acts.thread(card)[1])).toMatch(/First Manager approved/);
  });

  it('takes its own note and tag for no change', async () => {
    const { acts, world } = journey();
    const card = acts.cardOf('RV-000001');
    if (!card) throw new Error('There is no card.');
    const ticket = Number((await acts.entry('RV-000001')).sources[0]?.id);

    await acts.pollTwice();

    expect(await acts.reversals()).toHaveLength(1);
    expect(world.zendesk.notesOf(ticket)).toHaveLength(1);
    expect(acts.thread(card)).toHaveLength(2);
    expect((await acts.entry('RV-000001')).status).toBe('approved');
  });

  it.each(['button', 'command'] as const)('approves by %s as well', async (way) => {
    const { acts, world } = journey();
    const ticket = await acts.fileTicket({ body: chargedTwice(orders[way].order) });
    const { entry, card } = await acts.logged(ticket);

    if (way === 'button') await acts.press('manager', card, 'decide:approve');
    else await acts.command('manager', `approve ${entry.reference}`);

    const approved = await acts.statusIs(entry.reference, 'approved');
    expect(approved.approvals).toEqual([
      expect.objectContaining({ by: 'First Manager', surface: `chat_${way}` }),
    ]);
    await acts.note(ticket);
    await waitFor('the changed card', () =>
      wordsOf(card).includes('Approved by First Manager') ? card : null,
    );
    expect(world.zendesk.notesOf(ticket)).toHaveLength(1);
    expect(acts.cards().filter((one) => wordsOf(one).includes(entry.reference))).toEqual([card]);
  });

  it('takes a second approval for none, and says who decided when', async () => {
    const { acts } = journey();
    const { entry, card } = await acts.logged(
      Number((await acts.entry('RV-000002')).sources[0]?.id),
    );
    const told = /First Manager.*approve.*\d{4}-\d{2}-\d{2} \d{2}:\d{2}/;

    expect(await acts.command('second', `approve ${entry.reference}`)).toMatch(told);
    expect(
      await acts.toldAfter('second', channels.acme, () =>
        acts.answer('second', card, 'I approve this'),
      ),
    ).toMatch(told);
    const rest = await acts.rest('second', `/reversals/${entry.reference}/approve`, {
      contentHash: entry.contentHash,
    });
    expect(rest).toMatchObject({
      status: 409,
      body: { type: expect.stringContaining('already_decided') },
    });
    expect((await acts.entry(entry.reference)).approvals).toHaveLength(1);
  });
}

/** A card that stands in Slack is not yet known to the hub while Slack's answer is under way. */
function earlyAnswers(journey: () => Journey): void {
  it('loses no answer that is given before the hub knows its own card', async () => {
    const { acts, world } = journey();
    world.slack.inject({ on: 'chat.postMessage', afterPerform: true, hangMs: 1_500 });
    const ticket = await acts.fileTicket({ body: chargedTwice(orders.early.order) });
    const { entry, card } = await acts.logged(ticket);
    const told = world.slack.ephemerals(people.manager.slackId, channels.acme).length;

    await acts.answer('manager', card, 'approved');

    await waitFor('the approval, or a word about it', async () => {
      const { status } = await acts.entry(entry.reference);
      const words = world.slack.ephemerals(people.manager.slackId, channels.acme);
      return status === 'approved' || words.length > told;
    });
    expect(world.slack.postCount({ payload: card.metadata?.event_payload ?? {} })).toBe(1);
  });
}

function commands(journey: () => Journey): void {
  it('logs, finds and shows by command, seen by the asker alone', async () => {
    const { acts, world } = journey();
    const posted = world.slack.messages(channels.acme).length;

    const told = await acts.log(
      'agent',
      `log 49.99 USD ${orders.logged.charge} duplicate charge, customer@example.com`,
    );
    const reference = referenceIn(told);

    expect(told).toMatch(/Logged as/);
    const entry = await acts.entry(reference);
    expect(entry).toMatchObject({
      type: 'refund',
      status: 'pending_approval',
      amount: 4_999,
      currency: 'USD',
      channel: 'slack',
      customer: { email: 'customer@example.com' },
      payment: { isKnown: true },
    });
    expect(entry.reason).toMatch(/duplicate charge/);
    await waitFor('its card', () => acts.cardOf(reference));
    expect(world.slack.messages(channels.acme)).toHaveLength(posted + 1);
    for (const question of [
      `find ${orders.logged.charge}`,
      'find refunds over 40 pending',
      'find customer@example.com',
    ]) {
      expect(await acts.command('agent', question), question).toContain(reference);
    }
    expect(await acts.command('agent', `find ${orders.button.charge}`)).not.toContain(reference);
    const shown = await acts.command('agent', `show ${reference}`);
    expect(shown).toMatch(/49\.99/);
    expect(shown).not.toContain('customer@example.com');
  });

  it('names the nearest of the same client for an unknown and for a closed reference', async () => {
    const { acts } = journey();
    const closing = await acts.log('manager', `log 31.00 USD ${orders.rejected.charge} goodwill`);
    const closed = referenceIn(closing);
    await waitFor('its card', () => acts.cardOf(closed));
    await acts.command('second', `reject ${closed} not due`);
    await acts.statusIs(closed, 'rejected');
    const foreign = referenceIn(
      await acts.log('manager', 'log 20.00 EUR delayed parcel', channels.globex),
    );

    for (const word of ['approve', 'show']) {
      const unknown = await acts.command('manager', `${word} RV-000999`);
      expect(unknown, word).toMatch(/no RV-000999.*Nearest: RV-0000\d\d/);
      expect(unknown, word).not.toContain(foreign);
      const elsewhere = await acts.command('manager', `${word} ${foreign}`);
      expect(elsewhere, word).toMatch(new RegExp(`no ${foreign}.*Nearest`));
    }
    const decided = await acts.command('manager', `approve ${closed}`);
    expect(decided).toMatch(/Second Manager.*reject/);
    expect(decided).toMatch(/Nearest: RV-0000\d\d/);
    expect(decided).not.toContain(foreign);
  });

  it('proves its history and stays ready', async () => {
    const { world } = journey();
    const verified = await world.command('audit', 'verify', '--json');
    expect(verified).toMatchObject({ code: 0 });
    const ready = await fetch(`${world.hub.url}/readyz`);
    expect(z.object({ ok: z.boolean() }).parse(await ready.json())).toEqual({ ok: true });
  });
}
