import type { ReversalType } from '../reversals/reversal.js';
import { counterRules } from './detect/counter-rules.js';
import { asksInAnotherLanguage, showsMoneyTrouble } from './detect/foreign-signs.js';
import {
  type Heard,
  hearRules,
  nothingHeard,
  toPlainWords,
  withoutCounters,
} from './detect/hear-rules.js';
import { hearNotice, type Notice, returnCode } from './detect/notices.js';
import type { CounterRule } from './detect/phrase-rule.js';
import { strongestPhrases } from './detect/strongest-phrases.js';
import type { Language } from './extract/guess-language.js';
import { bankNetworks, type CodeNetwork } from './extract/reason-code-table.js';
import {
  type ClientDelta,
  calibrated,
  type LinearModel,
  modelClasses,
  type ScoredWindow,
  scoreText,
  type TextScore,
  typeOf,
} from './model/linear-model.js';
import { baseModel } from './model/model-file.js';

/** Scores from here on are logged, or shown to a person first. */
export type Thresholds = { readonly logAt: number; readonly reviewAt: number };
export const defaultThresholds: Thresholds = { logAt: 0.8, reviewAt: 0.4 };

export type DetectInput = {
  readonly subject: string | null;
  readonly text: string;
  readonly language: Language;
  /** What the extractors found; they make the score surer, never carry it alone. */
  readonly signs: {
    readonly hasAmount: boolean;
    readonly hasIdentifier: boolean;
    readonly hasChange: boolean;
    readonly codeNetwork: CodeNetwork | null;
  };
};

export type Detection = {
  readonly outcome: 'log' | 'review' | 'leave';
  /** The calibrated probability that it is about a reversal, 0..1. */
  readonly score: number;
  /** Null where nothing speaks for any type. */
  readonly type: ReversalType | null;
  /** Told by a processor or a bank: it has happened, nobody asks for it. */
  readonly isNotice: boolean;
  /** What was heard, in words for a person, each once. */
  readonly reasons: readonly string[];
};

/** The models to read with: the repository's own where none is given, and what a client's corrections add. */
export type ReadingModel = { readonly base?: LinearModel; readonly client?: ClientDelta };

/**
 * Is it about a reversal, and which? A trained model finds the few sentences that speak most for it,
 * phrase rules are heard there, notices anywhere. Local, and linear in the text's length.
 */
export function detect(
  input: DetectInput,
  thresholds: Thresholds = defaultThresholds,
  models: ReadingModel = {},
): Detection {
  const model = models.base ?? baseModel();
  const text = (input.subject ? `${input.subject}\n\n${input.text}` : input.text).slice(
    0,
    charactersHeard,
  );
  const asksForeign = asksInAnotherLanguage(text);
  const isForeign = asksForeign || input.language === 'other';
  const first = scoreText(text, model, models.client);
  const isSilent = !first.best || first.best.margin < marginWorthHearing;
  const mayBeNotice = !isSilent || returnCode.test(text);
  const notice = mayBeNotice ? hearNotice(text) : null;
  if (isSilent && !notice && !isForeign && !input.signs.codeNetwork)
    return left(first.best ? probability(first.best.margin, first.windowCount, 0, model) : 0);
  const passage = listen(text, first, input.language, model, models.client);
  const reasons = reasonsFor(passage, notice, input, model);
  let { score } = passage;
  if (notice || input.signs.codeNetwork) score = Math.max(score, certain);
  if (isForeign) {
    const isTrouble = asksForeign || showsMoneyTrouble(toPlainWords(text), input.signs.hasAmount);
    score = Math.max(
      Math.min(score, thresholds.logAt - 0.01),
      isTrouble ? foreignScore(thresholds) : 0,
    );
    if (isTrouble) reasons.push('another language, with signs of money trouble');
  }
  const rounded = Math.round(score * 1000) / 1000;
  const outcome = outcomeOf(rounded, thresholds);
  if (outcome === 'leave') return left(rounded, reasons);
  const type = chooseType(passage, notice, input.signs);
  return {
    outcome,
    score: rounded,
    type,
    isNotice: notice !== null,
    reasons: [...new Set(reasons)],
  };
}

/** The few sentences that speak most for a reversal, and all that was heard there. */
type Passage = {
  readonly words: string;
  readonly plain: string;
  readonly best: ScoredWindow | null;
  readonly heard: Heard;
  readonly counters: readonly CounterRule[];
  readonly score: number;
};

/** Words that only look like a reversal are taken out, and what is left is read once more. */
function listen(
  text: string,
  first: TextScore,
  language: Language,
  model: LinearModel,
  client: ClientDelta | undefined,
): Passage {
  const once = passageOf(text, first, language, model);
  const worded = once.counters.filter((counter) => counter.takesOut === 'words');
  if (worded.length === 0) return once;
  const rest = withoutCounters(toPlainWords(text), worded);
  const again = passageOf(rest, scoreText(rest, model, client), language, model);
  return { ...again, counters: [...new Set([...once.counters, ...again.counters])] };
}

