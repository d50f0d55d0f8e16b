/** Word that stands for any name of a person. */
const nameToken = 'Name';

/** Names are looked for at most this often in one text; a thread has few writers. */
const namesMax = 200;

/**
 * Puts the neutral word in the place of every part of these names, in whatever case and with or
 * without accents. Parts of two letters count only where they are written as a name is.
 */
export function withoutNames(text: string, names: readonly string[]): string {
  const parts = new Set(names.slice(0, namesMax).flatMap(partsOf));
  if (parts.size === 0) return text;
  let current = text;
  for (const part of parts) {
    if (runsOn.test(part)) current = current.replaceAll(part, nameToken);
  }
  return current.replace(word, (found) => (isName(found, parts) ? nameToken : found));
}

const word = /[\p{L}\p{M}]+(?:['’-][\p{L}\p{M}]+)*/gu;
/** Scripts that are written without blanks between words: a name stands inside a longer run. */
const runsOn =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Hangul}]/u;

function isName(found: string, parts: ReadonlySet<string>): boolean {
  return [found, ...found.split(/['’-]/)].some((piece) => {
    const plain = folded(piece);
    return parts.has(plain) && (plain.length > 2 || /^\p{Lu}/u.test(piece));
  });
}

/** `Jane O'Brien-Li`: jane, o'brien-li, brien, li, and janeo'brien-li as people write in addresses. */
function partsOf(name: string): string[] {
  const words = folded(name).match(word) ?? [];
  const pieces = words.flatMap((one) => [one, ...one.split(/['’-]/)]);
  const joined = words.length > 1 ? [words.join(''), words.toReversed().join('')] : [];
  return [...pieces, ...joined].filter((part) => part.length > 1 || runsOn.test(part));
}

/** By way of capitals, so that ß is ss, a dotless i an i; the two small sigmas are one. */
function folded(text: string): string {
  const bare = text.normalize('NFKD').replace(/\p{M}/gu, '');
  return bare.toUpperCase().toLowerCase().replaceAll('ς', 'σ').normalize('NFC');
}

const titles =
  'mr|mrs|ms|miss|dr|prof|sir|madam|sr|sra|srta|señor|señora|senhor|senhora|dom|dona|m|mme|mlle|monsieur|madame|herr|frau';
const greetings =
  'hi|hello|hey|dear|good (?:morning|afternoon|evening)|hola|estimad[oa]s?|querid[oa]s?|buen[oa]s (?:d[ií]as|tardes|noches)|ol[aá]|oi|car[oa]|prezad[oa]|bom dia|boa (?:tarde|noite)|bonjour|bonsoir|salut|ch[eè]re?|hallo|liebe[rs]?|sehr geehrte[rs]?|guten (?:tag|morgen|abend)|moin|attn|attention';
const closings =
  'regards|sincerely|thanks|thank you|cheers|best|yours|respectfully|saludos|atentamente|gracias|atenciosamente|obrigad[oa]|abra[cç]os|cordialement|merci|salutations|gr(?:ü|ue)(?:ß|ss)en?|danke|lg|mfg|vg|sent by|signed';
const introductions =
  "my name is|name is|this is|i am|i'm|me llamo|mi nombre es|soy|meu nome [eé]|me chamo|sou|je m['’]appelle|mon nom est|je suis|ich hei(?:ß|ss)e|mein name ist|ich bin|speaking to|spoke (?:to|with)|account of|on behalf of|cardholder|name:|nombre:|nome:|nom:";
/** Behind each stands a name, if a capital letter follows. */
const cues: readonly RegExp[] = [
  new RegExp(`(?:^|[\\n.,!?;:\\s])(?:${greetings})[ ,]{1,2}(?:(?:${titles})\\.? )?`, 'giu'),
  new RegExp(`(?:^|[\\s(])(?:${titles})\\.? `, 'giu'),
  new RegExp(`(?:^|[\\n.,!?;:\\s])(?:${closings})[ \\t]*[,.!–-]?\\s{1,6}(?:-{1,2} ?)?`, 'giu'),
  new RegExp(`(?:^|[\\n.,!?;:\\s])(?:${introductions})[ :]{0,2}(?:(?:${titles})\\.? )?`, 'giu'),
];
const capital = "\\p{Lu}[\\p{L}\\p{M}'’-]{1,24}";
const nameBehind = new RegExp(`^${capital}(?: ${capital}){0,2}`, 'u');
/** Three words of a name at their longest. */
const nameLengthMax = 80;

/** Names as their place tells them: behind a greeting, a title, a closing, "my name is". */
export function namesByPlace(text: string): string[] {
  return cues.flatMap((cue) =>
    [...text.matchAll(cue)].flatMap((match) => {
      const end = match.index + match[0].length;
      return nameBehind.exec(text.slice(end, end + nameLengthMax))?.[0] ?? [];
    }),
  );
}
