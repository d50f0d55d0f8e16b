import { isHeaderBlock, readQuoteHeader, separator } from './quote-headers.js';

/**
 * Takes quoted lines out: those with `>` in front, the header over them, and all that follows a
 * separator, a block of mail headers or a header over text without marks.
 */
export function dropQuotes(lines: readonly string[]): string[] {
  const kept: string[] = [];
  let index = 0;
  while (index < lines.length) {
    const line = lines[index] ?? '';
    if (forwarded.test(line)) return [...kept, ...lines.slice(index)];
    if (endsReply(lines, index)) return withoutRule(kept);
    const header = readQuoteHeader(lines, index);
    if (header > 0) {
      const next = nextFilled(lines, index + header);
      if (next !== null && !quoted.test(lines[next] ?? '')) return kept;
      index += header;
      continue;
    }
    if (!quoted.test(line)) kept.push(line);
    index += 1;
  }
  return kept;
}

/** Marks of quoting, also behind blanks. A lone `>` before a figure ("> 50 €") is a comparison. */
const quoted =
  /^[ \t\u00a0]{0,3}>(?! ?\d{1,6}(?:[.,]\d{1,2})? ?(?:€|\$|%|£|euros?\b|dollars?\b|days?\b))/;

/** What was forwarded is the sender's matter: it is kept, its own quotes included. */
const forwarded =
  /^[ \t]{0,3}(?:-{5,12} ?)?(?:Forwarded message|Begin forwarded message|Mensaje reenviado|Inicio del mensaje reenviado|Mensagem encaminhada|Início da mensagem (?:encaminhada|reencaminhada)|Message transféré|Message transmis|Début du message (?:transféré|réexpédié)|Weitergeleitete Nachricht|Anfang der weitergeleiteten (?:Nachricht|E-Mail))(?: ?-{5,12}| ?:)?[ \t]{0,3}$/i;

function endsReply(lines: readonly string[], index: number): boolean {
  const line = lines[index] ?? '';
  if (line.length > 400) return false;
  return separator.test(line) || isHeaderBlock(lines, index);
}

/** A rule drawn right above a block of mail headers belongs to it. */
function withoutRule(kept: string[]): string[] {
  let last = kept.length;
  while (last > 0 && /^[\s_\-=–—*]{0,200}$/.test(kept[last - 1] ?? '')) last -= 1;
  return kept.slice(0, last);
}

function nextFilled(lines: readonly string[], from: number): number | null {
  for (let index = from; index < Math.min(lines.length, from + 20); index += 1) {
    if ((lines[index] ?? '').trim() !== '') return index;
  }
  return null;
}
