import type { Language } from '../extract/guess-language.js';
import { foldText } from '../redact/folded-text.js';
import { counterRules } from './counter-rules.js';
import { englishRules } from './english-rules.js';
import { otherLanguageRules } from './other-language-rules.js';
import type { CounterRule, PhraseRule } from './phrase-rule.js';

export type Heard = {
  readonly hits: readonly PhraseRule[];
  readonly counters: readonly CounterRule[];
  /** How much the strongest phrase speaks for a reversal, 0..1; 0 where none was heard. */
  readonly rule: number;
};

export const nothingHeard: Heard = { hits: [], counters: [], rule: 0 };

const allRules: readonly PhraseRule[] = [...englishRules, ...otherLanguageRules];

/** Which phrases stand in plain words; meant for a few sentences, not for a whole thread. */
export function hearRules(plain: string, language?: Language): Heard {
  const rules = language === 'en' ? englishRules : allRules;
  const hits = rules.filter((rule) => rule.pattern.test(plain));
  return {
    hits,
    counters: counterRules.filter((counter) => counter.pattern.test(plain)),
    rule: Math.max(0, ...hits.map((hit) => hit.weight)),
  };
}

/** The text without the words of these counter rules. */
export function withoutCounters(plain: string, counters: readonly CounterRule[]): string {
  return counters
    .filter((counter) => counter.takesOut === 'words')
    .reduce((text, { pattern }) => text.replace(new RegExp(pattern.source, 'g'), ' '), plain);
}

/** Small letters, accents off, apostrophes gone, runs of blanks as one. */
export function toPlainWords(text: string): string {
  return foldText(text)
    .folded.toLowerCase()
    .replace(/['`]/g, '')
    .replace(/[\s\ue001]+/g, ' ');
}
