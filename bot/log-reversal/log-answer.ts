import { isRefusal, type LogRequest, type LogResult, maskCustomer } from '../../core/index.js';
import type { Answer, Asker, BotTools } from '../bot-tools.js';
import { actionIds, button } from '../cards/buttons.js';
import { actionsOf } from '../cards/card-blocks.js';
import { section } from '../cards/folded-list.js';
import { oneLine, plain } from '../cards/mrkdwn.js';
import { hasCardData } from '../reading-port.js';
import { askClient } from '../which-client/ask-client.js';
import { whichClient } from '../which-client/which-client.js';
import { amountWords, statusNames, statusWords, typeNames } from '../words/names.js';
import { refusalWords } from '../words/refusal-words.js';
import { requestFromText } from './log-request.js';

/** `log …` in free text: logs it and says what was understood, or what to write instead. */
export async function logFromText(
  tools: BotTools,
  asker: Asker,
  text: string,
  options: { requestKey: string; canShare: boolean },
): Promise<Answer> {
  // Card data first: such a text goes nowhere, not even into a button.
  if (hasCardData(tools.reading.redact(text).findings)) {
    return { text: refusalWords({ refused: 'card_number_in_text', facts: {} }) };
  }
  const choice = await whichClient(tools, asker, text);
  if (choice.kind === 'not_yours')
    return { text: refusalWords({ refused: 'not_permitted', facts: {} }) };
  if (choice.kind === 'none')
    return { text: 'You have no client yet. Ask an admin to add you to one.' };
  if (choice.kind === 'ask') return askClient(choice.clients, text, options.requestKey);
  const request = requestFromText(tools, choice.client, text, options.requestKey);
  return isRefusal(request)
    ? { text: `Not logged. ${refusalWords(request)}` }
    : logAndTell(tools, asker, request, options.canShare);
}

/** Logs and tells the person alone: reference first, then other claims and what was understood. */
export async function logAndTell(
  tools: BotTools,
  asker: Asker,
  request: LogRequest,
  canShare: boolean,
): Promise<Answer> {
  const result = await tools.desk.log({ person: asker.person, surface: asker.surface }, request);
  tools.telemetry.count('chat_log', { result: isRefusal(result) ? result.refused : 'logged' });
  if (isRefusal(result)) return { text: `Not logged. ${refusalWords(result)}` };
  return loggedAnswer(result, request, canShare);
}

function loggedAnswer(result: LogResult, request: LogRequest, canShare: boolean): Answer {
  const { reversal } = result;
  const lines: string[] = [];
  lines.push(
    `${result.created ? 'Logged' : 'Already logged'} as *${reversal.reference}*: ${statusWords(reversal)}.`,
    `${typeNames[reversal.type]} · *${plain(amountWords(reversal.amount))}*`,
  );
  if (result.alsoOnPayment.length > 0) {
    const others = result.alsoOnPayment
      .slice(0, 5)
      .map(
        (claim) =>
          `${claim.reference} (${typeNames[claim.type]}, ${amountWords(claim.amount)}, ${statusNames[claim.status]})`,
      );
    lines.push(`:warning: *Also on this payment:* ${plain(others.join(', '))}`);
  }
  const named = reversal.identifiers.slice(0, 3).map((one) => one.value);
  const customer = maskCustomer(reversal.customer);
  const understood = [...named, ...(customer ? [customer] : [])].map((one) => oneLine(one, 80));
  if (understood.length > 0) lines.push(understood.join(' · '));
  if (reversal.reason) lines.push(oneLine(reversal.reason, 140));
  for (const why of [...reversal.reviewReasons, ...request.readingReasons].slice(0, 3))
    lines.push(oneLine(why, 140));
  if (!reversal.payment && reversal.kind === 'request')
    lines.push('No payment was matched; the strictest approval applies.');
  const buttons = [
    button(actionIds.openEntry, 'Open', { r: reversal.reference, h: reversal.contentHash }),
    ...(canShare
      ? [button(actionIds.share, 'Share', JSON.stringify({ show: reversal.reference }))]
      : []),
  ];
  return {
    text: `${result.created ? 'Logged' : 'Already logged'} as ${reversal.reference}: ${typeNames[reversal.type]} ${amountWords(reversal.amount)}`,
    blocks: [section(lines.join('\n')), actionsOf(buttons, 'logged')],
  };
}
