import type { RefusalName } from '../reversals/refusal.js';

type Words = { readonly title: string; readonly next: string };

/** What a refusal says to a person: what is so, and what to do next. The only table of them. */
export const refusalWords = {
  not_found: {
    title: 'There is no such reversal',
    next: 'Check the reference, or search for an identifier or the customer’s e-mail.',
  },
  not_your_client: {
    // The same words as not_found: whether another client's entry exists is not told.
    title: 'There is no such reversal',
    next: 'Check the reference and the client, or ask an admin for access to that client.',
  },
  not_permitted: {
    title: 'Your role does not allow this',
    next: 'Ask a manager or an admin to do it, or to change your role.',
  },
  card_number_in_text: {
    title: 'The text holds card data',
    next: 'Nothing was stored. Leave the number and the security code out and send it again; write the last four digits if they matter.',
  },
  nothing_understood: {
    title: 'Nothing in this could be understood',
    next: 'State the type, the amount with its currency, and the payment.',
  },
  unknown_currency: {
    title: 'The currency is not known',
    next: 'Give a three-letter ISO 4217 code such as USD, EUR or JPY.',
  },
  amount_missing: {
    title: 'An amount is needed',
    next: 'Give the amount and its currency; correct the entry with them where it is logged already. Only a system error may go without.',
  },
  amount_not_positive: {
    title: 'The amount must be above zero',
    next: 'Give the amount to return as a positive number.',
  },
  amount_ambiguous: {
    title: 'There is more than one amount and none is plainly the one',
    next: 'Give the one amount to return; say before and after for a wrong charge.',
  },
  client_missing: {
    title: 'It is not clear which client this belongs to',
    next: 'Name the client it belongs to, and send it again.',
  },
  already_final: {
    title: 'This reversal is closed',
    next: 'A closed entry stays as it is. Log a new one that corrects it.',
  },
  already_decided: {
    title: 'This has been decided already',
    next: 'The decision stands. Whoever approved may withdraw until the payout is sent.',
  },
  not_in_this_status: {
    title: 'This cannot be done in the present status',
    next: 'Look at the reversal again: it may have moved on, or need to be confirmed first.',
  },
  not_for_this_type: {
    title: 'This decision does not exist for this type of reversal',
    next: 'Take a decision that its type and kind offer, or correct the type first.',
  },
  content_hash_missing: {
    title: 'A decision must say what it was made on',
    next: 'Read the reversal, and send its contentHash with the decision.',
  },
  content_changed: {
    title: 'The reversal has changed since you saw it',
    next: 'Nothing was decided. Read what is different, and decide again on what stands now.',
  },
  requester_cannot_approve: {
    title: 'Whoever asked for a reversal cannot approve it',
    next: 'Another person with the right to approve must decide.',
  },
  approver_not_named: {
    title: 'The policy does not name you for this decision',
    next: 'Leave it to one of those it names, or ask an admin to change the policy.',
  },
  payment_already_claimed: {
    title: 'The payment does not hold enough for this',
    next: 'Other entries claim it. Settle or cancel them, lower the amount, or join the entries.',
  },
  payment_disputed: {
    title: 'The payment is disputed',
    next: 'Nothing is paid back beside an open dispute. Settle the dispute first; it stands on the same payment.',
  },
  payout_already_sent: {
    title: 'The payout has been sent',
    next: 'It cannot be taken back here. Log a new entry that corrects this one.',
  },
  reason_required: {
    title: 'A reason is needed',
    next: 'Say why in a sentence and send it again.',
  },
  evidence_required: {
    title: 'The policy asks for evidence first',
    next: 'Add a link to it (POST …/evidence, or in chat `evidence RV-… https://…`), then decide.',
  },
  amount_above_requested: {
    title: 'The amount is above what was asked for',
    next: 'Approve the same or less. To raise it, change the reversal; approvers are then asked again.',
  },
  nothing_to_withdraw: {
    title: 'You gave no decision here',
    next: 'Only whoever decided takes their decision back; an admin may take back an approval that stands.',
  },
  refund_id_required: {
    title: 'Completing needs the refund’s id',
    next: 'Give the processor’s refund id, so that the payout can be proved.',
  },
  key_reused_with_other_content: {
    title: 'This idempotency key was used for something else',
    next: 'Send a new key with new content; the first request stands.',
  },
  invalid_request: {
    title: 'The request is not as it should be',
    next: 'Mend every fault listed and send it again.',
  },
} as const satisfies Record<RefusalName, Words>;

