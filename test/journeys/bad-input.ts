import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { forgedRequests, forgedTicket, forgedWords } from './forged-requests.js';
import { type Journey, referenceIn, wordsOf } from './support/acts.js';
import { channels } from './support/configuration.js';
import { digitsPattern, dumpDatabase, dumpRedis, filesOfHub } from './support/everything-kept.js';
import { runHub } from './support/hub-process.js';
import { orders } from './support/payments.js';
import { waitFor } from './support/wait-for.js';

/** A test number of the card schemes, right by its check digit. */
const cardNumber = '4111111111111111';

/** What is faulty, unclear or forged, on a hub that works; stops the hub at the end. */
export function badInput(journey: () => Journey): void {
  let broken: BrokenTicket | undefined;
  it('goes on with other tickets while one cannot be parsed', async () => {
    const { acts } = journey();
    broken = await fileBroken(journey());
    const other = await acts.fileTicket({
      body: `Please refund the 15.00 USD of order ${orders.broken.order}.`,
    });
    const found = await waitFor('the other ticket', async () => (await acts.entriesOf(other))[0]);
    await waitFor('its line in the folded list', () => folded(journey(), found.reference));
    expect(found.status).toBe('approved');
    expect(await acts.entriesOf(broken.id)).toEqual([]);
  });

  it.each([
    ['without an amount', `log ${orders.card.charge} duplicate charge`, /no amount/i],
    ['with a currency nobody has', `log 49.99 XXX ${orders.card.charge} duplicate`, /currency/i],
    ['with two amounts', `log 49.99 USD 59.99 USD ${orders.card.charge} refund`, /two amounts/i],
    ['with a card number', `log 49.99 USD 4111 1111 1111 1111 duplicate`, /card data.*nothing/i],
  ] as const)(
    'refuses to log %s, to the sender alone, and says what to write',
    async (_, text, told) => {
      const { acts, world } = journey();
      const topLevel = () =>
        world.slack.messages(channels.acme).filter((message) => !message.threadTs).length;
      const entries = (await acts.reversals()).length;
      const posted = topLevel();

      const answer = await acts.command('agent', text);

      expect(answer).toMatch(told);
      expect(answer).toMatch(/write/i);
      expect(await acts.reversals()).toHaveLength(entries);
      expect(topLevel()).toBe(posted);
    },
  );

  it('reads "120 instead of 12" as before and after', async () => {
    const { acts } = journey();
    const told = await acts.command(
      'agent',
      `log charged 120 USD instead of 12 USD for ${orders.corrected.charge}`,
    );
    expect(await acts.entry(referenceIn(told))).toMatchObject({
      type: 'merchant_error',
      amount: 10_800,
      before: 12_000,
      after: 1_200,
    });
  });

  it('takes a card number out of a ticket, a thread answer and a question', async () => {
    const { acts } = journey();
    const ticket = await acts.fileTicket({
      subject: `Refund to ${cardNumber}`,
      body: `Please refund 20.00 USD for order ${orders.card.order} to my card 4111 1111 1111 1111, cvc 123.`,
    });
    const found = await waitFor('an entry', async () => (await acts.entriesOf(ticket))[0]);
    const messages = await acts.rest('manager', `/reversals/${found.reference}/messages`);
    expect(messages.status).toBe(200);
    expect(JSON.stringify(messages.body)).toMatch(/Please refund 20\.00 USD/);
    expect(JSON.stringify([messages.body, found])).not.toMatch(digitsPattern(cardNumber));
    expect(await acts.command('agent', `find ${cardNumber}`)).toMatch(/card data/i);
    const card = acts.cardOf('RV-000001');
    if (!card) throw new Error('There is no card.');
    const warned = await acts.toldAfter('agent', channels.acme, () =>
      acts.answer('agent', card, `the customer's card is ${cardNumber}`),
    );
    expect(warned).toMatch(/delete it/i);
    const refused = await acts.rest('manager', `/reversals/${found.reference}/messages`, {
      text: `the card is ${cardNumber}`,
    });
    expect(refused.status).toBe(422);
  });

  it('keeps an unclear ticket for review, with the reason, in the folded list', async () => {
    const { acts, world } = journey();
    const ticket = await acts.fileTicket({
      subject: 'refund pls',
      body: 'hello i want my money back please, this is not what i ordered',
    });

    const found = await waitFor('an entry', async () => (await acts.entriesOf(ticket))[0]);

    expect(found).toMatchObject({ status: 'needs_review', amount: null });
    expect(found.reviewReasons.join(' ')).toMatch(/amount/i);
    const list = await waitFor('the folded list', () =>
      world.slack
        .messages(channels.acme)
        .find(
          (one) =>
            !one.threadTs && /to review/.test(one.text) && wordsOf(one).includes(found.reference),
        ),
    );
    expect(wordsOf(list)).toContain(found.reviewReasons[0]);
    expect(acts.cardOf(found.reference)).toBeUndefined();
  });

  quarantineIsListed(journey, () => broken);
  forgedRequests(journey);
  faultySettings(journey);

  it('has kept the card number and the forged requests nowhere', async () => {
    const { acts, world } = journey();
    await acts.pollTwice();
    expect(await world.stop()).toBe(0);
    const kept = {
      database: await dumpDatabase(world),
      redis: await dumpRedis(world),
      files: filesOfHub(world),
      output: world.output(),
      // What the hub said: ticket and thread hold the number as a person wrote it there.
      slack: JSON.stringify([
        Object.values(channels).map((channel) =>
          world.slack.messages(channel).filter((message) => message.isFromBot),
        ),
        world.slack.calls,
      ]),
      notes: JSON.stringify(world.zendesk.tickets().map(({ id }) => world.zendesk.notesOf(id))),
    };
    expect(kept.database.includes(orders.thread.charge)).toBe(true);
    for (const [place, text] of Object.entries(kept)) {
      expect(digitsPattern(cardNumber).exec(text)?.[0], place).toBeUndefined();
      expect(text.includes(forgedWords), place).toBe(false);
      expect(text.includes(String(forgedTicket)), place).toBe(false);
    }
    // Personal data is stored, but sealed.
    const personal = /jane|cooper|customer@example\.com|charged twice/i;
    for (const place of ['database', 'redis', 'output'] as const) {
      expect(personal.exec(kept[place])?.[0], place).toBeUndefined();
    }
  });
}

