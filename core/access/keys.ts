import { createHash } from 'node:crypto';

/** Makes unpredictable bytes; `node:crypto`'s randomBytes in the running program. */
export type RandomBytes = (size: number) => Buffer;

/** `rh_<prefix>_<secret>`: the prefix is shown in lists, the secret never again. */
const keyPattern = /^rh_([a-z0-9]{8})_([A-Za-z0-9_-]{43})$/;

/**
 * A new API key. Only `hash` and `prefix` are stored; `key` is shown once.
 * The secret holds 256 random bits, so one plain sha256 is enough: there is nothing to guess.
 */
export function makeKey(randomBytes: RandomBytes): { key: string; prefix: string; hash: string } {
  const prefix = randomBytes(4).toString('hex');
  const key = `rh_${prefix}_${randomBytes(32).toString('base64url')}`;
  return { key, prefix, hash: hashSecret(key) };
}

/** The prefix and hash of a well-formed key; null for any other text, which then costs no query. */
export function parseKey(text: string): { prefix: string; hash: string } | null {
  const match = keyPattern.exec(text);
  return match?.[1] ? { prefix: match[1], hash: hashSecret(text) } : null;
}

/** sha256 in hex: how keys, sign-in links and sessions are stored. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret, 'utf8').digest('hex');
}
