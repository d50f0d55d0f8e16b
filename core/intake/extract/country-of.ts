import type { CountryCode } from 'libphonenumber-js/min';

/**
 * The country whose national phone numbers a client's customers write, by its zone, else by its
 * currency; null where neither tells. Source: IANA tz database zone.tab and ISO 4217, the everyday ones.
 */
export function countryOf(timezone: string, currency: string | null): CountryCode | null {
  const city = timezone.slice(timezone.lastIndexOf('/') + 1);
  return byCity.get(city) ?? (currency === null ? null : (byCurrency.get(currency) ?? null));
}

const byCity = read(
  'US:New_York Chicago Denver Los_Angeles Phoenix Detroit Anchorage Honolulu Boise Eastern Central Mountain Pacific,' +
    'CA:Toronto Vancouver Edmonton Winnipeg Halifax Montreal Regina St_Johns,MX:Mexico_City Tijuana Monterrey Cancun,' +
    'BR:Sao_Paulo Manaus Fortaleza Recife Bahia,AR:Buenos_Aires,CL:Santiago,CO:Bogota,PE:Lima,' +
    'GB:London Belfast,IE:Dublin,DE:Berlin Busingen,AT:Vienna,CH:Zurich,FR:Paris,BE:Brussels,NL:Amsterdam,' +
    'LU:Luxembourg,ES:Madrid Canary Ceuta,PT:Lisbon Madeira Azores,IT:Rome,GR:Athens,PL:Warsaw,CZ:Prague,' +
    'SK:Bratislava,HU:Budapest,RO:Bucharest,BG:Sofia,DK:Copenhagen,SE:Stockholm,NO:Oslo,FI:Helsinki,' +
    'TR:Istanbul,UA:Kyiv Kiev,IL:Jerusalem Tel_Aviv,AE:Dubai,SA:Riyadh,IN:Kolkata Calcutta,SG:Singapore,' +
    'HK:Hong_Kong,JP:Tokyo,KR:Seoul,AU:Sydney Melbourne Brisbane Perth Adelaide Hobart Darwin,NZ:Auckland,' +
    'ZA:Johannesburg,NG:Lagos,KE:Nairobi,EG:Cairo,PH:Manila,ID:Jakarta,MY:Kuala_Lumpur,TH:Bangkok,VN:Ho_Chi_Minh',
);

const byCurrency = read(
  'US:USD,CA:CAD,GB:GBP,CH:CHF,AU:AUD,NZ:NZD,MX:MXN,BR:BRL,AR:ARS,CL:CLP,CO:COP,PE:PEN,PL:PLN,CZ:CZK,' +
    'HU:HUF,RO:RON,BG:BGN,DK:DKK,SE:SEK,NO:NOK,TR:TRY,UA:UAH,IL:ILS,AE:AED,SA:SAR,IN:INR,SG:SGD,HK:HKD,' +
    'JP:JPY,KR:KRW,ZA:ZAR,NG:NGN,KE:KES,EG:EGP,PH:PHP,ID:IDR,MY:MYR,TH:THB,VN:VND',
);

function read(list: string): ReadonlyMap<string, CountryCode> {
  return new Map(
    list.split(',').flatMap((group) => {
      const [country = '', names = ''] = group.split(':');
      return names.split(' ').map((name) => [name, country as CountryCode] as const);
    }),
  );
}
