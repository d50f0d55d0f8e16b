import { formatMoney, parseCurrency } from '../reversals/money.js';
import type { Report } from './report.js';

/** A report's figures as lines of text in the reader's `locale`, for chat and command line alike. */
export function reportWords(
  report: Report,
  locale: string,
): { head: string; lines: readonly string[] } {
  const { logged, decided, overdue, medianDecisionMs, clientWait } = report;
  const figure = figureIn(locale);
  const days = report.from === report.to ? report.from : `${report.from} to ${report.to}`;
  return {
    head: `${titles[report.period]} report, ${days} (${report.timezone})`,
    lines: [
      `Logged: ${figure(logged)}`,
      ...report.byType.map(({ type, ...one }) => `  ${plainWord(type)}: ${figure(one)}`),
      `Decided: ${figure(decided)}`,
      ...decided.byStatus.map(({ status, ...one }) => `  now ${plainWord(status)}: ${figure(one)}`),
      `Median time to the first decision: ${medianDecisionMs === null ? 'nothing was decided' : duration(medianDecisionMs)}`,
      ...(clientWait.medianMs === null
        ? []
        : [
            `Median wait for the client’s own approver, counted apart: ${duration(clientWait.medianMs)} (${clientWait.count})`,
          ]),
      `Overdue now: ${overdue.toLocaleString(locale)}`,
    ],
  };
}

const titles = { daily: 'Daily', weekly: 'Weekly', monthly: 'Monthly' } as const;

const figureIn =
  (locale: string) =>
  ({ count, sums }: Pick<Report['logged'], 'count' | 'sums'>): string => {
    const amounts = sums.flatMap(({ currency, minor }) => {
      const known = parseCurrency(currency);
      return known ? [formatMoney({ minor, currency: known }, locale)] : [];
    });
    const number = count.toLocaleString(locale);
    return amounts.length > 0 ? `${number} (${amounts.join(', ')})` : number;
  };

const plainWord = (word: string) => word.replaceAll('_', ' ');

/** Two units are enough: `3 h 20 min`, `2 d 4 h`. */
function duration(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) return 'less than a minute';
  const hours = Math.floor(minutes / 60);
  if (hours < 1) return `${minutes} min`;
  if (hours < 48) return `${hours} h ${minutes % 60} min`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}
