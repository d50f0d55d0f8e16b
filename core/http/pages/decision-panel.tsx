import type { Reversal } from '../../reversals/reversal.js';
import { isActionForType, transition } from '../../reversals/transitions.js';
import { mayTake } from '../../reversals/who-may.js';
import { type DecisionForm, decisionForms } from './decision-forms.js';
import type { ReversalView } from './reversal-page.js';

/** What this reader may do now. The log asks the same table again and has the last word. */
export function DecisionPanel({ view }: { view: ReversalView }) {
  const { reversal, waitingFor, isRequester } = view;
  const offered = decisionForms.filter((form) => isOffered(form, view));
  const held = reversal.flags.includes('payment_already_claimed');
  const blocked = offered.filter((form) => form.isApproval && (isRequester || held));
  const open = offered.filter((form) => !blocked.includes(form));
  if (offered.length === 0 && !waitingFor) return null;
  return (
    <section className="panel" aria-labelledby="decide">
      <h2 id="decide">{waitingFor ? `Waiting for ${waitingFor}` : 'What to do'}</h2>
      {blocked.length > 0 ? (
        <p>
          {isRequester
            ? 'You asked for this, so another person must approve it.'
            : 'Other entries claim this payment; approving waits until they are settled.'}
        </p>
      ) : null}
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
    </section>
  );
}

function isOffered(form: DecisionForm, { reversal, reader }: ReversalView): boolean {
  return (
    'next' in transition(reversal.status, form.action) &&
    isActionForType(reversal, form.action) &&
    mayTake(reader.person, form.action, reversal) &&
    fits(form, reversal)
  );
}

const fits = (form: DecisionForm, reversal: Reversal) => form.fits?.(reversal) ?? true;

/** A decision carries the hash of what the page showed, and acts once however often it is sent. */
function ActionForm({ form, view }: { form: DecisionForm; view: ReversalView }) {
  const { reversal, requestId, reader } = view;
  return (
    <form method="post" action={`/reversals/${reversal.reference}/decide`}>
      <input type="hidden" name="csrf" value={reader.csrf} />
      <input type="hidden" name="contentHash" value={reversal.contentHash} />
      <input type="hidden" name="requestId" value={`${requestId}-${form.key}`} />
      {form.fields?.(reversal)}
      <button type="submit" name="action" value={form.action} className={form.tone}>
        {form.button ?? form.label(reversal, reader.locale)}
      </button>
    </form>
  );
}
