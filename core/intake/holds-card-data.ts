/** True when a text holds card data: `findCardData` of the redactor, limited to what no exit lets through. */
export type Tripwire = (text: string) => boolean;

/** Our own hashes, ids, instants and the times that name chat messages: digits in them are never a card's. */
const ownForm =
  /^(?:[0-9a-f]{64}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{4}-\d\d-\d\dT[\d:.]+Z|1\d{9}\.\d{6})$/;

/** Cursors are base64 of an instant and an id; what they say was never a person's text. */
const ownKeys: ReadonlySet<string> = new Set(['nextCursor', 'contentHash', 'hash']);

/** Whether something on its way out holds card data in any of its texts, keys or numbers. */
export function holdsCardData(body: unknown, tripwire: Tripwire): boolean {
  if (typeof body === 'string') return !isOwnForm(body) && tripwire(body);
  if (typeof body === 'number' || typeof body === 'bigint') return tripwire(String(body));
  if (Array.isArray(body)) return body.some((item) => holdsCardData(item, tripwire));
  if (typeof body !== 'object' || body === null) return false;
  return Object.entries(body).some(
    ([key, value]) =>
      tripwire(key) ||
      (!(ownKeys.has(key) && typeof value === 'string') && holdsCardData(value, tripwire)),
  );
}

/** A whole text in a form that the hub gives itself. */
export function isOwnForm(text: string): boolean {
  return ownForm.test(text);
}
