import { z } from 'zod';
import { type RefusalName, refusals } from '../../reversals/refusal.js';
import { refusalType } from '../problem.js';
import { type EdgeProblem, edgeProblems, refusalWords } from '../refusal-words.js';
import {
  clientsJson,
  connectionsJson,
  decisionJson,
  delegationJson,
  delegationsJson,
  historyJson,
  loggedJson,
  messageJson,
  messagesJson,
  paymentJson,
  paymentsJson,
  problemJson,
  reversalJson,
  reversalPageJson,
} from './answer-schemas.js';
import type { ApiRoute } from './api-route.js';

type Json = { [key: string]: unknown };

/** Answers by name, so that the document says each of them once. */
const named = {
  Reversal: reversalJson,
  ReversalPage: reversalPageJson,
  LoggedReversal: loggedJson,
  DecidedReversal: decisionJson,
  History: historyJson,
  Message: messageJson,
  Messages: messagesJson,
  Payment: paymentJson,
  Payments: paymentsJson,
  Clients: clientsJson,
  Connections: connectionsJson,
  Delegation: delegationJson,
  Delegations: delegationsJson,
  Problem: problemJson,
} as const satisfies Record<string, z.ZodType>;

/** The OpenAPI 3.1 document, made from the schemas that check the requests. */
export function openApiDocument(
  routes: readonly ApiRoute[],
  { publicUrl, organization }: { publicUrl: string; organization: string },
): Json {
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = `/api/v1${route.path}`;
    paths[path] = { ...paths[path], [route.method]: operationOf(route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: `Reversal Hub of ${organization}`,
      version: '1',
      description: about,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: publicUrl }],
    security: [{ key: [] }],
    paths,
    components: {
      securitySchemes: {
        key: {
          type: 'http',
          scheme: 'bearer',
          description:
            'A key of the form rh_<prefix>_<secret>, made with hub keys create. It acts as the person it was made for, within its scopes and clients.',
        },
      },
      schemas: componentSchemas(),
    },
  };
}

const about = [
  'Amounts are integers of minor units beside an ISO 4217 currency. Instants are UTC.',
  'Errors are application/problem+json (RFC 9457). `type` is urn:reversal-hub:refusal:<name> where the rules refuse, and urn:reversal-hub:problem:<name> where the request itself is at fault; `detail` says what to do next.',
  'A decision sends the contentHash it was made on: without it 428, with one that is no longer true 409 and the difference.',
  'Card numbers are refused wherever they stand (422 card_number_in_text) and stored nowhere.',
].join('\n\n');

function operationOf(route: ApiRoute): Json {
  return {
    operationId: route.operationId,
    summary: route.summary,
    description: `Scope: ${route.scope}`,
    'x-scope': route.scope,
    parameters: parametersOf(route),
    ...(route.body
      ? {
          requestBody: {
            required: !route.body.safeParse({}).success,
            content: { 'application/json': { schema: schemaOf(route.body) } },
          },
        }
      : {}),
    responses: {
      ...Object.fromEntries(
        Object.entries(route.answers).map(([status, answer]) => [
          status,
          {
            description: answer.description,
            content: { 'application/json': { schema: referenceTo(answer.schema) } },
          },
        ]),
      ),
      ...problemsOf(route),
    },
  };
}

function parametersOf(route: ApiRoute): Json[] {
  const inPath = route.path.includes('{reference}')
    ? [
        {
          name: 'reference',
          in: 'path',
          required: true,
          schema: { type: 'string' },
          example: 'RV-000123',
        },
      ]
    : [];
  const query = route.query ? schemaOf(route.query) : {};
  const required = (query.required as string[] | undefined) ?? [];
  const inQuery = Object.entries((query.properties as Record<string, Json> | undefined) ?? {}).map(
    ([name, { description, ...schema }]) => ({
      name,
      in: 'query',
      required: required.includes(name),
      ...(description ? { description } : {}),
      schema,
    }),
  );
  const inHeader = route.method === 'post' ? [idempotencyHeader] : [];
  return [...inPath, ...inQuery, ...inHeader];
}

const idempotencyHeader = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'The same key with the same content acts once; with other content it is refused',
  schema: { type: 'string', maxLength: 200 },
};

/** Problems by status, each with the names it may carry. */
function problemsOf(route: ApiRoute): Json {
  const byStatus = new Map<number, string[]>();
  const add = (status: number, line: string) =>
    byStatus.set(status, [...(byStatus.get(status) ?? []), line]);
  const ofRefusal = (name: RefusalName) =>
    add(refusals[name].status, `${refusalType(name)}: ${refusalWords[name].title}`);
  const ofEdge = (name: EdgeProblem) =>
    add(edgeProblems[name].status, `urn:reversal-hub:problem:${name}: ${edgeProblems[name].title}`);
  for (const name of route.refusals) ofRefusal(name);
  ofEdge('unauthenticated');
  ofEdge('scope_missing');
  if (route.body)
    for (const name of ['malformed_json', 'body_too_large', 'not_json'] as const) ofEdge(name);
  ofEdge('our_bug');
  return Object.fromEntries(
    [...byStatus].map(([status, lines]) => [
      String(status),
      {
        description: [...new Set(lines)].join('\n\n'),
        content: {
          'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
        },
      },
    ]),
  );
}

function componentSchemas(): Json {
  return Object.fromEntries(
    Object.entries(named).map(([name, schema]) => [name, schemaOf(schema)]),
  );
}

function referenceTo(schema: z.ZodType): Json {
  const found = Object.entries(named).find(([, one]) => one === schema);
  return found ? { $ref: `#/components/schemas/${found[0]}` } : schemaOf(schema);
}

function schemaOf(schema: z.ZodType): Json {
  const { $schema: _dialect, ...json } = z.toJSONSchema(schema, {
    io: 'input',
    override: ({ jsonSchema }) => {
      // Query numbers are checked as text; as parameters they are integers.
      if (jsonSchema.type === 'integer' && jsonSchema.pattern) delete jsonSchema.pattern;
    },
  });
  return json as Json;
}
