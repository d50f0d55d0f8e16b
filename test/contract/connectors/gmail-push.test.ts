import { createHmac, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { mailbox, pushSettings } from './gmail-stand-in.js';
import { gmailUnderTest } from './gmail-under-test.js';

const account = gmailUnderTest();
const seconds = () => Math.floor(account.far.clock.ms / 1_000);
const claims = () => ({
  iss: 'https://accounts.google.com',
  aud: pushSettings.audience,
  email: pushSettings.serviceAccountEmail,
  email_verified: true,
  iat: seconds(),
  exp: seconds() + 3_600,
});
const bodyOf = (news: unknown) =>
  JSON.stringify({ message: { data: Buffer.from(JSON.stringify(news)).toString('base64') } });
const news = bodyOf({ emailAddress: mailbox, historyId: 1_234 });
const read = (authorization: string | undefined, body = news, connection = account.connection) =>
  Promise.resolve(
    connection.readWebhook?.({
      method: 'POST',
      urls: [],
      headers: authorization === undefined ? {} : { Authorization: authorization },
      rawBody: Buffer.from(body),
      receivedAt: new Date(account.far.clock.ms),
    }),
  );
const signed = async (change: object = {}, options?: { kid?: string }) =>
  `Bearer ${await account.far.control.identity.signed({ ...claims(), ...change }, options)}`;
const part = (content: object) => Buffer.from(JSON.stringify(content)).toString('base64url');
const accepted = { accepted: true, hints: [], pollNow: true };
const refused = (why: string) => ({ accepted: false, why });
const certsAsked = () =>
  account.far.control.requests.filter(({ path }) => path.endsWith('/certs')).length;
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });

describe('a push that is taken', () => {
  it('names nothing and has the mailbox looked at', async () => {
    expect(await read(await signed())).toEqual(accepted);
  });
  it.each([
    ['the short form of the issuer', { iss: 'accounts.google.com' }],
    ['the history id as text', {}],
  ])('%s', async (_name, change) => {
    const body = bodyOf({ emailAddress: mailbox.toUpperCase(), historyId: '1234' });
    expect(await read(await signed(change), body)).toEqual(accepted);
  });
  it('about another mailbox is taken and means nothing', async () => {
    const body = bodyOf({ emailAddress: 'other@acme.example', historyId: 1 });
    expect(await read(await signed(), body)).toEqual({ accepted: true, hints: [] });
  });
  it('by certificates as PEM, which the other of the vendor’s addresses gives', async () => {
    const pem = stranger.publicKey.export({ type: 'spki', format: 'pem' });
    account.far.inject({
      match: ({ path }) => path.endsWith('/certs'),
      fault: { status: 200, body: { a: pem } },
    });
    const token = await new SignJWT(claims())
      .setProtectedHeader({ alg: 'RS256', kid: 'a' })
      .sign(stranger.privateKey);
    expect(await read(`Bearer ${token}`)).toEqual(accepted);
  });
});

