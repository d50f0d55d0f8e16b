/** Numbers in words: English, Spanish, Portuguese, French and German, accents off, small letters. */
const ones = table(
  0,
  'zero cero null',
  1,
  'one un una uno um uma une ein eins eine einen einem einer',
  2,
  'two dos dois duas deux zwei',
  3,
  'three tres trois drei',
  4,
  'four cuatro quatro quatre vier',
  5,
  'five cinco cinq funf fuenf',
  6,
  'six seis sechs',
  7,
  'seven siete sete sept sieben',
  8,
  'eight ocho oito huit acht',
  9,
  'nine nueve nove neuf neun',
  10,
  'ten diez dez dix zehn',
  11,
  'eleven once onze elf',
  12,
  'twelve doce doze douze zwolf zwoelf',
  13,
  'thirteen trece treze treize dreizehn',
  14,
  'fourteen catorce catorze quatorze vierzehn',
  15,
  'fifteen quince quinze funfzehn fuenfzehn',
  16,
  'sixteen dieciseis dezesseis dezasseis seize sechzehn',
  17,
  'seventeen diecisiete dezessete dezassete siebzehn',
  18,
  'eighteen dieciocho dezoito achtzehn',
  19,
  'nineteen diecinueve dezenove dezanove neunzehn',
  21,
  'veintiuno veintiun veintiuna',
  22,
  'veintidos',
  23,
  'veintitres',
  24,
  'veinticuatro',
  25,
  'veinticinco',
  26,
  'veintiseis',
  27,
  'veintisiete',
  28,
  'veintiocho',
  29,
  'veintinueve',
);
const tens = table(
  20,
  'twenty veinte vinte vingt vingts zwanzig',
  30,
  'thirty treinta trinta trente dreißig dreissig',
  40,
  'forty fourty cuarenta quarenta quarante vierzig',
  50,
  'fifty cincuenta cinquenta cinquante funfzig fuenfzig',
  60,
  'sixty sesenta sessenta soixante sechzig',
  70,
  'seventy setenta septante siebzig',
  80,
  'eighty ochenta oitenta huitante octante achtzig',
  90,
  'ninety noventa nonante neunzig',
);
const hundreds = table(
  200,
  'doscientos doscientas duzentos duzentas',
  300,
  'trescientos trescientas trezentos trezentas',
  400,
  'cuatrocientos cuatrocientas quatrocentos quatrocentas',
  500,
  'quinientos quinientas quinhentos quinhentas',
  600,
  'seiscientos seiscientas seiscentos seiscentas',
  700,
  'setecientos setecientas setecentos setecentas',
  800,
  'ochocientos ochocientas oitocentos oitocentas',
  900,
  'novecientos novecientas novecentos novecentas',
);
const hundred = new Set('hundred cien ciento cem cento cent cents hundert'.split(' '));
const thousand = new Set('thousand mil mille tausend'.split(' '));
const million = new Set('million millions millon millones milhao milhoes millionen'.split(' '));
const billion = new Set(
  'billion billions bilhao bilhoes milliard milliards milliarde milliarden'.split(' '),
);
const joining = new Set('and y e et und de'.split(' '));

/**
 * The number that ends a list of small-letter words, and how many words it takes: 5,000,000 for
 * "received five million". Null where none ends there, or its parts do not add up one way.
 */
export function readNumberWords(words: readonly string[]): { value: bigint; count: number } | null {
  let from = words.length;
  while (from > 0 && words.length - from < wordsMax && isNumberWord(words[from - 1] ?? ''))
    from -= 1;
  while (joining.has(words[from] ?? '')) from += 1;
  if (from >= words.length) return null;
  const value = addUp(words.slice(from));
  return value === null ? null : { value, count: words.length - from };
}

/** The number a list of words begins with, such as the cents behind "thirteen dollars". */
export function readNumberWordsAtStart(
  words: readonly string[],
): { value: bigint; count: number } | null {
  let end = 0;
  while (end < Math.min(words.length, wordsMax) && isNumberWord(words[end] ?? '')) end += 1;
  while (joining.has(words[end - 1] ?? '')) end -= 1;
  const value = end > 0 ? addUp(words.slice(0, end)) : null;
  return value === null ? null : { value, count: end };
}

const wordsMax = 10;

function isNumberWord(word: string): boolean {
  return joining.has(word) || partsOf(word) !== null;
}

