import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReversalType } from '../../../reversals/reversal.js';
import { type LabelledText, splitOf } from './labelled-text.js';

type Banking77Labels = {
  readonly reversal: Readonly<Record<string, ReversalType>>;
  readonly either: readonly string[];
};

/** A text of a public corpus; `intent` is the corpus's own word for it. */
export type CorpusText = LabelledText & { readonly intent: string };

/** Texts whose `splitOf` is below this are held out: nothing is learnt from them. */
export const heldOutBelow = 20;
/** From there to here they calibrate the score; what is left trains the weights. */
export const calibrationBelow = 30;

export function isHeldOut(text: string): boolean {
  return splitOf(folded(text)) < heldOutBelow;
}

export function isForCalibration(text: string): boolean {
  const split = splitOf(folded(text));
  return split >= heldOutBelow && split < calibrationBelow;
}

/** Real texts count more than those written by pattern. */
const bankingWeight = 1.5;

/** The same text in another writing is the same text. */
function folded(text: string): string {
  return text.toLowerCase().replace(/\W+/g, ' ').trim();
}

/** PolyAI banking77 (CC-BY-4.0), by the labels beside it; what may be either is left out. */
export function readBanking77(directory: string): CorpusText[] {
  const labels: Banking77Labels = JSON.parse(
    readFileSync(join(directory, 'banking77-labels.json'), 'utf8'),
  );
  const [, ...rows] = readCsv(readFileSync(join(directory, 'banking77-train.csv'), 'utf8'));
  return rows.flatMap(([text, intent]) => {
    if (!text || !intent || labels.either.includes(intent)) return [];
    return [{ text, intent, type: labels.reversal[intent] ?? 'none', weight: bankingWeight }];
  });
}

/** clinc/oos-eval (CC-BY-3.0): none is about a reversal. */
export function readClinc150(directory: string): CorpusText[] {
  const parts: Record<string, [string, string][]> = JSON.parse(
    readFileSync(join(directory, 'clinc150-train.json'), 'utf8'),
  );
  return Object.values(parts)
    .flat()
    .map(([text, intent]) => ({ text, intent, type: 'none' }));
}

export type Narrative = {
  readonly complaintId: string;
  readonly issue: string;
  readonly text: string;
};

/** Complaints of the CFPB's public database. */
export function readNarratives(directory: string): Narrative[] {
  return readFileSync(join(directory, 'cfpb-narratives.jsonl'), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const { complaint_id, issue, text } = JSON.parse(line);
      return { complaintId: String(complaint_id), issue: String(issue), text: String(text) };
    });
}

function readCsv(file: string): string[][] {
  const rows: string[][] = [];
  for (const match of file.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    const [whole, quoted, plain, end] = match;
    if (!whole && match.index >= file.length) break;
    if (rows.length === 0) rows.push([]);
    rows.at(-1)?.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
    if (end !== ',' && match.index + whole.length < file.length) rows.push([]);
  }
  return rows;
}
