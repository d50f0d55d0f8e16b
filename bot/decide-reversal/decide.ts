import {
  type DecideRequest,
  formatMoney,
  isLike,
  isRefusal,
  parseCurrency,
  type Refusal,
  type Reversal,
  visibleRefusal,
  visibleReversal,
} from '../../core/index.js';
import type { Answer, Asker, BotTools } from '../bot-tools.js';
import type { ButtonValue } from '../cards/button-value.js';
import { button, isOpen, valueFor } from '../cards/buttons.js';
import { actionsOf, chosenWords, voterWords } from '../cards/card-blocks.js';
import { section } from '../cards/folded-list.js';
import { oneLine, plain } from '../cards/mrkdwn.js';
import { nearestHint } from '../show-reversal/find-entry.js';
import { entryAnswer } from '../show-reversal/show-answer.js';
import { refusalWords } from '../words/refusal-words.js';

export type Told = Answer & { refusal: Refusal | null; changed: boolean };

/** One decision or step through the desk, and what to tell the person who took it. */
export async function decideAndTell(
  tools: BotTools,
  asker: Asker,
  request: DecideRequest,
): Promise<Told> {
  if (await isElsewhere(tools, asker, request.reference)) {
    const refusal: Refusal = { refused: 'not_found', facts: {} };
    return { text: refusalWords(refusal), refusal, changed: false };
  }
  const result = await tools.desk.decide({ person: asker.person, surface: asker.surface }, request);
  tools.telemetry.count('chat_decision', {
    action: request.action,
    result: isRefusal(result) ? result.refused : result.changed ? 'done' : 'again',
  });
  if (isRefusal(result)) {
    return {
      ...(await refusalAnswer(tools, asker, request, result)),
      refusal: result,
      changed: false,
    };
  }
  const text = `${doneWords(request, result, asker)}${fourEyes(request, result.reversal, asker)}`;
  const undo = button('decide:withdraw', 'Take it back', valueFor(result.reversal));
  const isOffered = result.changed && mayTakeBack(request.action, result.reversal);
  return {
    text,
    ...(isOffered ? { blocks: [section(text), actionsOf([undo], 'undo')] } : {}),
    refusal: null,
    changed: result.changed,
  };
}

/** In a client's channel an entry of another client does not exist, whatever the asker's rights. */
async function isElsewhere(tools: BotTools, asker: Asker, reference: string): Promise<boolean> {
  if (!asker.place) return false;
  const seen = await tools.desk.show(asker.person, reference);
  return !isRefusal(seen) && seen.clientId !== asker.place.id;
}

const votes: ReadonlySet<string> = new Set(['approve', 'accept', 'contest', 'next_step', 'answer']);

const undoable: ReadonlySet<string> = new Set([...votes, 'request_changes']);

/** Whether such a decision can be undone as the entry stands now: until it is closed, or money is sent. */
export function mayTakeBack(
  action: DecideRequest['action'],
  { status, payout }: Pick<Reversal, 'status' | 'payout'>,
): boolean {
  return undoable.has(action) && payout === 'none' && undecided.has(status);
}

const undecided: ReadonlySet<Reversal['status']> = new Set([
  'pending_approval',
  'approved',
  'changes_requested',
]);

/** Where the content must be seen first, the refusal comes with what it is now. */
async function refusalAnswer(
  tools: BotTools,
  asker: Asker,
  request: DecideRequest,
  whole: Refusal,
): Promise<Answer> {
  const refusal = visibleRefusal(asker.person, whole);
  const text = refusalWords(refusal, { ...request, surface: asker.surface, locale: asker.locale });
  if (refusal.refused === 'already_final') {
    return { text: `${text}${await nearestHint(tools, asker, request.reference)}` };
  }
  if (refusal.refused !== 'content_changed' && refusal.refused !== 'content_hash_missing') {
    return { text };
  }
  const reversal = await tools.desk.show(asker.person, request.reference);
  if (isRefusal(reversal)) return { text };
  const shown = await entryAnswer(tools, asker, reversal, false);
  return { text, blocks: [section(text), ...(shown.blocks ?? [])] };
}

