import { isRefusal, maskCustomer, type Reversal } from '../../core/index.js';
import type { Answer, Asker, BotTools } from '../bot-tools.js';
import { actionIds, button } from '../cards/buttons.js';
import { actionsOf } from '../cards/card-blocks.js';
import { lineOf, note, section } from '../cards/folded-list.js';
import type { Block } from '../cards/limits.js';
import { dateFor, oneLine, plain } from '../cards/mrkdwn.js';
import { hasCardData } from '../reading-port.js';
import { statusWords } from '../words/names.js';
import { refusalWords } from '../words/refusal-words.js';
import { understandQuestion } from './understand-question.js';

/** Lines an answer shows at once: a phone's screen. */
const linesShown = 10;

/** `find …` in plain words: at most ten lines, what was understood, and what was not. */
export async function findAnswer(
  tools: BotTools,
  asker: Asker,
  text: string,
  options: { cursor: string | null; canShare: boolean; isShared?: boolean },
): Promise<Answer> {
  if (hasCardData(tools.reading.redact(text).findings)) {
    return { text: refusalWords({ refused: 'card_number_in_text', facts: {} }) };
  }
  const clients = await tools.desk.clients(asker.person);
  const place = asker.place;
  if (place && !clients.some((client) => client.id === place.id)) {
    return { text: refusalWords({ refused: 'not_permitted', facts: {} }) };
  }
  const first = place ?? clients[0];
  const understood = understandQuestion(text, {
    now: tools.now(),
    timezone: asker.person.timezone ?? first?.timezone ?? 'UTC',
    currency: first?.currency ?? 'USD',
    clients: place ? [place] : clients,
    sharedBy: options.isShared ? asker.person.name : undefined,
  });
  const { agent, client, ...filter } = understood.filter;
  const page = await tools.desk.find(
    asker.person,
    { ...filter, client: place?.id ?? client, ...(agent ? { agent: asker.person.email } : {}) },
    linesShown,
    options.cursor,
  );
  if (isRefusal(page)) return { text: refusalWords(page) };
  return pageAnswer(page, understood.said, understood.left, text, {
    ...options,
    place: place?.name ?? null,
  });
}

function pageAnswer(
  page: { items: readonly Reversal[]; nextCursor: string | null; total: number },
  said: string,
  left: readonly string[],
  text: string,
  options: { cursor: string | null; canShare: boolean; place: string | null },
): Answer {
  const where = options.place ? ` for ${plain(options.place)}` : '';
  const head = `*${page.total}* ${page.total === 1 ? 'entry' : 'entries'}${where}: ${plain(said)}`;
  const missed =
    left.length > 0
      ? `Not understood: ${oneLine(left.slice(0, 8).join(', '), 120)}. Try \`find chargebacks over 500 this week\`.`
      : '';
  const lines = page.items.map((reversal) => {
    const customer = maskCustomer(reversal.customer);
    return `${lineOf(reversal)} · ${statusWords(reversal)}${customer ? ` · ${oneLine(customer, 60)}` : ''} · ${dateFor(reversal.loggedAt)}`;
  });
  const blocks: Block[] = [section(head)];
  if (lines.length > 0) blocks.push(section(lines.join('\n')));
  if (missed !== '') blocks.push(note(missed));
  const buttons = [
    ...(page.nextCursor
      ? [button('next_page', 'Next 10', JSON.stringify({ find: text, cursor: page.nextCursor }))]
      : []),
    ...(options.canShare && page.items.length > 0
      ? [
          button(
            actionIds.share,
            'Share',
            JSON.stringify({ find: text, ...(options.cursor ? { cursor: options.cursor } : {}) }),
          ),
        ]
      : []),
  ];
  if (buttons.length > 0) blocks.push(actionsOf(buttons, 'find'));
  if (page.items.length === 0) blocks.push(note('Nothing found. `help` shows what can be asked.'));
  return { text: `${page.total} found: ${said}`, blocks };
}