/** Trouble of the web edge itself, beside the domain's refusals. */
export const edgeProblems = {
  unauthenticated: {
    status: 401,
    title: 'Not signed in',
    next: 'Send Authorization: Bearer and a key that was not revoked; /api/docs says how to get one.',
  },
  metrics_closed: {
    status: 403,
    title: 'The figures are for this machine',
    next: 'Set server.metricsToken and send it as Authorization: Bearer, or read them from this machine.',
  },
  act_as_missing: {
    status: 400,
    title: 'The sandbox key does not say who acts',
    next: 'Add the header X-Act-As with the e-mail of a person; /sandbox lists them.',
  },
  act_as_unknown: {
    status: 401,
    title: 'X-Act-As names nobody here',
    next: 'Give the e-mail of an active person; /sandbox lists them.',
  },
  act_as_not_allowed: {
    status: 400,
    title: 'X-Act-As works with the sandbox key only',
    next: 'Leave the header out: a key acts as the person it was made for.',
  },
  scope_missing: {
    status: 403,
    title: 'The key lacks the scope for this',
    next: 'Use a key with the scope named, made by hub keys create.',
  },
  export_expired: {
    status: 410,
    title: 'This export has expired',
    next: 'Ask for it again with /reversal export.',
  },
  export_not_yours: {
    status: 404,
    title: 'There is no such export for you',
    next: 'An export is for the person who asked for it; ask for your own with /reversal export.',
  },
  export_too_large: {
    status: 422,
    title: 'There is too much for one file',
    next: 'Narrow it down to 50,000 entries, by client or by month.',
  },
  unknown_address: {
    status: 404,
    title: 'There is nothing at this address',
    next: 'See /api/docs for every address.',
  },
  method_not_allowed: {
    status: 405,
    title: 'This address does not take that method',
    next: 'Use one of the methods in the Allow header.',
  },
  body_too_large: {
    status: 413,
    title: 'The body is too large',
    next: 'Send less at once: shorten the texts, or split the request.',
  },
  not_json: {
    status: 415,
    title: 'The body is not JSON',
    next: 'Send Content-Type: application/json.',
  },
  malformed_json: {
    status: 400,
    title: 'The JSON cannot be read',
    next: 'Send one well-formed JSON object in UTF-8.',
  },
  webhook_refused: {
    status: 401,
    title: 'The notice was not accepted',
    next: 'Check the secret on both sides and the sender’s clock. Nothing was stored.',
  },
  webhook_not_verified: {
    status: 503,
    title: 'The notice could not be verified now',
    next: 'The sender’s keys are out of reach. Send it again; nothing was stored.',
  },
  unknown_connection: {
    status: 404,
    title: 'No connection takes notices at this address',
    next: 'Compare the address with the connection’s id in the configuration.',
  },
  form_not_ours: {
    status: 403,
    title: 'This form was not sent from your own page',
    next: 'Open the page again and repeat what you did.',
  },
  card_data_blocked: {
    status: 500,
    title: 'The answer was held back because it holds card data',
    next: 'It has been counted as an incident. Tell the operator which entry you asked for.',
  },
  our_bug: {
    status: 500,
    title: 'Something broke on our side',
    next: 'Nothing was lost. Try again; tell the operator if it stays.',
  },
} as const satisfies Record<string, Words & { status: number }>;

export type EdgeProblem = keyof typeof edgeProblems;
