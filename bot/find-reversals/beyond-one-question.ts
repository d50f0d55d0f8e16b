import { gap, type QuestionReader } from './question-reader.js';

/** "How do I log a refund" asks for help, "average time to decide" for what is not counted. */
const asksHow =
  /^\s*how\s+(?:do|can|does|should|to|long|fast|quickly)\b|\btime\s+(?:to|until|till)\s+(?:an?\s+)?(?:decid|decision|approv|reject|pay|complet|clos|resol|answer)/i;

/** "Customers with more than 3 refunds" counts for each. */
const countsEach =
  /\b(?:with|have|has|had)\s+(?:more\s+than|over|at\s+least|fewer\s+than|less\s+than|under)\s+\d+\s+(?:refund|charge-?back|dispute|reversal|return|case|entr|request)/i;

/** Whether the words as they were asked want something else than entries and figures of them. */
export const asksSomethingElse = (text: string): boolean =>
  asksHow.test(text) || countsEach.test(text);

const without =
  /(?<![\p{L}\d])(?:except|excluding|without|(?:everything|anything|all)\s+but|but\s+the|but\s+not|other\s+than|besides|vs|versus|compared?)(?![\p{L}\d])/iu;
const denied = new RegExp(
  `\\b(?:not|never|(?:is|are|was|were|has|have|had|did|do|does)n['’]?t)\\s+(?:yet\\s+|been\\s+|be\\s+)*${gap}`,
  'iu',
);
const figure = '(?:sum|total|count|average)s?';
const twoFigures = new RegExp(
  `\\b${figure}\\s+(?:and|&)\\s+${gap}|${gap}\\s*(?:and|&)\\s+(?:the\\s+)?${figure}\\b`,
  'iu',
);

/**
 * Once type, status and measure are taken out: whether all but them is meant ("not rejected", "except
 * refunds"), or two measures ("sum and count").
 */
export const excludesOrDoubles = (reader: QuestionReader): boolean =>
  [without, denied, twoFigures].some((pattern) => reader.has(pattern));

/** "By client and status": though `status` alone would say little. */
const groupedTwice = new RegExp(
  `${gap}\\s*(?:and|or|&|\\/|,)\\s*(?:by\\s+)?(?:status(?:es)?|types?|clients?|agents?|dates?|days?)(?![\\p{L}\\d])`,
  'iu',
);
export const isGroupedTwice = (rest: string): boolean => groupedTwice.test(rest);

/**
 * Left over, they narrow a question down as no filter can: half a period ("first week of …"), what came of
 * it, how it was made. An answer without them would be untrue; other words that are left are told.
 */
const narrowing = new Set(
  `week weeks month months quarter quarters year years hour hours day days h1 h2 half today tomorrow yesterday
  non won win wins winning lost lose loses losing contest contested accept accepted fought auto automatic
  automatically manual black fraud fraudulent friendly double twice duplicate partial failed stuck escalated risky
  flagged historic expired repeat recurring big small large huge old around roughly approx approximately nearly
  almost visa mastercard amex`.split(/\s+/),
);

/** Whether a word that is left over narrows the question, or is the second of two ("for acme and globex"). */
export function losesSense(word: string, rest: string): boolean {
  const shape = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const isSecond = new RegExp(
    `${gap}\\s*(?!and\\s+(?:why|how))(?:and|or|&|\\/|,)\\s*${shape}(?![\\p{L}\\d])`,
    'iu',
  );
  return narrowing.has(word.toLowerCase()) || /^un\p{L}+$/iu.test(word) || isSecond.test(rest);
}
