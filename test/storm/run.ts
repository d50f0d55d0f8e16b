/**
 * `npm run storm [-- ITEMS [SEED]]`: every stand-in in a seeded storm with a hub that is killed again and
 * again; one JSON object a connector. Ends with 1 where anything was missed or doubled.
 */
import { standIns } from '../contract/connectors/stand-ins.js';
import { weatherStorm } from './storm.js';

const [items = 1_000, seed = 1] = process.argv.slice(2).map(Number);
let isWhole = true;
for (const standIn of standIns) {
  const report = await weatherStorm(standIn, {
    items,
    seed,
    faults: items / 2,
    kills: 20,
    patienceMs: 900_000,
  });
  process.stdout.write(`${JSON.stringify(report)}\n`);
  if (report.missed.length + report.doubled.length > 0) isWhole = false;
}
process.exit(isWhole ? 0 : 1);
