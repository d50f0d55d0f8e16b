import type { Reversal } from '../../reversals/reversal.js';
import { isActionForType, transition } from '../../reversals/transitions.js';
import { mayTake } from '../../reversals/who-may.js';
import { CorrectionForm, isCorrectable } from './correction-form.js';
import { type DecisionForm, decisionForms, isVote, lacksAmount } from './decision-forms.js';
import { FormProof } from './form-proof.js';
import type { ReversalView } from './reversal-page.js';

/** What this reader may do now. The log asks the same table again and has the last word. */
export function DecisionPanel({ view }: { view: ReversalView }) {
  const { reversal, waitingFor } = view;
  const possible = decisionForms.filter((form) => isPossible(form, reversal));
  const open = possible.filter((form) => isForReader(form, view));
  const why = whyNot(possible, view);
  const correctable = isCorrectable(view);
  if (open.length === 0 && !waitingFor && !why && !correctable) return null;
  return (
    <section className="panel" aria-labelledby="decide">
      <h2 id="decide">{waitingFor ? `Waiting for ${waitingFor}` : 'What to do'}</h2>
      {why ? <p>{why}</p> : null}
      {open
        .filter((form) => form.isMain)
        .map((form) => (
          <ActionForm key={form.key} form={form} view={view} />
        ))}
      {open
        .filter((form) => !form.isMain)
        .map((form) => (
          <details key={form.key} className="act">
            <summary>{form.label(reversal, view.reader.locale)}</summary>
            <ActionForm form={form} view={view} />
          </details>
        ))}
      {correctable ? <CorrectionForm view={view} /> : null}
    </section>
  );
}

/** Whether anybody may take this step now. */
function isPossible(form: DecisionForm, reversal: Reversal): boolean {
  return (
    'next' in transition(reversal.status, form.action) &&
    isActionForType(reversal, form.action) &&
    (form.fits?.(reversal) ?? true) &&
    !(isVote(form) && lacksAmount(reversal))
  );
}

/** Whether this reader may: by role, by what the open step names, by four eyes and claims. */
function isForReader(form: DecisionForm, { reversal, reader, standing }: ReversalView): boolean {
  if (!mayTake(reader.person, form.action, reversal)) return false;
  if (isVote(form) && !standing.isNamed) return false;
  return !(form.isApproval && (standing.isRequester || isHeld(reversal)));
}

/** One line where a decision is open, but not to this reader. */
function whyNot(possible: readonly DecisionForm[], view: ReversalView): string | null {
  const { reversal, reader, standing } = view;
  const approvals = possible.filter((form) => form.isApproval);
  if (approvals.every((form) => isForReader(form, view))) return null;
  const isForRole = approvals.some((form) => mayTake(reader.person, form.action, reversal));
  if (!isForRole) return 'Your role takes no part in this decision; those named above decide.';
  if (standing.isRequester) return 'You asked for it; somebody else decides.';
  if (reversal.approvals.some((vote) => vote.personId === reader.person.id)) {
    return 'You have decided; others are still asked.';
  }
  if (!standing.isNamed) return 'It is not yours to decide; those named above do.';
  return 'Other entries claim this payment; approving waits until they are settled.';
}

const isHeld = ({ flags }: Reversal) => flags.includes('payment_already_claimed');

/** A decision carries the hash of what the page showed, and acts once however often it is sent. */
function ActionForm({ form, view }: { form: DecisionForm; view: ReversalView }) {
  const { reversal, requestId, reader, currency } = view;
  return (
    <form method="post" action={`/reversals/${reversal.reference}/decide`}>
      <FormProof view={view} />
      <input type="hidden" name="requestId" value={`${requestId}-${form.key}`} />
      {form.fields?.(reversal, currency, reader.locale)}
      <button type="submit" name="action" value={form.action} className={form.tone}>
        {form.button ?? form.label(reversal, reader.locale)}
      </button>
    </form>
  );
}
