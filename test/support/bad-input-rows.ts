import { gzipSync } from 'node:zlib';

export const asking = 'I was charged twice for order 8841, please refund 49.99 USD.';
export const megabyte = 1024 * 1024;
const json = { 'Content-Type': 'application/json' };

/** What the vendor says in place of an item, or what stands in the item. */
export type Bad = {
  name: string;
  /** Replaces the answer for this item. */
  answer?: () => Response | Promise<Response>;
  /** Changes the true answer's text, or its bytes. */
  spoil?: (text: string) => string;
  spoilBytes?: (bytes: Buffer) => Buffer;
  text?: string;
  /** `read`, the beginning of its verdict and reason, or `either` read or quarantined. */
  becomes: string;
};

function endless() {
  let left = 200;
  const chunk = new Uint8Array(megabyte).fill(32);
  return new ReadableStream({
    pull(controller) {
      if (left === 0) return controller.close();
      left -= 1;
      controller.enqueue(chunk);
    },
  });
}

/** Changes every value of a kind, wherever it stands. */
export const everyValue =
  (change: (value: unknown, key: string) => unknown) =>
  (text: string): string =>
    JSON.stringify(JSON.parse(text, (key, value: unknown) => change(value, key)));

/** Times as the three vendors write them: ISO 8601, or milliseconds since 1970 as text. */
const everyTime = (at: string) => (text: string) =>
  text
    .replace(/"\d{4}-\d\d-\d\dT[^"]*"/g, JSON.stringify(at))
    .replace(/"internalDate":"\d+"/g, `"internalDate":"${Date.parse(at)}"`);

/** Rows that hold for every connector that is read. `bomb` is a server's address, see `zipBomb`. */
export const badForAll = (bomb: () => string): readonly Bad[] => [
  {
    name: 'malformed JSON',
    answer: () => new Response('{"id": {', { headers: json }),
    becomes: 'quarantined bad_json',
  },
  {
    name: 'a truncated body',
    spoil: (text) => text.slice(0, text.length / 2),
    becomes: 'quarantined bad_json',
  },
  { name: 'a cut connection', answer: () => Response.error(), becomes: 'pending unreachable' },
  {
    name: 'a page of HTML',
    answer: () => new Response('<html>', { headers: { 'Content-Type': 'text/html' } }),
    becomes: 'pending not_json',
  },
  {
    name: 'a list in place of an object',
    answer: () => new Response('[]', { headers: json }),
    becomes: 'quarantined unreadable',
  },
  {
    name: 'a text in place of an object',
    answer: () => new Response('"item"', { headers: json }),
    becomes: 'quarantined unreadable',
  },
  {
    name: 'a number in place of every text',
    // An item under another id is one that was merged into it.
    spoil: everyValue((value, key) => (typeof value === 'string' && key !== 'id' ? 7 : value)),
    becomes: 'either',
  },
  {
    name: 'a list in place of every text',
    spoil: everyValue((value) => (typeof value === 'string' ? [value] : value)),
    becomes: 'quarantined unreadable',
  },
  {
    name: 'null in place of every text',
    spoil: everyValue((value) => (typeof value === 'string' ? null : value)),
    becomes: 'quarantined unreadable',
  },
  {
    name: 'a body without end',
    answer: () => new Response(endless(), { headers: json }),
    becomes: 'quarantined too_large',
  },
  {
    name: 'a zip bomb: a gigabyte in one',
    answer: () => fetch(bomb()),
    becomes: 'quarantined too_large',
  },
  {
    name: 'JSON nested a hundred thousand deep',
    answer: () => new Response('['.repeat(100_000) + ']'.repeat(100_000), { headers: json }),
    becomes: 'quarantined',
  },
  {
    name: 'compressed bytes that are not said to be so',
    answer: () => new Response(gzipSync('x'.repeat(megabyte)), { headers: json }),
    becomes: 'quarantined bad_json',
  },
  {
    name: 'an item that is one endless word',
    text: asking + 'x'.repeat(megabyte),
    becomes: 'read',
  },
  { name: 'an item of digits', text: asking + '7 '.repeat(50_000), becomes: 'read' },
  { name: 'NUL and half a surrogate pair', text: `${asking} \u0000 \ud83d end`, becomes: 'read' },
  { name: 'dates of 1970', spoil: everyTime('1970-01-01T00:00:00.000Z'), becomes: 'read' },
  { name: 'dates of 9999', spoil: everyTime('9999-12-31T23:59:59.000Z'), becomes: 'read' },
  {
    name: 'an amount of forty digits',
    text: `Please refund ${'9'.repeat(40)}.00 USD of order 8841, I was charged twice`,
    becomes: 'read',
  },
  { name: 'an empty text', text: ' ', becomes: 'read' },
];

