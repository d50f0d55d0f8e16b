import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { gmail } from '../../../connectors/gmail/index.js';
import { serviceAccountEmail, serviceAccountKeys } from './gmail-stand-in.js';
import { gmailUnderTest } from './gmail-under-test.js';
import { codeOf } from './zendesk-under-test.js';

const account = gmailUnderTest();
const pem = (key: typeof serviceAccountKeys.privateKey) =>
  key.export({ type: 'pkcs8', format: 'pem' }).toString();
const serviceAccount = {
  clientEmail: serviceAccountEmail,
  privateKey: pem(serviceAccountKeys.privateKey),
};
const withServiceAccount = (change: object = {}) =>
  account.open({ oauth: undefined, serviceAccount: { ...serviceAccount, ...change } });
const isToken = ({ path }: { path: string }) => path === '/token';
const asked = (end: string) =>
  account.far.control.requests.filter(({ path }) => path.endsWith(end)).length;

describe('signing in', () => {
  it('a refresh token is changed for an access token once, not with each request', async () => {
    const id = account.far.createItem('One');
    await account.connection.fetchItem(id);
    await account.connection.check();
    expect(asked('/token')).toBe(1);
  });

  it('a service account acts as the mailbox, with a key whose line ends are written out', async () => {
    const id = account.far.createItem('One');
    const connection = withServiceAccount({
      privateKey: serviceAccount.privateKey.replaceAll('\n', '\\n'),
    });
    expect((await connection.check()).account).toContain('refunds@acme.example');
    expect((await connection.fetchItem(id))?.messages).toHaveLength(1);
    expect(asked('/token')).toBe(1);
  });

  it.each([
    ['refresh token', () => account.connection],
    ['service account', () => withServiceAccount()],
  ])(
    '%s: an access token that ends before its time is asked for again, once',
    async (_name, open) => {
      const connection = open();
      await connection.check();
      account.far.control.identity.endTokens();
      await connection.check();
      expect(asked('/token')).toBe(2);
    },
  );

  it('an access token that is refused again and again is not asked for for ever', async () => {
    const fault = { status: 401 };
    account.far.inject({ match: ({ path }) => path.startsWith('/gmail/'), fault, times: 99 });
    expect(await codeOf(account.connection.check())).toBe('re_authorise unauthorised');
    expect(asked('/profile')).toBe(2);
  });

  it('a consent for somebody else’s mailbox is told', async () => {
    const other = account.open({ mailbox: 'other@acme.example' });
    expect(await codeOf(other.check())).toBe('re_authorise other_mailbox');
  });
});

describe('refused sign-in says that a person must mend it', () => {
  const oauth = { clientId: 'client', clientSecret: 'secret', refreshToken: '1//refresh' };
  const stranger = pem(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey);
  it.each([
    [
      'a refresh token that is none',
      () => account.open({ oauth: { ...oauth, refreshToken: 'x' } }),
      'invalid_grant',
    ],
    [
      'a wrong client secret',
      () => account.open({ oauth: { ...oauth, clientSecret: 'x' } }),
      'invalid_client',
    ],
    ['another account’s key', () => withServiceAccount({ privateKey: stranger }), 'invalid_grant'],
    [
      'delegation that does not name the mailbox',
      () => account.open({ oauth: undefined, serviceAccount, mailbox: 'boss@acme.example' }),
      'unauthorised_client',
    ],
  ])('%s', async (_name, open, code) => {
    const connection = open();
    expect(await codeOf(connection.check())).toBe(`re_authorise ${code}`);
    expect(await codeOf(connection.listChanges(null, new Date(0)))).toBe(`re_authorise ${code}`);
    expect(await codeOf(connection.fetchItem('18c0'))).toBe(`re_authorise ${code}`);
  });

  it('a consent withdrawn while the hub runs', async () => {
    await account.connection.check();
    account.far.control.identity.revoke();
    expect(await codeOf(account.connection.check())).toBe('re_authorise invalid_grant');
  });
});

describe('trouble at the token’s address', () => {
  it.each([
    ['cut', 'cut' as const, 'retry unreachable'],
    ['bad JSON', 'badJson' as const, 'unreadable bad_json'],
    ['HTML', { status: 200, body: '<html></html>' }, 'retry not_json'],
    ['JSON that is no token', { status: 200, body: { ok: true } }, 'unreadable unreadable_token'],
    ['429 with Retry-After', { status: 429, headers: { 'Retry-After': '7' } }, 'wait rate_limited'],
    ['429', { status: 429 }, 'wait rate_limited'],
    ['500', { status: 500 }, 'retry server_error'],
    ['503', { status: 503 }, 'retry server_error'],
    ['404', { status: 404, body: '<html></html>' }, 're_authorise token_not_found'],
    ['302', { status: 302 }, 're_authorise token_not_found'],
    ['a refusal without a name', { status: 400, body: {} }, 're_authorise token_not_found'],
    ['a refusal nobody knows', { status: 400, body: { error: 'x' } }, 're_authorise token_refused'],
  ])('%s', async (_name, fault, outcome) => {
    account.far.inject({ match: isToken, fault, times: 9 });
    expect(await codeOf(account.connection.check())).toBe(outcome);
    expect(asked('/token')).toBe(1);
  });
});

