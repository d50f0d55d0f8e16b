import { readFileSync } from 'node:fs';
import type { ReversalType } from '../../../core/reversals/reversal.js';

export type JudgedText = { readonly text: string; readonly type: ReversalType | 'none' };

const folder = new URL('../../corpora/', import.meta.url);

/** Texts written here before the model, never learnt from: `type<tab>text` a line. */
export const ownSets = [
  'system-error',
  'bank-reversal',
  'tickets',
  'es',
  'pt',
  'fr',
  'de',
] as const;

export function readOwnSet(name: (typeof ownSets)[number]): JudgedText[] {
  return readFileSync(new URL(`${name}.tsv`, folder), 'utf8')
    .trim()
    .split('\n')
    .map((line) => {
      const [type = '', text = ''] = line.split('\t');
      return { type: type as JudgedText['type'], text: text.replaceAll('\\n', '\n') };
    });
}

/** Complaints judged by hand, by `complaint_id`; the rule stands beside the labels. */
export function readNarrativeLabels(): Readonly<Record<string, 'reversal' | 'none' | 'either'>> {
  return JSON.parse(readFileSync(new URL('cfpb-labels.json', folder), 'utf8')).labels;
}
