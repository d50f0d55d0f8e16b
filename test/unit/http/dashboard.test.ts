import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EvidenceLine } from '../../../core/reversals/ports.js';
import { refuse } from '../../../core/reversals/refusal.js';
import {
  aConnection,
  aReversal,
  card,
  editedHash,
  fakeDesk,
  hash,
  money,
  now,
  people,
  startWeb,
  type TestWeb,
  text,
} from './fake-web.js';

const held = aReversal({ reference: 'RV-000003', flags: ['payment_already_claimed'] });
const unknownCaptured = aReversal({
  reference: 'RV-000004',
  payment: { id: 'p', processor: 'adyen', identifiers: [], captured: null, left: null },
});
const fact = aReversal({ reference: 'RV-000005', type: 'chargeback', kind: 'fact' });
const hostile = aReversal({
  reference: 'RV-000006',
  reason: text('<script>alert(1)</script>'),
  sources: [
    {
      sourceItemId: 's',
      connectionId: 'c',
      externalId: 'x',
      url: 'javascript:alert(1)',
      position: 0,
    },
  ],
});
const unclear = aReversal({
  reference: 'RV-000007',
  status: 'needs_review',
  amount: null,
  requesters: [],
  loggedBy: null,
});
const byManager = aReversal({
  reference: 'RV-000008',
  requesters: [],
  loggedBy: { id: 'manager', name: 'Manager Person' },
});
const reversals = [
  aReversal(),
  aReversal({ reference: 'RV-000002', clientId: 'globex', reason: text('of another client') }),
  held,
  unknownCaptured,
  fact,
  hostile,
  unclear,
  byManager,
];

let web: TestWeb;
let manager: string;
let agent: string;
let merchant: string;
let payer: string;

beforeAll(async () => {
  web = await startWeb({ reversals });
  manager = await web.signIn(people.manager);
  agent = await web.signIn(people.agent);
  merchant = await web.signIn(people.merchant);
  payer = await web.signIn(people.payer);
});
afterAll(() => web.stop());

const open = (path: string, cookie: string, headers = {}) =>
  web.call(path, { headers: { cookie, ...headers } });

it('a processor that sent nothing yet is told with its address, a refused subscription and items with their reasons', async () => {
  const unheard = { ...aConnection, id: 'acme-stripe', lastSucceededAt: null };
  const since = new Date('2026-03-01T10:00:00Z');
  const refused = {
    ...aConnection,
    subscription: { failure: 'missing_permission', since },
    stuck: { items: 3, code: 'missing_scope', refused: true, since },
  };
  const other = await startWeb({
    publicUrl: 'https://hub.example',
    sources: { connections: async () => [unheard, refused], deadLetters: async () => [] },
    takeNotices: (id) =>
      id === 'acme-stripe' ? async () => ({ accepted: true, body: null }) : null,
  });
  const cookie = await other.signIn(people.agent);
  const page = await other.call('/connections', { headers: { cookie } });
  expect(page.text).toMatch(
    /acme-stripe[\s\S]*Nothing was sent yet[\s\S]*https:\/\/hub\.example\/webhooks\/acme-stripe/,
  );
  expect(page.text).not.toContain('Not read yet');
  expect(page.text).toMatch(/no notices since[\s\S]*missing permission/);
  expect(page.text).toMatch(/Items cannot be fetched[\s\S]*3 waiting since[\s\S]*missing scope/);
  expect(page.text).not.toContain('/webhooks/acme-zendesk');
  await other.stop();
});

it('signs of fraud are told to the company’s people, with the score, and never to the merchant', async () => {
  const other = await startWeb({ reversals: [aReversal({ flags: ['fraud_suspected'] })] });
  const pageFor = async (who: (typeof people)['agent' | 'merchant']) => {
    const cookie = await other.signIn(who);
    return (await other.call('/reversals/RV-000001', { headers: { cookie } })).text;
  };
  expect(await pageFor(people.agent)).toMatch(/Risk<[\s\S]*40 of 100[\s\S]*flagged as fraud/);
  expect(await pageFor(people.merchant)).not.toMatch(/>Risk<|of 100|fraud/);
  await other.stop();
});

