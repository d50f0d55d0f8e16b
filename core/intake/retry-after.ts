/** A vendor's far-away date must not silence a connection for a day. */
const waitMaxMs = 3_600_000;

/**
 * Milliseconds that a `Retry-After` asks for, as seconds or HTTP date (RFC 9110 10.2.3), at least a
 * second and at most an hour; null where the header is absent or says nothing.
 */
export function waitOf(retryAfter: string | null, now: Date): number | null {
  const text = retryAfter?.trim() ?? '';
  if (text === '') return null;
  const waitMs = /^\d+(\.\d+)?$/.test(text)
    ? Number(text) * 1000
    : Date.parse(text) - now.getTime();
  return Number.isNaN(waitMs) ? null : Math.min(Math.max(Math.ceil(waitMs), 1_000), waitMaxMs);
}