/** How far around the passage the marks of a machine's message are looked for, in characters. */
const messageReach = 160;

function passageOf(
  text: string,
  { best, windowCount }: TextScore,
  language: Language,
  model: LinearModel,
): Passage {
  if (!best) {
    return { words: '', plain: '', best, heard: nothingHeard, counters: [], score: 0 };
  }
  const words = text.slice(best.start, best.end);
  const plain = toPlainWords(words);
  const heard = best.margin < marginWorthHearing ? nothingHeard : hearRules(plain, language);
  const around = text
    .slice(Math.max(0, best.start - messageReach), best.end + messageReach)
    .toLowerCase();
  const messages = counterRules.filter(
    (counter) => counter.takesOut === 'message' && counter.pattern.test(around),
  );
  const likely = probability(best.margin, windowCount, heard.rule, model);
  const score = messages.reduce(
    (left, counter) => left * (1 - counter.weight),
    heard.rule >= certainPhrase ? Math.max(likely, heard.rule) : likely,
  );
  const counters = [...new Set([...heard.counters, ...messages])];
  return { words, plain, best, heard, counters, score };
}

/** The longest text that is listened to: past it a thread says nothing new. */
const charactersHeard = 200_000;

/** Below this no phrase lifts a text to where a person would look. */
const marginWorthHearing = -5;

/** What a notice or a code with its network is worth by itself. */
const certain = 0.97;

function left(score: number, reasons: readonly string[] = []): Detection {
  return { outcome: 'leave', score, type: null, isNotice: false, reasons };
}

/** A phrase of this weight is logged whatever the model makes of the words around it. */
const certainPhrase = 0.95;

function probability(
  margin: number,
  windowCount: number,
  rule: number,
  model: LinearModel,
): number {
  const score = calibrated(model.calibration, { margin, windowCount, rule });
  return Math.round(score * 1000) / 1000;
}

/** In another language trouble with money is shown to a person, never logged by itself. */
function foreignScore(thresholds: Thresholds): number {
  return Math.max(0.6, thresholds.reviewAt);
}

function outcomeOf(score: number, thresholds: Thresholds): Detection['outcome'] {
  if (score >= thresholds.logAt) return 'log';
  return score >= thresholds.reviewAt ? 'review' : 'leave';
}

/** How much a phrase rule's word on the type counts beside the model's, in log odds. */
const ruleOnType = 1.5;

function chooseType(
  { best, heard, plain }: Passage,
  notice: Notice | null,
  signs: DetectInput['signs'],
): ReversalType {
  if (notice) return notice.type;
  if (signs.codeNetwork) {
    const isBank = bankNetworks.has(signs.codeNetwork);
    return isBank ? 'bank_reversal' : 'chargeback';
  }
  const spoken = (type: ReversalType | 'none') =>
    Math.max(0, ...heard.hits.filter((hit) => hit.type === type).map((hit) => hit.weight));
  const values = modelClasses.map(
    (each, index) => (best?.values[index] ?? 0) + ruleOnType * spoken(each),
  );
  const { type } = typeOf(values);
  // A stated request outranks its cause where it names what is to be returned: "charged twice for
  // order 8841, please return 49.99" asks for a refund; "charged twice, want my money" tells an error.
  const isConcrete = (signs.hasAmount || signs.hasIdentifier) && statedRequest.test(plain);
  if (type === 'merchant_error' && isConcrete) return 'refund';
  if (signs.hasChange && type === 'refund') return 'merchant_error';
  if (type !== 'refund') return type;
  // Whoever tells what went wrong wants the money back as well; what went wrong is the type.
  if (spoken('chargeback') >= certainCause) return 'chargeback';
  return spoken('merchant_error') >= certainCause && !isConcrete ? 'merchant_error' : type;
}

/** A phrase of this weight tells the cause beyond doubt. */
const certainCause = 0.88;

const statedRequest =
  /\b(?:please|kindly|can you|could you|want|need)\b[^.?!]{0,40}\b(?:return|refund|reimburse|credit|give back|send back)\b|\b(?:devuelv\w+|reembols\w+|rembours\w+|erstatt\w+|estorn\w+)\b/;

function reasonsFor(
  { best, heard, counters, words }: Passage,
  notice: Notice | null,
  input: DetectInput,
  model: LinearModel,
): string[] {
  const phrases = best && best.margin > 0 ? strongestPhrases(words, best.values, model) : [];
  return [
    ...(notice ? [notice.why] : []),
    ...(input.signs.codeNetwork ? ['names a reason or return code'] : []),
    ...heard.hits.map((rule) => rule.why),
    ...counters.map((rule) => `but: ${rule.why}`),
    ...(phrases.length > 0 ? [`the words ${phrases.map((each) => `“${each}”`).join(', ')}`] : []),
  ];
}
