import { claimedFlag, disputedFlag, unapprovedFlag } from './claims.js';
import type { DisputeStage, Reversal } from './reversal.js';

/** What tells of fraud or of paying twice, as far as the entry itself shows it. */
export type RiskSign =
  | 'fraud_warning'
  | 'fraud_reason'
  | 'charge_not_theirs'
  | 'payment_disputed'
  | 'payment_already_claimed'
  | 'unapproved_payout'
  | 'fraud_flag';

export type Risk = {
  /** 0 to 100: the points of the signs, added up. */
  score: number;
  signs: readonly RiskSign[];
};

export type RiskFacts = Pick<Reversal, 'type' | 'kind' | 'reasonCode' | 'flags'> & {
  dispute: { stage: DisputeStage | null } | null;
};

/**
 * Points: 40 for a strong sign, 20 for a weaker one, so that 60 takes two of them; defaults without
 * a published source (docs/decisions/0030). Nothing here looks at the customer's other entries: a
 * score of a person would need their consent to be switched off (domain-rules.md, Privacy).
 */
const points: Readonly<Record<RiskSign, number>> = {
  fraud_warning: 40,
  fraud_reason: 40,
  charge_not_theirs: 20,
  payment_disputed: 40,
  payment_already_claimed: 40,
  unapproved_payout: 40,
  fraud_flag: 40,
};

export const scoreMax = 100;

/** What a policy's `minRisk` is held against. It adds people to a decision and never decides. */
export function riskOf(entry: RiskFacts): Risk {
  const signs = signsOf(entry);
  const sum = signs.reduce((total, sign) => total + points[sign], 0);
  return { score: Math.min(scoreMax, sum), signs };
}

function signsOf({ type, kind, reasonCode, flags, dispute }: RiskFacts): RiskSign[] {
  const isWarned = dispute?.stage === 'alert';
  // The issuer's warning names fraud as its reason: one thing is counted once.
  const isFraud = !isWarned && reasonCode !== null && fraudCodes.has(reasonCode.toLowerCase());
  return [
    ...(isWarned ? (['fraud_warning'] as const) : []),
    ...(isFraud ? (['fraud_reason'] as const) : []),
    ...(type === 'chargeback' && kind === 'request' ? (['charge_not_theirs'] as const) : []),
    ...(flags.includes(disputedFlag) ? (['payment_disputed'] as const) : []),
    ...(flags.includes(claimedFlag) ? (['payment_already_claimed'] as const) : []),
    ...(flags.includes(unapprovedFlag) ? (['unapproved_payout'] as const) : []),
    ...(flags.some(isFraudFlag) ? (['fraud_flag'] as const) : []),
  ];
}

/** Flags that tell of fraud or risk; they are never the merchant's to see. */
export const isFraudFlag = (flag: string) => /^(?:fraud|risk)/.test(flag);

/** What a policy is asked about: the entry with its score. */
export const judgedOf = <Entry extends RiskFacts>(entry: Entry): Entry & { risk: number } => ({
  ...entry,
  risk: riskOf(entry).score,
});

/**
 * Codes by which networks, processors and banks say fraud or "not authorised". Source: the
 * project's reference, reason-codes.json (category fraud) and bank-return-codes.json (ACH
 * unauthorized; SEPA MD01, FR01, FRAD; GoCardless) of 22 November 2026.
 */
const fraudCodes: ReadonlySet<string> = new Set(
  [
    '10.1 10.2 10.3 10.4 10.5 4837 4840 4849 4863 4870 4871',
    'F10 F14 F24 F29 F30 F31 FR2 FR4 FR5 FR6 UA01 UA02 UA05 UA06 UA10 UA11 AA FR10 FR11',
    'unauthorized_purchase high_risk_order fraudulent fraud',
    'R05 R07 R10 R11 R29 R51 MD01 FR01 FRAD authorisation_disputed',
  ].flatMap((codes) => codes.toLowerCase().split(' ')),
);
