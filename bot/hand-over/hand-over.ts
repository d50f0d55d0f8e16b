import { isRefusal, type TimeAway } from '../../core/index.js';
import type { Answer, Asker, BotTools } from '../bot-tools.js';
import { oneLine, plain } from '../cards/mrkdwn.js';
import { namedPerson } from '../who/named-person.js';
import { refusalWords } from '../words/refusal-words.js';

export const handOverCommands: readonly string[] = ['delegate', 'delegations', 'handover'];

type Command = { word: string; rest: string; requestKey: string; isAlone: boolean };

const howToDelegate =
  'Write who decides for you and when: `delegate @someone 2026-12-01 2026-12-14`, both days included; `delegate off` ends it.';

/** `delegate @someone 2026-12-01 2026-12-14`, `delegate off`, `delegations`, `handover @someone`. */
export async function handOverByCommand(
  tools: BotTools,
  asker: Asker,
  command: Command,
): Promise<Answer> {
  // Who is away is no matter of the merchant, and a client's channel has guests.
  if (asker.place && !command.isAlone) {
    return {
      text: `Others would read it here. Write \`/reversal ${command.word} …\`, or to me in a direct message.`,
    };
  }
  const rest = command.rest.trim();
  if (command.word === 'handover') return handOver(tools, asker, { ...command, rest });
  if (command.word === 'delegations' || rest === '') return delegations(tools, asker);
  if (/^(?:off|end|stop)$/i.test(rest)) return endDelegation(tools, asker);
  return delegate(tools, asker, rest);
}

async function delegate(tools: BotTools, asker: Asker, text: string): Promise<Answer> {
  const named = await namedPerson(tools, text);
  if (!named) return { text: `I do not know whom you mean. ${howToDelegate}` };
  const days = named.rest.match(/\d{4}-\d{2}-\d{2}/g) ?? [];
  const others = named.rest
    .replace(/\d{4}-\d{2}-\d{2}/g, ' ')
    .replace(/\b(?:from|to|until|till)\b|[-–,]/gi, ' ');
  const [firstDay, lastDay = firstDay] = days;
  if (!firstDay || !lastDay || days.length > 2 || others.trim() !== '') {
    return { text: `I could not tell the days. ${howToDelegate}` };
  }
  const { person, surface } = asker;
  const request = { toEmail: named.person.email, firstDay, lastDay };
  const result = await tools.desk.delegate({ person, surface }, request);
  if (isRefusal(result)) return { text: `${refusalWords(result)} Nothing was changed.` };
  return {
    text: `${oneLine(result.standIn, 60)} decides for you ${daysOf(result)}, wherever you both see the client; you may decide all the same. \`delegate off\` ends it.`,
  };
}

async function endDelegation(tools: BotTools, { person, surface }: Asker): Promise<Answer> {
  const ended = await tools.desk.endDelegation({ person, surface });
  return {
    text:
      ended > 0 ? 'You decide for yourself again.' : 'Nobody decided for you; nothing was changed.',
  };
}

async function delegations(tools: BotTools, { person }: Asker): Promise<Answer> {
  const away = await tools.desk.delegationsOf(person);
  if (away.length === 0)
    return { text: `Nobody decides for you, nor you for anybody. ${howToDelegate}` };
  const lines = away.map((one) => `• ${timeAwayWords(one)}`);
  return { text: `Who decides for whom:\n${lines.join('\n')}` };
}

/** `Ada Agent for Max Manager, from 2026-12-01 to 2026-12-14`. */
export function timeAwayWords(one: TimeAway): string {
  return `${oneLine(one.standIn, 60)} for ${oneLine(one.person, 60)}, ${daysOf(one)}`;
}

async function handOver(tools: BotTools, asker: Asker, command: Command): Promise<Answer> {
  const named = await namedPerson(tools, command.rest);
  if (!named) {
    return { text: 'Who takes it over? Mention a person of the hub: `handover @someone`.' };
  }
  const { person, surface, place } = asker;
  const result = await tools.desk.handOver(
    { person, surface },
    { toEmail: named.person.email, client: place?.id, requestKey: command.requestKey },
  );
  if (isRefusal(result)) return { text: `${refusalWords(result)} Nothing was changed.` };
  const who = oneLine(result.to, 60);
  const where = place ? ` at ${plain(place.name)}` : '';
  if (!result.changed)
    return { text: `That was handed over to ${who} before; nothing more was done.` };
  const left = result.left > 0 ? ` ${result.left} stayed with you: ${who} may not take them.` : '';
  if (result.assigned + result.turns === 0) {
    return { text: `Nothing open of yours${where} could be handed over.${left}` };
  }
  const more = result.hasMore ? ' There is more: write it again.' : '';
  return {
    text: `${who} has ${counted(result.assigned, 'entry', 'entries')} of yours${where} now${result.turns > 0 ? `, and the turn for ${counted(result.turns, 'decision', 'decisions')}` : ''}, and is told so.${left}${more}`,
  };
}

const counted = (count: number, one: string, many: string) =>
  `${count} ${count === 1 ? one : many}`;

const daysOf = ({ firstDay, lastDay }: TimeAway) =>
  firstDay === lastDay ? `on ${firstDay}` : `from ${firstDay} to ${lastDay}`;
