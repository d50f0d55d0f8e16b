import { type ClientFacts, isRefusal, maskCustomer, type Reversal } from '../../core/index.js';
import type { Answer, Asker, BotTools } from '../bot-tools.js';
import { actionIds, button } from '../cards/buttons.js';
import { actionsOf } from '../cards/card-blocks.js';
import { lineOf, note, section } from '../cards/folded-list.js';
import type { Block } from '../cards/limits.js';
import { dateFor, oneLine, plain } from '../cards/mrkdwn.js';
import { hasCardData } from '../reading-port.js';
import { showAnswer } from '../show-reversal/show-answer.js';
import { statusWords } from '../words/names.js';
import { refusalWords } from '../words/refusal-words.js';
import { understandQuestions } from './follow-up.js';
import { historyAnswer } from './history-answer.js';
import { measureAnswer } from './measure-answer.js';
import type { UnderstoodQuestion } from './question.js';
import { toFilter } from './to-filter.js';

/** Lines an answer shows at once: a phone's screen. */
const linesShown = 10;

/** Nobody pages through more; "how many …" and sums are exact, however many there are. */
const countMost = 10_000;

const questionExamples =
  '`find chargebacks over $500 due this week` · `how many refunds did I log yesterday` · `total approved last month by client` · `who approved RV-45`';

type Options = {
  cursor: string | null;
  /** Lines that stood on the pages before this one: "top 20" ends on the second. */
  shownBefore?: number | undefined;
  canShare: boolean;
  isShared?: boolean | undefined;
};

/** A question in plain words: what was understood is said, and what was not. */
export async function findAnswer(
  tools: BotTools,
  asker: Asker,
  text: string,
  options: Options,
): Promise<Answer> {
  if (hasCardData(tools.reading.redact(text).findings)) {
    return { text: refusalWords({ refused: 'card_number_in_text', facts: {} }) };
  }
  const clients = await tools.desk.clients(asker.person);
  const place = asker.place;
  if (place && !clients.some((client) => client.id === place.id)) {
    return { text: refusalWords({ refused: 'not_permitted', facts: {} }) };
  }
  const known = place ? [place] : clients;
  const context = contextOf(tools, asker, known);
  const { timezone } = context;
  const sharedBy = options.isShared ? asker.person.name : undefined;
  const asked = understandQuestions(text, { ...context, sharedBy });
  if (text.trim() !== '' && !asked.understood) return notUnderstood(asked, known);
  const { reference } = asked.filter;
  if (reference && asked.measure === 'history') return historyAnswer(tools, asker, reference);
  if (reference && asked.measure === 'show') {
    return showAnswer(tools, asker, reference, options.canShare);
  }
  const filter = {
    ...toFilter(asked.filter, timezone, asker.person.email),
    ...(place ? { client: place.id } : {}),
  };
  if (asked.measure !== 'list') {
    return measureAnswer(tools, asker, { asked, filter, timezone, missed: missedLine(asked) });
  }
  const left = (asked.limit ?? Number.POSITIVE_INFINITY) - (options.shownBefore ?? 0);
  const limit = Math.max(1, Math.min(left, linesShown));
  const page = await tools.desk.find(
    asker.person,
    {
      ...filter,
      sort: asked.sort ?? (filter.dateOf === 'due' ? 'dueAt' : undefined),
      countMost,
    },
    limit,
    options.cursor,
  );
  if (isRefusal(page)) return { text: refusalWords(page) };
  return pageAnswer(page, asked, text, {
    ...options,
    place: place?.name ?? null,
    locale: asker.locale,
  });
}

/** Whether a text that begins with no command is understood as a question all the same. */
export async function isQuestion(tools: BotTools, asker: Asker, text: string): Promise<boolean> {
  const known = asker.place ? [asker.place] : await tools.desk.clients(asker.person);
  const { understood, left } = understandQuestions(text, contextOf(tools, asker, known));
  return understood && left.length === 0;
}

/** What a question is read against: the asker's day, and the clients that may be named. */
export function contextOf(tools: BotTools, asker: Asker, clients: readonly ClientFacts[]) {
  return {
    now: tools.now(),
    timezone: asker.person.timezone ?? clients[0]?.timezone ?? 'UTC',
    currency: clients[0]?.currency ?? 'USD',
    clients,
    locale: asker.locale,
  };
}

export function notUnderstood(
  asked: UnderstoodQuestion,
  clients: readonly { name: string }[],
): Answer {
  if (asked.unknownClient) {
    const names = oneLine(clients.map((client) => client.name).join(', '), 200);
    const text = `There is no client “${oneLine(asked.unknownClient, 40)}” here. You can ask for: ${names}.`;
    return { text, blocks: [section(text)] };
  }
  const what = asked.left.length > 0 ? ` (${oneLine(asked.left.slice(0, 8).join(', '), 120)})` : '';
  const text = `I did not understand that${what}. One type, status, period and figure at a time, and what you want rather than what you do not; for example: ${questionExamples}`;
  return { text, blocks: [section(text)] };
}

function missedLine({ left }: UnderstoodQuestion): string {
  return left.length > 0
    ? `Not understood: ${oneLine(left.slice(0, 8).join(', '), 120)}. Try ${questionExamples}.`
    : '';
}

function pageAnswer(
  page: { items: readonly Reversal[]; nextCursor: string | null; total: number },
  asked: UnderstoodQuestion,
  text: string,
  options: Options & { place: string | null; locale: string },
): Answer {
  const { locale } = options;
  const where = options.place ? ` for ${plain(options.place)}` : '';
  const found = Math.min(page.total, asked.limit ?? page.total);
  const count = Math.min(found, countMost).toLocaleString(locale);
  const total = found > countMost ? `more than ${count}` : count;
  const head = `*${total}* ${found === 1 ? 'entry' : 'entries'}${where}: ${plain(asked.said)}`;
  const missed = missedLine(asked);
  const lines = page.items.map((reversal) => lineFor(reversal, asked.filter.dateOf, locale));
  const blocks: Block[] = [section(head)];
  if (lines.length > 0) blocks.push(section(lines.join('\n')));
  if (missed !== '') blocks.push(note(missed));
  const shownBefore = options.shownBefore ?? 0;
  const shown = shownBefore + page.items.length;
  const next = { find: text, cursor: page.nextCursor, shownBefore: shown };
  const isMore = page.nextCursor !== null && shown < found;
  const buttons = [
    ...(isMore
      ? [button('next_page', `Next ${Math.min(linesShown, found - shown)}`, JSON.stringify(next))]
      : []),
    ...(options.canShare && page.items.length > 0
      ? [
          button(
            actionIds.share,
            'Share',
            JSON.stringify({
              find: text,
              ...(options.cursor ? { cursor: options.cursor, shownBefore } : {}),
            }),
          ),
        ]
      : []),
  ];
  if (buttons.length > 0) blocks.push(actionsOf(buttons, 'find'));
  if (page.items.length === 0) blocks.push(note('Nothing found. `help` shows what can be asked.'));
  return { text: `${total} found: ${asked.said}`, blocks };
}

/** The day that was asked about stands on the line: due or logged. */
function lineFor(reversal: Reversal, dateOf: string | undefined, locale: string): string {
  const customer = maskCustomer(reversal.customer);
  const day =
    dateOf === 'due' && reversal.dueAt
      ? `due ${dateFor(reversal.dueAt)}`
      : dateFor(reversal.loggedAt);
  return `${lineOf(reversal, locale)} · ${statusWords(reversal)}${customer ? ` · ${oneLine(customer, 60)}` : ''} · ${day}`;
}
