import { nearestName, parseReference } from '../../core/index.js';
import { evidenceByCommand } from '../add-evidence/add-evidence.js';
import type { Answer, Asker, BotTools } from '../bot-tools.js';
import { decideByCommand, decisionCommands } from '../decide-reversal/decide-command.js';
import { exportAnswer } from '../export-reversals/export-answer.js';
import { findAnswer, isQuestion } from '../find-reversals/find-answer.js';
import { isFollowUp } from '../find-reversals/follow-up.js';
import { handOverByCommand, handOverCommands } from '../hand-over/hand-over.js';
import { entryHelp } from '../help/entry-help.js';
import { helpAnswer } from '../help/help.js';
import { logFromText } from '../log-reversal/log-answer.js';
import { logForm } from '../log-reversal/log-form.js';
import { clientsHere } from '../log-reversal/log-waiting.js';
import { chooseByWords } from '../notify/choose-notices.js';
import { reportAnswer } from '../report/report-answer.js';
import { showAnswer } from '../show-reversal/show-answer.js';
import { refusalWords } from '../words/refusal-words.js';
import { withWholeNumbers } from '../words/written-number.js';
import { openQueue, queueAnswer } from '../work-queue/work-queue.js';
import { questionAbout, restAbout } from './about-this-entry.js';
import { asWritten } from './written.js';

export type Request = {
  text: string;
  requestKey: string;
  /** Opens a form; null where Slack gives none (mentions, direct messages). */
  triggerId: string | null;
  /** Whether the answer is seen by the asker alone, and may be shared. */
  canShare: boolean;
  /** What the same person asked before in this thread, oldest first; absent outside threads. */
  earlier?: (() => Promise<readonly string[]>) | undefined;
  /** The entry in whose card's thread it was written; absent elsewhere. */
  about?: string | undefined;
};

/** The same words behind `/reversal`, in a mention and in a direct message. Null: a form was opened. */
export async function converse(
  tools: BotTools,
  asker: Asker,
  request: Request,
): Promise<Answer | null> {
  const text = withWholeNumbers(asWritten(request.text)).trim();
  const [, first = '', behind = ''] = /^(\S*)\s*([\s\S]*)$/.exec(text) ?? [];
  const word = first.toLowerCase();
  const { about } = request;
  const asked = { cursor: null, canShare: request.canShare };
  if (request.earlier && isFollowUp(text)) {
    const before = (await request.earlier()).map((line) => line.replace(/^find\s+/i, ''));
    const all = [...before, text].join('\n');
    if (before.length > 0 && (await isQuestion(tools, asker, all))) {
      return findAnswer(tools, asker, all, asked);
    }
  }
  if (about !== undefined) {
    if (word === '') return entryHelp(tools, asker, about, '');
    const question = questionAbout(text, about);
    if (question !== null) return findAnswer(tools, asker, question, asked);
  }
  if (word === '' || word === 'help') return helpAnswer();
  const rest = about === undefined ? behind : restAbout(word, behind, about);
  if (rest === null) {
    const how = `Nothing was done: if \`${word}\` is meant for this entry, write \`${word} ${about} …\`.`;
    return entryHelp(tools, asker, about ?? '', how);
  }
  if (word === 'log') {
    if (rest !== '') return logFromText(tools, asker, rest, request);
    return openForm(tools, asker, request.triggerId);
  }
  if (word === 'find') return findAnswer(tools, asker, rest, asked);
  if (word === 'show') return showAnswer(tools, asker, rest, request.canShare);
  // Questions with a word of their own: asked as a whole, so that Share and Next ask the same.
  if (word === 'queue' && rest === '') {
    if (request.triggerId && (await openQueue(tools, asker, request.triggerId))) return null;
    const answer = request.triggerId ? null : await queueAnswer(tools, asker);
    if (answer) return answer;
  }
  if (word === 'mine' || word === 'queue') return findAnswer(tools, asker, text, asked);
  if (word === 'report') return reportAnswer(tools, asker, rest);
  if (word === 'export') return exportAnswer(tools, asker, rest);
  if (word === 'evidence') {
    return evidenceByCommand(tools, asker, { rest, requestKey: request.requestKey });
  }
  if (word === 'notify' || word === 'digest') return chooseByWords(tools, asker, word, rest);
  if (handOverCommands.includes(word)) {
    const { requestKey, canShare: isAlone } = request;
    return handOverByCommand(tools, asker, { word, rest, requestKey, isAlone });
  }
  if (Object.hasOwn(decisionCommands, word)) {
    return decideByCommand(tools, asker, { word, rest, requestKey: request.requestKey });
  }
  if (parseReference(text) !== null) return showAnswer(tools, asker, text, request.canShare);
  const meant = nearestName(word, commandWords);
  // A whole question needs no "find" before it; a word like a command is more likely a slip.
  if (
    (!meant || questionWords.has(word)) &&
    rest !== '' &&
    (await isQuestion(tools, asker, text))
  ) {
    return findAnswer(tools, asker, text, asked);
  }
  const words = refusalWords({ refused: 'nothing_understood', facts: {} });
  const hint = meant ? `${words} Did you mean \`${meant}\`?` : words;
  return about === undefined ? { text: hint } : entryHelp(tools, asker, about, hint);
}

/** Words that questions begin with, however near a command they look. */
const questionWords: ReadonlySet<string> = new Set([
  ...['how', 'what', 'whats', 'which', 'who', 'when', 'why', 'where', 'is', 'are', 'do', 'did'],
  ...['total', 'sum', 'average', 'count', 'list', 'top', 'all', 'any', 'my', 'give'],
]);

const commandWords: readonly string[] = [
  ...['log', 'find', 'show', 'mine', 'queue', 'report', 'export', 'help', 'evidence'],
  ...['notify', 'digest'],
  ...handOverCommands,
  ...Object.keys(decisionCommands),
];

async function openForm(
  tools: BotTools,
  asker: Asker,
  triggerId: string | null,
): Promise<Answer | null> {
  if (!triggerId) {
    return {
      text: 'Write it behind `log`, for example `log 49.99 USD ch_3PqLmN8a duplicate charge`.',
    };
  }
  const clients = await clientsHere(tools, asker);
  if (clients.length === 0) return { text: refusalWords({ refused: 'not_permitted', facts: {} }) };
  await tools.web.views.open({
    trigger_id: triggerId,
    view: logForm(clients, {}, { channel: asker.channelId ?? '' }),
  });
  return null;
}
