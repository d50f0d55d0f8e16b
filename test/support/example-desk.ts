import { createHmac } from 'node:crypto';
import express, { type Request, type Response } from 'express';
import type { FaultStorm } from './stand-ins/fault-storm.js';
import { createFaults, type Reply, strikesBefore } from './stand-ins/faults.js';
import { listen } from './stand-ins/http-server.js';

type Message = {
  id: string;
  by: 'customer' | 'staff' | 'api';
  email: string | null;
  text: string;
  isNote: boolean;
  at: number;
};
type Ticket = {
  id: string;
  subject: string;
  isOpen: boolean;
  createdAt: number;
  changedAt: number;
  customerEmail: string;
  tags: string[];
  messages: Message[];
  noteKeys: Set<string>;
};

const token = 'token-of-the-hub';
const webhookSecret = 'secret-of-the-desk';
const customer = 'jane@example.com';
const pageSize = 50;

/**
 * The vendor of test/support/packages/reversal-hub-connector-example on a port of its own. It numbers
 * its changes in the order in which they can be seen; a ticket's times never repeat.
 */
export async function startExampleDesk(now: () => number) {
  const tickets = new Map<string, Ticket>();
  let changes: { id: string; changedAt: number; number: number }[] = [];
  let numbered = 0;
  /** Changes that a storm keeps out of the index for now. */
  let late: { id: string; changedAt: number }[] = [];
  let created = 0;
  const faults = createFaults();

  /** Each ticket stands in the feed once, at its newest change. */
  function list(change: { id: string; changedAt: number }) {
    numbered += 1;
    const others = changes.filter((one) => one.id !== change.id);
    changes = [...others, { ...change, number: numbered }];
  }

  function told(ticket: Ticket) {
    const change = { id: ticket.id, changedAt: ticket.changedAt };
    if (faults.storm?.isLate()) late.push(change);
    else list(change);
  }

  function add(ticket: Ticket, message: Omit<Message, 'id' | 'at'>) {
    ticket.messages.push({
      ...message,
      id: `${ticket.id}-${ticket.messages.length + 1}`,
      at: now(),
    });
    ticket.changedAt = Math.max(now(), ticket.changedAt + 1);
    told(ticket);
  }

  const ok = (body: unknown): Reply => ({ status: 200, body });
  const missing: Reply = { status: 404, body: { error: 'no_such_ticket' } };
  const handlers: Record<string, (request: Request) => Reply> = {
    'GET /v1/account': () => ok({ name: 'Northwind at Example Desk' }),
    'GET /v1/changes': ({ query }) => {
      const after = Number(query.after);
      const isListed = (row: { changedAt: number; number: number }) =>
        row.number > after && row.changedAt >= Number(query.since);
      const rows = changes.filter(isListed);
      const page = rows.slice(0, pageSize);
      const more = rows.length > page.length;
      const next = more ? (page.at(-1)?.number ?? after) : numbered;
      return ok({ changes: faults.storm?.shown(page) ?? page, next, more });
    },
    'GET /v1/tickets': ({ query }) => {
      const isWithin = (one: Ticket) =>
        one.createdAt >= Number(query.from) && one.createdAt < Number(query.to);
      return ok({ ids: [...tickets.values()].filter(isWithin).map((one) => one.id) });
    },
    'GET /v1/tickets/:id': ({ params }) => {
      const ticket = tickets.get(String(params.id));
      return ticket ? ok(ticket) : missing;
    },
    'POST /v1/tickets/:id/notes': ({ params, body }) => {
      const ticket = tickets.get(String(params.id));
      if (!ticket) return missing;
      const isNew = !ticket.noteKeys.has(body.key);
      if (!isNew) return ok({ isNew });
      ticket.noteKeys.add(body.key);
      const others = ticket.tags.filter((tag) => !body.removeTags.includes(tag));
      ticket.tags = [...new Set([...others, ...body.addTags])];
      add(ticket, { by: 'api', email: null, text: body.text, isNote: true });
      return ok({ isNew });
    },
  };

  function carryOut(request: Request, response: Response, handle: (request: Request) => Reply) {
    const fault = faults.strike({
      method: request.method,
      path: request.path,
      query: new URLSearchParams(),
      headers: {},
      body: request.body,
    });
    if (fault && strikesBefore(fault)) return faults.spoil(fault, ok({}), response);
    const isKnown = request.headers.authorization === `Bearer ${token}`;
    const reply = isKnown ? handle(request) : { status: 401, body: {} };
    if (fault) return faults.spoil(fault, reply, response);
    response.status(reply.status).json(reply.body);
  }

  const app = express().use(express.json());
  for (const [route, handle] of Object.entries(handlers)) {
    const [method, path = ''] = route.split(' ');
    app[method === 'POST' ? 'post' : 'get'](path, (request, response) =>
      carryOut(request, response, handle),
    );
  }
  const server = await listen(app);

  const existing = (id: string): Ticket => {
    const ticket = tickets.get(id);
    if (!ticket) throw new Error(`Example Desk has no ticket ${id}.`);
    return ticket;
  };
  return {
    settings: { baseUrl: server.url, token, webhookSecret },
    faults,
    createTicket(text: string, createdAt = now()): string {
      const id = String(1_001 + created);
      const ticket: Ticket = {
        id,
        subject: text,
        isOpen: true,
        createdAt,
        changedAt: createdAt,
        customerEmail: customer,
        tags: [],
        messages: [
          { id: `${id}-1`, by: 'customer', email: customer, text, isNote: false, at: createdAt },
        ],
        noteKeys: new Set(),
      };
      created += 1;
      tickets.set(id, ticket);
      told(ticket);
      return id;
    },
    answer: (id: string, text: string) =>
      add(existing(id), { by: 'customer', email: customer, text, isNote: false }),
    deleteTicket(id: string) {
      const ticket = existing(id);
      tickets.delete(id);
      ticket.changedAt = Math.max(now(), ticket.changedAt + 1);
      told(ticket);
    },
    notesOf: (id: string) =>
      (tickets.get(id)?.messages ?? []).filter((one) => one.isNote).map((one) => one.text),
    tagsOf: (id: string): readonly string[] => tickets.get(id)?.tags ?? [],
    setTags(id: string, tags: readonly string[]) {
      existing(id).tags = [...tags];
    },
    /** What came late into the index is in it now. */
    catchUp() {
      for (const change of late) list(change);
      late = [];
    },
    signedNotice(id: string, sentAt: Date) {
      const body = JSON.stringify({ ticket: id });
      const timestamp = String(sentAt.getTime());
      const signature = createHmac('sha256', webhookSecret).update(`${timestamp}.${body}`);
      return {
        headers: {
          'x-example-signature': signature.digest('hex'),
          'x-example-timestamp': timestamp,
        },
        body,
      };
    },
    meetStorm: (storm: FaultStorm | null) => faults.meet(storm),
    async close() {
      faults.close();
      await server.close();
    },
  };
}
