import { z } from 'zod';
import { underchargeFlag } from '../../reversals/claims.js';
import type { Actor, DecideRequest } from '../../reversals/desk.js';
import { type Money, parseCurrency, parseTyped } from '../../reversals/money.js';
import { isRefusal, type Refusal, refuse } from '../../reversals/refusal.js';
import { type Reversal, reversalTypes } from '../../reversals/reversal.js';
import { redactedOrRefused, refuseCardData } from '../incoming-text.js';
import type { WebDeps } from '../web-deps.js';

export const decidable = [
  'confirm',
  'approve',
  'reject',
  'request_changes',
  'accept',
  'contest',
  'submit',
  'outcome',
  'next_step',
  'answer',
  'complete',
  'cancel',
  'withdraw',
  'assign',
  'note',
  'wait',
  'join',
  'part',
] as const satisfies readonly DecideRequest['action'][];

const shared = {
  csrf: z.string().max(100),
  contentHash: z.string().regex(/^[0-9a-f]{64}$/),
  amount: z.string().trim().max(30).optional(),
  currency: z.string().trim().max(30).optional(),
};

export const decisionForm = z.object({
  ...shared,
  action: z.enum(decidable),
  /** Made with the page, so that a form sent twice acts once. */
  requestId: z.string().regex(/^[\w-]{8,64}$/),
  reason: z.string().max(4000).optional(),
  detail: z.string().max(200).optional(),
});

export const correctionForm = z.object({ ...shared, type: z.enum(reversalTypes) });

type Decision = z.output<typeof decisionForm>;
type Correction = z.output<typeof correctionForm>;

/** One step as a form asked for it; confirming may set the amount that is missing. */
export async function decide(
  actor: Actor,
  reference: string,
  input: Decision,
  deps: WebDeps,
): Promise<Reversal | Refusal> {
  const { action, amount, currency, reason: text, detail, contentHash, requestId } = input;
  const cardData = refuseCardData([amount, currency, text, detail].filter(Boolean), deps);
  if (cardData) return cardData;
  const reason = redactedOrRefused(text, deps);
  if (isRefusal(reason)) return reason;
  const request: DecideRequest = {
    reference,
    action,
    contentHash,
    requestKey: `dashboard:${actor.person.id}:${requestId}`,
    ...(reason ? { reason } : {}),
    ...(detail?.trim() ? { detail: detail.trim() } : {}),
  };
  if (action === 'approve' && amount) {
    const present = await deps.desk.show(actor.person, reference);
    if (isRefusal(present)) return present;
    if (!present.amount) return refuse('amount_missing');
    const money = parseTyped(amount, present.amount.currency);
    if (!money) return noAmount;
    if (money.minor !== present.amount.minor) request.amount = money;
  }
  if (action === 'confirm' && amount) {
    const set = await setMissingAmount(actor, reference, input, deps);
    if (isRefusal(set)) return set;
    request.contentHash = set.contentHash;
  }
  const result = await deps.desk.decide(actor, request);
  return isRefusal(result) ? result : result.reversal;
}

/** The reversal with the amount; one that has another amount by now is not overwritten. */
async function setMissingAmount(
  actor: Actor,
  reference: string,
  input: Decision,
  { desk }: WebDeps,
): Promise<Reversal | Refusal> {
  const money = moneyOf(input);
  if (isRefusal(money)) return money;
  const present = await desk.show(actor.person, reference);
  if (isRefusal(present)) return present;
  if (isSame(present.amount, money)) return present;
  if (present.amount || present.contentHash !== input.contentHash) return changed(present);
  const result = await desk.edit(actor, reference, { amount: money });
  return isRefusal(result) ? result : result.reversal;
}

/** Amount and type by hand, on the content the page showed. An empty amount stays as it is. */
export async function correct(
  actor: Actor,
  reference: string,
  input: Correction,
  deps: WebDeps,
): Promise<Reversal | Refusal> {
  const cardData = refuseCardData([input.amount, input.currency].filter(Boolean), deps);
  if (cardData) return cardData;
  const money = input.amount ? moneyOf(input) : null;
  if (isRefusal(money)) return money;
  const present = await deps.desk.show(actor.person, reference);
  if (isRefusal(present)) return present;
  const isNew = input.type !== present.type || (money && !isSame(present.amount, money));
  if (present.contentHash !== input.contentHash) return isNew ? changed(present) : present;
  // Whoever sends an undercharge again as it stands says that it is none: that is a change.
  if (!isNew && !present.flags.includes(underchargeFlag)) return nothingNew;
  const result = await deps.desk.edit(actor, reference, {
    type: input.type,
    ...(money ? { amount: money } : {}),
  });
  return isRefusal(result) ? result : result.reversal;
}

function moneyOf({ amount = '', currency = '' }: Decision | Correction): Money | Refusal {
  const known = parseCurrency(currency);
  if (!known) return refuse('unknown_currency');
  return parseTyped(amount, known) ?? noAmount;
}

const isSame = (one: Money | null, other: Money) =>
  one?.minor === other.minor && one.currency === other.currency;

const noAmount = refuse('invalid_request', { amount: 'must be a number such as 49.99' });
const nothingNew = refuse('invalid_request', { change: 'nothing differs from what stands' });

/** What differs stands on the page itself, which shows the entry as it is now. */
const changed = ({ reference, contentHash }: Reversal) =>
  refuse('content_changed', { reference, contentHash });
