import {
  type DecideRequest,
  isLowRisk,
  isRefusal,
  type Refusal,
  type RefusalName,
  type Reversal,
} from '../../core/index.js';
import type { Answer, Asker, BotTools } from '../bot-tools.js';
import { button, valueFor } from '../cards/buttons.js';
import { actionsOf } from '../cards/card-blocks.js';
import { lineOf, section } from '../cards/folded-list.js';
import { dateFor } from '../cards/mrkdwn.js';
import { decideAndTell, mayTakeBack } from '../decide-reversal/decide.js';
import type { ModalView } from '../show-reversal/modal.js';
import { freshState, type QueueState } from './queue-state.js';
import { type JustDone, queueEndView, queueView } from './queue-view.js';

/** Opens the queue of whoever pressed or wrote; `false` where nothing waits for them. */
export async function openQueue(
  tools: BotTools,
  asker: Asker,
  triggerId: string,
): Promise<boolean> {
  const queue = await tools.desk.queueOf(asker.person, asker.place?.id);
  if (queue.entries.length === 0) return false;
  const view = await nextView(tools, asker, freshState(asker.channelId ?? ''), { done: null });
  await tools.web.views.open({ trigger_id: triggerId, view });
  return true;
}

/** How many wait, the first of them, and the way in: where Slack gives no window. */
export async function queueAnswer(tools: BotTools, asker: Asker): Promise<Answer | null> {
  const { entries, isWhole } = await tools.desk.queueOf(asker.person, asker.place?.id);
  const [first] = entries;
  if (!first) return null;
  const count = `${entries.length}${isWhole ? '' : ' or more'}`;
  const due = first.dueAt ? ` · due ${dateFor(first.dueAt)}` : '';
  const text = `*${count}* ${entries.length === 1 ? 'waits' : 'wait'} for you. First: ${lineOf(first, asker.locale)}${due}`;
  return { text, blocks: [section(text), actionsOf([workButton()], 'work_queue')] };
}

export const workButton = () => button('queue:open', 'Work my queue', 'open', { style: 'primary' });

/** The window as it should be now: the entry named, else the next that was not put off, else the end. */
export async function nextView(
  tools: BotTools,
  asker: Asker,
  state: QueueState,
  { done, reference }: { done: JustDone | null; reference?: string | undefined },
): Promise<ModalView> {
  const { entries, isWhole } = await tools.desk.queueOf(asker.person, asker.place?.id);
  const left = entries.filter((one) => !state.skipped.includes(one.reference));
  const reversal = left.find((one) => one.reference === reference) ?? left[0];
  if (!reversal) return queueEndView(state, done);
  const lowRisk = (await lowRiskOf(tools, asker, entries)).length;
  return queueView(tools, asker, {
    reversal,
    left: left.length,
    isWhole,
    lowRisk,
    state,
    done,
  });
}

export async function lowRiskOf(
  tools: BotTools,
  { person }: Asker,
  entries: readonly Reversal[],
): Promise<Reversal[]> {
  const clients = new Map((await tools.desk.clients(person)).map((one) => [one.id, one]));
  return entries.filter((one) => {
    const client = clients.get(one.clientId);
    return client !== undefined && isLowRisk(one, client);
  });
}

export type Decided =
  | { kind: 'next'; state: QueueState; done: JustDone; reference?: string }
  /** What it still needs is typed in a form. */
  | { kind: 'form'; reversal: Reversal; needsReason: true };

/** One decision of the queue: what is said of it, and where the queue goes on. */
export async function decideInQueue(
  tools: BotTools,
  asker: Asker,
  state: QueueState,
  request: DecideRequest,
): Promise<Decided> {
  const { reference, action } = request;
  const told = await decideAndTell(tools, asker, request);
  const reversal = await tools.desk.show(asker.person, reference);
  if (told.refusal?.refused === 'reason_required' && !isRefusal(reversal)) {
    return { kind: 'form', reversal, needsReason: true };
  }
  if (told.refusal) {
    return { kind: 'next', state, done: noted(told.text), ...stayingAt(told.refusal, reference) };
  }
  const mayUndo = !isRefusal(reversal) && mayTakeBack(action, reversal);
  return {
    kind: 'next',
    state: told.changed ? counted(state, action) : state,
    done: {
      text: `✓ ${told.text}`,
      undo: mayUndo ? { ...valueFor(reversal), d: action } : null,
    },
  };
}

const noted = (text: string): JustDone => ({ text: `:warning: ${text}`, undo: null });

/** What somebody else has settled goes by; anything else stays before the eyes. */
const settledElsewhere: ReadonlySet<RefusalName> = new Set([
  'already_decided',
  'already_final',
  'not_in_this_status',
  'not_found',
  'not_permitted',
  'approver_not_named',
  'requester_cannot_approve',
]);

const stayingAt = ({ refused }: Refusal, reference: string) =>
  settledElsewhere.has(refused) ? {} : { reference };

/** Takes the decision just made back, and shows its entry again. */
export async function undoInQueue(
  tools: BotTools,
  asker: Asker,
  state: QueueState,
  request: DecideRequest,
  decided: string | undefined,
): Promise<Extract<Decided, { kind: 'next' }>> {
  const told = await decideAndTell(tools, asker, { ...request, action: 'withdraw' });
  if (told.refusal) return { kind: 'next', state, done: noted(told.text) };
  return {
    kind: 'next',
    state: told.changed && decided ? counted(state, decided, -1) : state,
    done: { text: `↩ ${told.text}`, undo: null },
    reference: request.reference,
  };
}

/** One more, or one fewer, of what was done. */
export function counted(state: QueueState, action: string, by = 1): QueueState {
  const kind = countedAs.get(action) ?? 'other';
  return { ...state, [kind]: Math.max(0, state[kind] + by) };
}

const countedAs = new Map<string, 'approved' | 'rejected' | 'changes'>([
  ['approve', 'approved'],
  ['reject', 'rejected'],
  ['request_changes', 'changes'],
]);
