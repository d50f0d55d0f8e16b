import type { Part } from './schema.js';

/**
 * A mail as the vendor took it apart (`format=full`), as MIME again, or null where that may say
 * something else than the mail did. What the vendor does to charsets and headers is not documented,
 * so only what reads the same whatever it does is taken: texts in UTF-8 or plain ASCII, headers in
 * ASCII, one address to a sender, no mail within the mail and no text that was left out.
 */
export function toldMail(top: Part): Buffer | null {
  const headers = top.headers ?? [];
  if (!headers.some(({ name }) => name.toLowerCase() === 'from')) return null;
  if (!headers.every(isToldAsWritten)) return null;
  const lines = linesOf(top, 0);
  return lines && Buffer.from(lines.join('\r\n'));
}

type Header = NonNullable<Part['headers']>[number];

/** Everything that is read of a mail's head. */
const read = new Set([
  ...['from', 'sender', 'reply-to', 'to', 'subject', 'message-id', 'references', 'content-type'],
  ...['auto-submitted', 'precedence', 'return-path', 'x-autoreply', 'x-autorespond'],
  'x-failed-recipients',
]);
const senders = new Set(['from', 'sender', 'reply-to']);
const ascii = /^[\t\x20-\x7e]*$/;
/**
 * One address, its name beside it. An encoded name that was decoded could hold commas and addresses
 * of its own, which would then be read as the sender's.
 */
const oneAddress =
  /^\s*(?:(?:"[^"\\]*"|[^"\\<>@,;:()]*)\s*<[^\s<>@,;:"()]+@[^\s<>@,;:"()]+>|[^\s<>@,;:"()]+@[^\s<>@,;:"()]+)\s*$/;

function isToldAsWritten({ name, value }: Header): boolean {
  const known = name.toLowerCase();
  if (!read.has(known)) return true;
  if (!ascii.test(value ?? '')) return false;
  return !senders.has(known) || oneAddress.test(value ?? '');
}

/** Deeper is a chain of forwards, which is had as it came. */
const depthMax = 20;

function linesOf(part: Part, depth: number): string[] | null {
  const mimeType = (part.mimeType ?? 'text/plain').toLowerCase();
  if (depth > depthMax || /^message\/|^multipart\/report/.test(mimeType)) return null;
  const kept = (part.headers ?? []).filter(({ name }) => !rewritten.test(name));
  const lines = kept.map(({ name, value }) => `${name}: ${(value ?? '').replace(/[\r\n]+/g, ' ')}`);
  if (part.parts && part.parts.length > 0) {
    if (!mimeType.startsWith('multipart/')) return null;
    const boundary = `part-${depth}-of-a-mail-as-it-was-told`;
    lines.push(`Content-Type: ${mimeType}; boundary="${boundary}"`, '');
    for (const inner of part.parts) {
      const within = linesOf(inner, depth + 1);
      if (!within) return null;
      lines.push(`--${boundary}`, ...within);
    }
    return [...lines, `--${boundary}--`];
  }
  if (mimeType.startsWith('multipart/')) return null;
  const type = headerOf(part, 'content-type') ?? 'text/plain';
  const body = Buffer.from(part.body?.data ?? '', 'base64url');
  if (!ascii.test(type)) return null;
  if (mimeType.startsWith('text/') && !isTextTold(part, type, body)) return null;
  // As it was written, so that what it says of line breaks holds still.
  return [
    ...lines,
    `Content-Type: ${type}`,
    'Content-Transfer-Encoding: base64',
    '',
    body.toString('base64'),
  ];
}

/** What the part's own form says anew. */
const rewritten = /^(content-type|content-transfer-encoding|content-length)$/i;

/** Bytes that are the same before and after any change of charset, and all of them. */
function isTextTold(part: Part, type: string, body: Buffer): boolean {
  if (body.length === 0 && (part.body?.size ?? 0) > 0) return false;
  const charset = /charset\s*=\s*"?([^";\s]+)/i.exec(type)?.[1]?.toLowerCase() ?? 'us-ascii';
  if (charset === 'utf-8' || charset === 'utf8') return isUtf8(body);
  return asciiBelow.test(charset) && body.every((byte) => byte < 0x80);
}

/** Charsets whose lower half is ASCII, sign by sign. */
const asciiBelow = /^(us-ascii|ascii|iso-8859-\d{1,2}|windows-125\d)$/;

function headerOf(part: Part, name: string): string | null {
  return part.headers?.find((one) => one.name.toLowerCase() === name)?.value ?? null;
}

function isUtf8(bytes: Buffer): boolean {
  return Buffer.from(bytes.toString('utf8')).equals(bytes);
}
