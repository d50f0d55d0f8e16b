const said =
  /(?:\bend(?:s|ing|ed)?(?: in| with)?|\blast (?:four|4)(?: digits)?(?: are| is| of(?: my| the)? card(?: are| is)?)?|terminad[ao] en|termina(?:da)? (?:en|em)|\bfinal|ultimos (?:4|cuatro|quatro)(?: digitos| numeros)?(?: son| sao)?|se terminant par|finissant par|(?:4|quatre) derniers chiffres(?: sont)?|endet auf|endend auf|mit der endung|endziffern|letzten (?:vier|4) (?:ziffern|stellen)(?: sind| lauten)?)[ :#("'•*]{1,4}(\d{4})(?![\d]|[.,:/-]\d)/gi;
const masked = /(?<!\w)(?:[•*xX#·.]{2,4}[ -]?){1,4}[ ]?(\d{4})(?![\w]|[.,:/-]\d)/g;
/** A bank account has last digits as well. */
const ofAccount = /\b(?:account|iban|konto|cuenta|conta|compte)\b[^.!?\n]{0,15}$/i;

/** The last four digits of a card as people and receipts write them; null where none are named. */
export function findLastFour(folded: string): string | null {
  for (const pattern of [said, masked]) {
    for (const match of folded.matchAll(pattern)) {
      const before = folded.slice(Math.max(0, match.index - 30), match.index);
      if (match[1] && !ofAccount.test(before) && !isYear(match[0], match[1], before))
        return match[1];
    }
  }
  return null;
}

/** "xx/xx 2018" is a day somebody made unreadable, unless a card is spoken of or all of it is masked. */
function isYear(masked: string, digits: string, before: string): boolean {
  if (!/^(?:19|20)\d\d$/.test(digits) || !/^x/i.test(masked)) return false;
  return (
    masked.replace(/[^x]/gi, '').length < 12 &&
    !/\b(?:card|visa|master ?card|amex|karte|tarjeta|carte|cartao)\b/i.test(before)
  );
}
