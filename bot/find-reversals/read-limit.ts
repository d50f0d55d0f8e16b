import type { SortOrder } from './question.js';
import type { QuestionReader } from './question-reader.js';

export type Limit = { count: number; order: SortOrder };

const orders: Readonly<Record<string, SortOrder>> = {
  ...{ top: '-amount', biggest: '-amount', largest: '-amount', highest: '-amount' },
  ...{ smallest: 'amount', lowest: 'amount', cheapest: 'amount', bottom: 'amount' },
  ...{ last: '-loggedAt', latest: '-loggedAt', newest: '-loggedAt', recent: '-loggedAt' },
  ...{ oldest: 'loggedAt', first: 'loggedAt', earliest: 'loggedAt', next: 'dueAt' },
};
const smallNumbers = [
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
];
const listMax = 1_000;

const number = `(\\d{1,4}|${smallNumbers.join('|')})`;
const order = `(${Object.keys(orders).join('|')}|most\\s+recent)`;
const notTime =
  '(?!\\s*(?:st|nd|rd|th|am|pm|hours?|days?|business|working|weeks?|months?|years?|quarters?|[.,]\\d|%|k\\b)|\\d)';
const shapes = [
  new RegExp(
    `(?<![\\p{L}\\d])(?:the\\s+)?${order}\\s+${number}${notTime}(?:\\s+(?:biggest|largest|highest|newest|latest|most\\s+recent))?(?![\\p{L}\\d])`,
    'iu',
  ),
  // "Between $50 and $75 last month" has no limit: an amount, and a period.
  new RegExp(
    `(?<![\\p{L}\\d$€£¥₹.,])(?:the\\s+)?${number}\\s+${order}(?!\\s+(?:hour|day|week|month|quarter|year))(?![\\p{L}\\d])`,
    'iu',
  ),
  new RegExp(
    `(?<![\\p{L}\\d])(?:limit(?:\\s+to)?|only\\s+(?:the\\s+)?first|just|at\\s+most)\\s+${number}(?=\\s+(?:of|entries|results|rows|lines|items|refunds|charge-?backs|disputes|reversals|cases)|\\s*$)(?:\\s+(?:entries|results|rows|lines|items))?`,
    'iu',
  ),
];

/** "Top 5", "the 10 newest", "last three refunds"; "last 7 days" is a period. */
export function takeLimit(reader: QuestionReader): Limit | null {
  for (const [index, shape] of shapes.entries()) {
    const found = reader.takeIf(shape, (match) => {
      const [first, second] = index === 1 ? [match[2], match[1]] : [match[1], match[2]];
      const count = index === 2 ? toNumber(match[1]) : toNumber(second);
      const key = index === 2 ? 'newest' : (first ?? '').toLowerCase().replace(/^most\s+/, '');
      const sort = orders[key];
      return count > 0 && count <= listMax && sort ? { count, order: sort } : null;
    });
    if (found) return found;
  }
  return reader.takeIf(single, (match) => {
    const sort = orders[(match[1] ?? '').toLowerCase().replace(/^most\s+/, '')];
    return sort ? { count: 1, order: sort } : null;
  });
}

/** "The last refund": one, as its name says. */
const single =
  /(?<![\p{L}\d])(?:the\s+)?(last|latest|newest|oldest|top|biggest|largest|highest|smallest|most\s+recent)(?=\s+(?:open\s+|pending\s+|approved\s+|rejected\s+|completed\s+)?(?:refund|charge-?back|dispute|reversal|entry|bank\s+return|system\s+error|merchant\s+error|case|request)(?![\p{L}]))/iu;

const toNumber = (text: string | undefined) =>
  smallNumbers.indexOf((text ?? '').toLowerCase()) + 1 || Number(text);
