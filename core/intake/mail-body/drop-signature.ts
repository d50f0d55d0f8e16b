/**
 * Takes the signature off the end of a reply: what stands below `-- `, what a device or a mailing
 * list adds, a name set off by a dash, and the contact lines below closing words. The closing words
 * and the name under them stay: they say who writes.
 */
export function dropSignature(lines: readonly string[]): string[] {
  let kept = trimEnd(cutAtDelimiter(lines));
  for (let round = 0; round < roundsMax; round += 1) {
    const shorter = trimEnd(dropLast(kept));
    if (shorter.length === kept.length) break;
    kept = shorter;
  }
  return kept;
}

/** A device's line, a list's, a disclaimer and contact lines stand below each other at the most. */
const roundsMax = 6;

/** Below a bare `--` a signature is short; the standard `-- ` (RFC 3676, 4.3) ends the text always. */
const delimiterLinesMax = 15;
/** With its empty lines. */
const tailMax = 80;

function cutAtDelimiter(lines: readonly string[]): readonly string[] {
  for (let index = 1; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    if (line === '-- ' || line === '--\u00a0') return lines.slice(0, index);
    if (!/^[ \t]{0,2}(?:--|—|__)[ \t]{0,2}$/.test(line)) continue;
    if (lines.length - index > tailMax) continue;
    const below = lines.slice(index + 1).filter((each) => each.trim() !== '');
    if (below.length <= delimiterLinesMax) return lines.slice(0, index);
  }
  return lines;
}

function trimEnd(lines: readonly string[]): string[] {
  let end = lines.length;
  while (end > 0 && (lines[end - 1] ?? '').trim() === '') end -= 1;
  return lines.slice(0, end);
}

/** How far up from the end a block is looked for. */
const blockLinesMax = 30;

function dropLast(lines: string[]): string[] {
  const last = lines.at(-1) ?? '';
  if (lines.length > 1 && (device.test(last) || nameByDash.test(last))) return lines.slice(0, -1);
  const contacts = contactsAtEnd(lines);
  if (contacts > 0) return lines.slice(0, -contacts);
  const top = Math.max(1, lines.length - blockLinesMax);
  for (let index = lines.length - 1; index >= top; index -= 1) {
    const line = lines[index] ?? '';
    const below = lines.slice(index + 1);
    if (line.length > 200 && !disclaimer.test(line)) continue;
    const isBlock = rule.test(line) && below.some(isContact) && below.every(isShort);
    if (isBlock || disclaimer.test(line)) return lines.slice(0, index);
  }
  const closing = lines.findLastIndex((line, at) => at >= top && farewell.test(line.slice(0, 80)));
  return closing < 0 ? lines : dropContacts(lines, closing);
}

/** A name of its own paragraph and three or more lines that are an address, a number or a page each. */
function contactsAtEnd(lines: readonly string[]): number {
  let count = 0;
  while (count < 8 && pureContact.test(lines.at(-1 - count) ?? '')) count += 1;
  const isSetOff = (lines.at(-2 - count) ?? '-').trim() === '';
  return count >= 3 && isSetOff && /^\p{Lu}[^.!?:]{2,50}$/u.test(lines.at(-1 - count) ?? '')
    ? count
    : 0;
}

/** Contact lines below "Kind regards" and the name. */
function dropContacts(lines: string[], closing: number): string[] {
  const below = lines.slice(closing + 1);
  const name = below.findIndex((line) => line.trim() !== '');
  if (name < 0) return lines;
  const contacts = below.slice(name + 1).filter((line) => line.trim() !== '');
  const isBlock = contacts.length > 0 && contacts.some(isContact) && contacts.every(isShort);
  return isBlock ? lines.slice(0, closing + 1 + name + 1) : lines;
}

function isShort(line: string): boolean {
  return line.trim().length <= 70;
}

function isContact(line: string): boolean {
  return /@[\w-]+\.\w|https?:\/\/|www\.|(?:\d[ ().-]{0,2}){7}|\b(?:tel|phone|fax|mobile|skype|cell|web)\b/i.test(
    line.slice(0, 200),
  );
}

const pureContact =
  /^[ \t]{0,3}(?:(?:tel|phone|mobile|fax|mail|e-?mail|web|[tmfew])[.:]{1,2} ?)?(?:[\w.+-]{1,64}@[\w.-]{3,80}|(?:https?:\/\/|www\.)\S{3,120}|[+(]?\d[\d ()./-]{6,22})[ \t]{0,3}$/i;
const device =
  /^[ \t]{0,3}(?:(?:Sent|Posted|Written) (?:from|via|with|using|by) [^.,!?\n]{2,60}(?:\(https?:[^\s)]{1,120}\))?|Get (?:Outlook|BlueMail|Yahoo Mail) for [\w <>:/.]{2,80}|Enviad[oa] (?:desde|do|a partir do|con|com) [^.,!?\n]{2,60}|Envoy[ée] (?:de|depuis|à partir de) [^.,!?\n]{2,60}|(?:Von|Gesendet (?:von|mit)) mein?e?[mnr]? [^.,!?\n]{2,50}(?: gesendet)?|Diese Nachricht wurde von mein[^!?\n]{2,80} gesendet\.?|Inviato da[^.,!?\n]{2,50}|Verzonden vanaf[^.,!?\n]{2,50}|via mobile)[ \t]{0,3}$/i;
const nameByDash =
  /^[ \t]{0,2}[-–—~]{1,2}\p{Lu}[\p{L}.'’]{1,24}(?: \p{Lu}[\p{L}.'’]{0,24}){0,2}[ \t]{0,3}$/u;
const rule = /^[ \t]{0,3}[-_=*~]{3,200}[ \t]{0,3}$/;
const farewell =
  /^[ \t]{0,3}(?:(?:(?:with )?(?:best|kind|kindest|warm|many)? ?(?:regards|wishes)|sincerely|yours (?:sincerely|truly|faithfully)|thanks(?: and regards| again| in advance)?|thank you(?: very much)?|cheers|best)|saludos(?: cordiales)?|un saludo|atentamente|atenciosamente|cumprimentos|com os melhores cumprimentos|obrigad[oa]|cordialement|bien (?:à vous|cordialement)|merci(?: d'avance)?|(?:mit )?(?:freundlichen|besten|vielen|viele|beste|liebe|herzliche)[rn]? gr(?:ü|ue)(?:ß|ss)en?|vielen dank|mfg|lg)[ \t,.!]{0,4}$/i;
const disclaimer =
  /^[ \t*]{0,3}(?:(?:this|the information (?:contained )?in this) (?:e-?mail|message|communication)[^\n]{0,80}(?:confidential|privileged|intended)|(?:confidentiality|legal|privacy) (?:notice|disclaimer)|aviso (?:legal|de confidencialidad)|este (?:mensaje|correo|e-?mail)[^\n]{0,60}confiden|esta mensagem[^\n]{0,60}confiden|ce (?:message|courriel|mail)[^\n]{0,60}confiden|diese (?:e-?mail|nachricht)[^\n]{0,60}vertraulich)/i;
