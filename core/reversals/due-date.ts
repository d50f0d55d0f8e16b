import type { ClientFacts } from './ports.js';

/** How long before the processor's own date an answer is due. */
type DueBuffer = { amount: number; unit: 'business_days' | 'hours' };

/** domain-rules.md, Who decides: Deadlines. */
const bufferDefault: DueBuffer = { amount: 2, unit: 'business_days' };
const dayMs = 24 * 3_600_000;
const hourMs = 3_600_000;

/** `2`, `3 days`, `2 business days` (days are business days) or `36 hours`; null for anything else. */
export function readDueBuffer(text: string): DueBuffer | null {
  const match =
    /^(\d{1,3})\s*(h|hours?|d|days?|bd|business[- ]days?)?$/i.exec(text.trim()) ?? undefined;
  if (!match) return null;
  const unit = match[2]?.toLowerCase().startsWith('h') ? 'hours' : 'business_days';
  return { amount: Number(match[1]), unit };
}

/**
 * The processor's respond-by less the client's buffer, an instant. Saturdays and Sundays in the
 * client's zone are no business days; public holidays are not known here.
 */
export function dueBefore(
  respondBy: Date,
  client: Pick<ClientFacts, 'timezone' | 'dueBuffer'>,
): Date {
  const set = client.dueBuffer ? readDueBuffer(client.dueBuffer) : null;
  const { amount, unit } = set ?? bufferDefault;
  if (unit === 'hours') return new Date(respondBy.getTime() - amount * hourMs);
  let due = respondBy;
  for (let left = amount; left > 0; ) {
    due = new Date(due.getTime() - dayMs);
    if (!isWeekend(due, client.timezone)) left -= 1;
  }
  return due;
}

function isWeekend(at: Date, timezone: string): boolean {
  const day = new Intl.DateTimeFormat('en-US', { timeZone: timezone, weekday: 'short' }).format(at);
  return day === 'Sat' || day === 'Sun';
}

/**
 * Days from a chargeback's notification to the last day a merchant may answer, by network:
 * docs.adyen.com/risk-management/understanding-disputes/dispute-timeframes. Used only where no
 * date was given, and marked as an estimate.
 */
const daysByNetwork: Readonly<Record<string, number>> = {
  visa: 18,
  mastercard: 40,
  mc: 40,
  amex: 14,
  diners: 25,
  discover: 25,
  cup: 30,
  jcb: 40,
};

/** Short, as the rules differ: processors ask for an answer within 7 to 21 days (docs.stripe.com). */
const daysDefault = 7;

/** An alert is answered within hours, or the bank goes on without us; 24 is what alert networks give. */
const alertHours = 24;

/** When an answer is due at the latest where the processor named no date. */
export function estimatedRespondBy(stage: string, network: string | null, stageAt: Date): Date {
  if (stage === 'alert') return new Date(stageAt.getTime() + alertHours * hourMs);
  const known =
    stage === 'chargeback' && network ? daysByNetwork[network.toLowerCase()] : undefined;
  return new Date(stageAt.getTime() + (known ?? daysDefault) * dayMs);
}
