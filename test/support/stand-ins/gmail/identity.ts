import { generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { type JWTPayload, jwtVerify, SignJWT } from 'jose';
import type { Reply } from '../faults.js';
import { ok, refusals } from './replies.js';

export interface GmailCredentials {
  oauth?: { clientId: string; clientSecret: string; refreshToken: string };
  serviceAccount?: { clientEmail: string; publicKey: KeyObject };
  /** An access token that always works, for scripts. */
  accessToken?: string;
}

/** The far side's identity: tokens it gives out, and the keys it signs its own with. */
export interface Identity {
  token(form: URLSearchParams): Promise<Reply>;
  isSignedIn(authorization: string | undefined): boolean;
  /** Ends every access token given out so far. */
  endTokens(): void;
  /** From now on the refresh token or the service account is refused, as after a revocation. */
  revoke(): void;
  certificates(): Reply;
  signed(claims: JWTPayload, options?: { kid?: string }): Promise<string>;
}

const TOKEN_LIFE_SECONDS = 3_599;
/** A service account's library has this one fixed, whatever address it then sends to. */
const ASSERTION_AUDIENCES = ['https://oauth2.googleapis.com/token'];
const KEY_ID = 'stand-in-1';
let keys: { publicKey: KeyObject; privateKey: KeyObject } | null = null;

/** One pair a process: making one takes a tenth of a second. */
function signingKeys() {
  keys ??= generateKeyPairSync('rsa', { modulusLength: 2048 });
  return keys;
}

export function createIdentity(options: {
  mailbox: string;
  credentials: GmailCredentials;
  now: () => Date;
  /** Assertions are signed by the clock of the machine, whatever the mailbox's clock says. */
  wallClock?: (() => Date) | undefined;
}): Identity {
  const { credentials, now } = options;
  const wallClock = options.wallClock ?? (() => new Date());
  const tokens = new Map<string, number>();
  let isRevoked = false;

  const given = (): Reply => {
    const token = `ya29.${randomUUID()}`;
    tokens.set(token, now().getTime() + TOKEN_LIFE_SECONDS * 1_000);
    return ok({
      access_token: token,
      expires_in: TOKEN_LIFE_SECONDS,
      scope: 'https://www.googleapis.com/auth/gmail.modify',
      token_type: 'Bearer',
    });
  };

  function refreshed(form: URLSearchParams): Reply {
    const { oauth } = credentials;
    if (
      !oauth ||
      form.get('client_id') !== oauth.clientId ||
      form.get('client_secret') !== oauth.clientSecret
    ) {
      return refusals.token(401, 'invalid_client', 'The OAuth client was not found.');
    }
    if (isRevoked || form.get('refresh_token') !== oauth.refreshToken) {
      return refusals.token(400, 'invalid_grant', 'Token has been expired or revoked.');
    }
    return given();
  }

  async function asserted(form: URLSearchParams): Promise<Reply> {
    const { serviceAccount } = credentials;
    const refused = refusals.token(400, 'invalid_grant', 'Invalid JWT Signature.');
    if (!serviceAccount || isRevoked) return refused;
    const verified = await jwtVerify(form.get('assertion') ?? '', serviceAccount.publicKey, {
      algorithms: ['RS256'],
      issuer: serviceAccount.clientEmail,
      audience: ASSERTION_AUDIENCES,
      requiredClaims: ['iat', 'exp', 'scope'],
      maxTokenAge: 3_600,
      currentDate: wallClock(),
    }).catch(() => null);
    if (!verified) return refused;
    if (verified.payload.sub !== options.mailbox) {
      return refusals.token(
        401,
        'unauthorized_client',
        'Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the scopes requested.',
      );
    }
    return given();
  }

  return {
    async token(form) {
      const grant = form.get('grant_type');
      if (grant === 'refresh_token') return refreshed(form);
      if (grant === 'urn:ietf:params:oauth:grant-type:jwt-bearer') return asserted(form);
      return refusals.token(400, 'unsupported_grant_type', `Invalid grant_type: ${grant}`);
    },
    isSignedIn(authorization) {
      const token = /^Bearer (.+)$/i.exec(authorization ?? '')?.[1] ?? '';
      if (credentials.accessToken !== undefined && token === credentials.accessToken) return true;
      return (tokens.get(token) ?? 0) > now().getTime();
    },
    endTokens: () => tokens.clear(),
    revoke: () => {
      isRevoked = true;
      tokens.clear();
    },
    certificates: () => ({
      ...ok({
        keys: [
          {
            ...signingKeys().publicKey.export({ format: 'jwk' }),
            kid: KEY_ID,
            alg: 'RS256',
            use: 'sig',
          },
        ],
      }),
      headers: { 'Cache-Control': 'public, max-age=3600' },
    }),
    signed: (claims, { kid } = {}) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: 'RS256', kid: kid ?? KEY_ID, typ: 'JWT' })
        .sign(signingKeys().privateKey),
  };
}
