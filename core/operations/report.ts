import { type ReportPeriod, reportPeriods } from '../insight/report.js';
import { reportWords } from '../insight/report-words.js';
import { localeOf } from '../reversals/locale.js';
import { exitCodes, type Operation } from './operation.js';

const report = (period: ReportPeriod): Operation => ({
  name: `report ${period}`,
  summary: `${summaries[period]}: logged, decided, amounts, waits, overdue.`,
  usage: '[--client ID] [--out FILE] [--json]',
  details: [
    'Days are those of the client’s time zone; over all clients those of UTC. Currencies are not added up.',
    'Amounts in JSON are integers of minor units. Historic entries are not counted.',
  ],
  options: {
    client: { type: 'string', value: 'ID', help: 'this client alone' },
    out: { type: 'string', value: 'FILE', help: 'writes it into a file instead of here' },
  },
  positionals: { min: 0, max: 0 },
  writesFile: true,
  needs: 'database',
  run: async (context, args) => {
    const clients = await context.parts.clients();
    const wanted = args.text('client');
    const chosen = wanted === undefined ? clients : clients.filter((one) => one.id === wanted);
    if (chosen.length === 0) {
      const names = clients.map((one) => one.id).join(', ');
      context.err(`There is no client ${wanted ?? ''}. There are: ${names}.`);
      return exitCodes.misused;
    }
    const timezone = wanted === undefined ? 'UTC' : (chosen[0]?.timezone ?? 'UTC');
    const ids = chosen.map((one) => one.id);
    const made = await context.parts.report({ period, clients: ids, timezone, now: context.now() });
    if (context.json) {
      await context.out(JSON.stringify(made, (_key, value) => numbered(value)));
      return exitCodes.done;
    }
    const { head, lines } = reportWords(
      made,
      localeOf(chosen.length === 1 ? (chosen[0] ?? null) : null),
    );
    await context.out(`${head}: ${chosen.map((one) => one.name).join(', ')}`);
    for (const line of lines) await context.out(line);
    return exitCodes.done;
  },
});

const summaries: Readonly<Record<ReportPeriod, string>> = {
  daily: 'The day that ended last',
  weekly: 'The week that ended last, from Monday',
  monthly: 'The month that ended last',
};

export const reports = reportPeriods.map(report);

/** JSON has no bigint; sums of minor units stay exact up to 2^53. */
const numbered = (value: unknown) => (typeof value === 'bigint' ? Number(value) : value);