const inTicket = (change: (ticket: Record<string, unknown>) => void) => (text: string) => {
  const body = JSON.parse(text) as { ticket: Record<string, unknown> };
  change(body.ticket);
  return JSON.stringify(body);
};

const notUtf8 = (bytes: Buffer) => {
  const at = bytes.indexOf('charged');
  if (at < 0) throw new Error('the answer holds no text to spoil');
  bytes.set([0xff, 0xfe, 0xc3], at);
  return bytes;
};

export const badForZendesk: readonly Bad[] = [
  {
    name: 'an id that is a text',
    spoil: inTicket((ticket) => {
      ticket.id = 'seven';
    }),
    becomes: 'quarantined unreadable_ticket',
  },
  {
    name: 'tags that are a number',
    spoil: inTicket((ticket) => {
      ticket.tags = 7;
    }),
    becomes: 'quarantined unreadable_ticket',
  },
  {
    name: 'a date that is none',
    spoil: inTicket((ticket) => {
      ticket.created_at = 'yesterday';
    }),
    becomes: 'quarantined unreadable_ticket',
  },
  {
    name: 'a ticket of twelve megabytes, written thrice',
    text: `${asking} ${'All of it. '.repeat(1.1 * megabyte)}`,
    becomes: 'quarantined too_large',
  },
  {
    name: 'a ticket of four megabytes',
    text: `${asking} ${'All of it. '.repeat(megabyte / 2.7)}`,
    becomes: 'read',
  },
  { name: 'bytes that are no UTF-8', spoilBytes: notUtf8, becomes: 'read' },
  {
    name: 'a field of forty digits',
    spoil: inTicket((ticket) => {
      ticket.custom_fields = [{ id: 7, value: '9'.repeat(40) }];
    }),
    becomes: 'read',
  },
];

export const badForHubSpot: readonly Bad[] = [
  {
    name: 'a ticket of ten megabytes',
    spoil: (text) => text.replaceAll(asking, `${asking} ${'All of it. '.repeat(0.9 * megabyte)}`),
    becomes: 'read',
  },
  { name: 'bytes that are no UTF-8', spoilBytes: notUtf8, becomes: 'read' },
];

/** A mail's parts, wrapped so many times; as text, as no serialiser goes so deep. */
const nested = (depth: number) => (text: string) => {
  const thread = JSON.parse(text) as { messages: { payload: { headers: object } }[] };
  const wrapped = thread.messages.map(({ payload }) => {
    const headers = JSON.stringify(payload.headers);
    const outermost = `{"mimeType":"multipart/mixed","headers":${headers},"parts":[`;
    const within = '{"mimeType":"multipart/mixed","parts":['.repeat(depth);
    return `${outermost}${within}${JSON.stringify(payload)}${']}'.repeat(depth + 1)}`;
  });
  const messages = thread.messages.map((message, index) => ({ ...message, payload: `@${index}@` }));
  return JSON.stringify({ ...thread, messages }).replace(
    /"@(\d+)@"/g,
    (_, index: string) => wrapped[Number(index)] ?? '',
  );
};

export const badForGmail: readonly Bad[] = [
  {
    name: 'a mail of ten megabytes',
    text: `${asking} ${'All of it. '.repeat(0.9 * megabyte)}`,
    becomes: 'either',
  },
  { name: 'parts nested a hundred deep', spoil: nested(100), becomes: 'read' },
  {
    name: 'parts nested five thousand deep',
    spoil: nested(5_000),
    becomes: 'quarantined nested_too_deep',
  },
  {
    name: 'a body that is no base64, of bytes that are no UTF-8',
    spoil: everyValue((value, key) => (key === 'data' ? '____*\u0000=' : value)),
    becomes: 'read',
  },
];
