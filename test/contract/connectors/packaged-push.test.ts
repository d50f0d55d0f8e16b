import { createHmac } from 'node:crypto';
import { resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { connectors, pushConnectors } from '../../../connectors/registry.js';
import { loadConnectors } from '../../../core/intake/load-connectors.js';
import { describePushConnector, type PushStandIn } from './push-suite.js';

const name = './packages/reversal-hub-connector-example-pay/index.js';
const loaded = await loadConnectors([name], {
  shippedIds: [...connectors, ...pushConnectors].map((one) => one.id),
  folders: [resolve(import.meta.dirname, '../../support')],
  kit: () => import('../../../connectors/connector-kit.js'),
});
const packaged = loaded.get(name);
if (!packaged?.ok || !('isPush' in packaged.connector))
  throw new Error(`The example package does not load: ${JSON.stringify(packaged)}`);

const secret = 'a secret of Example Pay';
const dispute = {
  id: 'ev_1',
  type: 'dispute.opened',
  at: '2026-03-01T11:59:00Z',
  payment: 'pay_1',
  about: 'dis_1',
  amount: 4_999,
  currency: 'EUR',
  code: '10.4',
};
const refund = { ...dispute, id: 'ev_2', type: 'refund.paid', about: 'ref_1' };

const standIn: PushStandIn = {
  connectorId: 'example-pay',
  settings: { secret },
  hasAge: true,
  sign(body, at) {
    const seconds = Math.floor(at.getTime() / 1_000);
    const hex = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
    return { body, headers: { 'X-Example-Signature': `${seconds}.${hex}` } };
  },
  events: { dispute, refund, unknown: { ...dispute, type: 'payout.sent' } },
  spoiled: (event) =>
    [
      ['amount as text', { amount: '4999' }],
      ['an amount of 40 digits', { amount: 1e39 }],
      ['a currency of nobody', { currency: 'ZZZ' }],
      ['no payment', { payment: null }],
      ['no date', { at: 'yesterday' }],
    ].map(([spoil, over]) => ({
      name: String(spoil),
      event: { ...(event as object), ...(over as object) },
    })),
  fetch: () => Promise.reject(new Error('nothing is asked of Example Pay')),
};

let casesRun = 0;
describePushConnector(packaged.connector, standIn, () => {
  casesRun += 1;
});

describe('guard', () => {
  it('the package went through the whole ladder of bad deliveries that shipped connectors go through', () => {
    expect(casesRun).toBeGreaterThanOrEqual(15);
  });
  afterAll(() =>
    process.stdout.write(`a packaged push connector: ${casesRun} cases of the suite\n`),
  );
});
