import type { ReversalType } from '../../core/index.js';

/** A reason chosen instead of typed: its code travels in the button, its words are kept. */
export type Preset = readonly [code: string, words: string];

const moneyBack: readonly Preset[] = [
  ['already_refunded', 'Already refunded'],
  ['outside_policy', 'Outside the refund policy'],
  ['no_payment', 'No payment of this customer found'],
  ['delivered', 'Delivered and used as agreed'],
  ['duplicate', 'Duplicate of another entry'],
  ['not_entitled', 'Asked for by somebody not entitled'],
];

const rejecting: Readonly<Record<ReversalType, readonly Preset[]>> = {
  refund: moneyBack,
  merchant_error: [
    ['charge_right', 'The charge was right'],
    ['already_refunded', 'The difference is already refunded'],
    ['no_payment', 'No such charge found'],
    ['duplicate', 'Duplicate of another entry'],
  ],
  system_error: [
    ['no_error', 'No error found in the systems'],
    ['already_mended', 'Already put right'],
    ['duplicate', 'Duplicate of another entry'],
  ],
  chargeback: [
    ['no_dispute', 'There is no such dispute'],
    ['duplicate', 'Duplicate of another entry'],
  ],
  bank_reversal: [
    ['no_return', 'There is no such return'],
    ['duplicate', 'Duplicate of another entry'],
  ],
};

const asking: Readonly<Record<ReversalType, readonly Preset[]>> = {
  refund: [
    ['receipt', 'Receipt or proof of payment, please'],
    ['payment_id', 'Payment or order number, please'],
    ['amount', 'The amount is unclear: which one is right?'],
    ['reason', 'Why is it to go back?'],
  ],
  merchant_error: [
    ['before_after', 'Amount before and after, please'],
    ['receipt', 'Receipt or proof of payment, please'],
    ['payment_id', 'Payment or order number, please'],
  ],
  system_error: [
    ['trace', 'Error message or trace, please'],
    ['when', 'When did it happen?'],
  ],
  chargeback: [
    ['delivery', 'Proof of delivery, please'],
    ['talk', 'The talk with the customer, please'],
    ['terms', 'Terms the customer agreed to, please'],
  ],
  bank_reversal: [['return_file', 'The bank’s return notice, please']],
};

/** The preset reasons of a type, the likeliest first. */
export function presetsFor(
  action: 'reject' | 'request_changes',
  type: ReversalType,
): readonly Preset[] {
  return (action === 'reject' ? rejecting : asking)[type];
}
