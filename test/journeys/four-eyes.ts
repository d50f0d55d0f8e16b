import { expect, it } from 'vitest';
import { chargedTwice, type Journey, referenceIn } from './support/acts.js';
import { channels, type PersonName } from './support/configuration.js';
import { orders } from './support/payments.js';
import { waitFor } from './support/wait-for.js';

/** Nobody approves what they asked for: on the ticket, or by hand. */
export function fourEyes(journey: () => Journey): void {
  it.each([
    ['assigned', 'the agent to whom the ticket is assigned'],
    ['written', 'an agent who wrote on the ticket'],
  ] as const)('keeps a requester (%s: %s) from approving, whichever way', async (order, _who) => {
    const { acts } = journey();
    const ticket = await acts.fileTicket({
      body: chargedTwice(orders[order].order),
      ...(order === 'assigned' ? { assignee: 'second' } : { as: 'second' }),
    });
    const { entry, card } = await acts.logged(ticket);
    expect(entry.requesters).toEqual([
      expect.objectContaining({ email: 'second@northwind.example' }),
    ]);

    await refusedOnAllWays(journey(), 'second', entry.reference);

    await acts.press('manager', card, 'decide:approve');
    await acts.statusIs(entry.reference, 'approved');
    await acts.note(ticket);
  });

  it('keeps whoever logged it by hand from approving', async () => {
    const { acts } = journey();
    const told = await acts.log(
      'manager',
      `log 30.00 USD ${orders.rejected.charge} goodwill, customer@example.com`,
    );
    const reference = referenceIn(told);
    await waitFor('its card', () => acts.cardOf(reference));

    await refusedOnAllWays(journey(), 'manager', reference);
  });
}

async function refusedOnAllWays({ acts }: Journey, name: PersonName, reference: string) {
  const card = acts.cardOf(reference);
  if (!card) throw new Error(`${reference} has no card.`);
  const refusal = /may not approve|four eyes/;
  const inThread = () => acts.answer(name, card, 'approved');
  expect(await acts.toldAfter(name, channels.acme, inThread), 'thread').toMatch(refusal);
  const byButton = () => acts.press(name, card, 'decide:approve');
  expect(await acts.toldAfter(name, channels.acme, byButton), 'button').toMatch(refusal);
  expect(await acts.command(name, `approve ${reference}`), 'command').toMatch(refusal);
  const { contentHash } = await acts.entry(reference);
  expect(await acts.rest(name, `/reversals/${reference}/approve`, { contentHash })).toMatchObject({
    status: 403,
    body: { type: expect.stringContaining('requester_cannot_approve') },
  });
  expect(await acts.entry(reference)).toMatchObject({ status: 'pending_approval', approvals: [] });
}
