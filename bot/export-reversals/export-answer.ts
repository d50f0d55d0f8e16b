import { isRefusal } from '../../core/index.js';
import type { Answer, Asker, BotTools } from '../bot-tools.js';
import { note, section } from '../cards/folded-list.js';
import { dateFor, link, oneLine, plain } from '../cards/mrkdwn.js';
import { contextOf, notUnderstood } from '../find-reversals/find-answer.js';
import { understandQuestions } from '../find-reversals/follow-up.js';
import { toFilter } from '../find-reversals/to-filter.js';
import { hasCardData } from '../reading-port.js';
import { refusalWords } from '../words/refusal-words.js';

/**
 * `export refunds last month`: no file in a channel, but a link of the asker's own that expires and
 * asks for a sign-in (domain-rules.md, The card and the noise).
 */
export async function exportAnswer(tools: BotTools, asker: Asker, text: string): Promise<Answer> {
  if (hasCardData(tools.reading.redact(text).findings)) {
    return { text: refusalWords({ refused: 'card_number_in_text', facts: {} }) };
  }
  const clients = await tools.desk.clients(asker.person);
  const known = asker.place ? clients.filter((one) => one.id === asker.place?.id) : clients;
  if (known.length === 0) return { text: refusalWords({ refused: 'not_permitted', facts: {} }) };
  const context = contextOf(tools, asker, known);
  const asked = understandQuestions(text, context);
  if (text.trim() !== '' && !asked.understood) return notUnderstood(asked, known);
  // Taking out more than was asked for is worse than asking again.
  if (asked.left.length > 0 || asked.filter.reference) {
    const left = asked.filter.reference ?? oneLine(asked.left.slice(0, 8).join(', '), 120);
    return {
      text: `I did not understand that (${left}), so nothing is exported. Name what to export as in \`find\`: \`export refunds last month\`.`,
    };
  }
  const { sort, limit } = asked;
  const filter = {
    ...toFilter(asked.filter, context.timezone, asker.person.email),
    ...(asker.place ? { client: asker.place.id } : {}),
    sort,
  };
  const page = await tools.desk.find(asker.person, filter, 1, null);
  if (isRefusal(page)) return { text: refusalWords(page) };
  if (page.total === 0) return { text: `Nothing found to export: ${plain(asked.said)}.` };
  const made = await tools.exportLink(asker.person, { ...filter, entriesMost: limit });
  const total = Math.min(page.total, limit ?? page.total);
  const head = `*${total}* ${total === 1 ? 'entry' : 'entries'}: ${plain(asked.said)}`;
  const links = `${link(made.signIn, 'Sign in and download CSV')} (once, within 15 minutes) · ${link(made.download, 'Download CSV')} where you are signed in`;
  return {
    text: `Your export of ${total} is ready: ${asked.said}`,
    blocks: [
      section(head),
      section(links),
      note(
        `For you alone, until ${dateFor(made.until)}; do not pass it on. Customers are masked; that it is taken is recorded.`,
      ),
    ],
  };
}
