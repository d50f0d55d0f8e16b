import type { Person } from '../reversals/reversal.js';

/** Finds active people. Storage fills it in. */
export type Directory = {
  byEmail(email: string): Promise<Person | null>;
  byChatUserId(chatUserId: string): Promise<Person | null>;
  byId(id: string): Promise<Person | null>;
  all(): Promise<readonly Person[]>;
  /** Remembers which chat user a person is, once the e-mail of the chat profile proved it. */
  linkChatUser(personId: string, chatUserId: string): Promise<void>;
};
