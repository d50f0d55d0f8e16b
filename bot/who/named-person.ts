import type { Person } from '../../core/index.js';
import type { BotTools } from '../bot-tools.js';

/** The person a text mentions, or whose e-mail stands there, and what else stands there; null: nobody here. */
export async function namedPerson(
  tools: Pick<BotTools, 'who' | 'directory'>,
  text: string,
): Promise<{ person: Person; rest: string } | null> {
  // With should_escape a mention comes as <@U123|name> (docs.slack.dev/interactivity/implementing-slash-commands).
  const mention = /<@([A-Z0-9]+)(?:\|[^>]*)?>/.exec(text);
  const mail = mention ? null : /(?:<mailto:)?([^\s<>|:]+@[^\s<>|]+)(?:\|[^>]*)?>?/.exec(text);
  const person = mention
    ? await tools.who(mention[1] ?? '')
    : mail
      ? await tools.directory.byEmail((mail[1] ?? '').toLowerCase())
      : null;
  const written = (mention ?? mail)?.[0] ?? '';
  return person ? { person, rest: text.replace(written, ' ').trim() } : null;
}
