import { may } from '../../access/permissions.js';
import { visibleHistory, visibleMessages } from '../../access/visible-to.js';
import type { MessageLine } from '../../reversals/ports.js';
import { isRefusal, refuse } from '../../reversals/refusal.js';
import { healthOf } from '../connection-health.js';
import { redactedOrRefused } from '../incoming-text.js';
import {
  clientsJson,
  connectionsJson,
  historyJson,
  messageJson,
  messagesJson,
} from './answer-schemas.js';
import { type ApiRoute, apiRoute } from './api-route.js';
import { messageBody } from './request-schemas.js';

/** What stands around a reversal, and around all of them. */
export const surroundingRoutes: readonly ApiRoute[] = [
  apiRoute({
    method: 'get',
    path: '/reversals/{reference}/history',
    operationId: 'readHistory',
    summary: 'Everything that was done, by whom, on which surface',
    scope: 'read',
    answers: { 200: { description: 'Oldest first', schema: historyJson } },
    refusals: ['not_found'],
    handle: async ({ actor, reference, deps }) => {
      const reversal = await deps.desk.show(actor.person, reference);
      if (isRefusal(reversal)) return reversal;
      const lines = await deps.desk.history(actor.person, reference);
      if (isRefusal(lines)) return lines;
      const proof = deps.verifyHistory ? await deps.verifyHistory(reversal.id) : null;
      const items = visibleHistory(actor.person, lines).map((line) => ({
        ...line,
        at: line.at.toISOString(),
      }));
      return {
        status: 200,
        body: { reference: reversal.reference, items, verified: proof?.whole ?? null },
      };
    },
  }),
  apiRoute({
    method: 'get',
    path: '/reversals/{reference}/messages',
    operationId: 'readMessages',
    summary: 'The redacted communications',
    scope: 'read',
    answers: { 200: { description: 'Oldest first', schema: messagesJson } },
    refusals: ['not_found'],
    handle: async ({ actor, reference, deps }) => {
      const messages = await deps.desk.messages(actor.person, reference);
      if (isRefusal(messages)) return messages;
      const items = visibleMessages(actor.person, messages).map(toMessageJson);
      return { status: 200, body: { reference, items } };
    },
  }),
  apiRoute({
    method: 'post',
    path: '/reversals/{reference}/messages',
    operationId: 'addMessage',
    summary: 'Add an internal note',
    scope: 'write',
    body: messageBody,
    answers: { 201: { description: 'The note', schema: messageJson } },
    refusals: [
      'not_found',
      'not_permitted',
      'card_number_in_text',
      'invalid_request',
      'key_reused_with_other_content',
    ],
    handle: async ({ actor, reference, body, requestKey, deps }) => {
      const text = redactedOrRefused(body.text, deps);
      if (isRefusal(text)) return text;
      const result = await deps.desk.decide(actor, {
        reference,
        action: 'note',
        contentHash: null,
        ...(text ? { reason: text } : {}),
        ...(requestKey ? { requestKey } : {}),
      });
      if (isRefusal(result)) return result;
      const messages = await deps.desk.messages(actor.person, reference);
      if (isRefusal(messages)) return messages;
      const note = messages.findLast((message) => message.text === text);
      if (!note) throw new Error('a note that was just added cannot be read');
      return { status: 201, body: toMessageJson(note) };
    },
  }),
  apiRoute({
    method: 'get',
    path: '/clients',
    operationId: 'readClients',
    summary: 'The clients you may see',
    scope: 'read',
    answers: { 200: { description: 'By name', schema: clientsJson } },
    refusals: [],
    handle: async ({ actor, deps }) => {
      const clients = await deps.desk.clients(actor.person);
      const items = clients.map(({ id, name, currency, timezone }) => ({
        id,
        name,
        currency,
        timezone,
      }));
      return { status: 200, body: { items } };
    },
  }),
  apiRoute({
    method: 'get',
    path: '/connections',
    operationId: 'readConnections',
    summary: 'The health of the connections of your clients',
    scope: 'read',
    answers: { 200: { description: 'By id', schema: connectionsJson } },
    refusals: ['not_permitted'],
    handle: async ({ actor, deps }) => {
      if (!may(actor.person, 'see_connections')) {
        return refuse('not_permitted', { role: actor.person.role });
      }
      const all = await deps.sources.connections();
      const items = all
        .filter((connection) => actor.person.clients.includes(connection.clientId))
        .map((connection) => ({
          id: connection.id,
          connector: connection.connector,
          client: connection.clientId,
          health: healthOf(connection),
          actFrom: connection.actFrom.toISOString(),
          lastPolledAt: connection.lastPolledAt?.toISOString() ?? null,
          lastSucceededAt: connection.lastSucceededAt?.toISOString() ?? null,
          failure: connection.failure,
          failingSince: connection.failingSince?.toISOString() ?? null,
          stuck: connection.stuck && {
            ...connection.stuck,
            since: connection.stuck.since.toISOString(),
          },
          newsAt: connection.newsAt?.toISOString() ?? null,
          completeness: connection.completeness,
          pending: connection.pending,
          quarantined: connection.quarantined,
          judged: connection.judged,
        }));
      return { status: 200, body: { items } };
    },
  }),
];

function toMessageJson(message: MessageLine) {
  return {
    id: message.id,
    author: message.author,
    authorName: message.authorName,
    text: message.text,
    isPublic: message.isPublic,
    sentAt: message.sentAt.toISOString(),
  };
}
