import type { ClientFacts } from '../../core/index.js';
import type { Asker, BotTools } from '../bot-tools.js';
import { patternOf } from '../words/pattern-of.js';

export type ClientChoice =
  | { kind: 'one'; client: ClientFacts }
  | { kind: 'ask'; clients: readonly ClientFacts[] }
  | { kind: 'not_yours' }
  | { kind: 'none' };

/**
 * Which client is meant (outside.md): the Slack channel's; else one named in the text; else the
 * speaker's only one; else asked with one tap. Never guessed.
 */
export async function whichClient(
  tools: BotTools,
  asker: Asker,
  text: string,
): Promise<ClientChoice> {
  const clients = await tools.desk.clients(asker.person);
  if (asker.place) {
    const placeId = asker.place.id;
    const own = clients.find((client) => client.id === placeId);
    return own ? { kind: 'one', client: own } : { kind: 'not_yours' };
  }
  const named = clients.filter((client) => isNamedIn(text, client));
  if (named.length === 1 && named[0]) return { kind: 'one', client: named[0] };
  const [first, ...others] = clients;
  if (!first) return { kind: 'none' };
  return others.length === 0 ? { kind: 'one', client: first } : { kind: 'ask', clients };
}

/** By id or full name as whole words; "acme" is not named by "acmex" or by an e-mail address. */
export function isNamedIn(text: string, client: Pick<ClientFacts, 'id' | 'name'>): boolean {
  return [client.id, client.name].some((name) => {
    const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    return patternOf(`(?<![\\p{L}\\d@._-])${escaped}(?![\\p{L}\\d@_-]|\\.\\p{L})`).test(text);
  });
}
