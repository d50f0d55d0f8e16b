import type { Request, Response } from 'express';
import { continueSession, formToken, isFormToken } from '../../access/sign-in.js';
import { defaultLocale, isLocale } from '../../reversals/locale.js';
import type { Person } from '../../reversals/reversal.js';
import type { WebDeps } from '../web-deps.js';

/** Who reads a page, and how they read dates and amounts. */
export type Reader = {
  person: Person;
  /** Goes into every form of the page. */
  csrf: string;
  locale: string;
  timeZone: string;
};

/** `__Host-` binds the cookie to this host and path over https (RFC 6265bis 4.1.3.2). */
const cookieName = (publicUrl: string) =>
  publicUrl.startsWith('https:') ? '__Host-hub_session' : 'hub_session';

/** The signed-in reader, with their session's idle end pushed forward; null when not signed in. */
export async function readerOf(request: Request, deps: WebDeps): Promise<Reader | null> {
  const secret = sessionSecret(request, deps.publicUrl);
  const person = secret ? await continueSession(deps.access, secret, deps.now()) : null;
  if (!secret || !person) return null;
  return {
    person,
    csrf: formToken(secret),
    locale: person.locale ?? browserLocale(request),
    timeZone: person.timezone ?? 'UTC',
  };
}

/** The secret in the cookie; null when there is none. */
export function sessionSecret(request: Request, publicUrl: string): string | null {
  const name = `${cookieName(publicUrl)}=`;
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(name))?.slice(name.length) ?? null;
}

export function setSessionCookie(response: Response, secret: string, publicUrl: string): void {
  response.cookie(cookieName(publicUrl), secret, cookieOptions(publicUrl));
}

export function clearSessionCookie(response: Response, publicUrl: string): void {
  response.clearCookie(cookieName(publicUrl), cookieOptions(publicUrl));
}

const cookieOptions = (publicUrl: string) =>
  ({
    httpOnly: true,
    sameSite: 'lax',
    secure: publicUrl.startsWith('https:'),
    path: '/',
    encode: (value: string) => value,
  }) as const;

/** Whether a form came from our own page of this very session. */
export function isOwnForm(request: Request, given: unknown, publicUrl: string): boolean {
  const secret = sessionSecret(request, publicUrl);
  return (
    isSameOrigin(request) &&
    secret !== null &&
    typeof given === 'string' &&
    isFormToken(secret, given)
  );
}

/**
 * Whether the browser says the request began here. Sec-Fetch-Site is set by the browser alone
 * (W3C Fetch Metadata); older ones send Origin with forms. A client that sends neither is no
 * browser that could be tricked.
 */
export function isSameOrigin(request: Request): boolean {
  const site = request.get('sec-fetch-site');
  if (site) return site === 'same-origin' || site === 'none';
  const origin = request.get('origin');
  if (!origin) return true;
  return URL.canParse(origin) && new URL(origin).host === request.get('host');
}

/** What the browser asks for, where the person's own is not known. */
function browserLocale(request: Request): string {
  const wanted = request
    .acceptsLanguages()
    .filter((tag) => /^[A-Za-z]{2,3}(?:-[\w-]{1,20})?$/.test(tag));
  return wanted.find((tag) => isLocale(tag)) ?? defaultLocale;
}
