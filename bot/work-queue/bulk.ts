import { isRefusal } from '../../core/index.js';
import type { Asker, BotTools } from '../bot-tools.js';
import { section } from '../cards/folded-list.js';
import { plain } from '../cards/mrkdwn.js';
import { decideAndTell } from '../decide-reversal/decide.js';
import type { ModalView } from '../show-reversal/modal.js';
import { amountWords, statusWords } from '../words/names.js';
import {
  type BulkResult,
  bulkConfirmView,
  bulkMax,
  bulkResultView,
  bulkView,
} from './bulk-view.js';
import type { QueueState } from './queue-state.js';
import { unpackChoice } from './queue-view.js';
import { counted, lowRiskOf, nextView } from './work-queue.js';

/** The list to tick; where nothing is left for it, the queue itself. */
export async function listView(
  tools: BotTools,
  asker: Asker,
  state: QueueState,
  areTicked: boolean,
): Promise<ModalView> {
  const { entries } = await tools.desk.queueOf(asker.person, asker.place?.id);
  const lowRisk = await lowRiskOf(tools, asker, entries);
  if (lowRisk.length === 0) return nextView(tools, asker, state, { done: null });
  return bulkView(lowRisk, await tools.desk.clients(asker.person), state, areTicked, asker.locale);
}

/** What was ticked, asked about once; only what still is as it was shown is asked about. */
export async function confirmView(
  tools: BotTools,
  asker: Asker,
  state: QueueState,
  ticked: readonly string[],
): Promise<ModalView | null> {
  const hashes = new Map(ticked.flatMap((one) => pairOf(unpackChoice(one))));
  const { entries } = await tools.desk.queueOf(asker.person, asker.place?.id);
  const lowRisk = await lowRiskOf(tools, asker, entries);
  const same = lowRisk.filter((one) => hashes.get(one.reference) === one.contentHash);
  if (same.length === 0) return null;
  const gone = hashes.size - same.length;
  const view = bulkConfirmView(same.slice(0, bulkMax), state, asker.locale);
  if (gone === 0) return view;
  const words = `:warning: ${gone} of those ticked changed meanwhile or wait no more: left out.`;
  return { ...view, blocks: [section(words), ...view.blocks] };
}

const pairOf = (choice: { r: string; h: string } | null): [string, string][] =>
  choice ? [[choice.r, choice.h]] : [];

/** Each by itself, bound to what was ticked; one that fails leaves the others as they are. */
export async function approveTicked(
  tools: BotTools,
  asker: Asker,
  state: QueueState,
  ticked: readonly { reference: string; contentHash: string }[],
  requestKey: string,
): Promise<ModalView> {
  let reached = state;
  const results: BulkResult[] = [];
  for (const { reference, contentHash } of ticked) {
    const told = await decideAndTell(tools, asker, {
      reference,
      action: 'approve',
      contentHash,
      requestKey: `${requestKey}:${reference}`,
    });
    if (!told.refusal) {
      reached = told.changed ? counted(reached, 'approve') : reached;
      results.push({ reference, isDone: true, text: await standingOf(tools, asker, reference) });
      continue;
    }
    results.push({ reference, isDone: false, text: told.text });
  }
  return bulkResultView(results, reached);
}

/** Takes back, one after another, what was approved together. */
export async function undoTogether(
  tools: BotTools,
  asker: Asker,
  state: QueueState,
  references: readonly string[],
  requestKey: string,
): Promise<ModalView> {
  let reached = state;
  const lines: string[] = [];
  for (const reference of references) {
    const told = await decideAndTell(tools, asker, {
      reference,
      action: 'withdraw',
      contentHash: null,
      requestKey: `${requestKey}:${reference}`,
    });
    if (!told.refusal && told.changed) reached = counted(reached, 'approve', -1);
    const standing = told.refusal ? told.text : await standingOf(tools, asker, reference);
    lines.push(`*${reference}* · ${standing}`);
  }
  const done = {
    text: `↩ Taken back:\n${lines.join('\n')}`,
    undo: null,
  };
  return nextView(tools, asker, reached, { done });
}

/** `$29.97 · approved`; where votes are missing still, that it waits. */
async function standingOf(
  tools: BotTools,
  { person, locale }: Asker,
  reference: string,
): Promise<string> {
  const reversal = await tools.desk.show(person, reference);
  return isRefusal(reversal)
    ? 'done'
    : `${plain(amountWords(reversal.amount, locale))} · ${statusWords(reversal)}`;
}