it('evidence is told with where its link leads, harmless, and who of the company only to the company', async () => {
  const evidence: EvidenceLine[] = [
    {
      id: 'e1',
      url: text('https://bank.example@files.example/a?b=1&c="><script>'.replace(/["<>]/g, '')),
      name: text('<script>alert(1)</script>'),
      checksum: null,
      surface: 'chat_thread',
      at: now,
      addedBy: { id: 'agent', name: 'Agent Person' },
      isBound: true,
    },
    {
      id: 'e2',
      url: null,
      name: null,
      checksum: null,
      surface: 'rest',
      at: now,
      addedBy: { id: 'agent', name: 'Agent Person' },
      isBound: false,
    },
  ];
  const desk = { ...fakeDesk([aReversal()], []), evidence: async () => evidence };
  const other = await startWeb({ desk });
  const sectionFor = async (who: (typeof people)['agent' | 'merchant']) => {
    const cookie = await other.signIn(who);
    const page = await other.call('/reversals/RV-000001', { headers: { cookie } });
    return /<section aria-labelledby="evidence">[\s\S]*?<\/section>/.exec(page.text)?.[0] ?? '';
  };
  const told = await sectionFor(people.agent);
  expect(told).toContain('&lt;script&gt;alert(1)&lt;/script&gt;</a>');
  expect(told).toContain('(files.example)');
  expect(told).toContain('rel="noreferrer"');
  expect(told).toMatch(/decisions are bound to it[\s\S]*Agent Person[\s\S]*Erased at the person/);
  expect(told).not.toMatch(/<script|<img|<iframe/);
  expect(await sectionFor(people.merchant)).not.toContain('Agent Person');
  await other.stop();
});

it('an entry without evidence says so, and how some is added', async () => {
  const page = await open('/reversals/RV-000001', agent);
  expect(page.text).toMatch(/<h2 id="evidence">Evidence<\/h2><p class="muted">None yet\./);
});

/** The hidden fields of the first form with this action, as a browser would send them. */
async function decisionFields(cookie: string, reference = 'RV-000001') {
  const page = await open(`/reversals/${reference}`, cookie);
  const value = (name: string) =>
    new RegExp(`name="${name}" value="([^"]+)"`).exec(page.text)?.[1] ?? '';
  return {
    csrf: value('csrf'),
    contentHash: value('contentHash'),
    requestId: value('requestId'),
  };
}

describe('whoever is not signed in sees nothing but the way in', () => {
  it.each`
    path                      | status | location
    ${'/'}                    | ${303} | ${'/signin'}
    ${'/reversals/RV-000001'} | ${303} | ${'/signin?next=%2Freversals%2FRV-000001'}
    ${'/connections'}         | ${303} | ${'/signin?next=%2Fconnections'}
    ${'/nothing-here'}        | ${303} | ${'/signin?next=%2Fnothing-here'}
    ${'/api/v1/reversals'}    | ${401} | ${null}
    ${'/api/v1/nothing'}      | ${401} | ${null}
    ${'/api/other'}           | ${401} | ${null}
    ${`/?q=${card}`}          | ${303} | ${'/signin'}
    ${'/4111111111111111'}    | ${303} | ${'/signin'}
    ${'/signin'}              | ${200} | ${null}
    ${'/api/docs'}            | ${200} | ${null}
    ${'/api/openapi.json'}    | ${200} | ${null}
    ${'/healthz'}             | ${200} | ${null}
    ${'/readyz'}              | ${200} | ${null}
    ${'/metrics'}             | ${200} | ${null}
  `('$path: $status', async ({ path, status, location }) => {
    const answer = await web.call(path);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('location')).toBe(location);
    expect(answer.text).not.toMatch(/Charged twice|acme-zendesk/);
    expect(answer.text + answer.headers.get('location')).not.toContain('4111');
  });

  it.each`
    what                              | headers                                                                                 | status
    ${'this machine'}                 | ${{}}                                                                                   | ${200}
    ${'through a proxy'}              | ${{ 'x-forwarded-for': '203.0.113.9' }}                                                 | ${403}
    ${'through a proxy, with token'}  | ${{ 'x-forwarded-for': '203.0.113.9', authorization: 'Bearer a-token-of-the-scraper' }} | ${200}
    ${'through a proxy, wrong token'} | ${{ 'x-forwarded-for': '203.0.113.9', authorization: 'Bearer another-token-of-it' }}    | ${403}
    ${'wrong token from here'}        | ${{ authorization: 'Bearer another-token-of-it' }}                                      | ${403}
  `('figures for $what: $status', async ({ headers, status }) => {
    expect((await web.call('/metrics', { headers })).status).toBe(status);
  });

  it.each`
    cookie
    ${'hub_session='}
    ${`hub_session=${'x'.repeat(43)}`}
    ${'hub_session=../../etc'}
    ${`__Host-hub_session=${'x'.repeat(43)}`}
  `('a made-up session $cookie opens nothing', async ({ cookie }) => {
    expect((await open('/', cookie)).status).toBe(303);
  });

  it('decides nothing without a session', async () => {
    const fields = await decisionFields(manager);
    web.calls.length = 0;
    const answer = await web.form('/reversals/RV-000001/decide', '', {
      ...fields,
      action: 'approve',
    });
    expect(answer.status).toBe(303);
    expect(web.calls).toEqual([]);
  });
});

describe('pages hold what the reader may see', () => {
  it.each`
    path                          | who           | status | holds                                                                                                   | lacks
    ${'/'}                        | ${'manager'}  | ${200} | ${/RV-000001[\s\S]*RV-000002/}                                                                          | ${/<script/}
    ${'/'}                        | ${'agent'}    | ${200} | ${/RV-000001/}                                                                                          | ${/RV-000002|another client/}
    ${'/?client=globex'}          | ${'agent'}    | ${422} | ${/no such reversal/}                                                                                   | ${/RV-000002/}
    ${'/?type=gift'}              | ${'manager'}  | ${422} | ${/There is no such type/}                                                                              | ${/RV-000001/}
    ${'/?min=5'}                  | ${'manager'}  | ${422} | ${/Choose a currency/}                                                                                  | ${/RV-000001/}
    ${'/?min=5,000&currency=EUR'} | ${'manager'}  | ${422} | ${/plain numbers/}                                                                                      | ${/RV-000001/}
    ${'/?from=yesterday'}         | ${'manager'}  | ${422} | ${/Write days as/}                                                                                      | ${/RV-000001/}
    ${'/?currency=QQQ'}           | ${'manager'}  | ${422} | ${/must be a code/}                                                                                     | ${/RV-000001/}
    ${`/?q=${card}`}              | ${'manager'}  | ${422} | ${/holds card data/}                                                                                    | ${/4111/}
    ${'/?q=%22%3E%3Cscript%3E'}   | ${'manager'}  | ${200} | ${/&quot;&gt;&lt;script&gt;/}                                                                           | ${/<script/}
    ${'/reversals/RV-000001'}     | ${'manager'}  | ${200} | ${/Approve \$49\.99/}                                                                                   | ${/You asked for it/}
    ${'/reversals/RV-000001'}     | ${'agent'}    | ${200} | ${/You asked for it; somebody/}                                                                         | ${/value="(approve|reject|request_changes)"/}
    ${'/reversals/RV-000001'}     | ${'merchant'} | ${200} | ${/the support team/}                                                                                   | ${/Agent Person|Looks right|charged twice&quot;/}
    ${'/reversals/RV-000003'}     | ${'manager'}  | ${200} | ${/claim this payment/}                                                                                 | ${/Approve \$49\.99/}
    ${'/reversals/RV-000004'}     | ${'manager'}  | ${200} | ${/captured amount unknown/}                                                                            | ${/Left of it/}
    ${'/reversals/RV-000005'}     | ${'manager'}  | ${200} | ${/Accept the loss/}                                                                                    | ${/value="approve"/}
    ${'/reversals/RV-000006'}     | ${'manager'}  | ${200} | ${/&lt;script&gt;/}                                                                                     | ${/<script|href="javascript/}
    ${'/reversals/RV-000001'}     | ${'manager'}  | ${200} | ${/Needs review → Waiting for approval/}                                                                | ${/needs_review →|needs review →/}
    ${'/reversals/RV-000001'}     | ${'manager'}  | ${200} | ${/jane@<wbr\/>customer\.example/}                                                                      | ${/<script/}
    ${'/reversals/RV-000001'}     | ${'manager'}  | ${200} | ${/Captured[\s\S]*I was charged twice[\s\S]*id="history"/}                                              | ${/<script/}
    ${'/reversals/RV-000001'}     | ${'payer'}    | ${200} | ${/Your role takes no part/}                                                                            | ${/value="(approve|reject)"|Correct it/}
    ${'/reversals/RV-000008'}     | ${'agent'}    | ${200} | ${/not yours to decide[\s\S]*Correct it/}                                                               | ${/value="(approve|reject|request_changes)"/}
    ${'/reversals/RV-000008'}     | ${'manager'}  | ${200} | ${/You asked for it; somebody[\s\S]*value="reject"/}                                                    | ${/value="approve"/}
    ${'/reversals/RV-000008'}     | ${'merchant'} | ${200} | ${/not yours to decide/}                                                                                | ${/value="(approve|reject|request_changes)"|Correct it/}
    ${'/reversals/RV-000007'}     | ${'agent'}    | ${200} | ${/name="currency"[^>]*value="USD"[\s\S]*Whoever sets the amount cannot approve[\s\S]*value="confirm"/} | ${/value="(approve|reject|request_changes)"/}
    ${'/reversals/RV-000002'}     | ${'agent'}    | ${404} | ${/Did you mean/}                                                                                       | ${/another client|RV-000002/}
    ${'/reversals/RV-000099'}     | ${'manager'}  | ${404} | ${/Did you mean[\s\S]*RV-000001/}                                                                       | ${/RV-000099/}
    ${'/reversals/%3Cscript%3E'}  | ${'manager'}  | ${404} | ${/no such reversal/}                                                                                   | ${/<script/}
    ${'/nothing-here'}            | ${'manager'}  | ${404} | ${/nothing at this address/}                                                                            | ${/nothing-here/}
    ${'/reversals/%E0%A4'}        | ${'manager'}  | ${404} | ${/nothing at this address/}                                                                            | ${/URIError/}
    ${'/connections'}             | ${'agent'}    | ${200} | ${/35999[\s\S]*unreadable comment[\s\S]*2 × card number[\s\S]*not yet/}                                 | ${/<script/}
    ${'/connections'}             | ${'merchant'} | ${403} | ${/role does not allow/}                                                                                | ${/acme-zendesk/}
  `('$path for $who: $status', async ({ path, who, status, holds, lacks }) => {
    const cookie = { manager, agent, merchant, payer }[who as 'manager'];
    const answer = await open(path, cookie);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain('text/html');
    expect(answer.text).toMatch(holds);
    expect(answer.text).not.toMatch(lacks);
  });

  it('takes filters in the reader’s own units and zone', async () => {
    web.calls.length = 0;
    await open('/?currency=JPY&min=500&from=2026-03-10&to=2026-03-10&q=', manager);
    expect(web.calls[0]?.request).toMatchObject({
      filter: {
        currency: 'JPY',
        minAmount: 500n,
        // Berlin is one hour ahead of UTC in March before the clocks change.
        from: new Date('2026-03-09T23:00:00.000Z'),
        to: new Date('2026-03-10T22:59:59.999Z'),
      },
    });
  });

  it('says times in the reader’s zone, and names it', async () => {
    const { text: page } = await open('/reversals/RV-000001', manager, { 'accept-language': 'de' });
    expect(page).toContain('09:00 MEZ');
    expect(page).toContain('dateTime="2026-03-10T08:00:00.000Z"');
  });

  it('writes amounts and times as the signed-in person reads them, whatever their browser asks for', async () => {
    people.manager.locale = 'de-DE';
    try {
      const { text: page } = await open('/reversals/RV-000001', manager, {
        'accept-language': 'en-US',
      });
      expect(page).toContain('49,99\u00a0$');
      expect(page).toContain('10. März 2026');
      expect(page).toContain('value="49,99"');
      expect(page).not.toContain('$49.99');
    } finally {
      people.manager.locale = null;
    }
  });

  it.each`
    proof                            | words
    ${{ whole: true }}               | ${'verified, unaltered'}
    ${{ whole: false, brokenAt: 3 }} | ${'altered at entry 3'}
    ${null}                          | ${null}
  `('claims of the history only what was proved: $words', async ({ proof, words }) => {
    const other = await startWeb({ verifyHistory: proof ? async () => proof : null });
    const cookie = await other.signIn(people.manager);
    const page = await other.call('/reversals/RV-000001', { headers: { cookie } });
    await other.stop();
    if (words) expect(page.text).toContain(words);
    else expect(page.text).not.toMatch(/verified|altered/);
  });

  it('shows no page that would hold a card number', async () => {
    const leaking = await startWeb({ reversals: [aReversal({ reason: text(`card ${card}`) })] });
    const cookie = await leaking.signIn(people.manager);
    for (const path of ['/', '/reversals/RV-000001']) {
      const page = await leaking.call(path, { headers: { cookie } });
      expect(page.status).toBe(500);
      expect(page.text).not.toContain('4111');
    }
    await leaking.stop();
    expect(leaking.counted).toContain('tripwire page');
  });
});

describe('a decision from a page is bound to the page and to its session', () => {
  it('sends what was shown, once a form, and goes back to the reversal', async () => {
    const fields = await decisionFields(manager);
    web.calls.length = 0;
    const answer = await web.form('/reversals/RV-000001/decide', manager, {
      ...fields,
      action: 'approve',
      amount: '30.00',
      reason: 'half of it',
    });
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toBe('/reversals/RV-000001?done=approve');
    expect(web.calls[0]).toMatchObject({
      method: 'decide',
      actor: 'manager',
      surface: 'dashboard',
      request: {
        action: 'approve',
        contentHash: hash,
        amount: money(3000),
        reason: 'half of it',
        requestKey: `dashboard:manager:${fields.requestId}`,
      },
    });
  });

  it('takes an unchanged amount as no amount', async () => {
    const fields = await decisionFields(manager);
    web.calls.length = 0;
    await web.form('/reversals/RV-000001/decide', manager, {
      ...fields,
      action: 'approve',
      amount: '49.99',
    });
    expect(web.calls[0]?.request).not.toHaveProperty('amount');
  });

  it.each`
    what                       | changes                            | headers                               | status | holds
    ${'no form token'}         | ${{ csrf: '' }}                    | ${{}}                                 | ${403} | ${/not sent from your own page/}
    ${'another’s form token'}  | ${{ csrf: 'of the agent' }}        | ${{}}                                 | ${403} | ${/not sent from your own page/}
    ${'a foreign origin'}      | ${{}}                              | ${{ origin: 'https://evil.example' }} | ${403} | ${/not sent from your own page/}
    ${'a null origin'}         | ${{}}                              | ${{ origin: 'null' }}                 | ${403} | ${/not sent from your own page/}
    ${'a cross-site request'}  | ${{}}                              | ${{ 'sec-fetch-site': 'cross-site' }} | ${403} | ${/not sent from your own page/}
    ${'a same-site neighbour'} | ${{}}                              | ${{ 'sec-fetch-site': 'same-site' }}  | ${403} | ${/not sent from your own page/}
    ${'an unknown action'}     | ${{ action: 'delete' }}            | ${{}}                                 | ${422} | ${/not as it should be/}
    ${'no content hash'}       | ${{ contentHash: '' }}             | ${{}}                                 | ${422} | ${/not as it should be/}
    ${'a stale content hash'}  | ${{ contentHash: 'c'.repeat(64) }} | ${{}}                                 | ${409} | ${/\$49\.99 when you looked[\s\S]*\$59\.99/}
    ${'an amount in words'}    | ${{ amount: 'thirty' }}            | ${{}}                                 | ${422} | ${/must be a number/}
    ${'too many decimals'}     | ${{ amount: '1.999' }}             | ${{}}                                 | ${422} | ${/must be a number/}
    ${'a card in the reason'}  | ${{ reason: card }}                | ${{}}                                 | ${422} | ${/Nothing was stored/}
    ${'a card as an amount'}   | ${{ amount: '4111111111111111' }}  | ${{}}                                 | ${422} | ${/Nothing was stored/}
  `('refuses $what: $status', async ({ changes, headers, status, holds }) => {
    const fields = { ...(await decisionFields(manager)), action: 'approve', ...changes };
    if (fields.csrf === 'of the agent') fields.csrf = (await decisionFields(agent)).csrf;
    web.calls.length = 0;
    const answer = await web.form('/reversals/RV-000001/decide', manager, fields, headers);
    expect(answer.status).toBe(status);
    expect(answer.text).toMatch(holds);
    expect(answer.text).not.toContain('4111');
    if (status !== 409) expect(web.calls).toEqual([]);
  });

  it.each`
    who           | holds                                                               | lacks
    ${'manager'}  | ${/decided already[\s\S]*Carla Compliance approved on[\s\S]*11:15/} | ${/Recorded:/}
    ${'merchant'} | ${/decided already[\s\S]*the support team approved on/}             | ${/Carla/}
  `('tells $who, who comes second, who decided when', async ({ who, holds, lacks }) => {
    const desk = fakeDesk([aReversal()], []);
    const second = await startWeb({
      desk: {
        ...desk,
        decide: async () =>
          refuse('already_decided', {
            status: 'approved',
            by: 'Carla Compliance',
            at: '2026-03-10T10:15:00.000Z',
            decision: 'approve',
          }),
      },
    });
    const cookie = await second.signIn(people[who as 'manager']);
    const page = await second.call('/reversals/RV-000001', { headers: { cookie } });
    const csrf = /name="csrf" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
    const answer = await second.form('/reversals/RV-000001/decide', cookie, {
      csrf,
      action: 'approve',
      contentHash: hash,
      requestId: 'request-1',
    });
    await second.stop();
    expect(answer.status).toBe(409);
    expect(answer.text).toMatch(holds);
    expect(answer.text).not.toMatch(lacks);
  });
});

describe('an amount that is missing or wrong is set by hand, and only on what was shown', () => {
  const unclearPath = '/reversals/RV-000007';

  it('sets the amount, then confirms on the content that this made', async () => {
    const fields = await decisionFields(agent, 'RV-000007');
    web.calls.length = 0;
    const answer = await web.form(`${unclearPath}/decide`, agent, {
      ...fields,
      action: 'confirm',
      amount: '49.99',
      currency: 'eur',
    });
    expect(answer.headers.get('location')).toBe(`${unclearPath}?done=confirm`);
    expect(web.calls).toMatchObject([
      { method: 'edit', actor: 'agent', request: { amount: money(4999, 'EUR') } },
      { method: 'decide', request: { action: 'confirm', contentHash: editedHash } },
    ]);
  });

  it('only confirms where the same amount stands by now: a form sent twice edits once', async () => {
    const fields = await decisionFields(agent);
    web.calls.length = 0;
    await web.form('/reversals/RV-000001/decide', agent, {
      ...fields,
      action: 'confirm',
      amount: '49.99',
      currency: 'USD',
    });
    expect(web.calls.map(({ method }) => method)).toEqual(['decide']);
  });

  it.each`
    what                           | reference      | step         | changes                                                   | status | holds
    ${'an amount in words'}        | ${'RV-000007'} | ${'decide'}  | ${{ amount: 'fifty', currency: 'USD' }}                   | ${422} | ${/The amount must be a number/}
    ${'an unknown currency'}       | ${'RV-000007'} | ${'decide'}  | ${{ amount: '5', currency: 'QQQ' }}                       | ${422} | ${/currency is not known/}
    ${'an amount without one'}     | ${'RV-000007'} | ${'decide'}  | ${{ amount: '5' }}                                        | ${422} | ${/currency is not known/}
    ${'a stale page'}              | ${'RV-000007'} | ${'decide'}  | ${{ amount: '5', currency: 'USD', contentHash: 'stale' }} | ${409} | ${/has changed since/}
    ${'another amount by now'}     | ${'RV-000001'} | ${'decide'}  | ${{ amount: '5', currency: 'USD' }}                       | ${409} | ${/has changed since/}
    ${'a card as the amount'}      | ${'RV-000007'} | ${'decide'}  | ${{ amount: '4111111111111111', currency: 'USD' }}        | ${422} | ${/Nothing was stored/}
    ${'a card as the currency'}    | ${'RV-000007'} | ${'correct'} | ${{ amount: '5', currency: card }}                        | ${422} | ${/Nothing was stored/}
    ${'no type'}                   | ${'RV-000001'} | ${'correct'} | ${{ type: '' }}                                           | ${422} | ${/not as it should be/}
    ${'a correction without form'} | ${'RV-000001'} | ${'correct'} | ${{ csrf: '', type: 'merchant_error' }}                   | ${403} | ${/not sent from your own page/}
    ${'a stale correction'}        | ${'RV-000001'} | ${'correct'} | ${{ type: 'merchant_error', contentHash: 'stale' }}       | ${409} | ${/has changed since/}
    ${'a correction of nothing'}   | ${'RV-000001'} | ${'correct'} | ${{ amount: '49.99', currency: 'USD' }}                   | ${422} | ${/nothing differs/}
    ${'a hidden entry'}            | ${'RV-000002'} | ${'correct'} | ${{ type: 'merchant_error' }}                             | ${404} | ${/no such reversal/}
  `('refuses $what: $status', async ({ reference, step, changes, status, holds }) => {
    const fields = {
      ...(await decisionFields(agent, reference === 'RV-000002' ? 'RV-000001' : reference)),
      ...(step === 'decide' ? { action: 'confirm' } : { type: 'refund' }),
      ...changes,
    };
    if (fields.contentHash === 'stale') fields.contentHash = 'c'.repeat(64);
    web.calls.length = 0;
    const answer = await web.form(`/reversals/${reference}/${step}`, agent, fields);
    expect(answer.status).toBe(status);
    expect(answer.text).toMatch(holds);
    expect(answer.text).not.toContain('4111');
    expect(web.calls).toEqual([]);
  });

  it('corrects amount and type on the content that was shown', async () => {
    const fields = await decisionFields(agent);
    web.calls.length = 0;
    const answer = await web.form('/reversals/RV-000001/correct', agent, {
      ...fields,
      amount: '30',
      currency: 'USD',
      type: 'merchant_error',
    });
    expect(answer.headers.get('location')).toBe('/reversals/RV-000001?done=edited');
    expect(web.calls).toEqual([
      {
        method: 'edit',
        actor: 'agent',
        request: { type: 'merchant_error', amount: money(3000) },
      },
    ]);
  });
});
