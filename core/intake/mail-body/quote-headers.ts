/**
 * How mail programs announce what they quote, in English, Spanish, Portuguese, French, German and
 * the commonest others. Sources: github/email_reply_parser and mailgun/talon test mails (MIT,
 * Apache-2.0), and the wording of Gmail, Outlook, Apple Mail, Thunderbird and Yahoo; facts only.
 */

/** A line of its own after which everything is quoted. */
export const separator = new RegExp(
  `^[ \\t>*]{0,4}(?:${[
    "-{2,12} ?(?:Original (?:Message|Appointment)|Mensaje original|Mensagem original|Message d['’]origine|Message original|Urspr(?:ü|ue)ngliche (?:Nachricht|Mail|E-Mail)|Originalnachricht|Reply message|Oorspronkelijk bericht|Messaggio originale|Ursprungligt meddelande|Oprindelig meddelelse|Исходное сообщение|Wiadomo(?:ść|sc) oryginalna) ?-{2,12}",
    '##-.{5,120}-##',
    '(?:Please )?(?:reply|respond|type your (?:reply|answer)|write your reply) above this line.{0,40}',
    'Responda por encima de esta l[ií]nea.{0,40}',
    '-{2,8} ?(?:Reply|Please reply) above this line ?-{0,8}',
  ].join('|')})[ \\t*]{0,4}$`,
  'i',
);

/** "On … wrote:" over at most this many lines, no longer than this together. */
const headerLinesMax = 4;
const headerLengthMax = 360;

const opening =
  /^[ \t>*-]{0,6}(?:On|El|Em|No dia|Na|Le|Am|Den|Op|Il|Il giorno|W dniu|Dnia|Dne|Pe|Den|På|Vào|Em qua|A las?|Il|於|在|日期)[ \t,.:]/i;
const closing =
  /(?:wrote|writes|escribi[óo]|escreveu|a [ée]crit|schrieb(?: [^:\n]{1,120})?|skrev(?: [^:\n]{1,120})?|schreef(?: [^:\n]{1,120})?|ha scritto|napisa[łl](?:\(a\))?|pisze|napsal(?:\(a\))?|a scris|написал\(?а?\)?|пише|kirjoitti|写道|寫道)[ \t\u00a0]{0,2}[::][ \t]{0,4}$/i;
/** A date, or an address: without one "As the manager wrote:" is only a sentence. */
const dated = /\d{1,4}[./:年-]\d|\b\d{1,2},? |\b(?:19|20)\d\d\b|@/;
/** A date and an address that end with a colon, whatever the language between. */
const shaped =
  /^(?=.{0,60}\b(?:19|20)\d\d\b)(?=.{0,60}\d{1,2}:\d{2}).{8,160}<[^<>@\s]{1,64}@[^<>\s]{1,80}>(?: ?[\p{L}() ]{1,20})?:[ \t]{0,4}$/u;

/** How many lines from `index` announce a quote: 0 where none do. */
export function readQuoteHeader(lines: readonly string[], index: number): number {
  const first = lines[index] ?? '';
  if (first.length > headerLengthMax) return 0;
  if (shaped.test(first)) return 1;
  const startsDated = /^[ \t]{0,3}\d{1,4}[./-]\d{1,2}[./-]\d{1,4}/.test(first);
  const opens = opening.test(first) || startsDated || /^[ \t]{0,3}(?:---|\*)/.test(first);
  if (!opens && !closing.test(first)) return 0;
  let joined = '';
  for (let count = 1; count <= headerLinesMax && index + count <= lines.length; count += 1) {
    const line = lines[index + count - 1] ?? '';
    if (count > 1 && /^[ \t]*$/.test(line)) return 0;
    joined += `${joined === '' ? '' : ' '}${line}`;
    if (joined.length > headerLengthMax) return 0;
    const isWhole = closing.test(line) || shaped.test(joined) || closing.test(joined);
    if (isWhole) return opens && dated.test(joined) ? count : 0;
  }
  return 0;
}

const from = /^[ \t>*_]{0,6}(?:From|De|Von|Da|Van|Från|Fra|Od|Lähettäjä|От)[ \t*_]{0,3}:/i;
const labels: readonly RegExp[] = [
  from,
  /^[ \t>*_]{0,6}(?:Sent|Date|Enviad[oa](?: el| em)?|Fecha|Data(?: di invio)?|Envoy[ée](?: le)?|Gesendet|Datum|Verzonden|Inviato|Skickat|Sendt|Wys[łl]ano|Дата|Отправлено)[ \t*_]{0,3}:/i,
  /^[ \t>*_]{0,6}(?:To|Para|[ÀA]|An|Aan|Till|Til|Do|Кому)[ \t*_]{0,3}:/i,
  /^[ \t>*_]{0,6}(?:Cc|Cco|Bcc|Kopie|Copie à)[ \t*_]{0,3}:/i,
  /^[ \t>*_]{0,6}(?:Subject|Asunto|Assunto|Objet|Betreff|Oggetto|Onderwerp|Ämne|Emne|Temat|Тема)[ \t*_]{0,3}:/i,
];

/** Three different mail headers close together, the sender among them: a quoted mail begins. */
export function isHeaderBlock(lines: readonly string[], index: number): boolean {
  const first = lines[index] ?? '';
  if (!labels.some((label) => label.test(first))) return false;
  const seen = new Set<RegExp>();
  let blanks = 0;
  for (let next = index; next < Math.min(lines.length, index + 12); next += 1) {
    const line = (lines[next] ?? '').slice(0, 200);
    if (line.trim() === '') {
      blanks += 1;
      if (blanks > 1) break;
      continue;
    }
    const label = labels.find((each) => each.test(line));
    if (label) seen.add(label);
    if (seen.size >= 3 && seen.has(from)) return true;
  }
  return false;
}
