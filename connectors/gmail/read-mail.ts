import { type AttachmentStream, type HeaderValue, MailParser, type MessageText } from 'mailparser';
import { ConnectorError } from '../../core/index.js';

export type Address = { name: string | null; address: string };

/** A mail as read off the wire. Texts are decoded; attachments are names only, never opened. */
export type Mail = {
  from: Address | null;
  sender: Address | null;
  replyTo: Address | null;
  to: readonly Address[];
  subject: string | null;
  messageId: string | null;
  references: string | null;
  text: string | null;
  html: string | null;
  /** `multipart/report`, `text/plain`, …; small letters. */
  contentType: string;
  /** Value of a header that a machine sets to say so; small letters, null where it is absent. */
  mark(name: MarkName): string | null;
  attachments: readonly { name: string; contentType: string | null }[];
  /** Mails attached whole: forwarded ones, and those that came back. */
  embedded: readonly Mail[];
};

type MarkName =
  | 'auto-submitted'
  | 'precedence'
  | 'return-path'
  | 'x-autoreply'
  | 'x-autorespond'
  | 'x-failed-recipients';

/** A mail in a mail in a mail is a chain letter; people forward one, seldom two deep. */
const embeddedDepthMax = 3;
/** An attached mail above this is its attachments; only its beginning is read. */
const embeddedMaxBytes = 1024 * 1024;
const attachmentsMax = 100;

/**
 * Reads one mail, RFC 5322 and MIME, whatever state it is in: wrong bytes become U+FFFD, truncated
 * parts end where they end. Refuses what no mail program sends: more than 1,000 parts, or a header of
 * more than 1 MB (`unreadable`).
 */
export async function readMail(raw: Buffer, depth = 0): Promise<Mail> {
  const parser = new MailParser({
    skipHtmlToText: true,
    skipTextToHtml: true,
    skipImageLinks: true,
    checksumAlgo: false,
  });
  const attachments: { name: string; contentType: string | null }[] = [];
  const embedded: Promise<Mail>[] = [];
  let texts: MessageText | null = null;
  const headers = await new Promise<ReadonlyMap<string, HeaderValue>>((resolve, reject) => {
    let found: ReadonlyMap<string, HeaderValue> = new Map();
    parser.on('headers', (read) => {
      found = read;
    });
    parser.on('data', (data) => {
      if (data.type === 'text') {
        texts = data;
        return;
      }
      if (attachments.length < attachmentsMax) {
        attachments.push({ name: data.filename ?? nameless, contentType: data.contentType });
      }
      const isMail = data.contentType === 'message/rfc822' && depth < embeddedDepthMax;
      if (isMail) embedded.push(beginningOf(data).then((inner) => readMail(inner, depth + 1)));
      else data.content.resume();
      data.release?.();
    });
    parser.on('error', () => reject(new ConnectorError('unreadable', 'unreadable_mail')));
    parser.on('end', () => resolve(found));
    parser.end(raw);
  });
  const { text = null, html = null } = (texts ?? {}) as Partial<MessageText>;
  const contentType = headers.get('content-type');
  return {
    from: addressesIn(headers.get('from'))[0] ?? null,
    sender: addressesIn(headers.get('sender'))[0] ?? null,
    replyTo: addressesIn(headers.get('reply-to'))[0] ?? null,
    to: addressesIn(headers.get('to')),
    subject: textOf(headers.get('subject')),
    messageId: textOf(headers.get('message-id')),
    references: textOf(headers.get('references')),
    text: text?.slice(0, charactersMax) ?? null,
    html: html?.slice(0, charactersMax) ?? null,
    contentType: isStructured(contentType) ? contentType.value.toLowerCase() : 'text/plain',
    mark: (name) => textOf(headers.get(name))?.toLowerCase() ?? null,
    attachments,
    embedded: await Promise.all(embedded),
  };
}

const nameless = 'attachment';
/** Nobody writes more; longer texts are logs and encoded files. */
const charactersMax = 2_000_000;

async function beginningOf({ content }: AttachmentStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of content as AsyncIterable<Buffer>) {
    if (size < embeddedMaxBytes) chunks.push(chunk.subarray(0, embeddedMaxBytes - size));
    size += chunk.length;
  }
  return Buffer.concat(chunks);
}

type Mailbox = { name?: string; address?: string; group?: readonly Mailbox[] };

function addressesIn(value: HeaderValue | undefined): Address[] {
  const lists = Array.isArray(value) ? value : [value];
  return lists.flatMap((list) =>
    typeof list === 'object' && list !== null && 'value' in list && Array.isArray(list.value)
      ? flat(list.value as readonly Mailbox[])
      : [],
  );
}

function flat(mailboxes: readonly Mailbox[]): Address[] {
  return mailboxes.flatMap(({ name, address, group }) => {
    if (group) return flat(group);
    return address ? [{ name: name?.trim() || null, address: address.toLowerCase() }] : [];
  });
}

function isStructured(
  value: HeaderValue | undefined,
): value is { value: string; params: Record<string, string> } {
  return typeof value === 'object' && value !== null && 'params' in value;
}

/** A header's words; of one that is repeated the first counts, references are joined. */
function textOf(value: HeaderValue | undefined): string | null {
  const text = Array.isArray(value)
    ? value.filter((one) => typeof one === 'string').join(' ')
    : typeof value === 'object' &&
        value !== null &&
        'text' in value &&
        typeof value.text === 'string'
      ? value.text
      : value;
  return typeof text === 'string' && text.trim() !== '' ? text.trim() : null;
}
