import { requirementFor } from './approval-policy.js';
import type { ClientFacts } from './ports.js';
import type { Reversal } from './reversal.js';
import { judgedOf } from './risk.js';
import { isActionForType } from './transitions.js';
import { stepsOf } from './waiting-for.js';

/** Where the policy draws no line in the currency: minor units, whichever currency it is. */
const ceilingDefault = 5_000n;

/**
 * Whether an entry may be ticked together with others: a plain request to pay back a small amount on
 * a payment that is known and has room, with nothing remarkable about it. Anything that needs a
 * reason, a look or a second thought is decided by itself (docs/decisions/0024).
 */
export function isLowRisk(reversal: Reversal, client: ClientFacts): boolean {
  const { amount, payment } = reversal;
  if (reversal.status !== 'pending_approval' || reversal.kind !== 'request') return false;
  if (reversal.type !== 'refund' && reversal.type !== 'merchant_error') return false;
  if (!isActionForType(reversal, 'approve') || !amount || !payment?.left) return false;
  if (reversal.flags.length > 0 || reversal.corrects !== null) return false;
  if (payment.left.currency !== amount.currency || payment.left.minor < amount.minor) return false;
  // Whoever was named but is unknown here, or an amount the policy does not list, wants a look.
  if (requirementFor(judgedOf(reversal), client.policy).because !== null) return false;
  if (stepsOf(reversal, client).some((step) => step.reasonRequired || step.evidenceRequired))
    return false;
  return amount.minor <= ceilingOf(client, amount.currency);
}

/** The lowest band that the client's policy draws in this currency, asked for by anybody at all. */
function ceilingOf({ policy }: ClientFacts, currency: string): bigint {
  const bands = (policy?.rules ?? []).flatMap(({ when, steps }) =>
    when?.maxAmount !== undefined && when.currency === currency && steps.length > 0
      ? [BigInt(when.maxAmount)]
      : [],
  );
  return bands.reduce((least, band) => (band < least ? band : least), bands[0] ?? ceilingDefault);
}
