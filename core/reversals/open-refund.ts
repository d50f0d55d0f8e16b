import type { DecisionContext } from './decision-context.js';
import { plainRequest } from './plain-request.js';
import type { Reversal } from './reversal.js';
import { writeEntry } from './write-entry.js';

/**
 * The refund that "must go back" opens: a new request that corrects the system error, on the same
 * payment, asked for by who answered and by whoever asked before. It is judged like any other.
 */
export async function openRefund(
  { tools, tx, client, actor, people }: DecisionContext,
  origin: Reversal,
): Promise<Reversal> {
  const staff = origin.requesters.map(({ person, label }) => ({
    name: label,
    email: person?.email ?? null,
  }));
  const assignee = people.find((person) => person.id === origin.assignee?.id);
  const { reversal } = await writeEntry(
    tools,
    tx,
    client,
    {
      ...plainRequest({
        clientId: origin.clientId,
        type: 'refund',
        kind: 'request',
        amount: origin.amount,
        channel: origin.channel,
      }),
      identifiers: origin.identifiers,
      reason: origin.reason,
      reasonCode: origin.reasonCode,
      cardLast4: origin.cardLast4,
      customer: origin.customer,
      occurredAt: origin.occurredAt,
      reviewReasons: origin.amount ? [] : ['The amount that must go back is not named yet.'],
      staff,
      assigneeEmail: assignee?.email ?? null,
      corrects: origin.reference,
    },
    actor,
    origin.id,
  );
  return reversal;
}
