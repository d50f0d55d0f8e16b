import type { Channel } from '../reversals/reversal.js';

/**
 * A vendor's ticket, thread or notice in our neutral form. `RawText` parts are unredacted: they
 * live only inside one intake step and are never stored, logged or queued.
 */
export type SourceItem = {
  externalId: string;
  url: string | null;
  subject: string | null;
  channel: Channel;
  createdAt: Date;
  updatedAt: Date;
  /** The vendor says it is done with: solved, closed, archived. */
  isClosed: boolean;
  isDeleted: boolean;
  customer: { name: string | null; email: string | null; phone: string | null };
  /** Who it is assigned to, and every staff member who wrote on it. They count as requesters. */
  assignee: Staff | null;
  writers: readonly Staff[];
  messages: readonly SourceMessage[];
  tags: readonly string[];
  /** Amount, currency and order id from fields that the settings name; absent when not set. */
  fields: {
    amount?: string | undefined;
    currency?: string | undefined;
    orderId?: string | undefined;
  };
};

export type Staff = { name: string | null; email: string | null };

export type SourceMessage = {
  externalId: string;
  author: 'customer' | 'agent' | 'system';
  authorName: string | null;
  /** Unredacted. */
  text: string;
  isPublic: boolean;
  sentAt: Date;
  /** Written by the hub itself: never a change, a message or a detection. */
  isOwn: boolean;
  attachments: readonly { name: string; url: string; contentType: string | null }[];
};
