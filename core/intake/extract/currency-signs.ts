/**
 * Signs, abbreviations and names of currencies, accents off, in small letters where they are words.
 * ISO code; `dollar` for a bare dollar sign or word (the client's dollar, else USD); null where
 * several currencies share it. Source: Unicode CLDR currency symbols and everyday names; facts only.
 */
export type CurrencyMeaning = string | null;

/** Signs: matched as they stand, longest first. A bare `$` means `dollar`. */
export const currencySigns: ReadonlyMap<string, CurrencyMeaning> = new Map<string, CurrencyMeaning>(
  Object.entries({
    $: 'dollar',
    US$: 'USD',
    'US $': 'USD',
    USD$: 'USD',
    U$S: 'USD',
    CA$: 'CAD',
    C$: 'CAD',
    CAN$: 'CAD',
    CAD$: 'CAD',
    AU$: 'AUD',
    A$: 'AUD',
    AUD$: 'AUD',
    NZ$: 'NZD',
    NZD$: 'NZD',
    HK$: 'HKD',
    S$: 'SGD',
    SG$: 'SGD',
    NT$: 'TWD',
    MX$: 'MXN',
    R$: 'BRL',
    RD$: 'DOP',
    BZ$: 'BZD',
    T$: 'TOP',
    G$: 'GYD',
    $U: 'UYU',
    CUC$: 'CUC',
    Z$: null,
    '€': 'EUR',
    '£': 'GBP',
    'E£': 'EGP',
    '₹': 'INR',
    '₺': 'TRY',
    '₽': 'RUB',
    '₴': 'UAH',
    '₩': 'KRW',
    '₫': 'VND',
    đ: 'VND',
    '₪': 'ILS',
    '฿': 'THB',
    '₦': 'NGN',
    '₱': 'PHP',
    '₡': 'CRC',
    '₲': 'PYG',
    '₸': 'KZT',
    '₼': 'AZN',
    '₾': 'GEL',
    '₮': 'MNT',
    '₭': 'LAK',
    '៛': 'KHR',
    '৳': 'BDT',
    '₵': 'GHS',
    'GH₵': 'GHS',
    '¥': null,
    円: 'JPY',
    元: 'CNY',
    人民币: 'CNY',
    圓: null,
    '₨': null,
    ƒ: null,
    درهم: null,
    تومان: null,
    บาท: 'THB',
    грн: 'UAH',
    руб: 'RUB',
    'р.': 'RUB',
    Р: 'RUB',
    '₽.': 'RUB',
    лв: 'BGN',
    ден: 'MKD',
    дин: 'RSD',
    zł: 'PLN',
    Zł: 'PLN',
    'S/.': 'PEN',
    'S/': 'PEN',
  }),
);

/** Abbreviations, whole and in this very writing ("16 ft" are feet), before or after the number. */
export const currencyAbbreviations: ReadonlyMap<string, CurrencyMeaning> = new Map<
  string,
  CurrencyMeaning
>(
  Object.entries({
    Rs: null,
    Kr: null,
    kr: null,
    KR: null,
    Ft: 'HUF',
    TL: 'TRY',
    RM: 'MYR',
    Rp: 'IDR',
    SFr: 'CHF',
    KSh: 'KES',
    KShs: 'KES',
    USh: 'UGX',
    CFA: null,
    FCFA: null,
    Kc: 'CZK',
  }),
);

/** Words, whole, in any case, behind the number ("won 500" is no currency). */
export const currencyWords: ReadonlyMap<string, CurrencyMeaning> = new Map<string, CurrencyMeaning>(
  Object.entries({
    dollar: 'dollar',
    dollars: 'dollar',
    dolar: 'dollar',
    dolares: 'dollar',
    bucks: 'dollar',
    euro: 'EUR',
    euros: 'EUR',
    pound: 'GBP',
    pounds: 'GBP',
    quid: 'GBP',
    rupee: null,
    rupees: null,
    rupien: null,
    franc: null,
    francs: null,
    franken: 'CHF',
    fr: 'CHF',
    yen: 'JPY',
    yens: 'JPY',
    yenes: 'JPY',
    ienes: 'JPY',
    yuan: 'CNY',
    yuanes: 'CNY',
    yuans: 'CNY',
    rmb: 'CNY',
    renminbi: 'CNY',
    reais: 'BRL',
    peso: null,
    pesos: null,
    krona: 'SEK',
    kronor: 'SEK',
    kroner: null,
    krone: null,
    kc: 'CZK',
    zl: 'PLN',
    zloty: 'PLN',
    zlotych: 'PLN',
    forint: 'HUF',
    lei: 'RON',
    lek: 'ALL',
    lira: null,
    baht: 'THB',
    rand: 'ZAR',
    ruble: 'RUB',
    rubles: 'RUB',
    naira: 'NGN',
    dirham: null,
    dirhams: null,
    shekel: 'ILS',
    shekels: 'ILS',
    dinara: null,
    hrn: 'UAH',
  }),
);

/** Kinds of dollar that a word may add: "dollars australiens", "Canadian dollars". */
export const dollarAdjectives: readonly (readonly [RegExp, string])[] = [
  [/^(?:canad|canadi[ae]n|canadiense|canadense|canadien|kanadisch)/, 'CAD'],
  [/^(?:australi)/, 'AUD'],
  [/^(?:hong ?kong|de hong kong|hk\b)/, 'HKD'],
  [/^(?:singap)/, 'SGD'],
  [/^(?:new zealand|neo ?zel|neuseel)/, 'NZD'],
];

/** Codes that are words or names as well: taken in capitals only, and not in shouted text. */
export const wordLikeCodes: ReadonlySet<string> = new Set(
  'ALL TRY TOP CUP PEN MOP GEL BOB MAD COP SOS LAK RON MUR CAD STD AMD ANG BAM BAN CUC DOP'.split(
    ' ',
  ),
);

/** Codes accepted in small letters too; the rest only in capitals. */
export const everydayCodes: ReadonlySet<string> = new Set(
  (
    'USD EUR GBP JPY CHF CAD AUD NZD SEK NOK DKK PLN CZK HUF INR BRL MXN CNY HKD SGD ZAR ILS AED ' +
    'SAR KRW THB IDR MYR PHP VND RUB UAH KWD BHD OMR JOD TND BGN ISK CLP ARS TWD NGN KES EGP PKR'
  ).split(' '),
);
