import { describe, expect, it } from 'vitest';
import { standIns } from '../contract/connectors/stand-ins.js';
import { cutBackfill } from '../storm/cut-backfill.js';
import { pushSenders } from '../storm/push-senders.js';
import { weatherPushStorm } from '../storm/push-storm.js';
import { weatherStorm } from '../storm/storm.js';

/** A short one of each kind; `npm run storm` is the long one, of a thousand items and twenty kills. */
describe.each(standIns)('$connectorId in a storm', (standIn) => {
  it('misses nothing and does nothing twice, killed again and again', async () => {
    const report = await weatherStorm(standIn, {
      items: 40,
      seed: 7,
      faults: 30,
      kills: 2,
      patienceMs: 200_000,
    });
    expect(report.missed).toEqual([]);
    expect(report.doubled).toEqual([]);
    expect(report.logged).toBeGreaterThan(8);
    expect(Object.keys(report.faults).length).toBeGreaterThan(5);
  }, 420_000);
});

describe.each(pushSenders)('$connectorId sending in a storm', ({ connectorId }) => {
  it('every event is taken once, nothing forged is, and each case stands as if told in order', async () => {
    const plan = { events: 24, seed: 7, kills: 1, patienceMs: 200_000 };
    const report = await weatherPushStorm(connectorId, plan);
    const { missed, doubled, believed, otherwise } = report;
    expect({ missed, doubled, believed, otherwise }).toEqual({
      missed: [],
      doubled: [],
      believed: [],
      otherwise: [],
    });
    expect(report.logged).toBeGreaterThan(5);
    expect(Object.keys(report.faults).length).toBeGreaterThan(3);
  }, 300_000);
});

describe('a backfill', () => {
  it('killed again and again reads every ticket and logs none twice', async () => {
    const report = await cutBackfill({ tickets: 400, cuts: 2, seed: 7, leaseMs: 2_000 });
    expect(report).toMatchObject({ judged: 400, doubled: 0, logged: report.asking });
    expect(report.cutAt).toHaveLength(2);
  }, 300_000);
});
