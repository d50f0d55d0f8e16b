import type { z } from 'zod';
import type { Scope } from '../../access/access-book.js';
import type { Actor } from '../../reversals/desk.js';
import { type Refusal, type RefusalName, refuse } from '../../reversals/refusal.js';
import type { WebDeps } from '../web-deps.js';

type Fault = { where: string; fault: string };

/** A request as a route's handler gets it: checked, and by someone with the scope. */
export type ApiCall<Query, Body> = {
  actor: Actor;
  /** From the path; empty where the path has none. */
  reference: string;
  query: Query;
  body: Body;
  /** Names this very request of this very person; null without an Idempotency-Key. */
  requestKey: string | null;
  deps: WebDeps;
};

type ApiAnswer = {
  status: number;
  body: unknown;
  headers?: Readonly<Record<string, string>>;
};

type Method = 'get' | 'post' | 'patch' | 'delete';

type RouteFacts = {
  method: Method;
  /** As in OpenAPI: `/reversals/{reference}`. */
  path: string;
  operationId: string;
  summary: string;
  scope: Scope;
  /** Answers by status; the schema documents them and tests hold every answer to it. */
  answers: Readonly<Record<number, { description: string; schema: z.ZodType }>>;
  /** The refusals that belong to this operation, for the documentation. */
  refusals: readonly RefusalName[];
};

/** One operation: the same schemas check its requests and document it. */
export type ApiRoute = RouteFacts & {
  query: z.ZodType | null;
  body: z.ZodType | null;
  run(call: ApiCall<unknown, unknown>): Promise<ApiAnswer | Refusal | { faults: readonly Fault[] }>;
};

/** Builds a route whose handler sees parsed input only; all faults of a request are told at once. */
export function apiRoute<Query extends z.ZodType, Body extends z.ZodType>(
  facts: RouteFacts & {
    query?: Query;
    body?: Body;
    handle(call: ApiCall<z.output<Query>, z.output<Body>>): Promise<ApiAnswer | Refusal>;
  },
): ApiRoute {
  const { query = null, body = null, handle, ...rest } = facts;
  return {
    ...rest,
    query,
    body,
    run: async (call) => {
      const faults: Fault[] = [];
      const parse = (schema: z.ZodType | null, value: unknown, place: string): unknown => {
        if (!schema) return undefined;
        const result = schema.safeParse(value ?? {});
        if (result.success) return result.data;
        faults.push(...faultsOf(result.error, place));
        return undefined;
      };
      const parsedQuery = parse(query, call.query, 'query') as z.output<Query>;
      const parsedBody = parse(body, call.body, 'body') as z.output<Body>;
      if (faults.length > 0) return { faults };
      return handle({ ...call, query: parsedQuery, body: parsedBody });
    },
  };
}

/** Every fault with where it stands, `body.identifiers.0.kind`. */
function faultsOf(error: z.ZodError, place: string): Fault[] {
  return error.issues.map((issue) => ({
    where: [place, ...issue.path.map(String)].join('.'),
    fault: issue.message,
  }));
}

/** A refusal that names one fault, for what only the handler can see. */
export function faulty(where: string, fault: string): Refusal {
  return refuse('invalid_request', { [where]: fault });
}
