import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import {
  delegationJson,
  delegationsEndedJson,
  delegationsJson,
} from '../../../core/http/rest/answer-schemas.js';
import { card, people, startWeb, type TestWeb } from './fake-web.js';

let web: TestWeb;
beforeEach(async () => {
  web = await startWeb({});
});
afterEach(() => web.stop());

const days = { firstDay: '2026-12-01', lastDay: '2026-12-14' };
const handed = () => web.calls.filter(({ method }) => /elegat/.test(method));

describe('by REST', () => {
  const path = '/delegations';

  test('it is said, read by both, and ended, each in the form that is documented', async () => {
    const { key } = await web.keyFor(people.manager);
    const to = people.agent.email;
    const made = await web.api(key, 'POST', path, { to, ...days }, { 'idempotency-key': 'away-1' });
    expect(made.status).toBe(201);
    expect(delegationJson.parse(made.json)).toMatchObject({ standIn: 'Agent Person', ...days });
    expect(handed()[0]?.request).toMatchObject({ requestKey: 'rest:manager:away-1' });
    const { key: other } = await web.keyFor(people.agent, ['read']);
    const read = await web.api(other, 'GET', path);
    expect(delegationsJson.parse(read.json).items).toHaveLength(1);
    const ended = await web.api(key, 'DELETE', path);
    expect(delegationsEndedJson.parse(ended.json)).toEqual({ ended: 1 });
    expect((await web.api(key, 'GET', path)).json).toEqual({ items: [] });
  });

  test('one day needs no last one', async () => {
    const { key } = await web.keyFor(people.manager);
    await web.api(key, 'POST', path, { to: people.agent.email, firstDay: days.firstDay });
    expect(handed()[0]?.request).toMatchObject({ lastDay: days.firstDay });
  });

  it.each`
    who          | scopes                | clients     | body                                              | status | name
    ${'manager'} | ${['read', 'write']}  | ${null}     | ${{ to: people.agent.email, ...days }}            | ${403} | ${'scope_missing'}
    ${'manager'} | ${['read', 'decide']} | ${['acme']} | ${{ to: people.agent.email, ...days }}            | ${403} | ${'not_permitted'}
    ${'manager'} | ${['read', 'decide']} | ${null}     | ${{ to: 'someone', ...days }}                     | ${422} | ${'invalid_request'}
    ${'manager'} | ${['read', 'decide']} | ${null}     | ${{ to: people.agent.email, firstDay: 'now' }}    | ${422} | ${'invalid_request'}
    ${'manager'} | ${['read', 'decide']} | ${null}     | ${{ to: people.agent.email, ...days, why: card }} | ${422} | ${'card_number_in_text'}
  `('$who with $scopes of $clients and $body: $status $name, nothing is written', async (row) => {
    const who = people[row.who as keyof typeof people];
    const { key } = await web.keyFor(who, row.scopes, row.clients);
    const answer = await web.api(key, 'POST', path, row.body);
    expect(answer.status).toBe(row.status);
    expect(String(answer.json.type).split(':').at(-1)).toBe(row.name);
    expect(handed()).toEqual([]);
  });

  test('a key of some clients ends nothing either', async () => {
    const { key } = await web.keyFor(people.manager, ['read', 'decide'], ['acme']);
    expect((await web.api(key, 'DELETE', path)).status).toBe(403);
    expect(handed()).toEqual([]);
  });
});

describe('on one’s own page', () => {
  const open = (cookie: string) => web.call('/me', { headers: { cookie } });
  const csrfIn = (text: string) => /name="csrf" value="([^"]+)"/.exec(text)?.[1] ?? '';

  test('a form hands decisions over, the page tells of it, and one button ends it', async () => {
    const cookie = await web.signIn(people.manager);
    const { text } = await open(cookie);
    expect(text).toContain('Nobody decides for you');
    const csrf = csrfIn(text);
    const sent = await web.form('/me/delegate', cookie, { csrf, to: people.agent.email, ...days });
    expect(sent.status).toBe(303);
    expect(handed()).toMatchObject([{ method: 'delegate', actor: 'manager', request: days }]);
    const after = (await open(cookie)).text;
    expect(after).toContain('<strong>Agent Person</strong> for Manager Person');
    expect(after).toMatch(/Dec 1, 2026.*Dec 14, 2026/s);
    expect((await web.form('/me/delegate/end', cookie, { csrf })).status).toBe(303);
    expect((await open(cookie)).text).toContain('Nobody decides for you');
  });

  test('somebody else of the same name has not handed over one’s own decisions', async () => {
    const cookie = await web.signIn(people.manager);
    const csrf = csrfIn((await open(cookie)).text);
    const { name } = people.agent;
    people.agent.name = people.manager.name;
    try {
      await web.form('/me/delegate', cookie, { csrf, to: people.agent.email, ...days });
      const other = await open(await web.signIn(people.agent));
      expect(other.text).toContain('for Manager Person');
      expect(other.text).not.toContain('action="/me/delegate/end"');
      expect((await open(cookie)).text).toContain('action="/me/delegate/end"');
    } finally {
      people.agent.name = name;
    }
  });

  test('what is refused says how to mend it', async () => {
    const cookie = await web.signIn(people.manager);
    const csrf = csrfIn((await open(cookie)).text);
    const sent = await web.form('/me/delegate', cookie, { csrf, to: 'x@y.example', ...days });
    expect(sent.status).toBe(422);
    expect(sent.text).toContain('It takes somebody who sees a client of yours');
  });

  test('a form that is not ours is refused', async () => {
    const cookie = await web.signIn(people.manager);
    const sent = await web.form('/me/delegate', cookie, { to: people.agent.email, ...days });
    expect(sent.status).toBe(403);
    expect(handed()).toEqual([]);
  });

  test('the merchant’s own approver is offered nobody of the company, who pays nobody at all', async () => {
    const { text } = await open(await web.signIn(people.merchant));
    expect(text).toContain('Nobody else of your clients may decide for you');
    expect(text).not.toMatch(/Agent Person|Manager Person/);
    expect((await open(await web.signIn(people.payer))).text).not.toContain(
      'action="/me/delegate"',
    );
  });
});
