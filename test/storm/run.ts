/**
 * `npm run storm [-- ITEMS [SEED]]`: every stand-in in a seeded storm with a hub that is killed again and
 * again, the processors that send events among them; a backfill of twenty times as many tickets that is cut ten times; 25,000 HubSpot tickets changed within one second; one JSON object a line. Ends with 1 where anything was missed or doubled.
 */
import { standIns } from '../contract/connectors/stand-ins.js';
import { cutBackfill } from './cut-backfill.js';
import { pushSenders } from './push-senders.js';
import { weatherPushStorm } from './push-storm.js';
import { judgeSameSecond } from './same-second.js';
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
for (const { connectorId } of pushSenders) {
  const plan = { events: items, seed, kills: 20, patienceMs: 900_000 };
  const report = await weatherPushStorm(connectorId, plan);
  process.stdout.write(`${JSON.stringify(report)}\n`);
  const { missed, doubled, believed, otherwise } = report;
  if ([...missed, ...doubled, ...believed, ...otherwise].length > 0) isWhole = false;
}
const crowd = await judgeSameSecond(25_000);
process.stdout.write(
  `${JSON.stringify({ connector: 'hubspot', name: 'same second', ...crowd })}\n`,
);
if (crowd.judged !== crowd.tickets) isWhole = false;
const cut = await cutBackfill({ tickets: items * 20, cuts: 10, seed, leaseMs: 30_000 });
process.stdout.write(`${JSON.stringify({ connector: 'zendesk', name: 'cut backfill', ...cut })}\n`);
if (cut.judged !== cut.tickets || cut.doubled > 0 || cut.logged !== cut.asking) isWhole = false;
process.exit(isWhole ? 0 : 1);
