import type { PlacedAmount } from './find-amounts.js';

/** What the words around an amount make of it; `plain` where they say nothing. */
export type AmountRole =
  | 'asked'
  | 'charged'
  | 'fee'
  | 'shipping'
  | 'tax'
  | 'whole'
  | 'received'
  | 'kept'
  | 'plain';

/** How far the words of one breath reach, before and behind. */
const reachBefore = 60;
const reachBehind = 44;

const request =
  /(?:refund|return|give (?:me )?back|reimburs|credit (?:me|back)|money back|send back|reverse|disput|chargeback|contest|devuel|devol|reembols|rembours|erstatt|zuruck|estorn|ressarc|charged? twice|duplicate|where (?:is|are)|missing)[^.!?\n\ue000]{0,44}$/i;
const requestBehind =
  /^[^.!?\n\d\ue000]{0,28}(?:back\b|refunded|returned|reimbursed|reembols|devuel|devolv|rembours|zuruck|erstatt|refund\b|twice|duplicate|de volta|en double|dos veces|duas vezes|doppelt|zweimal)/i;

/** Names of sums, right before ("Fee: 15") or right behind ("15 USD fee"). */
const names: readonly (readonly [AmountRole, RegExp])[] = [
  [
    'fee',
    /\b(?:fees?|charge for returning|penalty|gebuhr(?:en)?|comision(?:es)?|tarifa|taxa|frais|commission)\b/i,
  ],
  [
    'shipping',
    /\b(?:shipping|delivery|postage|versand(?:kosten)?|porto|envio|frete|livraison|port)\b/i,
  ],
  ['tax', /\b(?:tax(?:es)?|vat|mwst|mehrwertsteuer|iva|tva|imposto|impuesto|gst)\b/i],
  [
    'whole',
    /\b(?:(?:order|grand|sub)? ?total(?: debit)?|in total|balance|limit|budget|salary|saldo|solde|kontostand|kontosaldo|limite|original (?:amount|price|charge|payment)|order (?:value|amount)|gesamt(?:betrag|summe)?|summe|importe total|valor total|montant total|saldo)\b/i,
  ],
  [
    'kept',
    /\b(?:keep|kept|retain|behalten|behalte|garder|garde|quedar|quedo|ficar|fico|discount|coupon|voucher|gutschein|rabatt|descuento|desconto|remise)\b/i,
  ],
  [
    'received',
    /\b(?:got|received|already (?:been )?(?:refunded|returned|credited)|have refunded|was refunded|were refunded|recibi|recibido|recebi|recebido|recu|erhalten|bekommen|zuruckbekommen|ya (?:me )?(?:devolvieron|reembolsaron)|deja rembourse|bereits erstattet|ja (?:reembolsaram|devolveram))\b/i,
  ],
];
const charged =
  /(?:charg(?:e|ed|ing)|billed|debited|took|taken|withdrew|paid|deducted|cobra|cobro|cobrou|cargo|cargado|factur|debit|preleve|berechnet|abgebucht|belastet|pago|paye|bezahlt)[^.!?\n\ue000]{0,30}$/i;

/** A part and its whole: "30 of the 120", "30 de los 120", "30 von den 120". */
const ofWhole =
  /^ ?(?:back |zuruck )?(?:out )?(?:of|from|de|dos|das|sur|von|aus) (?:the|my|that|los|las|mis|o|os|meu|les?|mes|mon|den|der|dem|meinen|meiner|total|full|original|entire|a total of)\b[^.!?\d]{0,24}$/i;

/** Whether `second` is what `first` is a part of. */
export function isPartOf(folded: string, first: PlacedAmount, second: PlacedAmount): boolean {
  return ofWhole.test(folded.slice(first.end, Math.min(second.start, first.end + 48)));
}

/** The role of each amount, in their order; those joined by "and" alone share one. */
export function rolesOf(folded: string, amounts: readonly PlacedAmount[]): AmountRole[] {
  const roles: AmountRole[] = [];
  for (const [index, amount] of amounts.entries()) {
    const previous = amounts[index - 1];
    const role = roleOf(folded, amount, previous, amounts[index + 1]);
    const isJoined = previous && joined.test(folded.slice(previous.end, amount.start).slice(0, 12));
    roles.push(isJoined && role === 'plain' ? (roles[index - 1] ?? role) : role);
  }
  return roles;
}

const joined = /^\s*(?:,|&|\+|,? ?(?:and|und|y|e|et|plus|as well as))\s*$/i;

/** Words beyond the neighbours belong to those. */
function roleOf(
  folded: string,
  amount: PlacedAmount,
  previous: PlacedAmount | undefined,
  next: PlacedAmount | undefined,
): AmountRole {
  if (previous && isPartOf(folded, previous, amount)) return 'whole';
  const from = Math.max(previous?.end ?? 0, amount.start - reachBefore);
  const to = Math.min(next?.start ?? folded.length, amount.end + reachBehind);
  const front = lastClause(folded.slice(from, amount.start));
  const behind = firstClause(folded.slice(amount.end, to), next !== undefined && to === next.start);
  const asked = request.exec(front);
  const named = nameIn(front.slice(-26)) ?? nameIn(behind.slice(0, 22));
  const isAskedNear =
    asked !== null && (named === null || asked.index >= front.search(named.pattern));
  if (named?.role === 'received' && !/\bonly want\b/.test(front)) return 'received';
  if (isAskedNear) return 'asked';
  if (
    asked &&
    (named?.role === 'fee' || named?.role === 'shipping') &&
    !/\b(?:plus|and|minus|less)\b/i.test(front)
  ) {
    return nameIn(front.slice(-26)) ? named.role : 'asked';
  }
  if (named && named.role !== 'received') return named.role;
  if (requestBehind.test(behind)) return 'asked';
  return charged.test(front) ? 'charged' : 'plain';
}

function nameIn(text: string): { role: AmountRole; pattern: RegExp } | null {
  for (const [role, pattern] of names) if (pattern.test(text)) return { role, pattern };
  return null;
}

/** Up to the last end of a sentence; a point within a number is none. */
function lastClause(front: string): string {
  return front.split(/[!?;\n\ue000]|\.(?=\s)/).at(-1) ?? '';
}

function firstClause(behind: string, meetsAmount: boolean): string {
  const clause = behind.split(/[!?;,\n\ue000]|\.(?=\s|$)/)[0] ?? '';
  if (!meetsAmount || clause.length < behind.length) return clause;
  // What stands before the next amount without a pause may be that one's name.
  const cut = /\b(?:and|plus|und|y|e|et|but|from|on|for|of|in|von|de|mit|with)\b/i.exec(clause);
  return cut ? clause.slice(0, cut.index) : '';
}
