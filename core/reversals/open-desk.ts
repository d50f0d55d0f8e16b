import { addEvidence } from './add-evidence.js';
import { addMessagesByHand } from './add-messages.js';
import { decide } from './decide-reversal.js';
import { delegate, delegationsOf, endDelegation, standInsFor } from './delegate.js';
import type { Desk } from './desk.js';
import { type DeskTools, hiddenFrom } from './desk-tools.js';
import { edit } from './edit-reversal.js';
import { handOver } from './hand-over.js';
import { withTurns } from './keep-turn.js';
import { logByHand, logManyFromSource } from './log-reversal.js';
import { InvalidCursorError } from './ports.js';
import { recordPayment } from './record-payment.js';
import { type Refusal, refuse } from './refusal.js';
import { type Person, parseReference, type Reversal } from './reversal.js';
import { takeNotice } from './take-notice.js';
import { addFromSource } from './update-from-source.js';
import { waitingForOf } from './waiting-for.js';
import { queueOf } from './work-queue.js';

/** Opens the one way to the log over a store. */
export function openDesk(outside: DeskTools): Desk {
  const store = withTurns(outside);
  const tools = { ...outside, store };

  async function show(person: Person, reference: string): Promise<Reversal | Refusal> {
    const number = parseReference(reference);
    const reversal = number === null ? null : await store.byNumber(number);
    if (!reversal || hiddenFrom(person, reversal)) return refuse('not_found', { reference });
    return reversal;
  }

  return {
    log: (actor, request) => logByHand(tools, actor, request),
    logManyFromSource: (connectionId, requests) => logManyFromSource(tools, connectionId, requests),
    takeNotice: (request) => takeNotice(tools, request),
    decide: (actor, request) => decide(tools, actor, request),
    edit: (actor, reference, changes, bounds) => edit(tools, actor, reference, changes, bounds),
    addEvidence: (actor, request) => addEvidence(tools, actor, request),
    addFromSource: (reversalId, connectionId, messages, staff) =>
      addFromSource(tools, reversalId, connectionId, messages, staff),
    show,
    find: async (person, { client, ...filter }, limit, cursor) => {
      const clients = client === undefined ? person.clients : [client];
      if (client !== undefined && !person.clients.includes(client))
        return refuse('not_found', { client });
      if (spellsOutAgents(person, filter)) return refuse('not_permitted', { role: person.role });
      try {
        return await store.find({ ...filter, clients }, limit, cursor);
      } catch (error) {
        if (error instanceof InvalidCursorError)
          return refuse('invalid_request', { detail: 'a cursor of this very list' });
        throw error;
      }
    },
    measure: async (person, { client, ...filter }, groupBy) => {
      if (client !== undefined && !person.clients.includes(client))
        return refuse('not_found', { client });
      // Who logged what is agent data.
      const isByAgent = groupBy === 'agent' && person.role === 'client_approver';
      if (isByAgent || spellsOutAgents(person, filter))
        return refuse('not_permitted', { role: person.role });
      return store.measure({ ...filter, clients: client ? [client] : person.clients }, groupBy);
    },
    history: async (person, reference) => {
      const reversal = await show(person, reference);
      return 'refused' in reversal ? reversal : store.history(reversal.id);
    },
    messages: async (person, reference) => {
      const reversal = await show(person, reference);
      return 'refused' in reversal ? reversal : store.messages(reversal.id);
    },
    evidence: async (person, reference) => {
      const reversal = await show(person, reference);
      return 'refused' in reversal ? reversal : store.evidence(reversal.id);
    },
    nearest: async (person, reference, client) => {
      const wanted = parseReference(reference);
      const clients =
        client === undefined ? person.clients : person.clients.filter((id) => id === client);
      return wanted === null || clients.length === 0 ? [] : store.nearest(clients, wanted, 4);
    },
    alsoOnPayment: async (reversal) => {
      if (!reversal.payment) return [];
      const claims = await store.claimsOn(reversal.payment.id);
      return claims.filter((claim) => claim.id !== reversal.id);
    },
    findPayments: async (person, { client, ...named }) => {
      if (client !== undefined && !person.clients.includes(client)) {
        return refuse('not_found', { client });
      }
      return store.paymentsNamed(client === undefined ? person.clients : [client], named);
    },
    recordPayment: (actor, request) => recordPayment(tools, actor, request),
    related: (reversal) => store.related(reversal),
    alike: async (person, { clientId, identifiers, amount, customer, requestKey }) =>
      person.clients.includes(clientId)
        ? store.alike({ clientId, identifiers, amount, customer, requestKey, at: tools.now() })
        : [],
    addMessages: (actor, reference, messages) =>
      addMessagesByHand(tools, actor, reference, messages),
    waitingFor: async (reversal) => {
      const client = await store.client(reversal.clientId);
      return client ? waitingForOf(reversal, client, await store.peopleOf(client.id)) : null;
    },
    clients: async (person) => {
      const all = await store.clients();
      return all.filter((client) => person.clients.includes(client.id));
    },
    delegate: (actor, request) => delegate(tools, actor, request),
    endDelegation: (actor) => endDelegation(tools, actor),
    delegationsOf: (person) => delegationsOf(tools, person),
    standInsFor: (person) => standInsFor(tools.store, person),
    handOver: (actor, request) => handOver(tools, actor, request),
    queueOf: (person, client) =>
      queueOf(
        store,
        person,
        person.clients.filter((id) => client === undefined || id === client),
        tools.now(),
      ),
    workOf: (person, limit) => store.workOf(person.clients, person.id, limit),
    dueBy: (person, until, limit) => store.dueBy(person.clients, until, limit),
  };
}

/** Whom a filter finds would spell out the agents to the merchant's own approver; oneself is no secret. */
function spellsOutAgents(person: Person, { agent }: { agent?: string | undefined }): boolean {
  return (
    person.role === 'client_approver' &&
    agent !== undefined &&
    agent.trim().toLowerCase() !== person.email.toLowerCase()
  );
}
