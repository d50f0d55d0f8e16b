import { afterEach, expect, it } from 'vitest';
import { refuse } from '../../../core/reversals/refusal.js';
import { aReversal, card, fakeDesk, people, startWeb, type TestWeb, text } from './fake-web.js';

let web: TestWeb;
afterEach(() => web.stop());

const filter = { client: 'acme', customer: 'jane@example.com', minAmount: 5_000n };
const get = (url: string, cookie = '') =>
  web.call(url.replace(web.base, ''), { headers: { cookie } });

it('asks for a sign-in, comes back to the file, and tells nothing before', async () => {
  web = await startWeb();
  const { download, signIn } = await web.exportFor(people.manager, filter);
  expect(download).not.toContain('jane');
  const refused = await get(download);
  expect(refused.status).toBe(303);
  expect(refused.headers.get('location')).toMatch(/^\/signin\?next=%2Fexports%2F/);
  const answer = await fetch(signIn, { method: 'POST', redirect: 'manual' });
  expect(answer.headers.get('location')).toBe(download.replace(web.base, ''));
  const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const file = await get(download, cookie);
  expect(file.status).toBe(200);
  expect(file.headers.get('content-disposition')).toContain('reversals-2026-03-10.csv');
  expect(file.text.split('\r\n')[0]).toMatch(/^\uFEFF?reference,client,type/);
  expect(file.text).toContain('RV-000001,acme,refund');
});

it('masks customers, and records what was taken by whom before it goes', async () => {
  web = await startWeb();
  const { download } = await web.exportFor(people.manager, filter);
  const file = await get(download, await web.signIn(people.manager));
  expect(file.text).toMatch(/[a-z]•••@/);
  expect(file.text).not.toMatch(/[a-z]{2,}@example/);
  expect(web.recorded).toEqual([{ person: people.manager.email, filter, entries: 1 }]);
  const [found] = web.calls.filter((call) => call.method === 'find');
  expect(found?.request).toMatchObject({ filter });
});

it.each([
  ['another person', 'agent', (link: string) => link, 0, 404],
  ['its owner after a day', 'manager', (link: string) => link, 24 * 3_600_000, 410],
  ['its owner within a day', 'manager', (link: string) => link, 24 * 3_600_000 - 1, 200],
  ['a link that was changed', 'manager', (link: string) => `${link.slice(0, -6)}AAAAAA`, 0, 404],
  ['a made-up link', 'manager', () => '/exports/AAAA', 0, 404],
] as const)('%s', async (_name, who, change, afterMs, status) => {
  web = await startWeb();
  const { download } = await web.exportFor(people.manager, filter);
  web.clock.now = new Date(web.clock.now.getTime() + afterMs);
  const answer = await get(change(download), await web.signIn(people[who]));
  expect(answer.status).toBe(status);
  expect(web.recorded).toHaveLength(status === 200 ? 1 : 0);
});

it('no cell becomes a formula, and no entry with card data leaves', async () => {
  const hostile = aReversal({
    reference: 'RV-000002',
    reasonCode: '=HYPERLINK("https://evil.example","x")',
  });
  const held = aReversal({ reference: 'RV-000003', reasonCode: text(card) });
  web = await startWeb({ reversals: [hostile, held] });
  const { download } = await web.exportFor(people.manager, {});
  const file = await get(download, await web.signIn(people.manager));
  expect(file.text).toContain(`"'=HYPERLINK(""https://evil.example"",""x"")"`);
  expect(file.text).toContain('RV-000003,held back');
  expect(file.text).not.toContain('1111 1111');
  expect(web.counted).toContain('tripwire export');
});

it('a link for the first two takes out two, over the pages, however many there are', async () => {
  const entries = [1, 2, 3].map((number) => aReversal({ reference: `RV-00000${number}` }));
  const desk = fakeDesk(entries, []);
  const find: typeof desk.find = async (_person, _filter, _limit, cursor) => {
    const at = Number(cursor ?? 0);
    return { items: entries.slice(at, at + 1), nextCursor: String(at + 1), total: 60_000 };
  };
  web = await startWeb({ desk: { ...desk, find } });
  const { download } = await web.exportFor(people.manager, { sort: '-amount', entriesMost: 2 });
  const file = await get(download, await web.signIn(people.manager));
  expect(file.text.match(/RV-\d{6}/g)).toEqual(['RV-000001', 'RV-000002']);
  expect(web.recorded).toMatchObject([{ filter: { entriesMost: 2 }, entries: 2 }]);
});

it('the merchant’s own approver finds no name of the support company’s people', async () => {
  web = await startWeb();
  const { download } = await web.exportFor(people.merchant, {});
  const file = await get(download, await web.signIn(people.merchant));
  expect(file.status).toBe(200);
  expect(file.text).toContain('RV-000001');
  expect(file.text).not.toMatch(/Agent Person|Manager Person/);
});

it('a client taken from its owner since gives nothing, and too much is said', async () => {
  const desk = fakeDesk([aReversal()], []);
  web = await startWeb({ desk: { ...desk, find: async () => refuse('not_found') } });
  const { download } = await web.exportFor(people.manager, filter);
  const nothing = await get(download, await web.signIn(people.manager));
  expect(nothing.text.trim().split('\r\n')).toHaveLength(1);
  await web.stop();
  web = await startWeb({
    desk: { ...desk, find: async () => ({ items: [], nextCursor: null, total: 50_001 }) },
  });
  const { download: large } = await web.exportFor(people.manager, filter);
  const answer = await get(large, await web.signIn(people.manager));
  expect([answer.status, web.recorded.length]).toEqual([422, 0]);
});
