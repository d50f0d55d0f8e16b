import type { SourceItem } from '../../../core/intake/source-item.js';

/** A ticket in our neutral form that asks for money back; anything may be told otherwise. */
export function aSourceItem(over: Partial<SourceItem> = {}): SourceItem {
  return {
    externalId: '17',
    url: null,
    subject: 'Charged twice',
    channel: 'email',
    createdAt: new Date('2026-02-20T10:00:00Z'),
    updatedAt: new Date('2026-02-20T10:05:00Z'),
    isClosed: false,
    isDeleted: false,
    customer: { name: 'Jane Doe', email: 'jane@example.com', phone: null },
    assignee: null,
    writers: [],
    messages: [aMessage('I was charged twice for order 8841, please refund 49.99 USD.')],
    tags: [],
    fields: {},
    ...over,
  };
}

export function aMessage(text: string): SourceItem['messages'][number] {
  return {
    externalId: '1',
    author: 'customer',
    authorName: 'Jane Doe',
    text,
    isPublic: true,
    sentAt: new Date('2026-02-20T10:00:00Z'),
    isOwn: false,
    attachments: [],
  };
}
