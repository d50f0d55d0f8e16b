import { type LabelledText, seededRandom, splitOf } from './labelled-text.js';
import { withSlip, writeOwnTexts, writeThreads } from './own-texts.js';
import {
  type CorpusText,
  calibrationBelow,
  heldOutBelow,
  isForCalibration,
  isHeldOut,
  readBanking77,
  readClinc150,
  readNarratives,
} from './read-corpora.js';

export type TrainingSet = {
  /** What the weights learn from. */
  readonly learning: readonly LabelledText[];
  /** What calibrates the score; shares no text and no pattern with the former. */
  readonly calibration: readonly LabelledText[];
};

/** Threads written for learning; a third as many for calibration. */
const threadCount = 900;

/**
 * All training texts: the public corpora in `directory` less what is held out, and our own. The
 * narratives in `reserved` are judged by hand and never learnt from.
 */
export function collectTrainingSet(
  directory: string,
  reserved: ReadonlySet<string>,
  seed: number,
): TrainingSet {
  const random = seededRandom(seed);
  const corpora = [...readBanking77(directory), ...readClinc150(directory).filter(isClear)].filter(
    (each) => !isHeldOut(each.text),
  );
  const own = writeOwnTexts(random);
  const calibrates = (each: { pattern: string }) => {
    const split = splitOf(each.pattern);
    return split >= heldOutBelow && split < calibrationBelow;
  };
  const learning = [
    ...corpora.filter((each) => !isForCalibration(each.text)),
    ...own.filter((each) => !calibrates(each)),
    ...harmlessNarratives(directory, reserved),
  ];
  const calibration = [
    ...corpora.filter((each) => isForCalibration(each.text)),
    ...own.filter(calibrates),
  ];
  const slips = learning
    .filter((each) => each.type !== 'none' && each.text.length < 300)
    .filter(() => random() < 0.3)
    .map((each) => ({ ...each, text: withSlip(withSlip(each.text, random), random) }));
  return {
    learning: [...learning, ...slips, ...writeThreads(learning, threadCount, random)],
    calibration: [...calibration, ...writeThreads(calibration, threadCount / 3, random)],
  };
}

/**
 * clinc150 counts every report of fraud as none of ours. One that names a charge is a customer's claim
 * here (docs/decisions/0006): it teaches neither side.
 */
function isClear(text: CorpusText): boolean {
  return (
    text.intent !== 'report_fraud' ||
    !/\b(?:charge|purchase|transaction|payment)s?\b/.test(text.text)
  );
}

/** Complaints under headings that cannot be about a payment taken or returned. */
function harmlessNarratives(directory: string, reserved: ReadonlySet<string>): LabelledText[] {
  return readNarratives(directory)
    .filter(({ complaintId, issue }) => !reserved.has(complaintId) && harmlessIssues.has(issue))
    .map(({ text }) => ({ text, type: 'none' }));
}

const harmlessIssues: ReadonlySet<string> = new Set([
  'Getting a credit card',
  'Incorrect information on your report',
  'Opening an account',
  'Credit card protection / Debt protection',
  'Getting the loan',
  'Credit line increase/decrease',
  'Advertising and marketing',
  'Struggling to pay your bill',
  'Delinquent account',
  'Closing your account',
  'Closing an account',
  'Improper use of your report',
  'Credit decision or underwriting',
  'Unsolicited issuance of credit card',
  "Problem with a credit reporting company's investigation into an existing problem",
  'Credit monitoring or identity theft protection services',
  'Customer service / Customer relations',
]);
