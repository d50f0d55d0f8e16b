import { patternOf } from '../words/pattern-of.js';
import {
  asksSomethingElse,
  excludesOrDoubles,
  isGroupedTwice,
  losesSense,
} from './beyond-one-question.js';
import { asMeant } from './mistyped.js';
import type {
  GroupBy,
  Measure,
  QuestionContext,
  QuestionFilter,
  UnderstoodQuestion,
} from './question.js';
import { QuestionReader } from './question-reader.js';
import { saidOf } from './question-said.js';
import {
  emptyWords,
  groupWords,
  measureWords,
  mostWords,
  sortWords,
  sourceWords,
  statusWords,
  typeWords,
} from './question-words.js';
import { readDateOf, readDays } from './read-dates.js';
import { readIdentifiers, readReference } from './read-identifiers.js';
import { type Limit, takeLimit } from './read-limit.js';
import { takeMoney } from './read-money.js';
import { isName, takeAgent, takeAgentEmail, takeClient, takeCustomer } from './read-people.js';

/**
 * Reads a question by plain rules: each takes its words out, the more certain ones first, and what
 * is left over is told as not understood. Nothing is guessed: the same words are always the same
 * question (outside.md, `understand question`).
 */
export function understandQuestion(text: string, context: QuestionContext): UnderstoodQuestion {
  const reader = new QuestionReader(asMeant(plainText(text), keptWords(context)));
  const filter: QuestionFilter = {};
  const about = readReference(reader, filter);
  if (about !== null) {
    const said = saidOf({ measure: about, filter }, context);
    // "RV-1 and RV-2": one is shown, and that the other was not.
    const others = reader.rest().match(/\brv[-\s#]?\d{1,9}\b/giu) ?? [];
    return { understood: others.length === 0, measure: about, filter, said, left: others };
  }
  takeAgentEmail(reader, filter);
  readIdentifiers(reader, filter);
  takeCustomer(reader, filter);
  const group = takeGroup(reader);
  const limit = takeLimit(reader);
  const sort = takeFirst(reader, sortWords);
  const days = readDays(reader, filter, context);
  takeMoney(reader, filter, context.currency);
  const measure = takeFirst(reader, measureWords);
  const most = takeMost(reader);
  readSource(reader, filter);
  if (context.clients) takeClient(reader, filter, context);
  if (filter.agent === undefined) takeAgent(reader, filter);
  const isTwice = readTypeAndStatus(reader, filter);
  if (!context.clients) takeClient(reader, filter, context);
  readDateOf(reader, filter, days);
  const left = leftWords(reader, filter, context);
  const unknown = context.clients ? unknownClient(reader, left) : undefined;
  const groupBy = group ?? most;
  const question = {
    measure: chooseMeasure(measure?.[1], groupBy, limit),
    filter,
    groupBy,
    sort: sort?.[1] ?? limit?.order,
    limit: limit?.count,
  };
  const isAboutAll = reader.has(/\b(?:reversals?|entries|cases|everything|requests)\b/i);
  // A period is one thing that is said, and so is an amount, in how many fields ever they stand.
  const isBeside = (name: string) =>
    (['to', 'dateOf'].includes(name) && filter.from !== undefined) ||
    (['maxAmount', 'currency'].includes(name) && filter.minAmount !== undefined) ||
    (name === 'currency' && filter.maxAmount !== undefined);
  const said = Object.keys(filter).filter((name) => !isBeside(name));
  const known = said.length + (measure || groupBy || sort || limit ? 1 : 0) + (isAboutAll ? 1 : 0);
  return {
    understood:
      known > 0 &&
      !isTwice &&
      !asksSomethingElse(text) &&
      !(groupBy !== undefined && isGroupedTwice(reader.rest())) &&
      !unknown &&
      left.length < known &&
      !left.some((word) => losesSense(word, reader.rest())),
    ...question,
    said: saidOf(question, context),
    left,
    unknownClient: unknown,
  };
}

/** Names of the clients are words of their own, however like another word they look. */
const keptWords = ({ clients = [] }: QuestionContext): ReadonlySet<string> =>
  new Set(
    clients.flatMap(({ id, name }) => [id, ...name.split(/\s+/)].map((word) => word.toLowerCase())),
  );

/** The longest question that is read: past it nobody asks one thing. */
const charactersMax = 600;

function plainText(text: string): string {
  return text
    .slice(0, charactersMax)
    .replaceAll('\ue001', ' ')
    .replace(/&gt;/g, '>')
    .replace(/&lt;/g, '<')
    .replace(/<(?:mailto:|tel:)[^|>]*\|([^>]*)>/g, '$1')
    .replace(/[“”"*_`]/g, (sign) => (sign === '_' ? '_' : ' '))
    .replace(/[‘’]/g, "'")
    .replace(/\bneeds?\s+my\s+(approval|decision)\b/gi, 'needs $1 assigned to me')
    .replace(/\s+/g, ' ')
    .trim();
}

function takeFirst<Row extends readonly [RegExp, ...unknown[]]>(
  reader: QuestionReader,
  rows: readonly Row[],
): Row | null {
  return rows.find(([pattern]) => reader.take(pattern) !== null) ?? null;
}

const takeGroup = (reader: QuestionReader): GroupBy | undefined =>
  takeFirst(reader, groupWords)?.[1];

/** "Which client has the most chargebacks": counted for each. */
function takeMost(reader: QuestionReader): GroupBy | undefined {
  if (!reader.has(/\b(?:most|fewest|least|highest|busiest|top)\b/i)) return undefined;
  const found = takeFirst(reader, mostWords)?.[1];
  if (found)
    reader.take(
      /\b(?:has|have|had|with|got|saw)?\s*(?:the\s+)?(?:most|fewest|least|highest|busiest|top)\b/i,
    );
  return found;
}

const cue = '(?:from|via|through|by|over|on|in|coming\\s+from|reported\\s+(?:by|via))';
const sourcePatterns = sourceWords.map(
  ([shape, source]) =>
    [
      new RegExp(
        `(?<![\\p{L}\\d@.-])(?:(?:${cue}\\s+(?:the\\s+)?)(?:${shape})|(?:zendesk|hubspot|gmail|stripe|adyen|paypal)(?=[\\s\\ue001]|$)(?<=${shape}))(?:\\s+(?:tickets?|mails?|threads?|inbox|messages?|notices?))?(?![\\p{L}\\d@])`,
        'iu',
      ),
      source,
    ] as const,
);

function readSource(reader: QuestionReader, filter: QuestionFilter): void {
  for (const [pattern, source] of sourcePatterns) {
    if (reader.take(pattern) === null) continue;
    filter.source = source;
    return;
  }
}

/** True where two types or statuses were named, or all but one: one question holds one of each. */
function readTypeAndStatus(reader: QuestionReader, filter: QuestionFilter): boolean {
  const status = takeFirst(reader, statusWords);
  const type = takeFirst(reader, typeWords);
  if (type) {
    filter.type = type[1];
  }
  if (status) {
    filter.status = status[1];
  }
  const isTwice = typeWords.some(
    ([pattern, kind]) => kind !== filter.type && filter.type !== undefined && reader.has(pattern),
  );
  const isTwoStatuses =
    status !== null &&
    statusWords.some(([pattern, kind]) => kind !== status[1] && isJoined(reader, pattern));
  if (type) for (const [pattern, kind] of typeWords) if (kind === filter.type) reader.take(pattern);
  return isTwice || isTwoStatuses || excludesOrDoubles(reader);
}

/** "pending or rejected": joined to what was taken out before. */
const isJoined = (reader: QuestionReader, pattern: RegExp) =>
  reader.has(
    patternOf(
      `(?:\ue001|refunds?|chargebacks?|ones?)\\s*(?:and|or|&|\\/|,)\\s*(?:the\\s+)?${pattern.source}|${pattern.source}\\s*(?:and|or|&|\\/|,)\\s*\ue001`,
      pattern.flags,
    ),
  );

function leftWords(
  reader: QuestionReader,
  filter: QuestionFilter,
  context: QuestionContext,
): readonly string[] {
  const words = reader.rest().match(/[\p{L}\d][^\s,;:?!\ue001()/]*/gu) ?? [];
  const unknown = words
    .map((word) => word.replace(/[.']+$/, ''))
    .filter((word) => !emptyWords.has(word.toLowerCase().replace(/'s$/, '')));
  // "acme refunds": where no clients are known, one word beside the type is a client's name.
  const [only, ...others] = unknown;
  if (
    !context.clients &&
    filter.client === undefined &&
    filter.type &&
    only &&
    others.length === 0
  ) {
    if (/^[\p{L}][\p{L}\d&-]*$/u.test(only) && isName(only) && isBesideGap(reader.rest(), only)) {
      filter.client = only;
      return [];
    }
  }
  return unknown;
}

/** "for initech", where no client of that name is known to the asker. */
function unknownClient(reader: QuestionReader, left: readonly string[]): string | undefined {
  return left.find((word) =>
    new RegExp(
      `(?<![\\p{L}\\d])(?:for|of|at|client)\\s+(?:the\\s+)?${word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`,
      'iu',
    ).test(reader.rest()),
  );
}

/** "acme refunds", "refunds acme". */
function isBesideGap(rest: string, word: string): boolean {
  const name = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?:^|\\s)${name}(?:'s)?\\s+\\ue001|\\ue001\\s+${name}\\s*$`, 'u').test(rest);
}

function chooseMeasure(
  measure: Measure | undefined,
  group: GroupBy | undefined,
  limit: Limit | null,
): Measure {
  if (measure) return measure;
  return group && !limit ? 'count' : 'list';
}
