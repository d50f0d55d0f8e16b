import { defaultLocale, formatMoney, parseCurrency, typedOf } from '../../core/index.js';
import type { GroupBy, QuestionContext, SortOrder, UnderstoodQuestion } from './question.js';
import { statusWords, typeWords } from './question-words.js';
import { periodWords } from './read-period.js';

const groupSaid: Readonly<Record<GroupBy, string>> = {
  client: 'client',
  type: 'type',
  status: 'status',
  currency: 'currency',
  agent: 'person',
  reasonCode: 'reason code',
  day: 'day',
  week: 'week',
  month: 'month',
};
const sortSaid: Readonly<Record<SortOrder, string>> = {
  loggedAt: 'oldest first',
  '-loggedAt': 'newest first',
  amount: 'smallest first',
  '-amount': 'largest first',
  dueAt: 'due first',
  '-dueAt': 'due last first',
};
const measureSaid = {
  list: '',
  show: '',
  count: 'how many ',
  sum: 'the sum of ',
  average: 'the average of ',
  history: 'the history of ',
} as const;

/** What was understood, in words: type and status first, then amounts, names, days and order. */
export function saidOf(
  question: Pick<UnderstoodQuestion, 'measure' | 'filter' | 'groupBy' | 'sort' | 'limit'>,
  context: QuestionContext,
): string {
  const { measure, filter, groupBy, sort, limit } = question;
  const type = typeWords.find(([, kind]) => kind === filter.type)?.[2];
  const status = statusWords.find(([, kind]) => kind === filter.status)?.[2];
  const client = context.clients?.find((one) => one.id === filter.client)?.name ?? filter.client;
  const yours = context.sharedBy ? `of ${context.sharedBy}` : 'of yours';
  const everything = measure === 'count' ? 'reversals' : 'all reversals';
  const subject = type ?? (measure === 'list' || filter.reference ? undefined : everything);
  const parts = [
    filter.reference,
    subject,
    status,
    amountsSaid(filter, context.locale ?? defaultLocale),
    filter.currency && `in ${filter.currency}`,
    client && `of ${client}`,
    filter.agent && (filter.agent === 'me' ? yours : `of ${filter.agent}`),
    filter.customer && `of customer ${filter.customer}`,
    filter.identifier && `matching ${filter.identifier}`,
    filter.reasonCode && `with code ${filter.reasonCode}`,
    filter.source && `from ${filter.source}`,
    (filter.from || filter.to) && `${filter.dateOf ?? 'logged'} ${periodWords(filter)}`,
    groupBy && `by ${groupSaid[groupBy]}`,
    sort && sortSaid[sort],
    limit && (limit === 1 ? 'the first' : `the first ${limit}`),
  ].filter((part) => typeof part === 'string' && part !== '');
  return `${measureSaid[measure]}${parts.join(', ') || 'everything'}`;
}

function amountsSaid(
  { minAmount, maxAmount, currency }: UnderstoodQuestion['filter'],
  locale: string,
) {
  const words = (minor: bigint) => {
    const known = currency === undefined ? null : parseCurrency(currency);
    if (known) return formatMoney({ minor, currency: known }, locale);
    const usual = parseCurrency('USD');
    return usual ? typedOf({ minor, currency: usual }, locale) : String(minor);
  };
  if (minAmount !== undefined && maxAmount !== undefined) {
    return minAmount === maxAmount
      ? `of ${words(minAmount)}`
      : `of ${words(minAmount)} to ${words(maxAmount)}`;
  }
  if (minAmount !== undefined) return `of at least ${words(minAmount)}`;
  return maxAmount === undefined ? undefined : `of at most ${words(maxAmount)}`;
}
