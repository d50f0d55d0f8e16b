import { newestReply } from '../../core/index.js';
import type { Spoken } from './messages.js';
import { type People, staffFrom } from './people.js';
import { textOrNull, timeValue } from './property-values.js';
import type { ThreadMessage } from './schema.js';

/**
 * A message of the conversation a ticket came from (Conversations, "Retrieve message history"); null
 * for what nobody said. Actors: `A-` agents by user id, `V-` visitors, `B-`, `S-`, `I-` machines;
 * a COMMENT is internal.
 */
export function messageOfThread(message: ThreadMessage, people: People): Spoken | null {
  if (message.type !== 'MESSAGE' && message.type !== 'COMMENT') return null;
  const text = newestReply({ text: message.text, html: message.richText });
  if (text === '') return null;
  const sender = message.senders?.[0];
  const actor = textOrNull(sender?.actorId) ?? textOrNull(message.createdBy) ?? '';
  const author = authorOf(message, actor);
  const owner = actor.startsWith('A-') ? people.byUserId(actor.slice(2)) : undefined;
  const at = timeValue(message.createdAt);
  return {
    message: {
      externalId: `thread-${message.id}`,
      author,
      authorName: textOrNull(sender?.name),
      text,
      isPublic: message.type === 'MESSAGE',
      sentAt: new Date(Number.isNaN(at) ? 0 : at),
      isOwn: false,
      attachments: (message.attachments ?? []).flatMap(({ name, url }) =>
        url ? [{ name: name ?? 'file', url, contentType: null }] : [],
      ),
    },
    writers: author === 'agent' ? [staffFrom(owner)] : [],
  };
}

function authorOf(message: ThreadMessage, actor: string): 'customer' | 'agent' | 'system' {
  if (actor.startsWith('A-') || message.type === 'COMMENT') return 'agent';
  if (message.direction === 'INCOMING') return 'customer';
  return /^[BSI]-/.test(actor) ? 'system' : 'agent';
}