type BrokenTicket = { id: number; mend(): void };

/** A ticket that Zendesk answers with wrong types from its first reading on. */
async function fileBroken({ acts, world }: Journey): Promise<BrokenTicket> {
  let broken = Number.POSITIVE_INFINITY;
  const newest = Math.max(...world.zendesk.tickets().map((ticket) => ticket.id));
  const fault = world.zendesk.inject({
    match: ({ method, path }) => {
      const id = Number(/^\/api\/v2\/tickets\/(\d+)$/.exec(path)?.[1]);
      return method === 'GET' && (id === broken || (id > newest && broken > id));
    },
    fault: { status: 200, body: { ticket: { id: 'not a number', created_at: 7 } } },
    times: 1_000,
  });
  broken = await acts.fileTicket({
    body: `I was charged twice for order ${orders.broken.order}, please return 49.99 USD`,
  });
  return { id: broken, mend: fault.remove };
}

function quarantineIsListed(journey: () => Journey, ticket: () => BrokenTicket | undefined): void {
  it('lists the ticket it put aside with its reason, and reads it again when told to', async () => {
    const { acts, world } = journey();
    const broken = ticket();
    if (!broken) throw new Error('No broken ticket was filed.');
    const name = 'hub_items_quarantined{connection="acme-zendesk"}';
    await waitFor(name, async () => (await world.metrics()).get(name) === 1);

    const listed = await world.command('dead-letters', 'list', '--json');

    expect(listed).toMatchObject({ code: 0 });
    expect(deadLetters.parse(JSON.parse(listed.stdout))).toEqual([
      {
        connection: 'acme-zendesk',
        externalId: String(broken.id),
        reason: expect.stringMatching(/unreadable/),
      },
    ]);
    broken.mend();
    expect(await world.command('dead-letters', 'retry')).toMatchObject({ code: 0 });
    await acts.logged(broken.id);
  });
}

/** The list of what needs review or was approved by policy, once the entry stands in it. */
function folded({ world }: Journey, reference: string) {
  return world.slack
    .messages(channels.acme)
    .find((one) => one.metadata?.event_payload.part === 'list' && wordsOf(one).includes(reference));
}

const deadLetters = z.array(
  z.object({ connection: z.string(), externalId: z.string(), reason: z.string() }),
);

function faultySettings(journey: () => Journey): void {
  it('tells every fault of a configuration at once and ends with code 2', async () => {
    const { world } = journey();
    const configFile = join(world.hub.cwd, 'faulty.config.yaml');
    writeFileSync(
      configFile,
      `organization: ""
server: { port: 99999, publicUrl: "ftp://hub" }
encryption: { masterKey: "\${NO_SUCH_VARIABLE}" }
people:
  - { email: nobody, name: N, role: king, clients: [acme] }
clients:
  - { id: acme, name: Acme, currency: XYZ, timezone: Mars/Base, policy: nowhere }
connections:
  - { id: acme-zendesk, connector: zendesk, client: acme, settings: { baseUrl: "not an address" } }
`,
    );

    const { code, stdout, stderr } = await runHub({ ...world.hub, configFile }, ['start']);

    expect(code).toBe(2);
    expect(stdout).toBe('');
    for (const path of [
      'organization',
      'server.port',
      'server.publicUrl',
      'encryption.masterKey',
      'people[0].email',
      'people[0].role',
      'clients[0].currency',
      'clients[0].timezone',
      'clients[0].policy',
      'connections[0].settings.baseUrl',
      'connections[0].settings.email',
      'connections[0].settings.apiToken',
    ]) {
      expect(stderr, path).toContain(`${path} `);
    }
  });
}
