import { type CodeNetwork, networksOf } from './reason-code-table.js';

/** A card network's reason code or a bank's return code. */
export type ReasonCode = { readonly code: string; readonly network: CodeNetwork };

/** Every shape a code has; what is no code in the table costs one look-up. */
const shapes =
  /(?<![\w.,$€£#-])(?:1[0-3]\.\d(?:\.\d)?|[A-Z]{1,2}\d{1,4}|[A-Z]{2,4}\d?|\d{8}|\d{1,4}|[A-Z]|[a-z]{2,16}_[a-z_]{2,30}|return)(?![\w%$€£]|[.,:/-]\d|[.,]-| ?(?:USD|EUR|GBP|CAD|AUD)\b)/g;

/** A text names few codes; a list of thousands is a document about them. */
const looksMax = 400;

/** The first code in a folded text that the words around call one; null when there is none. */
export function findReasonCode(folded: string): ReasonCode | null {
  if (!mayName.test(folded)) return null;
  let looks = 0;
  for (const match of folded.matchAll(shapes)) {
    const networks = networksOf.get(match[0]);
    if (!networks) continue;
    looks += 1;
    if (looks > looksMax) return null;
    const around = aroundOf(folded, match.index, match.index + match[0].length);
    const named = networks.filter((each) => around.names.test(networkNames[each]));
    // A network named beside the code outweighs the order of the table: Amex has an R03 too.
    for (const network of named.length > 0 ? named : networks) {
      if (isCalled(match[0], network, around)) return { code: match[0], network };
    }
  }
  return null;
}

/** Without one of these words in the text no code is called one. */
const mayName =
  /code|codigo|reason|motiv|motif|grund|return|retour|devol|ruck|reject|rejet|rechaz|rejeit|bounce|chargeback|dispute|contracargo|retrofact|visa|master|amex|american express|discover|klarna|cash ?app|\bach\b|nacha|\bnsf\b|sepa|bacs|arudd|addacs|auddis|ddica|faster payment|\bfps\b|gocardless|direct debit|lastschrift|prelevement|adeudo|debito directo|came back|\bbank|merchandise|not received/i;

type Around = {
  readonly before: string;
  readonly after: string;
  readonly names: { test(name: RegExp): boolean };
  readonly isLabelled: boolean;
};

const reachBefore = 80;
const reachAfter = 50;

function aroundOf(folded: string, start: number, end: number): Around {
  const before = folded
    .slice(Math.max(0, start - reachBefore), start)
    .replace(/[\ue000\ue001]/g, ' ');
  const after = folded.slice(end, end + reachAfter).replace(/[\ue000\ue001]/g, ' ');
  const label = calledCode.exec(before);
  return {
    before,
    after,
    names: { test: (name) => name.test(before) || name.test(after) },
    isLabelled:
      label !== null &&
      !otherCode.test(
        before.slice(0, label.index + label[0].indexOf(label[1] ?? '') + (label[1] ?? '').length),
      ),
  };
}

/** "reason code", "Rückgabegrund:", "motif du rejet =" right in front, whatever stands in brackets between. */
const calledCode =
  /(?:^|[^\p{L}])((?:\p{L}{0,16}(?:code|codigo|reason|motivo|motif|grund|condition|category)s?))(?: (?:de|da|do|du|der|des|of|for|del)(?: (?:la|el|the|le))? \p{L}{3,16}){0,2}(?: (?:is|was|es|e|est|ist|war|code|codigo))?[ :#=("'[-]{1,4}$/iu;
/** Codes of another kind. */
const otherCode =
  /(?:post(?:al)?|zip|security|verification|promo(?:tional|tion)?|discount|access|sort|swift|error|sms|otp|authori[sz]ation|approval|coupon|voucher|area|country|qr|bar|product|tracking|booking|confirmation|invite|referral|pin|status|http|door|dress|source|merchant category|mcc|de (?:seguridad|barras|verificacion|descuento))[ -]?(?:code|codigo)$/i;

const networkNames: Readonly<Record<CodeNetwork, RegExp>> = {
  visa: /\bvisa\b/i,
  mastercard: /master ?card|\bmc\b/i,
  amex: /\bamex\b|american express/i,
  discover: /\bdiscover\b/i,
  klarna: /klarna/i,
  cashapp: /cash ?app/i,
  ach: /\bach\b|nacha/i,
  sepa: /\bsepa\b|lastschrift|direct debit|prelevement|adeudo|debito directo|\bsdd\b/i,
  bacs: /\bbacs\b|arudd|addacs|auddis|ddica|\bddi\b/i,
  faster_payments: /faster payments?|\bfps\b/i,
  gocardless: /gocardless|\bbacs\b|\bsepa\b|direct debit|mandate/i,
};

const aboutDispute =
  /chargeback|dispute|contracargo|retrofact|ruckbuchung|impaye|contestac|reason code/i;
const aboutReturn =
  /\bach\b|nacha|return|\bnsf\b|debit|reject|rejet|rechaz|rejeit|bounce|sepa|lastschrift|devol|prelevement|ruck|retour|reversal|unpaid|impaye|zuruck|came back|\bbank\b/i;
/** What makes a number in front of which it stands something else. */
const otherThing =
  /(?:version|v|build|release|firmware|ios|android|app|update|windows|macos|chapter|section|page|score|rated|rating|room|zimmer|route|row|rule|gate|line|step|ending(?: in| with)?|last (?:four|4)|[•*x]{2,}|order|invoice|ticket|case|ref(?:erence)?|tracking|number|no|nr|pedido|commande|bestellung|day|days|at|since|than|about|for|of|to|from|by)[ #:.]{0,3}$/i;

function isCalled(code: string, network: CodeNetwork, around: Around): boolean {
  const { before, after, isLabelled } = around;
  const isNamed = around.names.test(networkNames[network]);
  const isOther = otherThing.test(before.slice(-24));
  switch (network) {
    case 'visa':
      return isVisa(code, around, isNamed, isOther);
    case 'mastercard':
      if (isLabelled) return true;
      return (
        !isOther && /(?:master ?card|\bmc|chargeback|dispute|reason)[^.\d]{0,20}$/i.test(before)
      );
    case 'amex': {
      if (/notification of change|\bnoc\b/i.test(before)) return false;
      if (/^\d+$/.test(code)) return isNamed && isLabelled;
      return (isNamed && !isOther) || (isLabelled && aboutDispute.test(before));
    }
    case 'discover':
      if (/^UA\d\d$/.test(code)) return isNamed || isLabelled;
      return isNamed && isLabelled;
    case 'klarna':
      return code === 'return' ? isNamed && isLabelled : isNamed || isLabelled;
    case 'cashapp':
      return isNamed;
    case 'ach':
      return isLabelled || (!isOther && (aboutReturn.test(before) || aboutReturn.test(after)));
    case 'sepa':
      if (/^[A-Z]{4}$/.test(code)) return isLabelled || (isNamed && /[(:=] ?$/.test(before));
      return isLabelled || (!isOther && (aboutReturn.test(before) || aboutReturn.test(after)));
    case 'bacs':
      return (
        isNamed &&
        (isLabelled ||
          /(?:arudd|addacs|auddis|ddica)(?: code| reason)?[ :#=(-]{1,3}$/i.test(before))
      );
    case 'faster_payments':
      return isNamed && (isLabelled || /reject\w*[ :(]{1,3}$/i.test(before));
    case 'gocardless':
      return isNamed || isLabelled;
  }
}

function isVisa(code: string, around: Around, isNamed: boolean, isOther: boolean): boolean {
  const { before, after, isLabelled } = around;
  if (/^\d\d$/.test(code)) return isNamed && isLabelled;
  if (code.startsWith('C0')) return isNamed || (isLabelled && aboutDispute.test(before));
  if (isLabelled) return true;
  if (isOther) return false;
  return (
    /visa|chargeback|reason code/i.test(before.slice(-30)) ||
    /^[ ,:(–-]{0,3}(?:emv|other fraud|fraud|monitoring|card|authori[sz]ation|late|merchandise|duplicate|cancel|incorrect|paid by|not as|counterfeit|misrepresent|credit not)/i.test(
      after,
    )
  );
}
