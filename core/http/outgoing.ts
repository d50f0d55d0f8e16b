import type { WebDeps } from './web-deps.js';

type Tripwire = WebDeps['tripwire'];

/** Our own hashes, ids and instants: digits in them are never a card's, and could look like one. */
const ownForm =
  /^(?:[0-9a-f]{64}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{4}-\d\d-\d\dT[\d:.]+Z)$/;

/** Cursors are base64 of an instant and an id; what they say was never a person's text. */
const ownKeys: ReadonlySet<string> = new Set(['nextCursor', 'contentHash', 'hash']);

/** Whether an answer holds card data in any of its texts, keys or numbers. */
export function holdsCardData(body: unknown, tripwire: Tripwire): boolean {
  if (typeof body === 'string') return !ownForm.test(body) && tripwire(body);
  if (typeof body === 'number') return tripwire(String(body));
  if (Array.isArray(body)) return body.some((item) => holdsCardData(item, tripwire));
  if (typeof body !== 'object' || body === null) return false;
  return Object.entries(body).some(
    ([key, value]) =>
      tripwire(key) ||
      (!(ownKeys.has(key) && typeof value === 'string') && holdsCardData(value, tripwire)),
  );
}

/** Whether a page shows card data: its visible text and its addresses, piece by piece. */
export function pageHoldsCardData(html: string, tripwire: Tripwire): boolean {
  const texts = html.replace(/<[^<>]{0,4000}>/g, '\u0000').split('\u0000');
  const attributes = [...html.matchAll(/\b(value|href|title)="([^"]{0,4000})"/g)].flatMap(
    ([, name, value = '']) => (name === 'href' ? textsOfAddress(value) : [value]),
  );
  return [...texts, ...attributes].some(
    (text) => text !== '' && !ownForm.test(text) && tripwire(text),
  );
}

/** The path and each parameter as a reader would see them; our own cursor is no text. */
function textsOfAddress(address: string): string[] {
  const [path = '', query = ''] = address.split('?');
  const parameters = new URLSearchParams(query.replaceAll('&amp;', '&'));
  return [path, ...[...parameters].filter(([name]) => name !== 'cursor').map(([, value]) => value)];
}
