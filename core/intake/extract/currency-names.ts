import type { CurrencyMeaning } from './currency-signs.js';

/**
 * Names of currencies in English, Spanish, Portuguese, French and German, accents off, in small
 * letters; with the word that says whose ("Canadian dollars", "pesos mexicanos", "francs suisses").
 * Source: Unicode CLDR currency names and everyday use; facts only.
 */
type NameGroup = {
  readonly words: string;
  /** What the bare name means. */
  readonly plain: CurrencyMeaning;
  /** Weighs or means something else as well: alone it needs a scale ("5 million livres") or the client's own. */
  readonly isAlsoOther?: true;
  readonly whose?: readonly (readonly [RegExp, CurrencyMeaning])[];
};

const groups: readonly NameGroup[] = [
  {
    words: 'dollar dollars dolar dolares bucks',
    plain: 'dollar',
    whose: [
      [
        /^(?:us|u\.s|usa?|americ|amerik|united states|estadouni|estaduni|etats-unis|des etats-unis)/,
        'USD',
      ],
      [/^(?:canad|kanad)/, 'CAD'],
      [/^(?:austral)/, 'AUD'],
      [/^(?:de )?(?:hong ?kong|hongkong|hk\b)/, 'HKD'],
      [/^(?:singap|de singap)/, 'SGD'],
      [/^(?:new zealand|neo ?-?ze?la|neozel|neuseel|kiwi)/, 'NZD'],
      [/^(?:taiwan|new taiwan|nt\b)/, 'TWD'],
      [/^(?:jamai)/, 'JMD'],
      [/^(?:trinid)/, 'TTD'],
      [/^(?:barbad)/, 'BBD'],
      [/^(?:baham)/, 'BSD'],
      [/^(?:namib)/, 'NAD'],
      [/^(?:fiji)/, 'FJD'],
    ],
  },
  { words: 'euro euros', plain: 'EUR' },
  {
    words: 'pound pounds quid',
    plain: 'GBP',
    whose: [
      [/^(?:sterling|british|english)/, 'GBP'],
      [/^egypt/, 'EGP'],
      [/^leban/, 'LBP'],
      [/^syri/, 'SYP'],
      [/^sudan/, 'SDG'],
    ],
  },
  {
    words: 'libra libras livre livres pfund',
    plain: 'GBP',
    isAlsoOther: true,
    whose: [
      [/^(?:sterling|esterlin|brit|ingle)/, 'GBP'],
      [/^(?:egip|egyp|agyp)/, 'EGP'],
      [/^liban/, 'LBP'],
      [/^tur[cqk]/, 'TRY'],
    ],
  },
  {
    words: 'franc francs franco francos',
    plain: null,
    whose: [
      [/^(?:suis|suiz|suic|swiss)/, 'CHF'],
      [/^rwand|^ruand/, 'RWF'],
      [/^congol/, 'CDF'],
      [/^(?:cfa|francais|belg|franz|luxemb)/, null],
    ],
  },
  { words: 'franken', plain: 'CHF', whose: [[/^schweizer/, 'CHF']] },
  {
    words: 'yen yens yenes ienes iene',
    plain: 'JPY',
    whose: [[/^(?:japan|japon|japo|giap)/, 'JPY']],
  },
  { words: 'yuan yuanes yuans rmb renminbi kuai', plain: 'CNY', whose: [[/^(?:chin)/, 'CNY']] },
  {
    words: 'won',
    plain: null,
    isAlsoOther: true,
    whose: [[/^(?:korean|south korean|coreano|coreen|sudkorean)/, 'KRW']],
  },
  {
    words: 'peso pesos',
    plain: null,
    whose: [
      [/^(?:mexic|mexik|mx\b)/, 'MXN'],
      [/^(?:argent)/, 'ARS'],
      [/^(?:chil)/, 'CLP'],
      [/^(?:colomb|kolumb)/, 'COP'],
      [/^(?:urugua)/, 'UYU'],
      [/^(?:dominic)/, 'DOP'],
      [/^(?:filip|phil+ip)/, 'PHP'],
      [/^(?:cuban|kuban)/, 'CUP'],
    ],
  },
  {
    words: 'rupee rupees rupia rupias roupie roupies rupien',
    plain: null,
    whose: [
      [/^(?:indi)/, 'INR'],
      [/^(?:pak)/, 'PKR'],
      [/^(?:sri)/, 'LKR'],
      [/^(?:nepal)/, 'NPR'],
      [/^(?:mauri)/, 'MUR'],
    ],
  },
  { words: 'rupiah rupiahs', plain: 'IDR' },
  { words: 'ringgit', plain: 'MYR' },
  { words: 'baht', plain: 'THB' },
  {
    words: 'krona kronor krone kroner kronen corona coronas couronne couronnes coroa coroas',
    plain: null,
    whose: [
      [/^(?:swed|schwed|suec|sued)/, 'SEK'],
      [/^(?:danish|danis|danes|danois|danisch|dinamarq)/, 'DKK'],
      [/^(?:norw|norueg|norveg)/, 'NOK'],
      [/^(?:czech|tschech|chec|tchec|tchequ)/, 'CZK'],
      [/^(?:iceland|island)/, 'ISK'],
    ],
  },
  { words: 'kronor', plain: 'SEK' },
  {
    words: 'zloty zlotys zlotych zlote',
    plain: 'PLN',
  },
  { words: 'forint forints', plain: 'HUF' },
  { words: 'lei leu', plain: 'RON' },
  { words: 'lek leke', plain: 'ALL' },
  { words: 'lev leva', plain: 'BGN' },
  { words: 'lari', plain: 'GEL' },
  { words: 'hryvnia hryvnias hrn griwna', plain: 'UAH' },
  {
    words: 'lira liras lire',
    plain: null,
    whose: [
      [/^(?:turk|turc|turq)/, 'TRY'],
      [/^ital/, null],
    ],
  },
  {
    words: 'ruble rubles rouble roubles rublo rublos rubel',
    plain: 'RUB',
    whose: [
      [/^(?:russ|rus)/, 'RUB'],
      [/^(?:belar|bielor|weissr)/, 'BYN'],
    ],
  },
  { words: 'rand rands', plain: 'ZAR', whose: [[/^south african/, 'ZAR']] },
  { words: 'naira nairas', plain: 'NGN' },
  { words: 'cedi cedis', plain: 'GHS' },
  {
    words: 'shilling shillings chelines schilling',
    plain: null,
    whose: [
      [/^keny/, 'KES'],
      [/^ugand/, 'UGX'],
      [/^tanz/, 'TZS'],
    ],
  },
  {
    words: 'dirham dirhams dirhames dirhem',
    plain: null,
    whose: [
      [/^(?:uae|emirat|des emirats|de los emiratos|vae)/, 'AED'],
      [/^(?:morocc|marroq|marocain|marokk)/, 'MAD'],
    ],
  },
  {
    words: 'riyal riyals rial rials rial riyales',
    plain: null,
    whose: [
      [/^(?:saud)/, 'SAR'],
      [/^(?:qatar|katar)/, 'QAR'],
      [/^(?:oman)/, 'OMR'],
      [/^(?:iran)/, 'IRR'],
      [/^(?:yemen|jemen)/, 'YER'],
    ],
  },
  {
    words: 'dinar dinars dinares dinara dinare',
    plain: null,
    whose: [
      [/^(?:kuwait|kowei)/, 'KWD'],
      [/^(?:jordan)/, 'JOD'],
      [/^(?:bahr)/, 'BHD'],
      [/^(?:serb)/, 'RSD'],
      [/^(?:tunis|tunec|tunes)/, 'TND'],
      [/^(?:alg|argel)/, 'DZD'],
      [/^(?:ira[qk])/, 'IQD'],
      [/^(?:lib)/, 'LYD'],
      [/^(?:maced|mazed)/, 'MKD'],
    ],
  },
  { words: 'reais', plain: 'BRL', whose: [[/^brasil|^brazil/, 'BRL']] },
  { words: 'real reales', plain: 'BRL', isAlsoOther: true, whose: [[/^brasil|^brazil/, 'BRL']] },
  { words: 'sol soles', plain: 'PEN', isAlsoOther: true, whose: [[/^(?:peruan|peruv)/, 'PEN']] },
  { words: 'quetzal quetzales', plain: 'GTQ' },
  { words: 'lempira lempiras', plain: 'HNL' },
  { words: 'colon colones', plain: 'CRC', isAlsoOther: true, whose: [[/^costar/, 'CRC']] },
  { words: 'guarani guaranies', plain: 'PYG' },
  { words: 'bolivar bolivares', plain: 'VES' },
  { words: 'boliviano bolivianos', plain: 'BOB' },
  { words: 'shekel shekels sheqel sheqels', plain: 'ILS' },
  { words: 'tenge', plain: 'KZT' },
  { words: 'taka', plain: 'BDT' },
  { words: 'dong', plain: 'VND', isAlsoOther: true, whose: [[/^vietnam/, 'VND']] },
  // No longer paid in, yet money: an amount without a currency of today.
  {
    words:
      'mark marks marcos marco marks deutschmarks peseta pesetas florin florins florines escudo escudos som',
    plain: null,
    isAlsoOther: true,
    whose: [[/^(?:finn|finl|deutsch|german|alem|allem|neerl|holl|dutch)/, null]],
  },
  { words: 'bitcoin bitcoins', plain: null },
];

