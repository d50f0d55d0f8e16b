import { describe, expect, it } from 'vitest';
import { standIns } from '../contract/connectors/stand-ins.js';
import { weatherStorm } from '../storm/storm.js';

describe.each(standIns)('$connectorId in a storm', (standIn) => {
  it('misses nothing and does nothing twice, killed again and again', async () => {
    const report = await weatherStorm(standIn, {
      items: 100,
      seed: 7,
      faults: 60,
      kills: 4,
      patienceMs: 200_000,
    });
    expect(report.missed).toEqual([]);
    expect(report.doubled).toEqual([]);
    expect(report.logged).toBeGreaterThan(20);
    expect(Object.keys(report.faults).length).toBeGreaterThan(5);
  }, 420_000);
});
