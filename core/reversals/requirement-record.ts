import { createHash } from 'node:crypto';
import { askedOf, type PolicyStep, votesNeeded } from './approval-policy.js';
import type { Person, Reversal } from './reversal.js';
import { type RiskFacts, riskOf } from './risk.js';

/** One step as it asked at a moment: which step it was, its votes, and how many could give them. */
export type AskedStep = { key: string; needed: number; eligible: number; isClient: boolean };

/** Names a step by whom it asks and how many of them: the same in every file that says the same. */
function stepKey({ from, need }: Pick<PolicyStep, 'from' | 'need'>): string {
  const names = [...new Set(from.map((name) => name.toLowerCase()))].sort();
  return createHash('sha256')
    .update(JSON.stringify([names, need]))
    .digest('hex')
    .slice(0, 12);
}

/** What each step asks of these people now. */
export function askedSteps(
  steps: readonly PolicyStep[],
  people: readonly Pick<Person, 'id' | 'email' | 'role'>[],
  requesterIds: ReadonlySet<string>,
): readonly AskedStep[] {
  return steps.map((step) => {
    const eligible = askedOf(step, people, requesterIds).length;
    return {
      key: stepKey(step),
      needed: votesNeeded(step, eligible),
      eligible,
      isClient: step.from.every((name) => name === 'client'),
    };
  });
}

/**
 * What history keeps of a requirement, free of names: `asks` holds every step as `key:needed/eligible`
 * (with `:client` for the client's own), the rest what the policy was asked about. A later
 * simulation needs no more to tell what this moment was.
 */
export function requirementFacts(
  reversal: Pick<Reversal, 'payment' | 'requesters'> & RiskFacts,
  asked: readonly AskedStep[],
): Record<string, string | boolean | number> {
  return {
    asks: asked.map(written).join(' '),
    type: reversal.type,
    kind: reversal.kind,
    onPayment: reversal.payment !== null,
    risk: riskOf(reversal).score,
    hasStranger: reversal.requesters.some((requester) => requester.person === null),
  };
}

function written({ key, needed, eligible, isClient }: AskedStep): string {
  return `${key}:${needed}/${eligible}${isClient ? ':client' : ''}`;
}

const writtenStep = /^([0-9a-f]{12}):(\d{1,6})\/(\d{1,6})(:client)?$/;

/** Reads `asks` back; null for an entry from before it was recorded. */
export function readAsked(asks: unknown): readonly AskedStep[] | null {
  if (typeof asks !== 'string') return null;
  const steps = asks.split(' ').filter((text) => text !== '');
  const read = steps.flatMap((text) => {
    const match = writtenStep.exec(text);
    return match
      ? [
          {
            key: match[1] ?? '',
            needed: Number(match[2]),
            eligible: Number(match[3]),
            isClient: match[4] !== undefined,
          },
        ]
      : [];
  });
  return read.length === steps.length ? read : null;
}
