/**
 * Every way the hub says no, in one ordered list: when several apply, the first here is told.
 * `retryable` means the same request may succeed later without being changed.
 */
export const refusals = {
  not_found: { retryable: false, status: 404 },
  not_your_client: { retryable: false, status: 404 },
  not_permitted: { retryable: false, status: 403 },
  card_number_in_text: { retryable: false, status: 422 },
  nothing_understood: { retryable: false, status: 422 },
  unknown_currency: { retryable: false, status: 422 },
  amount_missing: { retryable: false, status: 422 },
  amount_not_positive: { retryable: false, status: 422 },
  amount_ambiguous: { retryable: false, status: 422 },
  client_missing: { retryable: false, status: 422 },
  already_final: { retryable: false, status: 409 },
  already_decided: { retryable: false, status: 409 },
  not_in_this_status: { retryable: false, status: 409 },
  not_for_this_type: { retryable: false, status: 409 },
  content_hash_missing: { retryable: false, status: 428 },
  content_changed: { retryable: false, status: 409 },
  requester_cannot_approve: { retryable: false, status: 403 },
  approver_not_named: { retryable: false, status: 403 },
  nothing_to_withdraw: { retryable: false, status: 409 },
  payment_already_claimed: { retryable: true, status: 409 },
  payment_disputed: { retryable: true, status: 409 },
  payout_already_sent: { retryable: false, status: 409 },
  reason_required: { retryable: false, status: 422 },
  evidence_required: { retryable: false, status: 422 },
  amount_above_requested: { retryable: false, status: 422 },
  refund_id_required: { retryable: false, status: 422 },
  key_reused_with_other_content: { retryable: false, status: 422 },
  invalid_request: { retryable: false, status: 422 },
} as const satisfies Record<string, { retryable: boolean; status: number }>;

export type RefusalName = keyof typeof refusals;

/** A no that is a value. `facts` are safe to show to the person who asked: never raw text. */
export type Refusal = {
  readonly refused: RefusalName;
  readonly facts: Readonly<Record<string, string>>;
};

export function refuse(refused: RefusalName, facts: Record<string, string> = {}): Refusal {
  return { refused, facts };
}

export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && 'refused' in value;
}

/** The most telling of several refusals: the one that stands first in the list. */
export function firstRefusal(found: readonly Refusal[]): Refusal | null {
  const order = Object.keys(refusals);
  return [...found].sort((a, b) => order.indexOf(a.refused) - order.indexOf(b.refused))[0] ?? null;
}
