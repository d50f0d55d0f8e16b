import type { PolicyRule } from '../reversals/approval-policy.js';
import { decimalOf, parseCurrency } from '../reversals/money.js';
import type { ReplayClient } from '../reversals/simulate/past-entry.js';
import type {
  Difference,
  SimulatedRule,
  SimulationReport,
} from '../reversals/simulate/simulate-policy.js';
import { tableOf } from './table.js';

/** So many people and examples are told; --json has them all. */
const peopleShown = 10;
const examplesShown = 10;

/** The report for a person at a terminal. */
export function reportLines(
  report: SimulationReport,
  clients: ReadonlyMap<string, ReplayClient>,
  file: string,
): string[] {
  const { entries, decided, open, days, left } = report;
  if (entries === 0 && left.length === 0) {
    return [
      `Nothing was logged in the last ${days} days: there is nothing to replay. --days goes further back.`,
    ];
  }
  return [
    `The last ${days} days through ${file}: ${entries} entries, ${decided} decided, ${open} open.`,
    ...left.map(
      ({ client, entries: count }) =>
        `${client}: not in the file; ${count === 1 ? '1 entry was' : `${count} entries were`} not replayed.`,
    ),
    '',
    ...tableOf([
      ['CLIENT', 'RULE', 'DECIDED', 'BY ITSELF', 'VOTES', 'TIME'],
      ...report.rules.map((rule) => ruleRow(rule, clients.get(rule.client))),
    ]),
    '',
    ...peopleLines(report),
    ...differenceLines(report),
  ];
}

function ruleRow(rule: SimulatedRule, client: ReplayClient | undefined): string[] {
  const found = rule.rule === null ? null : (client?.policy?.rules[rule.rule] ?? null);
  return [
    rule.client,
    found ? `rules[${rule.rule}] ${conditionWords(found)}` : 'one approver',
    String(rule.decided),
    arrow(rule.automaticBefore, rule.automaticAfter),
    savedWords(rule.approvalsSaved, String),
    rule.minutesSaved === null
      ? 'unknown: nothing was decided yet'
      : savedWords(rule.minutesSaved, timeWords),
  ];
}

function conditionWords({ when }: PolicyRule): string {
  if (!when) return 'everything else';
  const currency = when.currency === undefined ? null : parseCurrency(when.currency);
  const amount = (minor: number | undefined, word: string) =>
    minor === undefined || !currency
      ? []
      : [`${word} ${decimalOf({ minor: BigInt(minor), currency })}`];
  const words = [
    when.types?.join(', ') ?? 'all types',
    ...(when.currency === undefined ? [] : [when.currency]),
    ...amount(when.minAmount, 'from'),
    ...amount(when.maxAmount, 'to'),
    ...(when.minRisk === undefined ? [] : [`risk from ${when.minRisk}`]),
  ];
  return words.join(' ');
}

function savedWords(count: number, words: (count: number) => string): string {
  if (count === 0) return 'as before';
  return `${words(Math.abs(count))} ${count > 0 ? 'saved' : 'added'}`;
}

function timeWords(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  if (hours === 0) return `${minutes} min`;
  return hours < 48
    ? `${hours} h ${minutes % 60} min`
    : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

const arrow = (before: number, after: number) =>
  before === after ? String(before) : `${before} → ${after}`;

function peopleLines({ people }: SimulationReport): string[] {
  if (people.length === 0) return [];
  const shown = people.slice(0, peopleShown);
  return [
    ...tableOf([
      ['WHO DECIDES', 'DECISIONS', 'BUSIEST DAY', ''],
      ...shown.map(({ email, name, before, after }) => [
        email || name,
        arrow(before.decisions, after.decisions),
        arrow(before.busiestDay, after.busiestDay),
        after.busiestDay > before.busiestDay ? 'more on a day than before' : '',
      ]),
    ]),
    ...(people.length > shown.length ? [`and ${people.length - shown.length} more`] : []),
    '',
  ];
}

const causeWords = {
  file: 'by the file',
  settings_since: 'the settings had changed since it was decided, the file changes nothing more',
  not_recorded: 'from before the log kept what was asked; the file changes nothing',
} as const;

function differenceLines({ different, otherwise, byCause, differences }: SimulationReport) {
  if (different === 0) {
    return ['Nothing would have been decided otherwise: the file reproduces the past exactly.'];
  }
  const causes = (['file', 'settings_since', 'not_recorded'] as const)
    .filter((cause) => byCause[cause] > 0)
    .map((cause) => `${byCause[cause]} ${causeWords[cause]}`);
  const shown = differences.slice(0, examplesShown);
  return [
    `${different} treated otherwise (${causes.join('; ')}), ${otherwise} of them decided otherwise:`,
    ...shown.map((one) => `  ${one.reference} ${one.client}: ${differenceWords(one)}`),
    ...(different > shown.length ? [`  and ${different - shown.length} more`] : []),
  ];
}

function differenceWords({ change, cause, isOtherwise, was, would }: Difference): string {
  const then = was.votes === 'automatic' ? 'approved by itself' : statusWords(was.status);
  const votes = would.votes === 1 ? 'one decision' : `${would.votes} decisions`;
  const now = {
    same: 'as before',
    now_automatic: 'would have been approved by itself',
    now_asks: `would have waited for ${votes}`,
    more_votes: `would have asked for ${votes} instead of ${was.votes}`,
    fewer_votes: `would have asked for ${votes} instead of ${was.votes}`,
    other_people: `would have asked others for ${votes}`,
  }[change];
  const ending =
    isOtherwise && change !== 'now_asks' && change !== 'now_automatic'
      ? ', and those given would not have been enough'
      : '';
  const why = cause === 'file' || cause === null ? '' : ` (${causeWords[cause]})`;
  return `${then}; ${now}${ending}${why}`;
}

function statusWords(status: string): string {
  return status === 'pending_approval' ? 'still open' : status.replaceAll('_', ' ');
}
