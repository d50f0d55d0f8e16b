import { expect } from 'vitest';
import { z } from 'zod';
import type { Block, Message } from '../../support/stand-ins/slack/workspace.js';
import { channels, type PersonName, people } from './configuration.js';
import { waitFor } from './wait-for.js';
import { secrets, type World } from './world.js';

const reversal = z.object({
  reference: z.string(),
  client: z.string(),
  type: z.string(),
  kind: z.string(),
  status: z.string(),
  amount: z.number().nullable(),
  currency: z.string().nullable(),
  reason: z.string().nullable(),
  customer: z.unknown(),
  contentHash: z.string(),
  channel: z.string(),
  flags: z.array(z.string()),
  before: z.number().nullable(),
  after: z.number().nullable(),
  payment: z.object({ captured: z.number().nullable(), isKnown: z.boolean() }),
  sources: z.array(z.object({ connection: z.string(), id: z.string() })),
  requesters: z.array(z.object({ email: z.string().nullable() })),
  approvals: z.array(z.object({ by: z.string(), decision: z.string(), surface: z.string() })),
  reviewReasons: z.array(z.string()),
});
export type ReversalSeen = z.infer<typeof reversal>;

export type NewTicket = {
  body: string;
  subject?: string;
  /** Who makes it in Zendesk; the first comment is theirs. Default: the hub's own integration. */
  as?: PersonName;
  assignee?: PersonName;
};

export type Journey = { world: World; acts: ReturnType<typeof actsIn> };

