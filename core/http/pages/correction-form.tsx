import { typedOf } from '../../reversals/money.js';
import { transition } from '../../reversals/transitions.js';
import { mayTake } from '../../reversals/who-may.js';
import { AmountFields, TypeField } from './form-fields.js';
import { FormProof } from './form-proof.js';
import type { ReversalView } from './reversal-page.js';

/** Whether amount and type of this entry can still be corrected by this reader. */
export function isCorrectable({ reversal, reader }: ReversalView): boolean {
  return (
    'next' in transition(reversal.status, 'edit') &&
    reversal.payout === 'none' &&
    mayTake(reader.person, 'edit', reversal)
  );
}

/** Amount and type by hand; folded, for it asks every approver again. */
export function CorrectionForm({ view }: { view: ReversalView }) {
  const { reversal, currency } = view;
  return (
    <details className="act">
      <summary>Correct it</summary>
      <form method="post" action={`/reversals/${reversal.reference}/correct`}>
        <FormProof view={view} />
        <AmountFields
          amount={reversal.amount ? typedOf(reversal.amount, view.reader.locale) : undefined}
          currency={currency}
        />
        <TypeField value={reversal.type} />
        <p className="hint">
          Approvers are asked again. Whoever changes it cannot approve it, unless they only lower
          the amount.
        </p>
        <button type="submit">Correct it</button>
      </form>
    </details>
  );
}
