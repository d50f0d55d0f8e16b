import type { Address, Mail } from './read-mail.js';

/** What somebody passed on, apart from what they wrote above it. */
export type Forwarded = { above: string; from: Address | null; text: string };

/**
 * The mail that a text passes on, by the lines mail programs put above it; null where there is none.
 * Only whole lines of that form count: a customer who writes of a forwarded message forwards none.
 */
export function forwardedIn(text: string): Forwarded | null {
  const lines = text.split(/\r\n|[\n\r]/);
  const start = lines.findIndex((line) => opening.test(line));
  if (start < 0) return null;
  let at = start + 1;
  let from: Address | null = null;
  let hasHeaders = false;
  for (; at < lines.length && at - start <= headerLinesMax; at += 1) {
    const line = (lines[at] ?? '').replace(/^[>\s*]+/, '');
    if (line === '' && !hasHeaders) continue;
    const header = headerLine.exec(line);
    if (!header) break;
    hasHeaders = true;
    if (fromWord.test(header[1] ?? '')) from ??= addressIn(header[2] ?? '');
  }
  if (!hasHeaders) return null;
  const passedOn = lines.slice(at).map((line) => line.replace(/^> ?/, ''));
  return { above: lines.slice(0, start).join('\n').trim(), from, text: passedOn.join('\n').trim() };
}

/** Whether the subject says that a mail is passed on. */
export function isForward(mail: Mail): boolean {
  return /^\s*(?:fwd?|wg|tr|rv|enc|i|doorst|vs|vb)\s*:/i.test(mail.subject ?? '');
}

const headerLinesMax = 12;
/** Gmail, Apple Mail, Outlook and Thunderbird, in English, German, French, Spanish and Portuguese. */
const opening =
  /^[>\s]*(?:-{2,}\s*(?:forwarded message|original message|weitergeleitete nachricht|ursprüngliche nachricht|message transféré|message d'origine|mensaje reenviado|mensaje original|mensagem encaminhada|mensagem original)\s*-{2,}|begin forwarded message:|anfang der weitergeleiteten nachricht:|début du message réexpédié\s*:|inicio del mensaje reenviado:|início da mensagem (?:encaminhada|reencaminhada):)\s*$/iu;
const headerLine = /^\**\s*([\p{L}][\p{L} -]{0,20}?)\s*:\**\s*(.*)$/u;
const fromWord = /^(?:from|von|de|da)$/iu;

function addressIn(text: string): Address | null {
  const found = /<?(?:mailto:)?([^\s<>()[\]"',;:]+@[^\s<>()[\]"',;:]+\.[^\s<>()[\]"',;:]+)>?/.exec(
    text,
  );
  if (!found?.[1]) return null;
  const name = text
    .slice(0, found.index)
    .replace(/["'*<[]/g, '')
    .trim();
  return { name: name || null, address: found[1].toLowerCase() };
}
