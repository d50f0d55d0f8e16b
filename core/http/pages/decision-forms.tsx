import type { ReactNode } from 'react';
import type { DecideRequest } from '../../reversals/desk.js';
import { decimalOf, formatMoney } from '../../reversals/money.js';
import type { Reversal } from '../../reversals/reversal.js';

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
  fields?(reversal: Reversal): ReactNode;
};

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
    label: ({ outcome }) => (outcome === null ? 'Mark as paid back' : 'Mark as done'),
    isMain: true,
    tone: 'primary',
    // A contested chargeback ends with its outcome, not by hand.
    fits: ({ outcome }) => outcome !== 'contest',
    fields: ({ outcome }) =>
      outcome === null ? (
        <Field
          name="detail"
          label="Refund id"
          hint="From the processor, as proof of the payout."
          isRequired
        />
      ) : null,
  },
  {
    key: 'lower',
    action: 'approve',
    label: () => 'Approve a lower amount',
    button: 'Approve this amount',
    isApproval: true,
    fits: ({ amount }) => amount !== null,
    fields: ({ amount }) =>
      amount ? (
        <>
          <Field
            name="amount"
            label={`Amount in ${amount.currency}`}
            hint="Less than asked for. Earlier approvers are asked again."
            value={decimalOf(amount)}
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
    label: () => 'Withdraw the approval',
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
    key: 'note',
    action: 'note',
    label: () => 'Add a note',
    fields: () => <Reason label="Note" isRequired />,
  },
];

/** A label around its field needs no id, so that several forms may stand on one page. */
function Field({
  name,
  label,
  hint,
  value,
  isRequired = false,
}: {
  name: string;
  label: string;
  hint: string;
  value?: string;
  isRequired?: boolean;
}) {
  return (
    <label className="field">
      <span>{label}</span>
      <input
        name={name}
        defaultValue={value}
        required={isRequired}
        inputMode={name === 'amount' ? 'decimal' : undefined}
        autoComplete="off"
      />
      <span className="hint">{hint}</span>
    </label>
  );
}

function Reason({
  label = 'Reason',
  isRequired = false,
}: {
  label?: string;
  isRequired?: boolean;
}) {
  return (
    <label className="field">
      <span>{label}</span>
      <textarea name="reason" rows={2} maxLength={4000} required={isRequired} />
    </label>
  );
}

function Choice({
  label,
  options,
}: {
  label: string;
  options: readonly (readonly [string, string])[];
}) {
  return (
    <label className="field">
      <span>{label}</span>
      <select name="detail" required>
        <option value="">Choose…</option>
        {options.map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}
