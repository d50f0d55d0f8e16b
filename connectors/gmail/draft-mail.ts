import MailComposer from 'nodemailer/lib/mail-composer';
import type { Address } from './read-mail.js';

/** Says which effect a draft was written for, and on which entry; a repeat looks for them first. */
export const effectHeader = 'X-Reversal-Hub-Effect';
export const entryHeader = 'X-Reversal-Hub-Entry';

/** Sent to nobody: what stands in a mail's `To` until somebody who reads the draft names one. */
type Draft = {
  from: string;
  to: Address | null;
  subject: string | null;
  text: string;
  /** The mail that is answered. */
  inReplyTo: string | null;
  references: string | null;
  effectId: string;
  entry: string;
};

/**
 * An answer as MIME. It joins a thread by three things (guide "Managing threads"): the thread's id,
 * `In-Reply-To` and `References`, and the same subject.
 */
export function draftMail(draft: Draft): Promise<Buffer> {
  const references = [draft.references, draft.inReplyTo].filter(Boolean).join(' ');
  return new MailComposer({
    from: draft.from,
    ...(draft.to ? { to: { name: draft.to.name ?? '', address: draft.to.address } } : {}),
    subject: answering(draft.subject),
    text: draft.text,
    ...(draft.inReplyTo ? { inReplyTo: draft.inReplyTo } : {}),
    ...(references ? { references } : {}),
    headers: { [effectHeader]: draft.effectId, [entryHeader]: draft.entry },
    // Files and addresses in the web are no part of an answer, whatever its text says.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();
}

function answering(subject: string | null): string {
  const words = subject ?? '';
  return /^\s*(re|aw|antw|sv|ref)\s*:/i.test(words) ? words : `Re: ${words}`.trim();
}
