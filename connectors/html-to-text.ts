/**
 * The words of an HTML message, for vendors that give nothing plainer: blocks become lines, the rest
 * of the markup goes. Linear in the length of the text; nothing here is meant to be shown as HTML.
 */
export function htmlToText(html: string): string {
  return decodeEntities(
    withoutHidden(html)
      .replace(/\s+/g, ' ')
      .replace(/<(?:br|hr)\b[^<>]*>/gi, '\n')
      .replace(/<\/?(?:p|div|li|ul|ol|tr|table|h[1-6]|blockquote|pre)\b[^<>]*>/gi, '\n')
      .replace(/<\/?t[dh]\b[^<>]*>/gi, ' ')
      .replace(/<[^<>]*>/g, ''),
  )
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

const entities: Readonly<Record<string, string>> = {
  nbsp: ' ',
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  euro: '€',
  pound: '£',
  yen: '¥',
};
const codePointMax = 0x10ffff;

/** Named entities that stand in amounts and names, and every numeric one; others are left as they are. */
export function decodeEntities(text: string): string {
  return text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,6});/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return entities[name.toLowerCase()] ?? whole;
    const isHex = name[1] === 'x' || name[1] === 'X';
    const code = Number.parseInt(name.slice(isHex ? 2 : 1), isHex ? 16 : 10);
    return code > 0 && code <= codePointMax ? String.fromCodePoint(code) : whole;
  });
}

/** Cuts comments, scripts and styles out, walking forward once. */
function withoutHidden(html: string): string {
  const opening = /<!--|<(script|style|head)\b/gi;
  const lowered = html.toLowerCase();
  let text = '';
  let from = 0;
  for (let match = opening.exec(html); match; match = opening.exec(html)) {
    text += html.slice(from, match.index);
    const end = match[1] ? `</${match[1].toLowerCase()}` : '-->';
    const at = lowered.indexOf(end, match.index);
    const close = at < 0 || end === '-->' ? at + end.length : html.indexOf('>', at) + 1;
    if (at < 0 || close <= 0) return text;
    from = close;
    opening.lastIndex = close;
  }
  return text + html.slice(from);
}
