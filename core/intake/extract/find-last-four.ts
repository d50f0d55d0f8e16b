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
      if (match[1] && !ofAccount.test(before)) return match[1];
    }
  }
  return null;
}
