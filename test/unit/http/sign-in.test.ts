import { afterEach, describe, expect, it } from 'vitest';
import { makeSignInLink, sessionIdleMs, signInLinkMs } from '../../../core/access/sign-in.js';
import { safeNext } from '../../../core/http/dashboard/sign-in-routes.js';
import { now, people, startWeb, type TestWeb } from './fake-web.js';

let web: TestWeb;
afterEach(() => web.stop());

const linkPath = async () => {
  const link = await makeSignInLink(web.access, people.manager.id, {
    publicUrl: web.base,
    now: web.clock.now,
    randomBytes: web.deps.randomBytes,
  });
  return new URL(link.url).pathname;
};
const post = (path: string, headers = {}) => web.call(path, { method: 'POST', headers });
const later = (ms: number) => new Date(now.getTime() + ms);

describe('a sign-in link works once, for the person it was made for', () => {
  it('is not used up by being opened, as mail and chat scanners do', async () => {
    web = await startWeb();
    const path = await linkPath();
    for (let opened = 0; opened < 3; opened += 1) {
      const page = await web.call(path);
      expect(page.status).toBe(200);
      expect(page.headers.get('set-cookie')).toBeNull();
    }
    expect((await post(path)).headers.get('set-cookie')).toContain('hub_session=');
  });

  it.each`
    what                   | after               | headers                               | times | status
    ${'in time'}           | ${signInLinkMs - 1} | ${{}}                                 | ${1}  | ${303}
    ${'too late'}          | ${signInLinkMs}     | ${{}}                                 | ${1}  | ${401}
    ${'a second time'}     | ${0}                | ${{}}                                 | ${2}  | ${401}
    ${'from another site'} | ${0}                | ${{ 'sec-fetch-site': 'cross-site' }} | ${1}  | ${403}
  `('$what: $status', async ({ after, headers, times, status }) => {
    web = await startWeb();
    const path = await linkPath();
    web.clock.now = later(after);
    let answer = await post(path, headers);
    for (let time = 1; time < times; time += 1) answer = await post(path, headers);
    expect(answer.status).toBe(status);
    if (status !== 303) expect(answer.headers.get('set-cookie')).toBeNull();
  });

  it.each(['/signin/short', `/signin/${'x'.repeat(43)}`, '/signin/%2e%2e%2fadmin'])(
    'refuses the made-up link %s',
    async (path) => {
      web = await startWeb();
      expect((await post(path)).status).toBe(401);
    },
  );
});

describe('a session', () => {
  it('ends after eight idle hours, and every request begins them anew', async () => {
    web = await startWeb();
    const cookie = await web.signIn(people.manager);
    const status = async (ms: number) => {
      web.clock.now = later(ms);
      return (await web.call('/', { headers: { cookie } })).status;
    };
    expect(await status(sessionIdleMs - 1)).toBe(200);
    expect(await status(2 * sessionIdleMs - 2)).toBe(200);
    expect(await status(3 * sessionIdleMs)).toBe(303);
  });

  it('ends for good at sign-out, which only its own form may ask for', async () => {
    web = await startWeb();
    const cookie = await web.signIn(people.manager);
    const page = await web.call('/', { headers: { cookie } });
    const csrf = /name="csrf" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
    expect((await web.form('/signout', cookie, { csrf: 'guess' })).status).toBe(403);
    expect((await web.call('/', { headers: { cookie } })).status).toBe(200);
    expect((await web.form('/signout', cookie, { csrf })).status).toBe(303);
    expect((await web.call('/', { headers: { cookie } })).status).toBe(303);
  });

  it.each`
    publicUrl                       | cookie
    ${'https://hub.northwind.test'} | ${/^__Host-hub_session=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/}
    ${'http://127.0.0.1:3000'}      | ${/^hub_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/}
  `('is kept from scripts and other sites at $publicUrl', async ({ publicUrl, cookie }) => {
    web = await startWeb({ publicUrl });
    expect((await post(await linkPath())).headers.get('set-cookie')).toMatch(cookie);
  });

  it('stores no secret: keys, links and sessions are known by their hashes only', async () => {
    const stored: string[] = [];
    web = await startWeb();
    const { addSession, addSignIn } = web.access;
    web.access.addSession = (hash, ...rest) => {
      stored.push(hash);
      return addSession(hash, ...rest);
    };
    web.access.addSignIn = (hash, ...rest) => {
      stored.push(hash);
      return addSignIn(hash, ...rest);
    };
    const cookie = await web.signIn(people.manager);
    expect(stored).toHaveLength(2);
    for (const hash of stored) {
      expect(hash).toMatch(/^[0-9a-f]{64}$/);
      expect(cookie).not.toContain(hash);
    }
  });
});

describe('choosing who to be', () => {
  it.each`
    isSandbox | email                     | headers                               | status
    ${true}   | ${'manager@hub.example'}  | ${{}}                                 | ${303}
    ${true}   | ${'MANAGER@hub.example'}  | ${{}}                                 | ${303}
    ${true}   | ${'stranger@hub.example'} | ${{}}                                 | ${422}
    ${true}   | ${'manager@hub.example'}  | ${{ origin: 'https://evil.example' }} | ${403}
    ${false}  | ${'manager@hub.example'}  | ${{}}                                 | ${403}
  `('sandbox $isSandbox, $email: $status', async ({ isSandbox, email, headers, status }) => {
    web = await startWeb({ isSandbox });
    const answer = await web.form('/signin', '', { email }, headers);
    expect(answer.status).toBe(status);
    expect(answer.headers.has('set-cookie')).toBe(status === 303);
  });

  it('is offered in the sandbox and nowhere else', async () => {
    web = await startWeb({ isSandbox: true });
    expect((await web.call('/signin')).text).toContain('Manager Person');
    await web.stop();
    web = await startWeb();
    expect((await web.call('/signin')).text).not.toContain('Manager Person');
  });
});

describe('after sign-in nobody is sent to another site', () => {
  it.each`
    next                       | goesTo
    ${'/reversals/RV-000001'}  | ${'/reversals/RV-000001'}
    ${'/?status=approved&q=x'} | ${'/?status=approved&q=x'}
    ${'https://evil.example'}  | ${'/'}
    ${'//evil.example'}        | ${'/'}
    ${'/\\evil.example'}       | ${'/'}
    ${'/\nevil'}               | ${'/'}
    ${'javascript:alert(1)'}   | ${'/'}
    ${'/signin/token'}         | ${'/'}
    ${''}                      | ${'/'}
    ${['/a', '/b']}            | ${'/'}
    ${undefined}               | ${'/'}
  `('$next goes to $goesTo', async ({ next, goesTo }) => {
    web = await startWeb();
    expect(safeNext(next)).toBe(goesTo);
  });
});
