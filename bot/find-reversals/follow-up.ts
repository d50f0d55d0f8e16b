import type { QuestionContext, QuestionFilter, UnderstoodQuestion } from './question.js';
import { saidOf } from './question-said.js';
import { understandQuestion } from './understand-question.js';

/** How a question begins that goes on from the one before it. */
const cue =
  /^(?:only|just|and|but|or|now|then|also|same|those|these|what\s+about|how\s+about|of\s+(?:those|these|them)|which\s+of|the\s+ones?|ones|by|per|group(?:ed)?|sort(?:ed)?|order(?:ed)?|in|with|from|since|over|under|for)\b/i;

/** "only the ones in euro", "and by client?": says nothing whole by itself. */
export const isFollowUp = (text: string): boolean => cue.test(text.trim());

/**
 * One question a line, each going on from those before it where it is a follow-up: what it says
 * counts, what it leaves open stays. Any other line begins anew.
 */
export function understandQuestions(text: string, context: QuestionContext): UnderstoodQuestion {
  const [first = '', ...others] = text.split('\n').filter((line) => line.trim() !== '');
  return others.reduce(
    (before, line) => {
      const next = understandQuestion(line, context);
      return isFollowUp(line) ? goOn(before, next, context) : next;
    },
    understandQuestion(first, context),
  );
}

function goOn(
  before: UnderstoodQuestion,
  next: UnderstoodQuestion,
  context: QuestionContext,
): UnderstoodQuestion {
  if (!before.understood || before.filter.reference || next.filter.reference) return next;
  const filter = joined(before.filter, next.filter);
  const question = {
    measure: next.measure === 'list' || isRegrouping(next) ? before.measure : next.measure,
    filter,
    groupBy: next.groupBy ?? before.groupBy,
    sort: next.sort ?? before.sort,
    limit: next.limit ?? before.limit,
  };
  const measured = question.groupBy && question.measure === 'list' && !question.limit;
  const whole = measured ? { ...question, measure: 'count' as const } : question;
  return { ...next, ...whole, said: saidOf(whole, context) };
}

/** "by client" alone counts; behind a sum it is the sum that is split. */
const isRegrouping = (next: UnderstoodQuestion) =>
  next.groupBy !== undefined && next.measure === 'count';

/** A new period, or new bounds of an amount, replace the old ones whole. */
function joined(before: QuestionFilter, next: QuestionFilter): QuestionFilter {
  const kept = { ...before };
  if (next.from || next.to) {
    delete kept.from;
    delete kept.to;
    if (next.dateOf === 'logged' && kept.dateOf) return { ...kept, ...next, dateOf: kept.dateOf };
  }
  if (next.minAmount !== undefined && next.maxAmount !== undefined) {
    delete kept.minAmount;
    delete kept.maxAmount;
  }
  return { ...kept, ...next };
}
