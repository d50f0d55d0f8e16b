/** What stands around a number and says whether it is meant as a card's. */
export type CardContext = {
  /**
   * What is named right before or behind it. A card's number: then range and check digit need not be
   * right. A card only: then the check digit need not be.
   */
  readonly names: 'number' | 'card' | null;
  /** A telephone number's plus sign stands before it. */
  readonly isPhone: boolean;
  /** It stands inside a UUID or a digest. */
  readonly isHexId: boolean;
};

/**
 * Reads the surroundings of [start, end), within bounds that no text can stretch. `hasCardWord`
 * says whether the text has one at all.
 */
export function contextOf(
  folded: string,
  start: number,
  end: number,
  hasCardWord: boolean,
): CardContext {
  const before = folded.slice(Math.max(0, start - beforeMax), start);
  return {
    names: hasCardWord ? named(folded, before, end) : null,
    isPhone: /(?:^|[\s(:>,;"'[])\+ ?\(?$/.test(before) && !folded.slice(start, end).includes('+'),
    isHexId: isPartOfHexId(folded, start, end),
  };
}

/** How far a card word speaks of the number. */
const beforeMax = 60;
const afterMax = 40;

function named(folded: string, before: string, end: number): CardContext['names'] {
  // A replacement made earlier ends with "]" and begins with "[": it lends no context.
  const own = (before.split(']').at(-1) ?? '').replace(/\s+/g, ' ');
  const after = folded.slice(end, end + afterMax).split('[')[0] ?? '';
  const lead = namedBefore.exec(own);
  if ((lead?.[1] ?? lead?.[2]) !== undefined || namedBehind.test(after)) return 'number';
  // A card alone, over a line break or a dash, may be the end of what was said before.
  return lead && !/[\r\n]|- ?$/.test(before.slice(-4)) ? 'card' : null;
}

/** Card words of many languages, accents off. */
const word =
  '(?:cards?|visa|master ?card|amex|american express|discover|diners|maestro|unionpay|jcb|rupay|(?:kredit|debit|bank|giro)?karten?|tarjeta|cartao|cartes?|carta|karta|karty|kaart|kartu|kort|\\bpan|\\bccn?)';
/** A cheap look at a whole text: without this no number in it is called a card's. */
export const cardWord =
  /car[dt]|kart|kaart|kort|cc|pan|visa|amex|express|discover|diners|maestro|jcb|rupay|union/i;
const label = '(?:[ _-]?(?:(?:numbers?|num|no|nr|nro|n|nummer|numero)\\b|#))';
/** "numero de tarjeta", "numéro de carte": the number before the card. */
const numberOf =
  '(?:number|num|no|nr|nummer|numero)[.:]? (?:of (?:my |the )?|de (?:la |mi |ma |minha |meu )?|do (?:meu )?|da (?:minha )?|der |meiner )(?:credit |debit )?';
const small =
  '\\b(?:is|was|are|number|no|nr|n|num|nummer|numero|digits|with|the|as|of|my|your|credit|debit|bancaria|de|du|des|do|da|la|le|del|es|era|e|est|etait|ist|war|lautet|mit|der|con|com|avec|el|o|credito|debito|credit|bleue|bancaire|full|complete|following|here)\\b';
const gap = '[ :=#.,\\n\\t(>\\ue001\'"*\u00ba-]';
const namedBefore = new RegExp(
  `(?:${word}(${label})|(${numberOf}) ?${word}|${word})['"]?(?:${gap}|${small}){0,12}$`,
  'i',
);
const namedBehind = new RegExp(
  `^[ ,.)"']{0,4}(?:is|was|es|ist|est|e|<-)?[ ]{0,2}(?:the|my|our|his|her|mi|meine|minha|ma|meu|el|o|le|la|die)?[ ]{0,2}(?:full|credit|debit|numero|number|nummer|n[.o]?)?[ ]{0,2}(?:de|da|do|of|meiner|der)?[ ]{0,2}(?:my |the |la |le |mi |minha |ma )?(?:credit |debit )?${word}`,
  'i',
);

/** A UUID, or a digest of 32 hex digits and more in one case, with letters of it. */
export function isPartOfHexId(folded: string, start: number, end: number): boolean {
  if (!/[a-f-]/i.test(`${folded[start - 1] ?? ''}${folded[end] ?? ''}`)) return false;
  const from = Math.max(0, start - hexReach);
  const around = folded.slice(from, end + hexReach);
  for (const match of around.matchAll(hexId)) {
    const at = from + match.index;
    if (at <= start && end <= at + match[0].length) return /[a-f]/i.test(match[0]);
  }
  return false;
}

/** SHA-512 is the longest digest there is in use. */
const hexReach = 128;
const hexId =
  /(?<![0-9a-z])(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}|[0-9a-f]{32,128}|[0-9A-F]{32,128})(?![0-9a-z])/g;
