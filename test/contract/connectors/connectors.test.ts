import { afterAll, describe, expect, it } from 'vitest';
import { connectors } from '../../../connectors/registry.js';
import { casesMin } from './ladder.js';
import { standIns } from './stand-ins.js';
import { describeConnector } from './suite.js';

const casesRun = new Map<string, number>();

for (const standIn of standIns) {
  const connector = connectors.find((one) => one.id === standIn.connectorId);
  if (!connector) throw new Error(`${standIn.connectorId} is not in the registry`);
  describeConnector(connector, standIn, () => {
    casesRun.set(connector.id, (casesRun.get(connector.id) ?? 0) + 1);
  });
}

describe('guard', () => {
  it('every registered connector went through the whole suite', () => {
    const short = connectors.filter((one) => (casesRun.get(one.id) ?? 0) < casesMin);
    expect(short.map((one) => `${one.id}: ${casesRun.get(one.id) ?? 0} of ${casesMin}`)).toEqual(
      [],
    );
    expect(connectors.length).toBeGreaterThan(0);
  });

  it('no two connectors share an id', () => {
    expect(new Set(connectors.map((one) => one.id)).size).toBe(connectors.length);
  });

  afterAll(() => {
    for (const [id, count] of casesRun) {
      process.stdout.write(`${id}: ${count} cases of the suite\n`);
    }
  });
});
