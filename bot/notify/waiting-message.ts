import type { WaitingView } from '../../core/index.js';
import { actionsOf, type Card } from '../cards/card-blocks.js';
import { lineOf, section } from '../cards/folded-list.js';
import { dateFor, oneLine } from '../cards/mrkdwn.js';
import { amountWords, typeNames } from '../words/names.js';
import { workButton } from '../work-queue/work-queue.js';

/** The one direct message, in its reader's locale: how many wait, and what comes first. Never the customer. */
export function waitingMessage(waiting: WaitingView, locale: string): Card {
  const { count, first } = waiting;
  if (count === 0 || !first) {
    const text = 'Nothing waits for you now.';
    return { text, blocks: [section(text)] };
  }
  const { reversal, client } = first;
  const head = waitingWords(waiting);
  const about = `${typeNames[reversal.type]} ${amountWords(reversal.amount, locale)}${client ? ` · ${client.name}` : ''}`;
  const place = client ? ` · ${oneLine(client.name, 60)}` : '';
  const due = reversal.dueAt ? ` · due ${dateFor(reversal.dueAt)}` : '';
  return {
    text: `${head}${count === 1 ? ': ' : ', first: '}${about}`,
    blocks: [
      section(
        `*${head}*\n${count === 1 ? '' : 'First: '}${lineOf(reversal, locale)}${place}${due}`,
      ),
      actionsOf([workButton()], 'work_queue'),
    ],
  };
}

/** `17 wait for your decision`. */
export function waitingWords({ count, isWhole }: Pick<WaitingView, 'count' | 'isWhole'>): string {
  return `${count}${isWhole ? '' : ' or more'} ${count === 1 ? 'waits' : 'wait'} for your decision`;
}
