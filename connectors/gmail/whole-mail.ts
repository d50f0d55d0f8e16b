import type { GmailClient } from './client.js';
import { type Mail, readMail } from './read-mail.js';
import type { Part, ThreadMessage } from './schema.js';
import { toldMail } from './told-mail.js';

/**
 * Above this a mail is fetched without its attachments. As it came, it would be larger by a third for
 * its encoding, and pass the 25 MB that one answer may have.
 */
const rawMaxBytes = 15 * 1024 * 1024;

/**
 * A message: as its thread told it where that leaves no doubt, which is most mail and costs nothing
 * more; else as it came over the wire, where that is of a size to have: only that is faithful in every
 * charset and header. A larger one is put together from the parts that the vendor took apart.
 */
export async function wholeMail(client: GmailClient, message: ThreadMessage): Promise<Mail | null> {
  const told = message.payload ? toldMail(message.payload) : null;
  if (told) return readMail(told);
  if ((message.sizeEstimate ?? 0) > rawMaxBytes) return mailOfParts(client, message.id);
  return mailAsSent(client, message.id);
}

/** A message as it came over the wire, or of its parts where it is not given out so; null where it is gone. */
export async function mailAsSent(client: GmailClient, id: string): Promise<Mail | null> {
  const raw = await client.rawMessage(id);
  if (raw === 'untold') return mailOfParts(client, id);
  return raw && readMail(raw);
}

async function mailOfParts(client: GmailClient, id: string): Promise<Mail | null> {
  const parts = await client.messageParts(id);
  return parts && readMail(Buffer.from(linesOf(parts).join('\r\n')));
}

/** A part as MIME again: its headers, its text, the parts in it; attachments stay empty. */
function linesOf(part: Part, depth = 0): string[] {
  const headers = (part.headers ?? []).filter(({ name }) => !rewritten.test(name));
  const lines = headers.map(
    ({ name, value }) => `${name}: ${(value ?? '').replace(/[\r\n]+/g, ' ')}`,
  );
  const mimeType = part.mimeType ?? 'text/plain';
  if (part.parts && part.parts.length > 0 && depth < depthMax) {
    const boundary = `part-${depth}-of-a-mail-without-attachments`;
    return [
      ...lines,
      `Content-Type: ${mimeType === 'message/rfc822' ? 'multipart/mixed' : mimeType}; boundary="${boundary}"`,
      '',
      ...part.parts.flatMap((inner) => [`--${boundary}`, ...linesOf(inner, depth + 1)]),
      `--${boundary}--`,
    ];
  }
  const body = Buffer.from(part.body?.data ?? '', 'base64url');
  const declared = /charset="?([^";\s]+)/i.exec(headerOf(part, 'content-type') ?? '')?.[1];
  const charset = isUtf8(body) ? 'utf-8' : (declared ?? 'utf-8');
  const name = part.filename ? `; name="${part.filename.replace(/["\r\n]/g, '')}"` : '';
  return [
    ...lines,
    `Content-Type: ${mimeType}; charset=${charset}${name}`,
    'Content-Transfer-Encoding: base64',
    '',
    body.toString('base64'),
  ];
}

const depthMax = 100;
/** What the part's own form says anew. */
const rewritten = /^(content-type|content-transfer-encoding|content-length)$/i;

function headerOf(part: Part, name: string): string | null {
  return part.headers?.find((one) => one.name.toLowerCase() === name)?.value ?? null;
}

/** The vendor hands most texts on in UTF-8 whatever the header says; which, the bytes tell. */
function isUtf8(bytes: Buffer): boolean {
  return Buffer.from(bytes.toString('utf8')).equals(bytes);
}
