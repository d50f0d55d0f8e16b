import { createHash, timingSafeEqual } from 'node:crypto';
import type { Person } from '../reversals/reversal.js';
import type { AccessBook } from './access-book.js';
import { hashSecret, type RandomBytes } from './keys.js';

/** Long enough to walk from a terminal to a browser, too short to be found later. */
export const signInLinkMs = 15 * 60_000;

/** A session ends after this long without a request: one working day's shift. */
export const sessionIdleMs = 8 * 60 * 60_000;

const tokenPattern = /^[A-Za-z0-9_-]{43}$/;

/** A one-time dashboard link for a person; only the hash of its token is stored. */
export async function makeSignInLink(
  book: Pick<AccessBook, 'addSignIn'>,
  personId: string,
  { publicUrl, now, randomBytes }: { publicUrl: string; now: Date; randomBytes: RandomBytes },
): Promise<{ url: string; expiresAt: Date }> {
  const token = newToken(randomBytes);
  const expiresAt = new Date(now.getTime() + signInLinkMs);
  await book.addSignIn(hashSecret(token), personId, expiresAt);
  return { url: `${publicUrl.replace(/\/$/, '')}/signin/${token}`, expiresAt };
}

/** Uses a link up; null when its token is malformed, unknown, used or expired. */
export async function takeSignInLink(
  book: Pick<AccessBook, 'takeSignIn'>,
  token: string,
  now: Date,
): Promise<Person | null> {
  return tokenPattern.test(token) ? book.takeSignIn(hashSecret(token), now) : null;
}

/** Opens a session; `secret` goes into the cookie and nowhere else. */
export async function startSession(
  book: Pick<AccessBook, 'addSession'>,
  personId: string,
  { now, randomBytes }: { now: Date; randomBytes: RandomBytes },
): Promise<string> {
  const secret = newToken(randomBytes);
  await book.addSession(hashSecret(secret), personId, new Date(now.getTime() + sessionIdleMs));
  return secret;
}

/** Who holds this session, and pushes its idle end forward; null when there is none. */
export async function continueSession(
  book: Pick<AccessBook, 'sessionPerson' | 'extendSession'>,
  secret: string,
  now: Date,
): Promise<Person | null> {
  if (!tokenPattern.test(secret)) return null;
  const hash = hashSecret(secret);
  const person = await book.sessionPerson(hash, now);
  if (person) await book.extendSession(hash, new Date(now.getTime() + sessionIdleMs));
  return person;
}

/** Ends a session; unknown ones are already ended. */
export async function endSession(
  book: Pick<AccessBook, 'endSession'>,
  secret: string,
): Promise<void> {
  await book.endSession(hashSecret(secret));
}

/** The token that forms of this session carry: only its holder can compute it. */
export function formToken(sessionSecret: string): string {
  return createHash('sha256').update(`form:${sessionSecret}`, 'utf8').digest('base64url');
}

/** Whether a form was made for this session, compared in constant time. */
export function isFormToken(sessionSecret: string, given: string): boolean {
  const expected = Buffer.from(formToken(sessionSecret));
  const actual = Buffer.from(given);
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

const newToken = (randomBytes: RandomBytes) => randomBytes(32).toString('base64url');