/** Groups below a thousand, each taken by its "thousand", "million" or "billion", falling in size. */
function addUp(words: readonly string[]): bigint | null {
  if (joining.has(words.at(-1) ?? '') && words.at(-1) !== 'de') return null;
  let total = 0n;
  let group: number | null = null;
  let lastScale = Number.POSITIVE_INFINITY;
  for (const word of words.flatMap((each) => partsOf(each) ?? [each])) {
    if (joining.has(word)) continue;
    const scale = scaleOf(word);
    if (scale === null) {
      group = addToGroup(group, word);
      if (group === null) return null;
    } else {
      if (scale >= lastScale || (group === null && total > 0n)) return null;
      total += BigInt(group ?? 1) * BigInt(scale);
      group = null;
      lastScale = scale;
    }
  }
  return total + BigInt(group ?? 0);
}

function scaleOf(word: string): number | null {
  if (thousand.has(word)) return 1_000;
  if (million.has(word)) return 1_000_000;
  return billion.has(word) ? 1_000_000_000 : null;
}

/** What may follow: 40 then 5, 100 then 45; 4 then 20 in French only; never 2 then 50. */
function addToGroup(group: number | null, word: string): number | null {
  const one = ones.get(word);
  const ten = tens.get(word);
  const rest = group === null ? 0 : group % 100;
  if (hundreds.has(word)) return group === null ? (hundreds.get(word) ?? null) : null;
  if (hundred.has(word)) {
    if (group === null) return 100;
    return group < 100 ? group * 100 : null;
  }
  if (ten !== undefined) {
    if (/^vingts?$/.test(word) && rest === 4) return (group ?? 0) + 76;
    return rest === 0 ? (group ?? 0) + ten : null;
  }
  if (one === undefined) return null;
  if (rest === 0) return (group ?? 0) + one;
  const takesTeens = rest === 60 || rest === 80;
  const fits = rest % 10 === 0 && rest >= 20 && (one < 10 || (takesTeens && one < 20));
  return fits ? (group ?? 0) + one : null;
}

/** "forty-five", "quatre-vingt", "achtundsiebzig", "zweihundertfünfzig" in their parts; null for other words. */
function partsOf(word: string): readonly string[] | null {
  if (word.length > 48) return null;
  if (isSimple(word)) return [word];
  if (word.includes('-')) {
    const parts = word.split('-').filter((part) => part !== 'et');
    return parts.length <= 5 && parts.every(isSimple) ? parts : null;
  }
  return germanParts(word);
}

function isSimple(word: string): boolean {
  return (
    ones.has(word) ||
    tens.has(word) ||
    hundreds.has(word) ||
    hundred.has(word) ||
    scaleOf(word) !== null
  );
}

function germanParts(word: string): readonly string[] | null {
  const match = /^(?:([a-zß]+?)tausend)?(?:([a-z]+?)?(hundert))?(?:und)?([a-zß]*)$/.exec(word);
  if (!match || (match[1] === undefined && match[3] === undefined)) return germanTens(word);
  const [, thousands, count, hundredWord, end] = match;
  const parts: string[] = [];
  if (thousands !== undefined) {
    const before = germanParts(thousands) ?? (ones.has(thousands) ? [thousands] : null);
    if (!before) return null;
    parts.push(...before, 'tausend');
  }
  if (count !== undefined && !ones.has(count)) return null;
  if (hundredWord !== undefined) parts.push(...(count === undefined ? [] : [count]), 'hundert');
  if (!end) return parts;
  const last = germanTens(end) ?? (ones.has(end) || tens.has(end) ? [end] : null);
  return last ? [...parts, ...last] : null;
}

/** "achtundsiebzig" is eight and seventy. */
function germanTens(word: string): readonly string[] | null {
  const match = /^([a-z]+?)und([a-zß]+)$/.exec(word);
  const [, one, ten] = match ?? [];
  return one && ten && (ones.get(one) ?? 10) < 10 && tens.has(ten) ? [ten, one] : null;
}

function table(...list: (number | string)[]): ReadonlyMap<string, number> {
  const entries: [string, number][] = [];
  for (let at = 0; at + 1 < list.length; at += 2) {
    for (const word of String(list[at + 1]).split(' ')) entries.push([word, Number(list[at])]);
  }
  return new Map(entries);
}
