import { type Reversal, visibleReversal } from '../../core/index.js';
import type { Answer, Asker, BotTools } from '../bot-tools.js';
import { actionIds, button, cardButtons } from '../cards/buttons.js';
import { actionsOf, cardOf } from '../cards/card-blocks.js';
import { note } from '../cards/folded-list.js';
import type { Block } from '../cards/limits.js';
import { link } from '../cards/mrkdwn.js';
import { clientOf, findEntry } from './find-entry.js';

/** `show RV-…`: the card as it is now, seen by the asker alone, with Share. */
export async function showAnswer(
  tools: BotTools,
  asker: Asker,
  written: string,
  canShare: boolean,
): Promise<Answer> {
  const found = await findEntry(tools, asker, written);
  return 'answer' in found ? found.answer : entryAnswer(tools, asker, found.reversal, canShare);
}

/** One entry with buttons that stand for exactly what is shown here; no agent data to the merchant's own. */
export async function entryAnswer(
  tools: BotTools,
  asker: Asker,
  reversal: Reversal,
  canShare: boolean,
): Promise<Answer> {
  const client = await clientOf(tools, asker, reversal);
  if (!client) return { text: 'There is no such entry here.' };
  const dashboardUrl = `${tools.publicUrl}/reversals/${reversal.reference}`;
  const view = {
    reversal: visibleReversal(asker.person, reversal),
    client,
    alsoOnPayment: await tools.desk.alsoOnPayment(reversal),
    waitingFor: await tools.desk.waitingFor(reversal),
    dashboardUrl,
  };
  const card = cardOf(view, asker.locale);
  const blocks: Block[] = card.blocks.filter((block) => block.type !== 'actions');
  blocks.push(note(link(dashboardUrl, 'Open on the dashboard')));
  const buttons = cardButtons(reversal, asker.locale);
  const share = canShare
    ? [button(actionIds.share, 'Share', JSON.stringify({ show: reversal.reference }))]
    : [];
  if (buttons.length + share.length > 0)
    blocks.push(actionsOf([...buttons, ...share], 'card_actions'));
  return { text: card.text, blocks };
}
