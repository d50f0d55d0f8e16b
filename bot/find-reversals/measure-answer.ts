import {
  type Desk,
  dayIn,
  type EntryGroup,
  formatMoney,
  isRefusal,
  type Measured,
  parseCurrency,
  type Refusal,
} from '../../core/index.js';
import type { Answer, Asker, BotTools } from '../bot-tools.js';
import { note, section } from '../cards/folded-list.js';
import { type Block, clip, limits } from '../cards/limits.js';
import { oneLine, plain } from '../cards/mrkdwn.js';
import { statusNames, typeNames } from '../words/names.js';
import { refusalWords } from '../words/refusal-words.js';
import { addDays, addMonths, mondayOf, partsOf, periodOf } from './civil-days.js';
import type { UnderstoodQuestion } from './question.js';
import { toFilter } from './to-filter.js';

type Filter = Omit<Parameters<Desk['find']>[1], 'sort'>;

type Question = {
  asked: UnderstoodQuestion;
  filter: Filter;
  timezone: string;
  /** What was not understood, in words; empty where all was. */
  missed: string;
};

/** Groups shown; further ones are counted together. */
const groupsShown = 20;

/** Counts, sums and averages, each currency for itself: nothing is converted. */
export async function measureAnswer(
  tools: BotTools,
  asker: Asker,
  { asked, filter, timezone, missed }: Question,
): Promise<Answer> {
  const measure = (part: Filter, group: EntryGroup | null) =>
    tools.desk.measure(asker.person, part, group);
  const rows = await measuredRows(tools, asked, filter, timezone, measure);
  if (isRefusal(rows)) return { text: refusalWords(rows) };
  const names = new Map((await tools.desk.clients(asker.person)).map((one) => [one.id, one.name]));
  const groups = groupsOf(rows, asked);
  const total = figure(rows, asked.measure, asker.locale);
  const head = `*${total}*: ${plain(asked.said)}`;
  const blocks: Block[] = [section(head)];
  if (asked.groupBy) {
    const lines = groups
      .slice(0, groupsShown)
      .map(
        ([key, part]) =>
          `${oneLine(groupName(key, asked, names), 60)} · *${figure(part, asked.measure, asker.locale)}*`,
      );
    if (groups.length > groupsShown) lines.push(`… and ${groups.length - groupsShown} more`);
    if (lines.length > 0) blocks.push(section(clip(lines.join('\n'), limits.sectionText)));
  }
  if (missed !== '') blocks.push(note(missed));
  return { text: `${total}: ${asked.said}`, blocks };
}

type Measure = (part: Filter, group: EntryGroup | null) => Promise<readonly Measured[] | Refusal>;

async function measuredRows(
  tools: BotTools,
  asked: UnderstoodQuestion,
  filter: Filter,
  timezone: string,
  measure: Measure,
): Promise<readonly Measured[] | Refusal> {
  const { groupBy } = asked;
  if (groupBy !== 'day' && groupBy !== 'week' && groupBy !== 'month') {
    return measure(filter, groupBy ?? null);
  }
  const today = dayIn(timezone, tools.now());
  const rows: Measured[] = [];
  for (const { from, to } of periodsOf(groupBy, asked.filter, today)) {
    // Only its days are asked for: everything else stays as it is.
    const days = toFilter({ from, to }, timezone, '');
    const part = { ...filter, from: days.from, to: days.to };
    const found = await measure(part, null);
    if (isRefusal(found)) return found;
    const none = { currency: null, count: 0, sum: 0n };
    rows.push(...(found.length > 0 ? found : [none]).map((row) => ({ ...row, key: from })));
  }
  return rows;
}

/** At most this many days, weeks or months: where no beginning is named, the last of them. */
const periodsMax = { day: 62, week: 53, month: 36 } as const;
const periodsUsual = { day: 14, week: 8, month: 12 } as const;

function periodsOf(
  unit: 'day' | 'week' | 'month',
  { from, to }: { from?: string; to?: string },
  today: string,
): { from: string; to: string }[] {
  const end = to && to < today ? to : today;
  const back = periodsUsual[unit] - 1;
  const usual =
    unit === 'day'
      ? addDays(end, -back)
      : unit === 'week'
        ? addDays(mondayOf(end), -7 * back)
        : addMonths(periodOf('month', end, 0).from, -back);
  const periods: { from: string; to: string }[] = [];
  for (let at = end; at >= (from ?? usual) && periods.length < periodsMax[unit]; ) {
    const whole = periodOf(unit, at, 0);
    const first = from && whole.from < from ? from : whole.from;
    periods.unshift({ from: first, to: whole.to < end ? whole.to : end });
    at = addDays(whole.from, -1);
  }
  return periods;
}

/** Groups with the largest first; days, weeks and months as they came. */
function groupsOf(
  rows: readonly Measured[],
  { groupBy, measure }: UnderstoodQuestion,
): [string | null, Measured[]][] {
  const groups = new Map<string | null, Measured[]>();
  for (const row of rows) groups.set(row.key, [...(groups.get(row.key) ?? []), row]);
  const all = [...groups];
  if (groupBy === 'day' || groupBy === 'week' || groupBy === 'month') return all;
  const weight = (part: readonly Measured[]) =>
    part.reduce((sum, row) => sum + (measure === 'count' ? BigInt(row.count) : row.sum), 0n);
  return all.toSorted(([, a], [, b]) =>
    weight(b) > weight(a) ? 1 : weight(b) < weight(a) ? -1 : 0,
  );
}

function figure(
  rows: readonly Measured[],
  measure: UnderstoodQuestion['measure'],
  locale: string,
): string {
  const count = rows.reduce((sum, row) => sum + row.count, 0);
  if (measure === 'count') return count.toLocaleString(locale);
  const byCurrency = new Map<string, { sum: bigint; count: number }>();
  for (const row of rows) {
    if (!row.currency) continue;
    const before = byCurrency.get(row.currency) ?? { sum: 0n, count: 0 };
    byCurrency.set(row.currency, { sum: before.sum + row.sum, count: before.count + row.count });
  }
  const parts = [...byCurrency].flatMap(([code, each]) => {
    const currency = parseCurrency(code);
    if (!currency || each.count === 0) return [];
    const minor = measure === 'average' ? rounded(each.sum, BigInt(each.count)) : each.sum;
    return [formatMoney({ minor, currency }, locale)];
  });
  if (parts.length === 0) return count === 0 ? 'nothing' : 'no amount';
  return measure === 'average'
    ? parts.join(' and ')
    : `${parts.join(' and ')} (${count.toLocaleString(locale)})`;
}

/** Halves go up, as in any report. */
const rounded = (sum: bigint, count: bigint) => (2n * sum + count) / (2n * count);

function groupName(
  key: string | null,
  { groupBy }: UnderstoodQuestion,
  clients: ReadonlyMap<string, string>,
): string {
  if (key === null) return groupBy === 'agent' ? 'logged from its source' : 'none';
  if (groupBy === 'client') return clients.get(key) ?? key;
  if (groupBy === 'type') return typeNames[key as keyof typeof typeNames] ?? key;
  if (groupBy === 'status') return statusNames[key as keyof typeof statusNames] ?? key;
  if (groupBy === 'week') return `week of ${key}`;
  if (groupBy === 'month') return `${partsOf(key)[0]}-${String(partsOf(key)[1]).padStart(2, '0')}`;
  return key;
}