/** What people do in Zendesk, Slack and over REST, and what they then see. */
export function actsIn(world: World) {
  const { slack, zendesk } = world;
  const idOf = (name: PersonName) => people[name].slackId;

  /** Makes a ticket for a customer through Zendesk's own API; its webhook tells the hub. */
  async function fileTicket({ body, subject, as, assignee }: NewTicket): Promise<number> {
    const email = as ? people[as].email : zendesk.hubUser.email;
    const response = await fetch(`${world.url}/zendesk/api/v2/tickets.json`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${btoa(`${email}/token:${secrets.ACME_ZENDESK_TOKEN}`)}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({
        ticket: {
          subject: subject ?? 'My order',
          comment: { body },
          requester: { name: 'Jane Cooper', email: 'jane.cooper@example.com' },
          ...(assignee ? { assignee_email: people[assignee].email } : {}),
        },
      }),
    });
    expect(response.status).toBe(201);
    return z.object({ ticket: z.object({ id: z.number() }) }).parse(await response.json()).ticket
      .id;
  }

  async function rest(name: PersonName, path: string, body?: object) {
    const response = await fetch(`${world.hub.url}/api/v1${path}`, {
      method: body ? 'POST' : 'GET',
      headers: {
        authorization: `Bearer ${await world.keyOf(people[name].email)}`,
        'content-type': 'application/json',
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return { status: response.status, body: (await response.json()) as unknown };
  }

  async function reversals(): Promise<ReversalSeen[]> {
    const { status, body } = await rest('manager', '/reversals?limit=100');
    expect(status).toBe(200);
    return z.object({ items: z.array(reversal) }).parse(body).items;
  }

  async function entry(reference: string): Promise<ReversalSeen> {
    const { status, body } = await rest('manager', `/reversals/${reference}`);
    expect(status, reference).toBe(200);
    return reversal.parse(body);
  }

  /** Every entry that came from this ticket. */
  async function entriesOf(ticketId: number): Promise<ReversalSeen[]> {
    return (await reversals()).filter((one) =>
      one.sources.some((source) => source.id === String(ticketId)),
    );
  }

  function cardOf(reference: string): Message | undefined {
    return cards().find((card) => wordsOf(card).includes(reference));
  }

  /** Cards of acme's channel: what the bot posted there with buttons or decided, lists aside. */
  function cards(): Message[] {
    return slack
      .messages(channels.acme)
      .filter((one) => !one.threadTs && one.metadata?.event_payload.part === 'card');
  }

  /** The ticket's only entry and its card, once both are there. */
  async function logged(ticketId: number): Promise<{ entry: ReversalSeen; card: Message }> {
    const found = await waitFor(
      `an entry of ticket ${ticketId}`,
      async () => (await entriesOf(ticketId))[0],
    );
    const card = await waitFor(`the card of ${found.reference}`, () => cardOf(found.reference));
    return { entry: found, card };
  }

  /** What a person alone is told after an act, here or in the thread. */
  async function toldAfter(name: PersonName, channel: string, act: () => Promise<unknown>) {
    const before = slack.ephemerals(idOf(name), channel).length;
    await act();
    const told = await waitFor(`an answer to ${name}`, () =>
      slack.ephemerals(idOf(name), channel).slice(before).at(-1),
    );
    return wordsOf(told);
  }

  const command = (name: PersonName, text: string, channel: string = channels.acme) =>
    toldAfter(name, channel, () => slack.runCommand(idOf(name), channel, '/reversal', text));

  return {
    fileTicket,
    rest,
    reversals,
    entry,
    entriesOf,
    cardOf,
    cards,
    logged,
    toldAfter,
    /** `/reversal …` typed in a channel; what the person alone is told. */
    command,
    /** `/reversal log …`, and the one tap more where it is asked first; what was told last. */
    async log(name: PersonName, text: string, channel: string = channels.acme) {
      const told = await command(name, text, channel);
      const asked = slack.ephemerals(idOf(name), channel).at(-1);
      if (!asked || !JSON.stringify(asked.blocks ?? []).includes('"log_draft"')) return told;
      await slack.click(idOf(name), channel, asked.ts, 'log_draft');
      return waitFor(`an answer to ${name}`, () => {
        const now = slack.ephemerals(idOf(name), channel).at(-1);
        return now && !JSON.stringify(now.blocks ?? []).includes('"log_draft"') && wordsOf(now);
      });
    },
    answer: (name: PersonName, card: Message, text: string) =>
      slack.say(idOf(name), card.channel, text, { threadTs: card.ts }),
    press: (name: PersonName, card: Message, actionId: string) =>
      slack.click(idOf(name), card.channel, card.ts, actionId),
    statusIs: (reference: string, status: string) =>
      waitFor(`${reference} ${status}`, async () => {
        const one = await entry(reference);
        return one.status === status && one;
      }),
    /** Words a card's thread holds, oldest first. */
    thread: (card: Message) => slack.replies(card.channel, card.ts).map(wordsOf),
    note: (ticketId: number) =>
      waitFor(`a note on ticket ${ticketId}`, () => zendesk.notesOf(ticketId)[0]),
    /** Lets the hub list changes again, twice from the start, so that nothing is still to come. */
    async pollTwice() {
      const listed = () =>
        zendesk.requests.filter((one) => one.path.includes('/incremental/')).length;
      const before = listed();
      await waitFor('two more polls', () => listed() >= before + 3);
    },
  };
}

/** All words of a message, its blocks included. */
export function wordsOf(shown: { text: string; blocks?: Block[] | undefined }): string {
  return [shown.text, ...textsIn(shown.blocks ?? [])].join('\n');
}

function textsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'text' && typeof inner === 'string' ? [inner] : textsIn(inner),
  );
}

/** Action ids of a message's buttons. */
export function buttonsOf(message: { blocks?: Block[] | undefined }): string[] {
  return (message.blocks ?? [])
    .filter((block) => block.type === 'actions')
    .flatMap((block) => z.array(z.object({ action_id: z.string() })).parse(block.elements))
    .map((element) => element.action_id);
}

export function referenceIn(told: string): string {
  const reference = /RV-\d{6}/.exec(told)?.[0];
  if (reference === undefined) throw new Error(`No reference was told: ${told}`);
  return reference;
}

/** What a customer writes about an order that the hub knows. */
export const chargedTwice = (order: string): string =>
  `I was charged twice for order ${order}, please return 49.99 USD`;
