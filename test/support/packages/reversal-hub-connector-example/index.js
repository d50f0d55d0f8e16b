/** A request of this vendor takes well under a second. */
const timeoutMs = 20_000;
/** A notice older than this, or from further ahead, is a replay or a clock gone wrong. */
const ageMaxMs = 5 * 60_000;

/**
 * Example Desk: tickets by a numbered feed of changes, notices as hints, notes and tags back.
 * @param {typeof import('reversal-hub/connector')} hub
 */
export default function exampleDesk(hub) {
  const { z } = hub;
  const settings = z.strictObject({
    baseUrl: z.url({ error: 'is the desk’s address, such as https://desk.example' }),
    token: z.string().min(1, { error: 'is empty; make one in the desk under Access' }),
    webhookSecret: z.string().min(1).optional(),
    // Every connection may have these two; the hub reads them itself.
    actFrom: z.unknown().optional(),
    pollSeconds: z.unknown().optional(),
  });
  return hub.defineConnector({
    id: 'example-desk',
    name: 'Example Desk',
    settings,
    limits: () => [{ name: 'requests', points: 600, windowMs: 60_000, costOf: () => 1 }],
    open(account, tools) {
      const client = openClient(hub, account, tools);
      const { webhookSecret } = account;
      return {
        check: async () => ({ account: (await client.account()).name }),
        listChanges: (cursor, since) => listChanges(client, cursor, since),
        fetchItem: async (id) => {
          const ticket = await client.ticket(id);
          return ticket && toSourceItem(hub, account, ticket);
        },
        writeBack: (write) => writeBack(hub, client, write),
        listIds: (from, to) => client.ids(from, to),
        ...(webhookSecret && {
          readWebhook: (request) => readWebhook(hub, webhookSecret, request),
        }),
      };
    },
  });
}

function openClient(hub, { baseUrl, token }, tools) {
  const { z, ConnectorError } = hub;
  const time = z.number().transform((ms) => new Date(ms));
  const accountAnswer = z.object({ name: z.string() });
  const changesAnswer = z.object({
    changes: z.array(z.object({ id: z.string(), changedAt: time })),
    next: z.int(),
    more: z.boolean(),
  });
  const message = z.object({
    id: z.string(),
    by: z.enum(['customer', 'staff', 'api']),
    email: z.string().nullable(),
    text: z.string(),
    isNote: z.boolean(),
    at: time,
  });
  const ticketAnswer = z.object({
    id: z.string(),
    subject: z.string(),
    isOpen: z.boolean(),
    createdAt: time,
    changedAt: time,
    customerEmail: z.string(),
    tags: z.array(z.string()),
    messages: z.array(message),
  });
  const noteAnswer = z.object({ isNew: z.boolean() });
  const idsAnswer = z.object({ ids: z.array(z.string()) });

  /** The answer as the schema reads it; null where the desk says that there is no such ticket. */
  async function ask(schema, path, { body, orNull = false } = {}) {
    const answer = await hub.exchange(tools, {
      url: `${baseUrl}${path}`,
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        Authorization: `Bearer ${token}`,
        'Content-Type': 'application/json',
        'User-Agent': tools.userAgent,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      timeoutMs,
    });
    const failure = hub.failureOf(answer, tools.now());
    if (orNull && (failure?.code === 'not_found' || failure?.code === 'gone')) {
      // A closed account or a proxy answers a page: that makes no ticket gone.
      if (answer.isJson) return null;
      throw new ConnectorError('re_authorise', 'account_not_found');
    }
    if (failure) throw failure;
    const read = schema.safeParse(answer.body);
    if (!read.success) throw new ConnectorError('unreadable', 'unreadable_answer');
    return read.data;
  }

  const ticketPath = (id) => `/v1/tickets/${encodeURIComponent(id)}`;
  return {
    account: () => ask(accountAnswer, '/v1/account'),
    changes: (after, since) =>
      ask(changesAnswer, `/v1/changes?after=${after}&since=${since.getTime()}`),
    ticket: (id) => ask(ticketAnswer, ticketPath(id), { orNull: true }),
    addNote: (id, body) => ask(noteAnswer, `${ticketPath(id)}/notes`, { body, orNull: true }),
    async *ids(from, to) {
      const span = `from=${from.getTime()}&to=${to.getTime()}`;
      yield* (await ask(idsAnswer, `/v1/tickets?${span}`)).ids;
    },
  };
}

/** The desk numbers its changes in the order in which they can be seen, so that none comes late. */
async function listChanges(client, cursor, since) {
  const page = await client.changes(cursor === null ? 0 : Number(cursor), since);
  return {
    references: page.changes.map((one) => ({ externalId: one.id, updatedAt: one.changedAt })),
    cursor: String(page.next),
    hasMore: page.more,
  };
}

function toSourceItem(hub, { baseUrl }, ticket) {
  const isOwn = (message) => message.by === 'api' && hub.markerIn(message.text) !== null;
  const writers = ticket.messages.filter((one) => one.by !== 'customer' && !isOwn(one));
  return {
    externalId: ticket.id,
    url: `${baseUrl}/tickets/${ticket.id}`,
    subject: ticket.subject,
    channel: 'email',
    createdAt: ticket.createdAt,
    updatedAt: ticket.changedAt,
    isClosed: !ticket.isOpen,
    isDeleted: false,
    customer: { name: null, email: ticket.customerEmail, phone: null },
    assignee: null,
    writers: writers.map((one) => ({ name: null, email: one.email })),
    messages: ticket.messages.map((one) => ({
      externalId: one.id,
      author: one.by === 'customer' ? 'customer' : 'agent',
      authorName: null,
      text: hub.newestReply({ subject: ticket.subject, text: one.text, html: null }),
      isPublic: !one.isNote,
      sentAt: one.at,
      isOwn: isOwn(one),
      attachments: [],
    })),
    tags: ticket.tags,
    fields: {},
  };
}

/** The desk itself adds one note for a key, however often it is asked. */
async function writeBack(hub, client, { externalId, note, effectId, addTags, removeTags }) {
  const text = hub.withMarker(note, effectId);
  const added = await client.addNote(externalId, { key: effectId, text, addTags, removeTags });
  if (added === null) return 'gone';
  return added.isNew ? 'written' : 'already_there';
}

/** Signed as hex(HMAC-SHA256(secret, timestamp + "." + body)); names one ticket. */
function readWebhook(hub, secret, request) {
  const signature = hub.headerOf(request, 'x-example-signature');
  const timestamp = hub.headerOf(request, 'x-example-timestamp');
  if (!signature || !timestamp) return { accepted: false, why: 'unsigned' };
  const given = Buffer.from(signature, 'hex');
  if (!hub.isHmacOf(secret, [timestamp, '.', request.rawBody], given)) {
    return { accepted: false, why: 'bad_signature' };
  }
  const ageMs = Math.abs(request.receivedAt.getTime() - Number(timestamp));
  if (!(ageMs <= ageMaxMs)) return { accepted: false, why: 'stale' };
  const body = hub.z.object({ ticket: hub.z.string() }).safeParse(hub.jsonOf(request.rawBody));
  if (!body.success) return { accepted: false, why: 'unreadable' };
  return { accepted: true, hints: [body.data.ticket] };
}
