import type { PolicyStep } from '../reversals/approval-policy.js';
import type { ReversalType } from '../reversals/reversal.js';

type TimedStep = Pick<PolicyStep, 'within' | 'then' | 'to'>;

/** What a step's time limit lacks, or may not do (domain-rules.md, Who decides: Deadlines). */
export function stepFaults(step: TimedStep, types: readonly ReversalType[] | undefined) {
  const faults: { key: keyof TimedStep; message: string }[] = [];
  if (step.then !== undefined && step.within === undefined) {
    faults.push({
      key: 'within',
      message: 'is missing: say after how long, such as 8h, or leave then out',
    });
  }
  if ((step.then === 'escalate' || step.then === 'reassign') && !step.to?.length) {
    faults.push({
      key: 'to',
      message: `is missing: ${step.then} asks somebody else; name them, such as [role:admin]`,
    });
  }
  const refused = (types ?? []).filter((type) => type === 'chargeback' || type === 'bank_reversal');
  if (step.then === 'reject' && refused.length > 0) {
    faults.push({
      key: 'then',
      message: `may not reject ${refused.join(' or ')} by itself; write remind, escalate or reassign, or take it out of types`,
    });
  }
  return faults;
}
