import type { Reversal } from '../reversals/reversal.js';
import type { HubParts } from './hub-parts.js';
import { exitCodes, type Operation } from './operation.js';
import { subjectOptions, subjectRequest } from './subject-request.js';

export const subjectExport: Operation = {
  name: 'subject export',
  summary: 'Prints all that is held of a customer at one client, as JSON.',
  usage: 'EMAIL --client ID [--instruction TEXT] [--by EMAIL]',
  details: [
    'Requests to log that name the customer and were not sent are among it, as they were typed.',
    'Of entries agents’ names and other customers are left out. That it was given out is written to history.',
    'Exit code 1 where nobody is held.',
  ],
  options: subjectOptions,
  positionals: { min: 1, max: 1 },
  needs: 'database',
  run: async (context, args) => {
    const request = await subjectRequest(context, args);
    if (request === null) return exitCodes.misused;
    const found = await context.parts.subjectRights.findForExport(request);
    if (!found) {
      context.err(`Nobody with this e-mail is held for ${request.clientId}.`);
      return exitCodes.failed;
    }
    const entries = [];
    for (const id of found.reversalIds) {
      const reversal = await context.parts.reversals.byId(id);
      if (reversal) entries.push(await entryOf(context.parts, reversal));
    }
    const { clientId: client, instruction, at } = request;
    const drafts = found.drafts.map(({ fields, messages, savedAt, expiresAt }) => ({
      ...{ savedAt, expiresAt, fields },
      messages: messages.map(({ author, text, sentAt }) => ({ author, text, sentAt })),
    }));
    const whole = {
      client,
      instruction,
      exportedAt: at,
      customer: found.customer,
      entries,
      drafts,
    };
    await context.out(JSON.stringify(whole, null, 2));
    return exitCodes.done;
  },
};

/** What the entry tells of its customer: no agent's name, no vote's author. */
async function entryOf({ reversals }: HubParts, reversal: Reversal) {
  const money = (amount: Reversal['amount']) =>
    amount && { amount: Number(amount.minor), currency: amount.currency };
  const { reference, type, kind, status, customer, channel, occurredAt, loggedAt } = reversal;
  const { identifiers, reason, reasonCode, cardLast4, readingReasons } = reversal;
  const messages = await reversals.messages(reversal.id);
  const history = await reversals.history(reversal.id);
  return {
    ...{ reference, type, kind, status, customer, channel, occurredAt, loggedAt },
    ...{ identifiers, reason, reasonCode, cardLast4, readingReasons },
    amount: money(reversal.amount),
    before: money(reversal.before),
    after: money(reversal.after),
    sources: reversal.sources.map(({ connectionId, externalId, url }) => {
      return { connection: connectionId, id: externalId, url };
    }),
    messages: messages.map(({ author, text, sentAt }) => ({ author, text, sentAt })),
    history: history.map(({ at, action, values }) => ({ at, action, values: ofCustomer(values) })),
  };
}

/** Who asked is an agent's name. */
function ofCustomer(values: Readonly<Record<string, string | null>> | null) {
  if (!values) return null;
  const { requesters: _agents, ...rest } = values;
  return rest;
}
