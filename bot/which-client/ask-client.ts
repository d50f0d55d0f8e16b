import type { ClientFacts } from '../../core/index.js';
import type { Answer } from '../bot-tools.js';
import { button } from '../cards/buttons.js';
import { actionsOf } from '../cards/card-blocks.js';
import { section } from '../cards/folded-list.js';
import { limits } from '../cards/limits.js';

/** A block of buttons holds 25 (docs.slack.dev/reference/block-kit/blocks/actions-block). */
const clientsAsked = 25;

/** Asks for the client with one tap; the text waits in the buttons, and its key with it. */
export function askClient(
  clients: readonly ClientFacts[],
  text: string,
  requestKey: string,
): Answer {
  const values = clients
    .slice(0, clientsAsked)
    .map((client) => JSON.stringify({ client: client.id, text, k: requestKey }));
  if (values.some((value) => value.length > limits.buttonValue)) {
    return {
      text: 'Which client is it for? The text is too long to keep while I ask: write it again with the client’s name in it.',
    };
  }
  const buttons = clients
    .slice(0, clientsAsked)
    .map((client, index) => button(`log_for:${index}`, client.name, values[index] ?? ''));
  const question = 'Which client is it for? Nothing was logged yet.';
  return { text: question, blocks: [section(question), actionsOf(buttons, 'which_client')] };
}
