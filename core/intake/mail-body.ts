import { dropQuotes } from './mail-body/drop-quotes.js';
import { dropSignature } from './mail-body/drop-signature.js';
import { linesOfHtml } from './mail-body/lines-of-html.js';

export type MailBody = {
  /** The `text/plain` part, decoded. */
  readonly text?: string | null | undefined;
  /** The `text/html` part, decoded; read where there is no plain part, or an empty one. */
  readonly html?: string | null | undefined;
  /** Tells a forwarded mail: what it forwards is the sender's own matter and is kept. */
  readonly subject?: string | null | undefined;
};

/**
 * What the sender wrote in this mail: no quoted mail, no "On … wrote:", no signature. Answers between
 * quoted lines stay. A mail that is nothing but a quote, and one that forwards another, is given
 * whole: that is what it was sent for. Never throws; time grows with the length alone.
 */
export function newestReply(body: MailBody): string {
  const lines = linesOf(body);
  const own = dropSignature(isForward(body.subject) ? lines : dropQuotes(lines));
  const reply = own.some((line) => line.trim() !== '') ? own : lines;
  return tidy(reply);
}

/** Longer bodies are read to here: past it stand quotes of quotes and encoded files. */
const charactersMax = 2_000_000;

function linesOf({ text, html }: MailBody): string[] {
  const plain = text?.trim() ? text : '';
  const lines = plain.slice(0, charactersMax).split(lineEnd);
  if (!html?.trim() || (plain !== '' && !isStub(plain))) return lines;
  const shown = linesOfHtml(html.slice(0, charactersMax));
  return shown.some((line) => line.trim() !== '') ? shown : lines;
}

const lineEnd = /\r\n|[\n\r\u2028\u2029]/;

/** Some senders put only a notice into the plain part. */
function isStub(plain: string): boolean {
  return (
    plain.length < 400 && /\bhtml\b/i.test(plain) && /view|display|support|enable/i.test(plain)
  );
}

/** Reply prefixes may stand before: "Re: Fwd: …" answers and is no forward. */
function isForward(subject: string | null | undefined): boolean {
  return /^\s*(?:\[[^\]]{1,40}\]\s*)?(?:fwd?|wg|rv|tr|enc|i|doorst|vs)\s?:/i.test(subject ?? '');
}

function tidy(lines: readonly string[]): string {
  return lines
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/\n{4,}/g, '\n\n\n')
    .replace(/^\n+/, '')
    .trimEnd();
}
