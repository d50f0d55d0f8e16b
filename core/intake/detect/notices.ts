import type { ReversalType } from '../../reversals/reversal.js';
import { toPlainWords } from './hear-rules.js';

/** What a processor, a scheme or a bank has told: a fact, not a request. */
export type Notice = { readonly type: ReversalType; readonly why: string };

/**
 * The notice a text carries, or null. Looks closer only where one of a few words stands; a person
 * who speaks of themselves ("my bank opened a dispute") is no notice.
 */
export function hearNotice(text: string): Notice | null {
  const lower = text.toLowerCase();
  if (!noticeStems.some((stem) => lower.includes(stem)) && !returnCode.test(text)) return null;
  const plain = toPlainWords(text);
  for (const { type, why, pattern } of notices) {
    const found = pattern.exec(plain);
    if (found && !isOwnStory(plain, found.index)) return { type, why };
  }
  return null;
}

/** One of these stands in every notice that names no code; quick to look for. */
const noticeStems = [
  'chargeback',
  'charge back',
  'disput',
  'inquiry',
  'retrieval',
  'arbitration',
  'fraud warning',
  'fraud notification',
  'safe report',
  'alert',
  'cardholder',
  'card holder',
  'issuer',
  'issuing bank',
  'bacs ',
];

/** A bare return code is worth a second look, however little else is said. */
export const returnCode =
  /\b(?:[Rr]\d\d|(?:AC|AG|AM|BE|MD|MS|RC|RR|SL|TM|ac|am|md|ms)0\d|CNOR|DNOR|FRAD|ARUDD|ADDACS|AUDDIS|TC40|RDR|CDRN)\b/;

/** Codes: reference tables compiled from moov-io/ach (Apache-2.0) and ISO 20022 ExternalReturnReason1Code. */
const notices: readonly (Notice & { readonly pattern: RegExp })[] = [
  {
    type: 'chargeback',
    why: 'a notice of a dispute',
    pattern:
      /\b(?:new|incoming|open(?:ed)?|received(?: a)?|notification of(?: a)?|notice of(?: a)?|status of) (?:\w+ )?(?:chargebacks?|disputes?|retrieval requests?|pre-?arbitration)\b(?! polic| webinar| rate| training)|\b(?:chargebacks?|disputes?|inquiry|retrieval request|pre-?arbitration) (?:\w+ ){0,2}(?:received|opened|created|notification|notice|filed by|lost|won|case|closed|lodged)\b/,
  },
  {
    type: 'chargeback',
    why: 'a notice of a dispute',
    pattern:
      /\b(?:cardholder|card holder|issuer|issuing bank|customers bank|shopper)\b[^.?!]{0,40}\b(?:disput\w+|claims?|denies|denied|reversed|pulled back|initiated|reported)\b|\b(?:payment|charge|transaction|order)\b[^.?!]{0,40}\b(?:has been|was|is being) disputed\b|\bdisputed (?:by|with) (?:the |its |their )?(?:cardholder|customer|issuer|bank)\b/,
  },
  {
    type: 'chargeback',
    why: 'an early warning of fraud',
    pattern:
      /\bearly fraud warning\b|\btc40\b|\bsafe report\b|\bfraud notification\b|\bethoca alert\b|\b(?:rdr|cdrn) (?:alert|notice|case)\b/,
  },
  {
    type: 'bank_reversal',
    why: 'a bank’s return notice',
    pattern:
      /\b(?:returned?|returns|return (?:reason )?code|reason|code|came back|bounced|rejected?|unpaid|ach|debit|entry|item)\b[^?!]{0,60}\br(?:0[1-9]|[1-4]\d|5[0-3]|6[1-9]|7\d|8[0-5])\b|\br(?:0[1-9]|[1-4]\d|5[0-3]|6[1-9]|7\d|8[0-5])\b[^?!]{0,40}\b(?:returned?|return|nsf|insufficient|unauthori[sz]ed|no account|account closed|unable to locate|not authori[sz]ed|stop(?:ped)? payment)\b/,
  },
  {
    type: 'bank_reversal',
    why: 'a bank’s return notice',
    pattern:
      /\b(?:sepa|return\w*|reject\w*|debit|lastschrift|prelevement|rejet|adeudo|recibo|debito|reason|code|collection|refund|mandate|run|r-transaction)\b[^?!]{0,60}\b(?:ac0[1346]|ag0[12]|am0[459]|be05|cnor|dnor|frad|md0[1267]|ms0[23]|rc01|rr0[1-4]|sl01|tm01)\b|\b(?:arudd|addacs|auddis)\b|\bbacs (?:indemnity|return)/,
  },
];

/** How far before the words a person may have begun to speak of themselves. */
const storyReach = 60;

function isOwnStory(plain: string, at: number): boolean {
  const lead = plain.slice(Math.max(0, at - storyReach), at + storyReach);
  return /\b(?:i|ive|im|ill|id) (?:\w+ )?(?:will|want|have|had|am|filed|opened|started|going|disputed?|need|would|got|lost|won)\b|\bmy (?:bank|card issuer|issuer|credit card company)\b|\bhow (?:do|can) i\b|\bwhat is a\b/.test(
    lead,
  );
}
