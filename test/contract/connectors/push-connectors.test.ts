import { afterAll, describe, expect, it } from 'vitest';
import { pushConnectors } from '../../../connectors/registry.js';
import { adyenStandIn } from './adyen-stand-in.js';
import { describePushConnector } from './push-suite.js';
import { stripeStandIn } from './stripe-stand-in.js';

/** One stand-in for each connector that is pushed from; the guard below fails where one is missing. */
const standIns = [stripeStandIn, adyenStandIn];
const casesMin = 15;

const casesRun = new Map<string, number>();

for (const standIn of standIns) {
  const connector = pushConnectors.find((one) => one.id === standIn.connectorId);
  if (!connector) throw new Error(`${standIn.connectorId} is not in the registry`);
  describePushConnector(connector, standIn, () => {
    casesRun.set(connector.id, (casesRun.get(connector.id) ?? 0) + 1);
  });
}

describe('guard', () => {
  it('every registered connector that is pushed from went through the whole ladder', () => {
    const short = pushConnectors.filter((one) => (casesRun.get(one.id) ?? 0) < casesMin);
    expect(short.map((one) => `${one.id}: ${casesRun.get(one.id) ?? 0}`)).toEqual([]);
    expect(pushConnectors.length).toBeGreaterThan(0);
  });

  afterAll(() => {
    for (const [id, count] of casesRun) {
      process.stdout.write(`${id}: ${count} cases of the suite\n`);
    }
  });
});
