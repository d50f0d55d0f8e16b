/** The little of MIME that the stand-in needs; what the vendor's own server would know. */
export type Header = { name: string; value: string };

export function headersOf(raw: Buffer): Header[] {
  return linesOf(headOf(raw)).map((line) => {
    const colon = line.indexOf(':');
    return { name: line.slice(0, colon).trim(), value: line.slice(colon + 1).trim() };
  });
}

export function headerIn(headers: readonly Header[], name: string): string | null {
  return headers.find((one) => one.name.toLowerCase() === name)?.value ?? null;
}

/** The message ids in a header, angle brackets included. */
export function idsIn(headers: readonly Header[], name: string): string[] {
  return (headerIn(headers, name) ?? '').match(/<[^<>\s]+>/g) ?? [];
}

/** The subject that threads go by: without `Re:` and the like. */
export function subjectOf(headers: readonly Header[]): string {
  return (headerIn(headers, 'subject') ?? '').replace(/^(?:\s*(?:re|fwd?|aw|wg)\s*:)+/i, '').trim();
}

export type Part = {
  partId: string;
  mimeType: string;
  filename: string;
  headers: Header[];
  body: { size: number; data?: string; attachmentId?: string };
  parts?: Part[];
};

const DEPTH_MAX = 100;

/** A message taken apart as `format=full` shows it; attachments keep their size only. */
export function partOf(raw: Buffer, partId = '', depth = 0): Part {
  const headers = headersOf(raw);
  const type = headerIn(headers, 'content-type') ?? 'text/plain';
  const mimeType = (type.split(';')[0] ?? 'text/plain').trim().toLowerCase();
  const named = /name="?([^";]+)/i.exec(
    `${type};${headerIn(headers, 'content-disposition') ?? ''}`,
  );
  const filename = named?.[1] ?? '';
  const boundary = /boundary="?([^";]+)"?/i.exec(type)?.[1];
  const body = raw.subarray(headLength(raw));
  const shared = { partId, mimeType, filename, headers };
  if (mimeType.startsWith('multipart/') && boundary && depth < DEPTH_MAX) {
    const parts = splitBy(body, boundary).map((inner, index) =>
      partOf(inner, partId === '' ? String(index) : `${partId}.${index}`, depth + 1),
    );
    return { ...shared, body: { size: 0 }, parts };
  }
  const content = decoded(body, headerIn(headers, 'content-transfer-encoding') ?? '7bit');
  const size = content.length;
  if (filename !== '') return { ...shared, body: { size, attachmentId: `ANGjdJ_${partId}` } };
  return { ...shared, body: { size, data: content.toString('base64url') } };
}

function headLength(raw: Buffer): number {
  // A part may have no head at all: its blank line is the first.
  const bare = /^\r?\n/.exec(raw.subarray(0, 2).toString('latin1'))?.[0].length;
  if (bare !== undefined) return bare;
  const crlf = raw.indexOf('\r\n\r\n');
  const lf = raw.indexOf('\n\n');
  if (crlf >= 0 && (lf < 0 || crlf < lf)) return crlf + 4;
  return lf >= 0 ? lf + 2 : raw.length;
}

function headOf(raw: Buffer): string {
  return raw.subarray(0, headLength(raw)).toString('utf8');
}

/** Header lines, folded ones put together. */
function linesOf(head: string): string[] {
  return head
    .replace(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/)
    .filter((line) => /^[!-9;-~]+\s*:/.test(line));
}

function splitBy(body: Buffer, boundary: string): Buffer[] {
  const text = body.toString('latin1');
  const pieces = text.split(`--${boundary}`).slice(1);
  return pieces
    .filter((piece) => !piece.startsWith('--'))
    .map((piece) => Buffer.from(piece.replace(/^\r?\n/, '').replace(/\r?\n$/, ''), 'latin1'));
}

function decoded(body: Buffer, encoding: string): Buffer {
  if (/base64/i.test(encoding)) return Buffer.from(body.toString('latin1'), 'base64');
  if (!/quoted-printable/i.test(encoding)) return body;
  const text = body.toString('latin1').replace(/=\r?\n/g, '');
  const whole = text.replace(/=([0-9a-f]{2})/gi, (_match, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(whole, 'latin1');
}