describe('refusals of the API', () => {
  const refusal = (code: number, reason: string) => ({
    status: code,
    body: {
      error: { code, message: 'x', errors: [{ message: 'x', domain: 'usageLimits', reason }] },
    },
  });
  it.each([
    ['403 rateLimitExceeded', refusal(403, 'rateLimitExceeded'), 'wait rate_limited'],
    ['403 userRateLimitExceeded', refusal(403, 'userRateLimitExceeded'), 'wait rate_limited'],
    ['403 dailyLimitExceeded', refusal(403, 'dailyLimitExceeded'), 'wait rate_limited'],
    [
      '403 insufficientPermissions',
      refusal(403, 'insufficientPermissions'),
      're_authorise forbidden',
    ],
    ['403 domainPolicy', refusal(403, 'domainPolicy'), 're_authorise forbidden'],
    ['400 failedPrecondition', refusal(400, 'failedPrecondition'), 're_authorise mail_not_enabled'],
    ['400 invalidArgument', refusal(400, 'invalidArgument'), 'give_up bad_request'],
    ['500 backendError', refusal(500, 'backendError'), 'retry server_error'],
    ['a proxy’s 404', { status: 404, body: '<html></html>' }, 're_authorise api_not_found'],
    ['a proxy’s 410', { status: 410, body: '<html></html>' }, 're_authorise api_not_found'],
  ])('%s', async (_name, fault, outcome) => {
    const id = account.far.createItem('One');
    account.far.inject({ match: ({ path }) => path.startsWith('/gmail/'), fault, times: 9 });
    expect(await codeOf(account.connection.fetchItem(id))).toBe(outcome);
  });

  it('nothing is tried again behind our back', async () => {
    const id = account.far.createItem('One');
    account.far.inject({
      match: ({ path }) => path.includes('/threads/'),
      fault: { status: 500 },
      times: 9,
    });
    expect(await codeOf(account.connection.fetchItem(id))).toBe('retry server_error');
    expect(
      account.far.control.requests.filter(({ path }) => path.includes('/threads/')),
    ).toHaveLength(1);
  });

  it.each(['../labels', '18c0/modify', '', '..'])(
    'an id that is none (%s) reaches no address',
    async (id) => {
      const before = account.far.control.requests.length;
      expect(await codeOf(account.connection.fetchItem(id))).toBe('give_up no_thread_id');
      expect(account.far.control.requests).toHaveLength(before);
    },
  );
});

describe('settings', () => {
  const good = {
    baseUrl: 'https://gmail.googleapis.com/',
    tokenUrl: 'https://oauth2.googleapis.com/token',
    mailbox: 'Refunds@acme.example',
    oauth: { clientId: 'a', clientSecret: 'b', refreshToken: 'c' },
  };
  it('the example’s keys are enough', () => {
    expect(gmail.settings.parse(good)).toMatchObject({
      baseUrl: 'https://gmail.googleapis.com',
      mailbox: 'refunds@acme.example',
    });
  });
  it.each([
    ['neither way in', { oauth: undefined }, 'oauth'],
    ['both ways in', { serviceAccount }, 'oauth'],
    [
      'an empty refresh token',
      { oauth: { ...good.oauth, refreshToken: '' } },
      'oauth.refreshToken',
    ],
    [
      'a key that is no key',
      { oauth: undefined, serviceAccount: { ...serviceAccount, privateKey: 'x' } },
      'serviceAccount.privateKey',
    ],
    ['no mailbox', { mailbox: 'refunds' }, 'mailbox'],
    ['an address of another kind', { baseUrl: 'ftp://x' }, 'baseUrl'],
    [
      'a topic without its project',
      { push: { topic: 'gmail', audience: 'a', serviceAccountEmail: 'a@b.example' } },
      'push.topic',
    ],
    [
      'push without its sender',
      { push: { topic: 'projects/a/topics/b', audience: 'a' } },
      'push.serviceAccountEmail',
    ],
    ['no label', { labelIds: [] }, 'labelIds'],
    ['staff that is no address', { staff: ['amy'] }, 'staff.0'],
    ['a key nobody knows', { poll: 5 }, ''],
  ])('%s is told with its place', (_name, change, path) => {
    const read = gmail.settings.safeParse({ ...good, ...change });
    expect(read.error?.issues.map((issue) => issue.path.join('.'))).toContain(path);
  });
});
