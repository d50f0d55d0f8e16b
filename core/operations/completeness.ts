import { completenessOf } from '../intake/completeness.js';
import { namedConnections } from './named-connections.js';
import { exitCodes, type OpenContext, type Operation } from './operation.js';
import { tableOf } from './table.js';

const daysDefault = 7;
const daysMax = 400;

export const completeness: Operation = {
  name: 'completeness',
  summary:
    'Compares, day by day, what each source lists with what was read here; missing items are read.',
  usage: '[connection] [--days N] [--json]',
  details: [
    'A gap closes itself: what is missing is put in the queue at once. Ask again to see it closed.',
    'Exit code 1 where a day has a gap or cannot be vouched for.',
  ],
  options: {
    days: {
      type: 'string',
      value: 'N',
      help: `how many days that have ended; ${daysDefault} if not said`,
    },
  },
  positionals: { min: 0, max: 1 },
  needs: 'database',
  run: async (context, args) => {
    const days = Number(args.text('days') ?? daysDefault);
    if (!Number.isInteger(days) || days < 1 || days > daysMax) {
      context.err(`--days wants a whole number from 1 to ${daysMax}.`);
      return exitCodes.misused;
    }
    const ids = await namedConnections(context, args.positionals[0]);
    if (ids === null) return exitCodes.misused;
    let isWhole = true;
    for (const id of ids) {
      if (!(await checkOne(context, id, days))) isWhole = false;
      if (context.signal.aborted) return exitCodes.failed;
    }
    return isWhole ? exitCodes.done : exitCodes.failed;
  },
};

async function checkOne(context: OpenContext, id: string, days: number): Promise<boolean> {
  context.progress(`${id}  comparing the last ${days} days`);
  const checks = await context.parts.checkCompleteness(id, days, context.signal);
  const { gaps, unknownSince } = completenessOf(checks);
  if (context.json) {
    for (const check of checks) await context.out(JSON.stringify({ connection: id, ...check }));
    return gaps === 0 && unknownSince === null;
  }
  const rows = checks.map((check) => [
    check.day,
    check.state,
    String(check.listed),
    String(check.judged),
    String(check.missing),
    String(check.waiting),
    String(check.aside),
    check.reason ?? '',
  ]);
  const head = ['DAY', 'STATE', 'LISTED', 'READ', 'MISSING', 'WAITING', 'PUT ASIDE', 'WHY UNKNOWN'];
  await context.out(id);
  for (const line of tableOf([head, ...rows])) await context.out(`  ${line}`);
  if (checks.length === 0) context.err(`${id}: no day has ended since it was added.`);
  if (gaps > 0) context.err(`${id}: what is missing is being read; ask again to see it closed.`);
  if (unknownSince)
    context.err(`${id}: unknown since ${unknownSince}; hub doctor says how to mend it.`);
  return gaps === 0 && unknownSince === null;
}
