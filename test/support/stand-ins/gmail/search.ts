import type { MessageRecord } from './mailbox.js';
import { headerIn, headersOf, idsIn } from './mime.js';

/**
 * Gmail's search words, as far as scripts here use them: `after:` and `before:` in seconds or as a
 * date, `from:`, `to:`, `subject:`, `in:`, `is:`, `label:`, `rfc822msgid:`, plain words; `-` denies.
 */
export function matcherOf(query: string): (message: MessageRecord) => boolean {
  const terms = query.match(/-?(?:\w+:)?(?:"[^"]*"|[^\s"]+)/g) ?? [];
  const tests = terms.map((term) => {
    const isDenied = term.startsWith('-');
    const test = testOf(isDenied ? term.slice(1) : term);
    return (message: MessageRecord) => test(message) !== isDenied;
  });
  return (message) => tests.every((test) => test(message));
}

function testOf(term: string): (message: MessageRecord) => boolean {
  const colon = term.indexOf(':');
  const name = colon < 0 ? '' : term.slice(0, colon).toLowerCase();
  const value = term.slice(colon + 1).replaceAll('"', '');
  const lowered = value.toLowerCase();
  const header = (field: string) => (message: MessageRecord) =>
    (headerIn(headersOf(message.raw), field) ?? '').toLowerCase().includes(lowered);
  switch (name) {
    case 'after':
      return (message) => message.internalDate >= timeOf(value);
    case 'before':
      return (message) => message.internalDate < timeOf(value);
    case 'from':
    case 'to':
    case 'subject':
      return header(name);
    case 'rfc822msgid':
      return (message) => idsIn(headersOf(message.raw), 'message-id').includes(`<${value}>`);
    case 'in':
    case 'is':
    case 'label':
      return (message) => lowered === 'anywhere' || message.labelIds.includes(labelOf(lowered));
    default:
      return (message) => message.raw.toString('utf8').toLowerCase().includes(lowered);
  }
}

function labelOf(word: string): string {
  const plural: Record<string, string> = { DRAFTS: 'DRAFT', CHATS: 'CHAT' };
  return plural[word.toUpperCase()] ?? word.toUpperCase();
}

function timeOf(value: string): number {
  return /^\d+$/.test(value) ? Number(value) * 1_000 : Date.parse(value.replaceAll('/', '-'));
}
