import { type ReportPeriod, reportPeriods, reportWords } from '../../core/index.js';
import type { Answer, Asker, BotTools } from '../bot-tools.js';
import { section } from '../cards/folded-list.js';
import { clip, limits } from '../cards/limits.js';
import { oneLine, plain } from '../cards/mrkdwn.js';
import { hasCardData } from '../reading-port.js';
import { isNamedIn } from '../which-client/which-client.js';
import { refusalWords } from '../words/refusal-words.js';

const periodOf: Readonly<Record<string, ReportPeriod>> = {
  day: 'daily',
  week: 'weekly',
  month: 'monthly',
  ...Object.fromEntries(reportPeriods.map((period) => [period, period])),
};

/** `report daily|weekly|monthly [client]`: the channel's client; elsewhere one, or all of the asker's. */
export async function reportAnswer(tools: BotTools, asker: Asker, rest: string): Promise<Answer> {
  if (hasCardData(tools.reading.redact(rest).findings)) {
    return { text: refusalWords({ refused: 'card_number_in_text', facts: {} }) };
  }
  const [, first = '', named = ''] = /^(\S*)\s*([\s\S]*)$/.exec(rest.trim()) ?? [];
  const period = first === '' ? 'daily' : periodOf[first.toLowerCase()];
  if (!period) {
    return {
      text: 'Which one? Write `report daily`, `report weekly` or `report monthly`; a client’s name may follow.',
    };
  }
  const all = await tools.desk.clients(asker.person);
  const own = all.filter((client) => !asker.place || client.id === asker.place.id);
  const chosen = named === '' ? own : own.filter((client) => isNamedIn(named, client));
  if (own.length === 0) return { text: refusalWords({ refused: 'not_permitted', facts: {} }) };
  if (chosen.length === 0) {
    const names = oneLine(own.map((client) => client.name).join(', '), 200);
    return { text: `There is no such client here. You can ask for: ${names}.` };
  }
  const [only] = chosen.length === 1 ? chosen : [];
  const report = await tools.report({
    period,
    clients: chosen.map((client) => client.id),
    timezone: only?.timezone ?? asker.person.timezone ?? 'UTC',
    now: tools.now(),
  });
  const { head, lines } = reportWords(report, asker.locale);
  const title = `${head}: ${chosen.map((client) => client.name).join(', ')}`;
  const body = lines.map((line) => (line.startsWith('  ') ? `• ${line.trim()}` : line));
  return {
    text: [title, ...lines].join('\n'),
    blocks: [section(clip(`*${plain(title)}*\n${body.map(plain).join('\n')}`, limits.sectionText))],
  };
}
