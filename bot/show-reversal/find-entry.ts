import { isRefusal, parseReference, type Reversal, referenceOf } from '../../core/index.js';
import type { Answer, Asker, BotTools } from '../bot-tools.js';
import { plain } from '../cards/mrkdwn.js';
import { statusNames } from '../words/names.js';
import { refusalWords } from '../words/refusal-words.js';

/**
 * The entry a person names, if they and this place may see it. Otherwise what to tell them: an
 * entry of another client does not exist, and "did you mean" stays within the place's client.
 */
export async function findEntry(
  tools: BotTools,
  asker: Asker,
  written: string,
): Promise<{ reversal: Reversal } | { answer: Answer }> {
  const number =
    parseReference(written) ?? (/^\d{1,9}$/.test(written.trim()) ? Number(written) : null);
  if (!number) {
    return { answer: { text: 'Which entry? Write its reference, for example `RV-000123`.' } };
  }
  const reference = referenceOf(number);
  const found = await tools.desk.show(asker.person, reference);
  if (isRefusal(found) && found.refused !== 'not_found' && found.refused !== 'not_your_client') {
    return { answer: { text: refusalWords(found) } };
  }
  if (isRefusal(found) || (asker.place && found.clientId !== asker.place.id)) {
    return { answer: await notHere(tools, asker, reference) };
  }
  return { reversal: found };
}

/** `45`, where a reference stands. Behind a verb it names an entry only where nothing follows it. */
export const isBareNumber = (written: string) => /^\d+[,;:]?$/.test(written);

/** "reject 2 duplicates" counts something: no number with words behind it names an entry. */
export function countOrEntry(verb: string, written: string): Answer {
  const digits = /^\d{1,9}/.exec(written)?.[0] ?? '';
  const reference = Number(digits) > 0 ? referenceOf(Number(digits)) : 'RV-000123';
  return {
    text: `Nothing was done: I could not tell whether ${digits} is an entry. If it is, write \`${verb} ${reference} …\`.`,
  };
}

async function notHere(tools: BotTools, asker: Asker, reference: string): Promise<Answer> {
  const where = asker.place ? ` for ${plain(asker.place.name)}` : '';
  return { text: `There is no ${reference}${where}.${await nearestHint(tools, asker, reference)}` };
}

/** ` Nearest: RV-…` of the place's client (or the person's), without the reference itself; or nothing. */
export async function nearestHint(
  tools: BotTools,
  asker: Asker,
  reference: string,
): Promise<string> {
  const near = await tools.desk.nearest(asker.person, reference, asker.place?.id);
  const names = near
    .filter((one) => one.reference !== reference)
    .slice(0, 3)
    .map(
      (one) =>
        `${one.reference} (${statusNames[one.status as keyof typeof statusNames] ?? one.status})`,
    );
  return names.length > 0 ? ` Nearest: ${plain(names.join(', '))}.` : '';
}

/** Client facts of an entry that the person may see. */
export async function clientOf(tools: BotTools, asker: Asker, reversal: Reversal) {
  const clients = await tools.desk.clients(asker.person);
  return clients.find((client) => client.id === reversal.clientId) ?? null;
}