const byWord: ReadonlyMap<string, NameGroup> = new Map(
  groups.flatMap((group) => group.words.split(' ').map((word) => [word, group] as const)),
);

/** Cents and pence: `GBP` for pence, null where it is not said whose cents. */
export const smallNames: ReadonlyMap<string, CurrencyMeaning> = new Map([
  ...'pence penny pennies penies peniques penique pences pfennige'
    .split(' ')
    .map((word) => [word, word.startsWith('pf') ? null : 'GBP'] as const),
  ...'cent cents centimo centimos centavo centavos centime centimes'
    .split(' ')
    .map((word) => [word, null] as const),
]);

export type ReadName = { readonly meaning: CurrencyMeaning; readonly length: number };

/**
 * The currency name a text begins with, with what stands beside it to say whose. `isLarge` (behind
 * "million") and `own`, the client's currency, admit names that mean other things too.
 */
export function readCurrencyName(
  text: string,
  isLarge: boolean,
  own: string | null,
): ReadName | null {
  const [first = '', second = '', third = ''] = text.slice(0, nameReach).split(' ', 3);
  const ahead = byWord.get(clean(first));
  if (ahead) {
    const rest = text.slice(first.length, nameReach).toLowerCase().replace(/^ /, '');
    const whose = ahead.whose?.find(([stem]) => stem.test(rest));
    if (whose) return { meaning: whose[1], length: first.length + 1 + whoseLength(rest) };
    const isOwn = own !== null && ahead.plain === own;
    return ahead.isAlsoOther && !isLarge && !isOwn
      ? null
      : { meaning: ahead.plain, length: clean(first).length };
  }
  for (const [word, before] of [
    [second, first],
    [third, `${first} ${second}`],
  ] as const) {
    const group = byWord.get(clean(word));
    const whose = group?.whose?.find(([stem]) => stem.test(before.toLowerCase()));
    if (whose) return { meaning: whose[1], length: before.length + 1 + clean(word).length };
  }
  return null;
}

/** No name with what says whose is longer. */
const nameReach = 48;

/** The letters a word begins with, small: "Euro," and "euro-bid" are "euro". */
function clean(word: string): string {
  let end = 0;
  while (end < word.length && isLetter(word.charCodeAt(end))) end += 1;
  return word.slice(0, end).toLowerCase();
}

function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 0xdf;
}

/** "mexicanos", "de hong kong", "des etats-unis". */
function whoseLength(rest: string): number {
  return /^(?:des? (?:los )?)?[\p{L}-]+(?: kong| zealand)?/u.exec(rest)?.[0].length ?? 0;
}
