import type { DecisionContext } from './decision-context.js';
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
      clientId: origin.clientId,
      type: 'refund',
      kind: 'request',
      amount: origin.amount,
      identifiers: origin.identifiers,
      reason: origin.reason,
      reasonCode: origin.reasonCode,
      cardLast4: origin.cardLast4,
      customer: origin.customer,
      channel: origin.channel,
      occurredAt: origin.occurredAt,
      before: null,
      after: null,
      dispute: null,
      trace: null,
      messages: [],
      readingReasons: [],
      reviewReasons: origin.amount ? [] : ['The amount that must go back is not named yet.'],
      source: null,
      staff,
      assigneeEmail: assignee?.email ?? null,
      historic: false,
      corrects: origin.reference,
      requestKey: null,
    },
    actor,
    origin.id,
  );
  return reversal;
}