describe('a push that is refused', () => {
  const rows: { name: string; token: () => Promise<string | undefined>; why: string }[] = [
    { name: 'no token', token: async () => undefined, why: 'unsigned' },
    { name: 'another scheme', token: async () => 'Basic abc', why: 'unsigned' },
    { name: 'no token’s form', token: async () => 'Bearer abc', why: 'unsigned' },
    {
      name: 'wrong audience',
      token: () => signed({ aud: 'https://else.example' }),
      why: 'bad_signature',
    },
    {
      name: 'wrong issuer',
      token: () => signed({ iss: 'https://accounts.google.com.evil.example' }),
      why: 'bad_signature',
    },
    {
      name: 'another service account',
      token: () => signed({ email: 'eve@evil.iam.gserviceaccount.com' }),
      why: 'bad_signature',
    },
    { name: 'no e-mail', token: () => signed({ email: undefined }), why: 'bad_signature' },
    {
      name: 'an e-mail nobody verified',
      token: () => signed({ email_verified: false }),
      why: 'bad_signature',
    },
    {
      name: 'an e-mail verified in words',
      token: () => signed({ email_verified: 'true' }),
      why: 'bad_signature',
    },
    {
      name: 'expired',
      token: () => signed({ iat: seconds() - 7_200, exp: seconds() - 301 }),
      why: 'stale',
    },
    { name: 'of the future', token: () => signed({ iat: seconds() + 301 }), why: 'stale' },
    { name: 'without an end', token: () => signed({ exp: undefined }), why: 'bad_signature' },
    { name: 'unknown key id', token: () => signed({}, { kid: 'nobody' }), why: 'bad_signature' },
    {
      name: 'alg none',
      token: async () => `Bearer ${part({ alg: 'none', kid: 'stand-in-1' })}.${part(claims())}.`,
      why: 'bad_signature',
    },
    {
      name: 'HS256 with the public key as its secret',
      token: async () => {
        const { keys } = account.far.control.identity.certificates().body as { keys: never[] };
        const key = createPublicKey({ key: keys[0] ?? {}, format: 'jwk' }).export({
          type: 'spki',
          format: 'pem',
        });
        const input = `${part({ alg: 'HS256', kid: 'stand-in-1' })}.${part(claims())}`;
        return `Bearer ${input}.${createHmac('sha256', key).update(input).digest('base64url')}`;
      },
      why: 'bad_signature',
    },
    {
      name: 'somebody else’s key under a known id',
      token: async () =>
        `Bearer ${await new SignJWT(claims()).setProtectedHeader({ alg: 'RS256', kid: 'stand-in-1' }).sign(stranger.privateKey)}`,
      why: 'bad_signature',
    },
    {
      name: 'altered claims',
      token: async () => {
        const [head, , signature] = (await signed()).split('.');
        return `${head}.${part({ ...claims(), exp: seconds() + 99_999 })}.${signature}`;
      },
      why: 'bad_signature',
    },
  ];
  it.each(rows)('$name: $why', async ({ token, why }) => {
    expect(await read(await token())).toEqual(refused(why));
  });

  it.each([
    ['no JSON', '<html>'],
    ['no message', '{}'],
    ['data that is none', '{"message":{"data":"!!"}}'],
    ['news without a mailbox', bodyOf({ historyId: 1 })],
  ])('signed, but %s: unreadable', async (_name, body) => {
    expect(await read(await signed(), body)).toEqual(refused('unreadable'));
  });
});

describe('the sender’s keys', () => {
  it('are kept as long as they say, then read again', async () => {
    await read(await signed());
    await read(await signed());
    expect(certsAsked()).toBe(1);
    account.far.clock.ms += 3_601_000;
    await read(await signed());
    expect(certsAsked()).toBe(2);
  });

  it('unknown key ids have them read at most once a minute', async () => {
    for (let tries = 0; tries < 5; tries += 1) await read(await signed({}, { kid: `k${tries}` }));
    expect(certsAsked()).toBe(1);
    account.far.clock.ms += 61_000;
    for (let tries = 0; tries < 5; tries += 1) await read(await signed({}, { kid: `k${tries}` }));
    expect(certsAsked()).toBe(2);
  });

  it.each([
    ['out of reach', 'cut' as const, { kind: 'retry' }],
    [
      'no keys',
      { status: 200, body: { error: 'x' } },
      { kind: 'unreadable', code: 'unreadable_certificates' },
    ],
  ])('%s: nothing is said of the push, so that it comes again', async (_name, fault, trouble) => {
    account.far.inject({ match: ({ path }) => path.endsWith('/certs'), fault });
    const token = await signed();
    await expect(read(token)).rejects.toMatchObject(trouble);
    expect(await read(token)).toEqual(accepted);
  });
});

describe('the watch', () => {
  it('is asked for with the topic, and tells when it ends', async () => {
    const watched = await account.connection.renewSubscription?.();
    expect(watched?.expiresAt).toEqual(new Date(account.far.clock.ms + 7 * 86_400_000));
    expect(account.far.control.mailbox.watch).toMatchObject({ topicName: pushSettings.topic });
  });

  it('without push there is none, and no webhook', () => {
    const connection = account.open({ push: undefined });
    expect(connection.renewSubscription).toBeUndefined();
    expect(connection.readWebhook).toBeUndefined();
  });
});
