import {
  isHeldOut,
  readBanking77,
  readClinc150,
  readNarratives,
} from '../../../core/intake/model/train/read-corpora.js';
import { readText } from '../../../core/intake/read-text.js';
import { longThreads } from '../../corpora/threads.js';
import { calibrationError, figuresOf, type Judged } from './figures.js';
import { type JudgedText, ownSets, readNarrativeLabels, readOwnSet } from './own-texts.js';

type Print = (line: Readonly<Record<string, unknown>>) => void;

/** Detection and types on texts held out of learning, on the sets written here, and on narratives. */
export function judgeDetection(corpora: string, print: Print): void {
  const banking = readBanking77(corpora).filter((each) => isHeldOut(each.text));
  const judged = banking.map(judge);
  tellMisses('banking77', banking, judged);
  print({
    name: 'banking77 held out',
    ...figuresOf(judged),
    calibrationError: calibrationError(judged),
  });
  const clinc = readClinc150(corpora);
  const clincJudged = clinc.map(judge);
  const held = clincJudged.filter((_, index) => isHeldOut(clinc[index]?.text ?? ''));
  tellMisses('clinc150', clinc, clincJudged);
  for (const [name, some] of [
    ['clinc150 held out', held],
    ['clinc150 all', clincJudged],
  ] as const) {
    const falseAlarms = some.filter((each) => each.outcome !== 'leave').length;
    print({ name, n: some.length, falseAlarms, share: round(falseAlarms / some.length) });
  }
  for (const name of ownSets) {
    const texts = readOwnSet(name);
    const own = texts.map(judge);
    tellMisses(name, texts, own);
    print({ name: `own: ${name}`, ...figuresOf(own) });
  }
  const threads = longThreads().map(({ text, type }) => ({
    text,
    type: type ?? ('none' as const),
  }));
  const threadsJudged = threads.map(judge);
  tellMisses('threads', threads, threadsJudged);
  print({ name: 'own: long threads', ...figuresOf(threadsJudged) });
  print({ name: 'cfpb narratives', ...judgeNarratives(corpora) });
}

function judge(text: JudgedText): Judged {
  const { outcome, score, type } = readText({ text: text.text });
  return { right: text.type, outcome, score, type };
}

function judgeNarratives(corpora: string) {
  const labels = readNarrativeLabels();
  const judged = readNarratives(corpora).flatMap(({ complaintId, text }) => {
    const label = labels[complaintId];
    if (!label || label === 'either') return [];
    // Only "about one or not" is labelled: any type will do.
    const read = judge({ text, type: 'none' });
    const right = label === 'none' ? 'none' : (read.type ?? 'refund');
    return [{ ...read, right } satisfies Judged];
  });
  const { n, reversals, recall, precision, falseAlarms } = figuresOf(judged);
  return { n, reversals, recall, precision, falseAlarms };
}

/** With TELL_MISSES=1 every mistake goes to stderr. */
function tellMisses(name: string, texts: readonly JudgedText[], judged: readonly Judged[]): void {
  if (process.env.TELL_MISSES !== '1') return;
  judged.forEach((each, index) => {
    const isFound = each.outcome !== 'leave';
    const isRight = isFound === (each.right !== 'none') && (!isFound || each.type === each.right);
    if (!isRight)
      process.stderr.write(
        `${name}: ${each.right} read as ${each.type ?? 'none'} ${each.score}: ${texts[index]?.text.slice(0, 140).replaceAll('\n', ' ')}\n`,
      );
  });
}

function round(share: number): number {
  return Math.round(share * 10_000) / 10_000;
}
