/**
 * Signs, abbreviations and codes of currencies. ISO code; `dollar` for a bare dollar sign (the
 * client's dollar, else USD); null where several currencies share it, or none of today bears it.
 * Source: Unicode CLDR currency symbols and everyday writing; facts only.
 */
export type CurrencyMeaning = string | null;

/** Signs, longest first where one begins another: matched as they stand. */
export const currencySigns: ReadonlyMap<string, CurrencyMeaning> = new Map([
  ...read(
    `USD:US$ 美元 USD$ U$S U$D u$d u$s; CAD:CA$ C$ CAN$ CAD$ CDN$; AUD:AU$ A$ AUD$; NZD:NZ$ NZD$; HKD:HK$;
     SGD:S$ SG$; TWD:NT$; MXN:MX$ Mex$; BRL:R$; DOP:RD$; BZD:BZ$; TOP:T$; GYD:G$; UYU:$U UY$; CUC:CUC$;
     TTD:TT$; JMD:J$; BBD:Bds$; XCD:EC$; FJD:FJ$; BND:BN$; ARS:AR$; CLP:CL$ CLP$; COP:COL$ CO$; NAD:N$;
     EUR:€ евро; GBP:£ ￡; EGP:E£ ج.م; INR:₹; TRY:₺; RUB:₽ ₽. руб РУБ р. р Р рублей рубля рубль; UAH:₴ грн ГРН гривень;
     KRW:₩ ￦ 원; VND:₫ đ; ILS:₪ ש"ח ש״ח ש''ח ش.ج; THB:฿ บาท บ.; NGN:₦; PHP:₱; CRC:₡; PYG:₲; KZT:₸ тенге тг;
     AZN:₼ ман; GEL:₾ ლ; MNT:₮; LAK:₭; KHR:៛; BDT:৳; GHS:₵ GH₵; JPY:円 日元 JP¥; CNY:元 人民币 人民幣 块 CN¥; AMD:֏ դր; MOP:MOP$; SBD:SI$; SRD:SR$; WST:WS$; CVE:CV$;  BGN:лв ЛВ;
     MKD:ден; RSD:дин; PLN:zł Zł; PEN:S/. S/; PAB:B/.; AFN:؋; UZS:so'm; KES:KSh KShs Ksh Kshs; UGX:USh; TZS:TSh Tsh Tshs;
     RWF:R₣; LKR:රු; ETB:ብር; ERN:نافكا; BHD:.د.ب د.ب; KWD:د.ك; TND:د.ت; JOD:د.ا د.أ; MAD:د.م. د.م; IQD:د.ع;
     AED:د.إ; DZD:د.ج; LYD:ل.د; SDG:ج.س; OMR:ر.ع. ر.ع; QAR:ر.ق; SAR:ر.س; YER:ر.ي; LBP:ل.ل LB£; SYP:SY£; SYP:ل.س;
     dollar:$ долларов; null:¥ ￥ 圆 圓 ₨ ƒ ₣ ₶ ₤ ﷼ Z$ M$ B$ L$ درهم تومان دينار ريال د. сом`,
  ),
  ['US $', 'USD'],
  ['دينار أردني', 'JOD'],
  ['دينار كويتي', 'KWD'],
  ['ريال سعودي', 'SAR'],
]);

/** Abbreviations, whole and in this very writing ("16 ft" are feet), before or after the number. */
export const currencyAbbreviations: ReadonlyMap<string, CurrencyMeaning> = new Map(
  read(
    `HUF:Ft; TRY:TL; MYR:RM; IDR:Rp; CHF:SFr Sfr Fr fr CHf; CZK:Kc kc KC; PLN:zl ZL; RON:Lei LEI; ALL:Lek;
     RWF:FRw; MKD:mkd; UAH:hrn; VND:Vnd; RSD:rsd; EUR:Euro EURO euro; ILS:NIS; DKK:Dkr DKr; SEK:Skr SKr;
     NOK:Nkr NKr; BDT:Tk Tk.; MVR:MRf; null:kn Kn Rs Kr kr KR CFA FCFA Dhs Din Dinara som`,
  ),
);

/**
 * Abbreviations that are measures, words or initials as well ("5 KM", "ID 500", "1 L"): they count
 * where the client is paid in that currency, or where nothing but the number stands beside them.
 */
export const localAbbreviations: ReadonlyMap<string, CurrencyMeaning> = new Map(
  read(
    `BAM:KM; BHD:BD; KWD:KD; LYD:LD; JOD:JD; IQD:ID; TND:DT; DZD:DA; OMR:RO; SAR:SR; QAR:QR; EGP:LE; MWK:MK;
     ZMW:ZK; MVR:Rf; STN:Db; MGA:Ar; MZN:MT MTn; VUV:Vt VT; BTN:Nu; LSL:M; KMF:CF; TJS:SM; MRU:UM; ERN:Nfk; AOA:Kz; BIF:FBu; DJF:Fdj; GNF:FG;
     CDF:FC; AFN:Af Afs; GTQ:Q; ZAR:R; null:Bs Br Dh DH NT Esc Rbl Sl SPL S' GH T G L P K D E F с WS Le`,
  ),
);

/** Codes that ISO 4217 has taken off its list: money all the same, in no currency of today. */
export const formerCodes: ReadonlySet<string> = new Set(
  (
    'DEM FRF ITL ESP NLG BEF ATS FIM IEP PTE GRD LUF HRK LTL LVL EEK SKK SIT CYP MTL BYR ROL TRL ZWD ' +
    'ZWL VEF VEB MRO STD GHC MZM ZMK AZM BGL CSK YUM AFA SDD SRG TMM BTC'
  ).split(' '),
);

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

/** "USD:US$ U$S; null:¥" as pairs of writing and meaning. */
function read(list: string): [string, CurrencyMeaning][] {
  return list.split(';').flatMap((group) => {
    const [code = '', writings = ''] = group.split(/:(.*)/s);
    const meaning = code.trim() === 'null' ? null : code.trim();
    return writings
      .trim()
      .split(/\s+/)
      .map((writing): [string, CurrencyMeaning] => [writing, meaning]);
  });
}
