import { randomUUID } from 'node:crypto';
import type { Bytes } from '../privacy/privacy.js';
import type { NewMessage } from '../reversals/ports.js';
import type { Sealer } from './sealed-fields.js';

export type MessageRow = Omit<NewMessage, 'text' | 'authorName'> & {
  id: string;
  reversalId: string;
  authorName: Bytes | null;
  text: Bytes;
};

/** Messages as they are stored; one about an erased person is not kept. */
export function messageRows(
  sealer: Sealer,
  reversalId: string,
  messages: readonly NewMessage[],
): MessageRow[] {
  return messages.flatMap((message) => {
    const id = randomUUID();
    const text = sealer.seal('message.text', id, message.text);
    if (!text) return [];
    const authorName = sealer.seal('message.author_name', id, message.authorName);
    const { sourceItemId, externalId, author, isPublic, sentAt } = message;
    return [
      { id, reversalId, sourceItemId, externalId, author, authorName, text, isPublic, sentAt },
    ];
  });
}
