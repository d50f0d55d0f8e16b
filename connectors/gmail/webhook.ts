import { createPublicKey, type KeyObject } from 'node:crypto';
import { type CryptoKey, createLocalJWKSet, errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { z } from 'zod';
import {
  ConnectorError,
  type ConnectorTools,
  type IncomingWebhook,
  type WebhookReading,
} from '../../core/index.js';
import { exchange, failureOf } from '../http.js';
import { pushBody, pushData } from './schema.js';

type Push = { audience: string; serviceAccountEmail: string };
type Receiver = { mailbox: string; certsUrl: string; push: Push };

/** Clocks differ; Google's own library allows the same. */
const clockToleranceSeconds = 300;
const certsTimeoutMs = 10_000;
/** Where the answer says nothing; Google rotates its keys over days. */
const certsAgeDefaultMs = 300_000;
const certsAgeMaxMs = 86_400_000;
/** A key id nobody knows is looked up again, at most this often: anybody may send one. */
const certsAgainMs = 60_000;

/** Issuers of Google's identity tokens (OpenID Connect guide, "Validating an ID token"). */
const issuers = ['https://accounts.google.com', 'accounts.google.com'];

/**
 * Reads Pub/Sub pushes: a signed identity token of the service account that the subscription pushes
 * as (Pub/Sub, "Authenticate push subscriptions"). The token does not cover the body, and the body
 * tells only that something is new, so all it ever does is to have the mailbox looked at now.
 */
export function pushReader(
  receiver: Receiver,
  tools: ConnectorTools,
): (request: IncomingWebhook) => Promise<WebhookReading> {
  const keys = openKeys(receiver.certsUrl, tools);
  return async (request) => {
    const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]*)$/i.exec(
      headerOf(request, 'authorization'),
    )?.[1];
    if (!token) return { accepted: false, why: 'unsigned' };
    const refusal = await refusalOf(token, receiver.push, keys, request.receivedAt);
    if (refusal) return { accepted: false, why: refusal };
    const notice = noticeIn(request.rawBody);
    if (!notice) return { accepted: false, why: 'unreadable' };
    const isOurs = notice.emailAddress.toLowerCase() === receiver.mailbox;
    return { accepted: true, hints: [], ...(isOurs ? { pollNow: true as const } : {}) };
  };
}

type Keys = { key: JWTVerifyGetKey };

/** Why a token is not taken; null where it is. Trouble at the keys' address is a ConnectorError. */
async function refusalOf(
  token: string,
  push: Push,
  keys: Keys,
  currentDate: Date,
): Promise<'bad_signature' | 'stale' | null> {
  try {
    const { payload } = await jwtVerify(token, keys.key, {
      algorithms: ['RS256'],
      issuer: issuers,
      audience: push.audience,
      requiredClaims: ['exp', 'iat', 'email'],
      clockTolerance: clockToleranceSeconds,
      currentDate,
    });
    const iat = payload.iat ?? Number.NaN;
    // jose takes a token from ahead of time where nothing says `nbf`.
    if (!(iat * 1_000 <= currentDate.getTime() + clockToleranceSeconds * 1_000)) return 'stale';
    const { email, email_verified: isVerified } = payload;
    const isSender =
      typeof email === 'string' &&
      email.toLowerCase() === push.serviceAccountEmail &&
      isVerified === true;
    return isSender ? null : 'bad_signature';
  } catch (error) {
    if (error instanceof errors.JWTExpired) return 'stale';
    if (error instanceof errors.JOSEError) return 'bad_signature';
    throw error;
  }
}

/** Google's public keys, kept as long as the answer allows; JWKs or PEM certificates by key id. */
function openKeys(certsUrl: string, tools: ConnectorTools): Keys {
  type Held = {
    find: (kid: string) => Promise<KeyObject | CryptoKey | null>;
    readMs: number;
    untilMs: number;
  };
  let held: Held | null = null;
  let reading: Promise<Held> | null = null;
  const readAgain = () => {
    reading ??= readKeys(certsUrl, tools).finally(() => {
      reading = null;
    });
    return reading;
  };
  return {
    async key({ kid, alg }) {
      if (alg !== 'RS256' || kid === undefined) throw new errors.JWKSNoMatchingKey();
      const nowMs = tools.now().getTime();
      if (held === null || nowMs >= held.untilMs) held = await readAgain();
      let found = await held.find(kid);
      if (found === null && nowMs - held.readMs >= certsAgainMs) {
        held = await readAgain();
        found = await held.find(kid);
      }
      if (found === null) throw new errors.JWKSNoMatchingKey();
      return found;
    },
  };
}

const jwksSchema = z.object({
  keys: z.array(z.looseObject({ kid: z.string(), kty: z.string() })).min(1),
});
const pemsSchema = z.record(z.string(), z.string().startsWith('-----BEGIN '));

async function readKeys(certsUrl: string, tools: ConnectorTools) {
  const answer = await exchange(tools, {
    url: certsUrl,
    method: 'GET',
    headers: { 'user-agent': tools.userAgent },
    timeoutMs: certsTimeoutMs,
  });
  const failure = failureOf(answer, tools.now());
  if (failure) throw failure;
  const readMs = tools.now().getTime();
  const maxAge = /max-age=(\d{1,9})/.exec(answer.headers.get('cache-control') ?? '')?.[1];
  const ageMs = maxAge === undefined ? certsAgeDefaultMs : Number(maxAge) * 1_000;
  return { find: finderOf(answer.body), readMs, untilMs: readMs + Math.min(ageMs, certsAgeMaxMs) };
}

function finderOf(body: unknown): (kid: string) => Promise<KeyObject | CryptoKey | null> {
  const jwks = jwksSchema.safeParse(body);
  if (jwks.success) {
    const find = createLocalJWKSet(jwks.data);
    return async (kid) => {
      try {
        return await find({ alg: 'RS256', kid });
      } catch (error) {
        if (error instanceof errors.JWKSNoMatchingKey) return null;
        throw error;
      }
    };
  }
  const pems = pemsSchema.safeParse(body);
  if (!pems.success) throw new ConnectorError('unreadable', 'unreadable_certificates');
  const byId = new Map(Object.entries(pems.data));
  return async (kid) => {
    const pem = byId.get(kid);
    return pem === undefined ? null : createPublicKey(pem);
  };
}

function headerOf(request: IncomingWebhook, name: string): string {
  const found = Object.entries(request.headers).find(([key]) => key.toLowerCase() === name);
  return found?.[1] ?? '';
}

/** The mailbox that has news; null where the body is no notice at all. */
function noticeIn(rawBody: Buffer): { emailAddress: string } | null {
  const body = pushBody.safeParse(jsonOf(rawBody));
  if (!body.success) return null;
  const data = pushData.safeParse(jsonOf(Buffer.from(body.data.message.data, 'base64')));
  return data.success ? data.data : null;
}

function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}
