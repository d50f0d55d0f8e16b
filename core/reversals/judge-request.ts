import type { Actor, LogRequest } from './desk.js';
import { difference } from './money.js';
import type { MatchedPayment } from './ports.js';
import { missingRequesters, personOf, type RequesterRow } from './requesters.js';
import type { Person, Reversal } from './reversal.js';
import { riskOf } from './risk.js';

/** Who logs: a person on a surface, or a connection's intake. */
export type From = Actor | { connectionId: string };

export type JudgedRequest = {
  amount: Reversal['amount'];
  isUndercharge: boolean;
  reviewReasons: readonly string[];
  requesters: readonly RequesterRow[];
  assigneeId: string | null;
  /** What the policy is asked about. */
  asReversal: Pick<Reversal, 'type' | 'kind' | 'amount' | 'payment' | 'requesters'> & {
    risk: number;
  };
};

/** What a request to log amounts to: its amount, who asks for it, and why a person must look. */
export function judgeRequest(
  request: LogRequest,
  matches: readonly MatchedPayment[],
  people: readonly Person[],
  from: From,
): JudgedRequest {
  const amount = amountOfDifference(request) ?? request.amount;
  const payment = matches.length === 1 ? (matches[0] ?? null) : null;
  const isAsker = 'person' in from && !request.isFromDocument;
  const asker = isAsker ? [{ personId: from.person.id, label: from.person.name }] : [];
  const requesters = [...asker, ...missingRequesters(request.staff, people, asker)];
  return {
    amount,
    isUndercharge: isUndercharge(request),
    reviewReasons: matches.length > 1 ? ['Its identifiers name more than one payment.'] : [],
    requesters,
    assigneeId: personOf(request.assigneeEmail, people)?.id ?? null,
    asReversal: {
      type: request.type,
      kind: request.kind,
      // What is held or disputed is never automatic, so no flag of it is asked here.
      risk: riskOf({ ...request, flags: [] }).score,
      amount,
      payment,
      requesters: requesters.map((one) => ({
        person: one.personId ? { id: one.personId, name: one.label, email: '' } : null,
        label: one.label,
      })),
    },
  };
}

/** A merchant's error is the difference of before and after; null where they tell none. */
export function amountOfDifference(request: LogRequest) {
  if (request.type !== 'merchant_error' || !request.before || !request.after) return null;
  const amount = difference(request.before, request.after);
  return amount && amount.minor > 0n ? amount : null;
}

function isUndercharge({ type, before, after }: LogRequest): boolean {
  return (
    type === 'merchant_error' &&
    before !== null &&
    after !== null &&
    before.currency === after.currency &&
    before.minor < after.minor
  );
}
