import type { ReversalView } from './reversal-page.js';

/** What every form carries: the session it belongs to, and the content its page showed. */
export function FormProof({ view: { reader, reversal } }: { view: ReversalView }) {
  return (
    <>
      <input type="hidden" name="csrf" value={reader.csrf} />
      <input type="hidden" name="contentHash" value={reversal.contentHash} />
    </>
  );
}
