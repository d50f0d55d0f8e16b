/**
 * Shapes of payment identifiers, from the project's reference (identifiers.json, 22 November 2026,
 * each row with its own source there); kinds are those of `hub analyze`. `bare` shapes are telling
 * by themselves; `named` ones need one of their words nearby; `labelled` ones the word right before.
 */
export type IdentifierShape = {
  readonly kind: string | ((around: string) => string);
  readonly need: 'bare' | 'named' | 'labelled';
  /** Cheap first look at the whole text; absent where the pattern itself is cheap. */
  readonly trigger: RegExp;
  /** Global; the first group, where there is one, is the value. */
  readonly pattern: RegExp;
  /** For `named` and `labelled`. */
  readonly words?: RegExp;
};

/** One reference for payments, refunds and disputes: the kind comes from the words around. */
function kindBy(processor: string) {
  return (around: string): string => {
    if (/disput|chargeback|contracargo|retrofactur|ruckbuchung/i.test(around)) {
      return `${processor}_dispute`;
    }
    return /refund|reembols|rembours|erstatt|estorn|devoluc/i.test(around)
      ? `${processor}_refund`
      : `${processor}_payment`;
  };
}

export const identifierShapes: readonly IdentifierShape[] = [
  // stripe/openapi fixtures; `du_` and `pyr_` unconfirmed. A client secret is not an identifier.
  {
    kind: 'stripe_payment',
    need: 'bare',
    trigger: /(?:pi|ch|py)_/,
    pattern: /\b(?:pi_[A-Za-z0-9]{14,32}\b(?!_secret)|(?:ch|py)_[A-Za-z0-9]{14,32}\b)/g,
  },
  {
    kind: 'stripe_refund',
    need: 'bare',
    trigger: /(?:re|pyr)_/,
    pattern: /\b(?:re|pyr)_[A-Za-z0-9]{14,32}\b/g,
  },
  {
    kind: 'stripe_dispute',
    need: 'bare',
    trigger: /d[pu]_/,
    pattern: /\b(?:dp|du|idp)_[A-Za-z0-9]{14,32}\b/g,
  },
  // Adyen/adyen-openapi (July 2026): 16 characters; also all digits, beginning with 8 or 9.
  {
    kind: kindBy('adyen'),
    need: 'named',
    trigger: /adyen|psp/i,
    pattern: /(?<![A-Za-z0-9])(?=[A-Z0-9]*\d)[A-Z0-9]{16}(?![A-Za-z0-9])/g,
    words: /adyen|psp/i,
  },
  // active_merchant unit tests; 17 characters. A vehicle number has the same shape: needs a word.
  {
    kind: kindBy('paypal'),
    need: 'named',
    trigger: /paypal|transa/i,
    pattern: /(?<![A-Za-z0-9])(?=[A-Z0-9]*\d)(?=[A-Z0-9]*[A-Z])[0-9A-Z]{17}(?![A-Za-z0-9])/g,
    words: /paypal|transac?tion|transaccion|transacao|transaktion/i,
  },
  // paypal-rest-api-specifications (February 2024) and an older case form.
  {
    kind: 'paypal_dispute',
    need: 'bare',
    trigger: /PP-/,
    pattern: /\bPP-(?:[DR]-\d{3,10}(?:-\d{3,10})?|\d{3}-\d{3}-\d{3}-\d{3})\b/g,
  },
  // square/connect-api-specification (August 2025) examples.
  {
    kind: 'square_refund',
    need: 'bare',
    trigger: /[A-Za-z0-9]_[A-Za-z0-9]{30}/,
    pattern: /(?<![A-Za-z0-9_])[A-Za-z0-9]{20,32}_[A-Za-z0-9]{30,50}(?![A-Za-z0-9_])/g,
  },
  {
    kind: (around) => (/disput/i.test(around) ? 'square_dispute' : 'square_payment'),
    need: 'labelled',
    trigger: /square/i,
    pattern:
      /(?<![A-Za-z0-9_])((?=[A-Za-z0-9]{0,29}[a-z])(?=[A-Za-z0-9]{0,29}[A-Z])[A-Za-z0-9]{20,30})(?![A-Za-z0-9_])/g,
    words: /\bsquare\b/i,
  },
  // Domain knowledge, unconfirmed: short ids, so only right behind the name.
  {
    kind: kindBy('braintree'),
    need: 'labelled',
    trigger: /braintree/i,
    pattern: /(?<![A-Za-z0-9])(?=[a-z0-9]*\d)([a-z0-9]{16}|[a-z0-9]{6,8})(?![A-Za-z0-9])/g,
    words: /braintree/i,
  },
  // active_merchant unit tests: 9 to 10 digits, live accounts 11 to 12.
  {
    kind: kindBy('authorize_net'),
    need: 'labelled',
    trigger: /authorize\.?net|authnet|transid/i,
    pattern: /(?<!\d)(\d{9,12})(?!\d)/g,
    words: /authorize\.?net|authnet|transid/i,
  },
  // shopify.dev admin-graphql.
  {
    kind: 'shopify_order',
    need: 'bare',
    trigger: /gid:\/\/shopify/,
    pattern: /gid:\/\/shopify\/Order\/\d{1,20}/g,
  },
  {
    kind: 'shopify_refund',
    need: 'bare',
    trigger: /gid:\/\/shopify/,
    pattern: /gid:\/\/shopify\/Refund\/\d{1,20}/g,
  },
  {
    kind: 'shopify_dispute',
    need: 'bare',
    trigger: /gid:\/\/shopify/,
    pattern: /gid:\/\/shopify\/ShopifyPaymentsDispute\/\d{1,20}/g,
  },
  // npm razorpay 2.9.8.
  {
    kind: 'razorpay_payment',
    need: 'bare',
    trigger: /pay_/,
    pattern: /\bpay_[A-Za-z0-9]{14}\b/g,
  },
  {
    kind: 'razorpay_refund',
    need: 'bare',
    trigger: /rfnd_/,
    pattern: /\brfnd_[A-Za-z0-9]{14}\b/g,
  },
  {
    kind: 'razorpay_dispute',
    need: 'bare',
    trigger: /disp_/,
    pattern: /\bdisp_[A-Za-z0-9]{14}\b/g,
  },
  {
    kind: 'razorpay_order',
    need: 'bare',
    trigger: /order_/,
    pattern: /\border_[A-Za-z0-9]{14}\b/g,
  },
  // Checkout.com documentation examples.
  {
    kind: 'checkout_payment',
    need: 'bare',
    trigger: /pay_/,
    pattern: /\bpay_[a-z2-7]{20,26}\b/g,
  },
  {
    kind: 'checkout_dispute',
    need: 'bare',
    trigger: /dsp_/,
    pattern: /\bdsp_[a-z0-9]{16,26}\b/g,
  },
  // gocardless-pro SDK fixtures.
  {
    kind: 'gocardless_payment',
    need: 'bare',
    trigger: /PM\d/,
    pattern: /\bPM(?=[A-Z]{0,11}\d)[0-9A-Z]{12}\b/g,
  },
  {
    kind: 'gocardless_refund',
    need: 'bare',
    trigger: /RF\d/,
    pattern: /\bRF(?=[A-Z]{0,11}\d)[0-9A-Z]{12}\b/g,
  },
  {
    kind: 'gocardless_payment',
    need: 'named',
    trigger: /\bIM\d/,
    pattern: /\bIM(?=[A-Z]{0,11}\d)[0-9A-Z]{12}\b/g,
    words: /gocardless/i,
  },
  // Domain knowledge, unconfirmed: a plain uuid, so only right behind the name.
  {
    kind: (around) => (/refund/i.test(around) ? 'klarna_refund' : 'klarna_order'),
    need: 'labelled',
    trigger: /klarna/i,
    pattern: /\b([0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})\b/g,
    words: /klarna/i,
  },
  // Fintoc documentation gives the prefix.
  {
    kind: 'fintoc_dispute',
    need: 'named',
    trigger: /\bcb_/,
    pattern: /\bcb_[A-Za-z0-9]{14,24}\b/g,
    words: /fintoc|chargeback|disput/i,
  },
  // Acquirer reference number: 23 digits (solidgate.com glossary, airwallex.com); whole runs only.
  { kind: 'arn', need: 'bare', trigger: /\d{23}/, pattern: /(?<![\dA-Za-z])\d{23}(?![\dA-Za-z])/g },
  // ISO 8583 fields 37 and 11, domain knowledge.
  {
    kind: 'rrn',
    need: 'labelled',
    trigger: /rrn|retrieval ref/i,
    pattern: /(?<![A-Za-z0-9])(\d{12})(?![A-Za-z0-9])/g,
    words: /\brrn\b|retrieval reference/i,
  },
  {
    kind: 'stan',
    need: 'labelled',
    trigger: /\bSTAN\b|trace audit/,
    pattern: /(?<!\d)(\d{6})(?!\d)/g,
    words: /\bSTAN\b|trace audit/,
  },
  // moov-io/ach Addenda99: 8 digits of the routing number and 7 of sequence.
  {
    kind: 'ach_trace',
    need: 'named',
    trigger: /ach|trace/i,
    pattern: /(?<!\d)\d{15}(?!\d)/g,
    words: /\bach\b|\btrace\b/i,
  },
  // ISO 20022 Max35Text: free text, so only from a label with a sign of assignment.
  {
    kind: 'end_to_end_id',
    need: 'bare',
    trigger: /end.?to.?end|e2e/i,
    pattern:
      /\b(?:end[ -]?to[ -]?end(?:[ -]?(?:id|identification|reference|ref))?|e2e(?:[ -]?(?:id|reference))?)[ ]?(?:[:=#]|is)[ ]{0,2}([A-Za-z0-9][A-Za-z0-9+?/\-:().']{0,34})(?![A-Za-z0-9])/gi,
  },
  // SWIFT gpi: a version 4 uuid, domain knowledge.
  {
    kind: 'uetr',
    need: 'named',
    trigger: /uetr/i,
    pattern: /\b[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\b/gi,
    words: /uetr/i,
  },
  // A shop's own number, right behind its word, in five languages; a sum or a date is none.
  {
    kind: 'order_number',
    need: 'bare',
    trigger: /order|pedido|orden|encomenda|commande|bestell|auftrag/i,
    pattern:
      /\b(?:order|purchase order|pedido|orden(?: de compra)?|encomenda|commande|bestellung|bestellnummer|bestellnr|auftrag|auftragsnummer)(?:[ -]?(?:number|num|no|nr|id|ref|reference|numero|n\.?[o°º]?|nummer)\b)?[.:º°]{0,2}[ ]{0,2}(?:is |es |e |est |ist |: ?)?(?:#[ ]?)?([A-Z]{0,5}-?\d{3,12}(?:-\d{1,8}){0,2})(?![\w%]|[.,:/]\d|-\d| ?(?:USD|EUR|GBP|\$|€|£)(?! ?\d))/gi,
  },
  // A hash alone is any list's number; with the word near it is the shop's.
  {
    kind: 'order_number',
    need: 'named',
    trigger: /#\d/,
    pattern: /(?<![\w#&])#(\d{4,10})\b(?!-?\d)/g,
    words:
      /\b(?:order|purchase|pedido|orden|encomenda|compra|commande|achat|bestellung|auftrag|bestellt)\b/i,
  },
];

/** What a person may type for one of our own commands, shortened ids included. */
export const typedIdentifiers: readonly (readonly [RegExp, string])[] = [
  [/^(?:ch|py|pi)_[A-Za-z0-9]{4,64}$/, 'stripe_payment'],
  [/^(?:re|pyr)_[A-Za-z0-9]{4,64}$/, 'stripe_refund'],
  [/^(?:dp|du|idp)_[A-Za-z0-9]{4,64}$/, 'stripe_dispute'],
  [/^(?:#|order[:#]?)[A-Za-z0-9][A-Za-z0-9-]{1,30}$/i, 'order_number'],
];
