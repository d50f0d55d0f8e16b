import { dayIn } from '../../core/index.js';
import { addDays } from './civil-days.js';
import type { DateOf, QuestionContext, QuestionFilter } from './question.js';
import type { QuestionReader } from './question-reader.js';
import { isMonthFirstZone } from './read-day.js';
import { takePeriod } from './read-period.js';

const dueWords =
  /(?<![\p{L}\d])(?:due|needs?\s+(?:an?\s+|our\s+)?(?:response|answer|reply)|deadlines?|respond(?:\s+by)?|expir(?:e|es|ing)|response\s+dates?)(?![\p{L}\d])/iu;
const overdueWords =
  /(?<![\p{L}\d])(?:over-?due|past\s+(?:their\s+|its\s+)?(?:due|deadline)(?:\s+date)?|late|missed\s+(?:their\s+|its\s+)?deadline)(?![\p{L}\d])/iu;

/** The period, and whether it is one of deadlines; `due` also where no period is named. */
export function readDays(
  reader: QuestionReader,
  filter: QuestionFilter,
  context: QuestionContext,
): DateOf | null {
  const today = dayIn(context.timezone, context.now);
  if (reader.take(overdueWords)) {
    filter.to = addDays(today, -1);
    filter.dateOf = 'due';
    return 'due';
  }
  const isDue = reader.has(dueWords);
  const isSoon =
    isDue &&
    reader.take(/(?<![\p{L}\d])(?:due|expir\w+)\s+(?:very\s+)?soon(?![\p{L}\d])/iu) !== null;
  const period = isSoon
    ? { from: today, to: addDays(today, soonDays) }
    : takePeriod(reader, {
        today,
        isAhead: isDue,
        isMonthFirst: isMonthFirstZone(context.timezone),
      });
  if (isDue) reader.take(dueWords);
  if (period?.from) filter.from = period.from;
  if (period?.to) filter.to = period.to;
  return isDue || isSoon ? 'due' : null;
}

/** "Due soon": a chargeback's file takes days to put together. */
const soonDays = 3;

/** Which day the period is about: the verb beside it says. */
export function readDateOf(
  reader: QuestionReader,
  filter: QuestionFilter,
  days: DateOf | null,
): void {
  const isLogged =
    reader.take(
      /(?<![\p{L}\d])(?:logged|log|created|opened|received|reported|entered|recorded|filed|raised|submitted|came\s+in|come\s+in|arrived|added|new)(?![\p{L}\d])/iu,
    ) !== null;
  const isOccurred =
    reader.take(
      /(?<![\p{L}\d])(?:occurred|occurring|happened|took\s+place|charged|transacted|dated|purchased|transaction\s+date)(?![\p{L}\d])/iu,
    ) !== null;
  const isDecided =
    reader.take(
      /(?<![\p{L}\d])(?:decided|decide|handled|handle|resolved|processed)(?![\p{L}\d])/iu,
    ) !== null;
  if (days === 'due') filter.dateOf = 'due';
  if (!filter.from && !filter.to) return;
  const hasVerdict = filter.status === 'approved' || filter.status === 'rejected';
  filter.dateOf =
    days ??
    (isLogged
      ? 'logged'
      : isOccurred
        ? 'occurred'
        : isDecided || hasVerdict
          ? 'decided'
          : 'logged');
}
