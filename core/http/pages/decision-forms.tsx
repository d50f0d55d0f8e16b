import type { ReactNode } from 'react';
import { waitsForNoticeFlag } from '../../reversals/claims.js';
import { completionOf } from '../../reversals/completion.js';
import type { DecideRequest } from '../../reversals/desk.js';
import { formatMoney, typedOf } from '../../reversals/money.js';
import { decisionKinds, type Reversal } from '../../reversals/reversal.js';
import { AmountFields, Choice, Field, Reason } from './form-fields.js';

export type DecisionForm = {
  key: string;
  action: DecideRequest['action'];
  label(reversal: Reversal, locale: string): string;
  /** What the button says where the label alone would mislead. */
  button?: string;
  /** Open at once; the others are folded. */
  isMain?: boolean;
  /** Four eyes and claims on the payment hold it back. */
  isApproval?: boolean;
  tone?: 'primary' | 'danger';
  /** Beyond what the table of transitions says. */
  fits?(reversal: Reversal): boolean;
  /** `currency` is offered where the reversal has none yet; amounts stand as this reader types them. */
  fields?(reversal: Reversal, currency: string, locale: string): ReactNode;
};

/** A vote is the policy's matter; every other step is not. */
export function isVote({ action }: DecisionForm): boolean {
  return decisionKinds.some((kind) => kind === action);
}

/** Only a system error may be confirmed and decided without an amount. */
export function lacksAmount({ amount, type }: Reversal): boolean {
  return amount === null && type !== 'system_error';
}

/** Every step a page may offer, in the order it offers them. */
export const decisionForms: readonly DecisionForm[] = [
  {
    key: 'approve',
    action: 'approve',
    label: ({ amount }, locale) => (amount ? `Approve ${formatMoney(amount, locale)}` : 'Approve'),
    isMain: true,
    isApproval: true,
    tone: 'primary',
    fields: () => <Reason label="Reason (if the policy asks for one)" />,
  },
  {
    key: 'confirm',
    action: 'confirm',
    label: ({ status }) =>
      status === 'changes_requested' ? 'Send for approval again' : 'Confirm: send for approval',
    isMain: true,
    tone: 'primary',
    fields: (reversal, currency) =>
      lacksAmount(reversal) ? (
        <>
          <AmountFields currency={currency} isRequired />
          <p className="hint">Whoever sets the amount cannot approve it; somebody else decides.</p>
        </>
      ) : null,
  },
  {
    key: 'contest',
    action: 'contest',
    label: () => 'Contest',
    isMain: true,
    isApproval: true,
    tone: 'primary',
    fields: () => <Reason />,
  },
  {
    key: 'accept',
    action: 'accept',
    label: () => 'Accept the loss',
    isApproval: true,
    fields: () => <Reason />,
  },
  {
    key: 'next-step',
    action: 'next_step',
    label: () => 'Choose the next step',
    isMain: true,
    isApproval: true,
    tone: 'primary',
    fields: () => (
      <Choice
        label="Next step"
        options={[
          ['present_again', 'Present again'],
          ['ask_for_new_details', 'Ask for new details'],
          ['stop_collecting', 'Stop collecting'],
          ['recover_outside', 'Recover outside the scheme'],
        ]}
      />
    ),
  },
  {
    key: 'answer',
    action: 'answer',
    label: () => 'Answer what happened',
    isMain: true,
    isApproval: true,
    tone: 'primary',
    fields: () => (
      <Choice
        label="What happened"
        options={[
          ['customer_not_charged', 'The customer was not charged'],
          ['already_returned', 'The money was returned already'],
          ['must_go_back', 'The money must go back'],
        ]}
      />
    ),
  },
  {
    key: 'complete',
    action: 'complete',
    label: (reversal) =>
      completionOf(reversal) === 'refund_id' ? 'Mark as paid back' : 'Mark as done',
    isMain: true,
    tone: 'primary',
    // A contested chargeback is over only once its outcome is known.
    fits: (reversal) => completionOf(reversal) !== 'outcome_first',
    fields: (reversal) =>
      completionOf(reversal) === 'refund_id' ? (
        <Field
          name="detail"
          label="Refund id"
          hint="From the processor, as proof of the payout."
          isRequired
        />
      ) : (
        <Reason label="What was done (if there is something to say)" />
      ),
  },
  {
    key: 'lower',
    action: 'approve',
    label: () => 'Approve a lower amount',
    button: 'Approve this amount',
    isApproval: true,
    fits: ({ amount }) => amount !== null,
    fields: ({ amount }, _currency, locale) =>
      amount ? (
        <>
          <Field
            name="amount"
            label={`Amount in ${amount.currency}`}
            hint="Less than asked for. Earlier approvers are asked again."
            value={typedOf(amount, locale)}
            isRequired
          />
          <Reason />
        </>
      ) : null,
  },
  {
    key: 'changes',
    action: 'request_changes',
    label: () => 'Request changes',
    fields: () => <Reason label="What is missing" isRequired />,
  },
  {
    key: 'reject',
    action: 'reject',
    label: () => 'Reject',
    tone: 'danger',
    fields: () => <Reason label="Why it is rejected" isRequired />,
  },
  { key: 'submit', action: 'submit', label: () => 'Evidence was handed in' },
  {
    key: 'outcome',
    action: 'outcome',
    label: () => 'Record the outcome',
    fields: () => (
      <Choice
        label="Outcome"
        options={[
          ['won', 'Won'],
          ['lost', 'Lost'],
        ]}
      />
    ),
  },
  {
    key: 'withdraw',
    action: 'withdraw',
    label: ({ status }) =>
      status === 'changes_requested' ? 'Take the request back' : 'Withdraw the approval',
    fields: () => <Reason />,
  },
  {
    key: 'cancel',
    action: 'cancel',
    label: ({ status }) => (status === 'needs_review' ? 'Not a reversal: cancel it' : 'Cancel it'),
    tone: 'danger',
    fields: () => <Reason label="Why" isRequired />,
  },
  { key: 'assign', action: 'assign', label: () => 'Take it' },
  {
    key: 'join',
    action: 'join',
    label: () => 'It is the same as another entry',
    button: 'Join them',
    fits: ({ joinedInto }) => joinedInto === undefined,
    fields: () => (
      <Field
        name="detail"
        label="The other entry"
        hint="A reference such as RV-000124"
        isRequired
      />
    ),
  },
  {
    key: 'part',
    action: 'part',
    label: () => 'They are not the same after all',
    button: 'Part them',
    fits: ({ joinedInto, joined }) => joinedInto !== undefined || (joined ?? []).length > 0,
    fields: ({ joinedInto, joined }) => (
      <Field name="detail" label="The other entry" value={joinedInto ?? joined?.[0]} isRequired />
    ),
  },
  {
    key: 'wait',
    action: 'wait',
    label: () => 'Wait for the processor’s notice',
    button: 'Wait',
    fits: ({ flags }) => !flags.includes(waitsForNoticeFlag),
  },
  {
    key: 'note',
    action: 'note',
    label: () => 'Add a note',
    fields: () => <Reason label="Note" isRequired />,
  },
];