const doneNames: Readonly<Record<DecideRequest['action'], string>> = {
  confirm: 'You confirmed',
  approve: 'You approved',
  reject: 'You rejected',
  request_changes: 'You asked for changes on',
  accept: 'You accepted the loss of',
  contest: 'You chose to contest',
  submit: 'Evidence is marked as handed in for',
  outcome: 'The outcome is entered for',
  next_step: 'The next step is recorded for',
  answer: 'Your answer is recorded for',
  complete: 'Marked as completed:',
  cancel: 'You cancelled',
  withdraw: 'You took the decision back on',
  assign: 'Assigned:',
  note: 'Your note is kept on',
  wait: 'It waits for the processor’s notice:',
  join: 'Joined; what goes on for both is',
  part: 'Parted again:',
};

type Done = { reversal: Reversal; waitingFor: string | null; changed: boolean };

function doneWords(
  request: DecideRequest,
  { reversal, waitingFor, changed }: Done,
  { person, locale }: Asker,
): string {
  const amount = reversal.amount ? ` ${plain(formatMoney(reversal.amount, locale))} for` : '';
  const what =
    request.action === 'approve' ? `${amount} ${reversal.reference}` : ` ${reversal.reference}`;
  const assignee =
    request.action === 'assign' && reversal.assignee
      ? ` to ${oneLine(reversal.assignee.name, 60)}`
      : '';
  const again = changed ? '' : ' That was counted before; nothing more was done.';
  const open =
    request.action === 'outcome' && reversal.status === 'approved'
      ? ` It stays open, as a later stage may follow; \`complete ${reversal.reference}\` closes it once none can come.`
      : '';
  const more =
    waitingFor && votes.has(request.action) ? ` It still needs ${oneLine(waitingFor, 120)}.` : '';
  const apart = waitingFor ? otherwiseWords(reversal, person) : '';
  return `${doneNames[request.action]}${what}${assignee}.${open}${apart}${more}${again}`;
}

/** Whose vote chose something else than this person's: nothing is carried out on mixed ones. */
function otherwiseWords(whole: Reversal, person: Asker['person']): string {
  const { approvals } = visibleReversal(person, whole);
  const own = approvals.findLast((vote) => vote.personId === person.id);
  if (!own || !votes.has(own.decision)) return '';
  const others = approvals.filter((vote) => votes.has(vote.decision) && !isLike(vote, own));
  if (others.length === 0) return '';
  const said = others.map((vote) => `${voterWords(vote)}: ${chosenWords(vote)}`).join('; ');
  return ` Others chose otherwise (${said}), and only like votes count together: nothing is carried out before they agree.`;
}

/** Whoever set the amount or logged it asked for it: they hear now that they cannot approve it. */
function fourEyes(request: DecideRequest, reversal: Reversal, { person }: Asker): string {
  if (request.action !== 'confirm' || reversal.status !== 'pending_approval') return '';
  const asked =
    reversal.loggedBy?.id === person.id ||
    reversal.requesters.some((requester) => requester.person?.id === person.id);
  if (!asked) return '';
  const decides = isOpen(reversal, 'approve') ? 'approves' : 'decides';
  return ` You count as asking for it: somebody else ${decides} it.`;
}

/** The request a button stands for. */
export function requestOf(
  action: DecideRequest['action'],
  value: ButtonValue,
  requestKey: string,
  tools: BotTools,
): DecideRequest {
  const currency = value.c ? parseCurrency(value.c) : null;
  return {
    reference: value.r,
    action,
    contentHash: value.h === '' ? null : value.h,
    ...(value.a && currency ? { amount: { minor: BigInt(value.a), currency } } : {}),
    ...(value.w ? { reason: tools.reading.redact(value.w).text } : {}),
    ...(value.d ? { detail: value.d } : {}),
    requestKey,
  };
}
