import type { ReversalType } from '../reversals/reversal.js';
import { counterRules } from './detect/counter-rules.js';
import { englishRules } from './detect/english-rules.js';
import { otherLanguageRules } from './detect/other-language-rules.js';
import type { PhraseRule } from './detect/phrase-rule.js';
import type { Language } from './extract/guess-language.js';
import { foldText } from './redact/folded-text.js';

/** Scores from here on are logged, or shown to a person first. */
export type Thresholds = { readonly logAt: number; readonly reviewAt: number };
export const defaultThresholds: Thresholds = { logAt: 0.8, reviewAt: 0.5 };

export type DetectInput = {
  readonly subject: string | null;
  readonly text: string;
  readonly language: Language;
  /** What the extractors found; they make the score surer, never carry it alone. */
  readonly signs: {
    readonly hasAmount: boolean;
    readonly hasIdentifier: boolean;
    readonly hasChange: boolean;
    readonly codeNetwork: string | null;
  };
};

export type Detection = {
  readonly outcome: 'log' | 'review' | 'leave';
  /** 0..1 */
  readonly score: number;
  /** Null where nothing speaks for any type. */
  readonly type: ReversalType | null;
  /** What was heard, in the order of the rules, each once. */
  readonly reasons: readonly string[];
};

/** Is it about a reversal, and which? Phrase rules in five languages; local and linear. */
export function detect(input: DetectInput, thresholds: Thresholds = defaultThresholds): Detection {
  const heard = toPlainWords([input.subject, input.text].filter(Boolean).join(' \n. '));
  const hits = rules.filter((rule) => rule.pattern.test(heard));
  const weights = weighTypes(hits, heard, input.signs);
  const counters = counterRules.filter((rule) => rule.pattern.test(heard));
  const type = chiefType(weights);
  const reasons = [...hits.map((rule) => rule.why), ...counters.map((rule) => `but: ${rule.why}`)];
  let score = 1 - [...weights.values()].reduce((rest, weight) => rest * (1 - weight), 1);
  for (const rule of counters) score *= 1 - rule.weight;
  if (input.signs.codeNetwork) reasons.push('names a reason or return code');
  if (input.language === 'other') {
    score = Math.max(
      Math.min(score, thresholds.logAt - 0.01),
      foreignScore(heard, input, thresholds),
    );
    if (score >= thresholds.reviewAt) reasons.push('in a language the rules do not speak');
  }
  const rounded = Math.round(score * 1000) / 1000;
  const outcome = outcomeOf(rounded, thresholds);
  return {
    outcome,
    score: rounded,
    type: outcome === 'leave' ? null : type,
    reasons: [...new Set(reasons)],
  };
}

const rules: readonly PhraseRule[] = [...englishRules, ...otherLanguageRules];

/** The longest text that is listened to: past it a thread says nothing new. */
const charactersHeard = 200_000;

/** Small letters, accents off, apostrophes gone, runs of blanks as one. */
function toPlainWords(text: string): string {
  return foldText(text.slice(0, charactersHeard))
    .folded.toLowerCase()
    .replace(/['`]/g, '')
    .replace(/[\s\ue001]+/g, ' ');
}

type Weights = Map<ReversalType, number>;

function weighTypes(
  hits: readonly PhraseRule[],
  heard: string,
  signs: DetectInput['signs'],
): Weights {
  const weights: Weights = new Map();
  for (const hit of hits) raise(weights, hit.type, hit.weight);
  // A stated request outranks the cause of it: "charged twice …, please return 49.99" asks for a refund.
  const isDoubleCharge = hits.some((hit) => hit.type === 'merchant_error');
  if (isDoubleCharge && statedRequest.test(heard) && (signs.hasAmount || signs.hasIdentifier)) {
    weights.set('refund', Math.max(0.95, weights.get('refund') ?? 0));
  }
  // Whoever says that a charge is not theirs wants it back as well; the claim is the type.
  const isClaim = (weights.get('chargeback') ?? 0) >= 0.75;
  if (isClaim && weights.has('refund')) raise(weights, 'chargeback', 0.95);
  if (weights.has('refund') && signs.hasAmount && signs.hasIdentifier)
    raise(weights, 'refund', 0.88);
  if (signs.hasChange) raise(weights, 'merchant_error', 0.96);
  if (signs.codeNetwork) {
    const isBank = signs.codeNetwork === 'ach' || signs.codeNetwork === 'sepa';
    raise(weights, isBank ? 'bank_reversal' : 'chargeback', 0.96);
  }
  return weights;
}

/** Several hits of one type count as the strongest; more of the same is no more certain. */
function raise(weights: Weights, type: ReversalType, weight: number): void {
  weights.set(type, Math.max(weights.get(type) ?? 0, weight));
}

const statedRequest =
  /\b(?:please|kindly|can you|could you|want|need)\b[^.?!]{0,40}\b(?:return|refund|reimburse|credit|give back|send back)\b|\b(?:devuelv\w+|reembols\w+|rembours\w+|erstatt\w+|estorn\w+)\b/;

/** Where two types weigh the same the one that costs more to miss comes first. */
const precedence: readonly ReversalType[] = [
  'chargeback',
  'bank_reversal',
  'system_error',
  'merchant_error',
  'refund',
];

function chiefType(weights: Weights): ReversalType | null {
  let chief: ReversalType | null = null;
  for (const type of precedence) {
    const weight = weights.get(type);
    if (weight !== undefined && (chief === null || weight > (weights.get(chief) ?? 0)))
      chief = type;
  }
  return chief;
}

function outcomeOf(score: number, thresholds: Thresholds): Detection['outcome'] {
  if (score >= thresholds.logAt) return 'log';
  return score >= thresholds.reviewAt ? 'review' : 'leave';
}

const moneySigns =
  /[€$£¥₹₺₽₩₪]|\b(?:usd|eur|gbp|try|pln|sek|nok|dkk|czk|chf|jpy|cny|inr|visa|mastercard|paypal)\b|\d[.,]\d\d\b/;
const troubleSigns =
  /refund|remb|reemb|storn|stjern|zwrot|vrat|vrac|iade|terug|retur|tilbage|tilbake|aterbet|takaisin|rimbors|возврат|вернит|верн|повер|退款|返金|환불|استرداد|החזר|dubbel|dobbelt|dubbelt|podwojn|dvakrat|doppi|due volte|два раза|дважды|ikki marta|iki kez|iki defa|二重|两次|重复|2重|twice|x2|chargeback|contest|reklam|klacht/;

/** In another language money and a sign of trouble together are shown to a person. */
function foreignScore(heard: string, input: DetectInput, thresholds: Thresholds): number {
  const hasMoney = input.signs.hasAmount || moneySigns.test(heard);
  return hasMoney && troubleSigns.test(heard) ? Math.max(0.6, thresholds.reviewAt) : 0;
}
