import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingWebhook } from '../core/index.js';

/** One header of a request, in any case of letters. */
export function headerOf(request: IncomingWebhook, name: string): string | undefined {
  return Object.entries(request.headers).find(([key]) => key.toLowerCase() === name)?.[1];
}

/** Whether a given digest is the HMAC-SHA256 of these parts; compared in constant time. */
export function isHmacOf(
  key: string | Buffer,
  parts: readonly (string | Buffer)[],
  given: Buffer,
): boolean {
  const hmac = createHmac('sha256', key);
  for (const part of parts) hmac.update(part);
  const wanted = hmac.digest();
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/** A name for a verified body that holds no id of its own: the same body has the same name. */
export function nameOfBody(rawBody: Buffer): string {
  return `body-${createHash('sha256').update(rawBody).digest('hex').slice(0, 32)}`;
}

/** Undefined where the bytes are no JSON. */
export function jsonOf(rawBody: Buffer): unknown {
  try {
    return JSON.parse(rawBody.toString('utf8'));
  } catch {
    return undefined;
  }
}
