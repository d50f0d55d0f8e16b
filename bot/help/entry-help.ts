import type { Reversal } from '../../core/index.js';
import type { Answer, Asker, BotTools } from '../bot-tools.js';
import { isOpen } from '../cards/buttons.js';
import { section } from '../cards/folded-list.js';
import { plain } from '../cards/mrkdwn.js';
import { findEntry } from '../show-reversal/find-entry.js';
import { amountWords, statusWords, typeNames } from '../words/names.js';

/**
 * What can be said about one entry in its card's thread, and how it stands; `first` tells why this is
 * the answer. An entry the asker may not see does not exist.
 */
export async function entryHelp(
  tools: BotTools,
  asker: Asker,
  reference: string,
  first: string,
): Promise<Answer> {
  const found = await findEntry(tools, asker, reference);
  if ('answer' in found) return found.answer;
  const { reversal } = found;
  const waiting = await tools.desk.waitingFor(reversal);
  const what = `${typeNames[reversal.type]}, ${amountWords(reversal.amount, asker.locale)}`;
  const stands = `${reference} (${what}) is ${statusWords(reversal)}${waiting ? `: ${waiting}` : ''}.`;
  const text =
    `${first} ${plain(stands)} ${[...decisionLines(reversal), questions].join(' ')}`.trim();
  return { text, blocks: [section(text)] };
}

const questions =
  'Mention me here with `show`, `who approved this and why`, `note …`, `take`, or any question about the log; `help` lists the rest.';

/** How whoever decides says it, where something is to be decided. */
function decisionLines(reversal: Reversal): string[] {
  const { reference } = reversal;
  if (reversal.status === 'needs_review')
    return [`Decide it by \`confirm ${reference}\` or \`cancel ${reference}\`.`];
  if (isOpen(reversal, 'approve'))
    return [
      'Decide it by a plain answer: “approved”, “approved, but only 30”, “no – already refunded”, “need the receipt first”.',
    ];
  if (isOpen(reversal, 'contest'))
    return ['Decide it by a plain answer: “contest”, or “accept the loss”.'];
  if (isOpen(reversal, 'next_step'))
    return ['Decide it by its button, or `next ask for new details` and the like.'];
  if (isOpen(reversal, 'answer')) return ['Decide it by its button, or `answer not charged`.'];
  return [];
}
