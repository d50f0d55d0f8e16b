import { type CodeNetwork, reasonCodes } from './reason-code-table.js';

/** A card network's reason code or a bank's return code. */
export type ReasonCode = { readonly code: string; readonly network: CodeNetwork };

/** The first code in a folded text that words around it call one; null when there is none. */
export function findReasonCode(folded: string): ReasonCode | null {
  if (!/\d|[A-Z]{4}/.test(folded)) return null;
  let first: { at: number; code: ReasonCode } | null = null;
  for (const form of forms) {
    for (const match of folded.matchAll(form.pattern)) {
      const written = (match[1] ?? '').toUpperCase();
      const before = folded.slice(Math.max(0, match.index - 70), match.index);
      const after = folded.slice(match.index + match[0].length).slice(0, 50);
      const network = form.networks.find((each) => reasonCodes[each].has(written));
      if (!network || !form.isCalled(before, after, network)) continue;
      if (!first || match.index < first.at)
        first = { at: match.index, code: { code: written, network } };
      break;
    }
  }
  return first?.code ?? null;
}

type Form = {
  readonly pattern: RegExp;
  readonly networks: readonly CodeNetwork[];
  readonly isCalled: (before: string, after: string, network: CodeNetwork) => boolean;
};

/** "reason code", "code", "motif" right in front, whatever stands in brackets between. */
const calledCode =
  /(?:reason|return|response|chargeback|dispute|condition|codigo|motivo|motif|grund|ruckgabe)?[ -]?(?:code|codigo|reason|motivo|motif|grund|condition)[ :#=("'-]{1,4}$/i;
const aboutDispute = /chargeback|dispute|reason code|visa|contracargo|retrofact|ruckbuchung/i;
const aboutReturn =
  /\bach\b|nacha|return|\bnsf\b|debit|rejected|bounced|sepa|lastschrift|devol|prelevement|ruck|reversal|payment|betrag|bank/i;
const networkNames: Readonly<Record<CodeNetwork, RegExp>> = {
  visa: /visa/i,
  mastercard: /master ?card|\bmc\b/i,
  amex: /amex|american express/i,
  discover: /discover/i,
  cashapp: /cash ?app/i,
  ach: /\bach\b|nacha/i,
  sepa: /sepa|lastschrift|direct debit|prelevement|adeudo/i,
};

const forms: readonly Form[] = [
  {
    pattern: /(?<![\w.,$€£])(1[0-3]\.\d(?:\.\d)?)(?![\d%]|[.,]\d| ?(?:USD|EUR|GBP|€|\$|£))/g,
    networks: ['visa'],
    isCalled: (before, after) =>
      calledCode.test(before) ||
      /visa|chargeback|reason code/i.test(before.slice(-30)) ||
      /^[ ,:(–-]{0,3}(?:other fraud|fraud|merchandise|duplicate|cancel)/i.test(after),
  },
  {
    pattern: /(?<![\w.,#$€£-])(4[89]\d\d)(?![\w%]|[.,]\d)/g,
    networks: ['mastercard'],
    isCalled: (before) =>
      calledCode.test(before) ||
      /(?:master ?card|chargeback|dispute|reason)[^.\d]{0,20}$/i.test(before),
  },
  {
    pattern: /(?<![\w-])(R\d\d)(?![\w-])/g,
    networks: ['ach'],
    isCalled: (before, after) =>
      calledCode.test(before) || aboutReturn.test(before) || aboutReturn.test(after),
  },
  {
    pattern: /(?<![\w-])((?:AC|AG|AM|BE|DT|ED|FF|FR|MD|MS|RC|RF|RR|SL|TM|AB)\d\d)(?![\w-])/g,
    networks: ['sepa'],
    isCalled: (before, after) =>
      calledCode.test(before) || aboutReturn.test(before) || aboutReturn.test(after),
  },
  {
    pattern: /(?<![\w-])([A-Z]{4})(?![\w-])/g,
    networks: ['sepa'],
    isCalled: (before) => calledCode.test(before),
  },
  {
    pattern: /(?<![\w-])([ACFMPRS]\d\d|FR\d)(?![\w-])/g,
    networks: ['amex'],
    isCalled: (before, after) =>
      networkNames.amex.test(before) ||
      networkNames.amex.test(after) ||
      (/(?:reason code|chargeback code)[ :#=(]{1,3}$/i.test(before) && aboutDispute.test(before)),
  },
  {
    pattern: /(?<![\w-])(UA\d\d|RN2|RM|RG|[A-Z]{2}|\d{4})(?![\w-])/g,
    networks: ['discover'],
    isCalled: (before, _after, network) =>
      calledCode.test(before) && networkNames[network].test(before),
  },
  {
    pattern: /(?<![\w-])((?:FR|PE|CD)1\d)(?![\w-])/g,
    networks: ['cashapp'],
    isCalled: (before, after, network) =>
      networkNames[network].test(before) || networkNames[network].test(after),
  },
];
