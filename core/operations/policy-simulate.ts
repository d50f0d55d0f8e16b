import type { ReplayClient } from '../reversals/simulate/past-entry.js';
import { type SimulationReport, simulatePolicy } from '../reversals/simulate/simulate-policy.js';
import { toRows } from '../settings/to-rows.js';
import type { HubConfiguration } from './hub-parts.js';
import {
  exitCodes,
  type OpenContext,
  type Operation,
  type OperationArguments,
} from './operation.js';
import { reportLines } from './policy-simulate-words.js';
import { tellFaults } from './tell-faults.js';

const daysDefault = 90;
const daysMax = 3_650;
/** No configuration comes near this; a wrong file may. */
const fileLengthMax = 5_000_000;

export const policySimulate: Operation = {
  name: 'policy simulate',
  summary: 'Replays past reversals through a changed configuration file; writes nothing.',
  usage: 'FILE|- [--days N] [--json]',
  details: [
    'Of each client and rule: how many were decided, how many of them by themselves before and after,',
    'votes and minutes saved or added (by the median wait of the real decisions, step by step), who would',
    'have more to decide a day, and what would have been decided otherwise, by reference.',
    'The file in force reproduces the past; what differs all the same is named with why.',
    'FILE is checked like at a start: every fault is told, and nothing is replayed.',
  ],
  options: {
    days: { type: 'string', value: 'N', help: `how far back; ${daysDefault} if not said` },
  },
  positionals: { min: 1, max: 1 },
  readsFile: true,
  readsOnly: true,
  needs: 'database',
  run: async (context, args) => {
    const days = Number(args.text('days') ?? daysDefault);
    if (!Number.isInteger(days) || days < 1 || days > daysMax) {
      context.err(`--days wants a whole number from 1 to ${daysMax}.`);
      return exitCodes.misused;
    }
    const file = await readFile(context, args);
    if (file === null) return exitCodes.misused;
    const byFile = await clientsOf(context, file);
    const report = await simulatePolicy({
      book: context.parts.past,
      byFile,
      byNow: await context.parts.past.inForce(),
      days,
      now: context.now(),
      signal: context.signal,
      progress: (entries) => context.progress(`replayed ${entries} entries`),
    });
    if (context.signal.aborted) return exitCodes.failed;
    context.progress(null);
    if (context.json) await context.out(JSON.stringify(report));
    else await tellReport(context, report, byFile, args.positionals[0] ?? '-');
    return exitCodes.done;
  },
};

async function readFile(
  context: OpenContext,
  args: OperationArguments,
): Promise<HubConfiguration | null> {
  let text = '';
  for await (const piece of context.stdin) {
    text += piece;
    if (text.length > fileLengthMax) {
      context.err('The file is too large to be a configuration.');
      return null;
    }
  }
  const path = args.positionals[0] ?? '-';
  const name = path === '-' ? 'the configuration on stdin' : path;
  const reading = await context.handedIn.readOtherConfiguration(text, name);
  if (reading.ok) return reading.configuration;
  tellFaults({ ...reading, file: name }, context.err);
  return null;
}

/** As the file says it; people whom the hub knows keep their ids, whether they still work or not. */
async function clientsOf(
  context: OpenContext,
  { settings, connections }: HubConfiguration,
): Promise<ReadonlyMap<string, ReplayClient>> {
  const rows = toRows(settings, connections, context.now());
  const known = await context.parts.past.everybody();
  const ids = new Map(known.map((person) => [person.email.toLowerCase(), person.id] as const));
  const people = rows.people.map((person) => ({
    ...person,
    id: ids.get(person.email.toLowerCase()) ?? `new ${person.email}`,
  }));
  return new Map(
    rows.clients.map(({ id, timezone, policy }) => [
      id,
      { timezone, policy, people: people.filter((person) => person.clients.includes(id)) },
    ]),
  );
}

async function tellReport(
  context: OpenContext,
  report: SimulationReport,
  clients: ReadonlyMap<string, ReplayClient>,
  file: string,
) {
  for (const line of reportLines(report, clients, file)) await context.out(line);
  if (report.different > 0) context.err('--json names every entry that differs.');
}
