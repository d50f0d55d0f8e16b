import type { Bytes, Privacy } from '../privacy/privacy.js';
import type { RedactedText } from '../reversals/redacted-text.js';

/** Every column that holds ciphertext under a subject's key. */
export type SealedColumn =
  | 'subject.customer'
  | 'reversal.reason'
  | 'reversal.trace'
  | 'requester.label'
  | 'message.text'
  | 'message.author_name'
  | 'decision.reason'
  | 'evidence.url'
  | 'evidence.name'
  | 'history.values'
  | 'training_example.content';

/** Of a text that was redacted before it was sealed, and was opened by its own key. */
export const redactedWhenSealed = (text: string) => text as RedactedText;

/** A subject as read with its key; `key` null once it was destroyed. */
export type SubjectWithKey = {
  id: string;
  clientId: string;
  key: { wrapped: Uint8Array } | null;
};

/** Seals and opens under one subject's key. */
export type Sealer = ReturnType<typeof sealerOf>;

/**
 * Without a key nothing opens and nothing more is kept: both directions give null, so that an
 * erased person stays erased while their entry remains.
 */
export function sealerOf(privacy: Privacy, subject: SubjectWithKey) {
  const key = privacy.unwrap(subject.key?.wrapped ?? null, subject.clientId, subject.id);
  const at = (field: SealedColumn, rowId: string) => ({
    field,
    clientId: subject.clientId,
    subjectId: subject.id,
    rowId,
  });
  const open = (field: SealedColumn, rowId: string, sealed: Uint8Array | null) =>
    sealed ? privacy.open(sealed, key, at(field, rowId)) : null;
  return {
    subjectId: subject.id,
    isErased: key === null,
    seal: (field: SealedColumn, rowId: string, text: string | null): Bytes | null =>
      key && text !== null ? privacy.seal(text, key, at(field, rowId)) : null,
    open,
    /** Only redacted text was ever sealed in these columns, so what opens is redacted. */
    openRedacted: (
      field: Exclude<
        SealedColumn,
        'subject.customer' | 'requester.label' | 'history.values' | 'training_example.content'
      >,
      rowId: string,
      sealed: Uint8Array | null,
    ) => open(field, rowId, sealed) as RedactedText | null,
  };
}
