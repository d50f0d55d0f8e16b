import type { Request } from 'express';
import { type Scope, scopes } from '../../access/access-book.js';
import { parseKey } from '../../access/keys.js';
import type { Person } from '../../reversals/reversal.js';
import { edgeProblem, type Problem } from '../problem.js';
import type { WebDeps } from '../web-deps.js';

/** Who calls, already narrowed to the clients of the key. */
export type Caller = { person: Person; scopes: readonly Scope[] };

/**
 * Reads `Authorization: Bearer <key>`. A key acts as the person it was made for, within its scopes
 * and clients; the sandbox key acts as whom `X-Act-As` names. Anything else is a problem.
 */
export async function authenticate(request: Request, deps: WebDeps): Promise<Caller | Problem> {
  const secret = /^Bearer +(\S{1,200})$/i.exec(request.get('authorization') ?? '')?.[1];
  if (!secret) return edgeProblem('unauthenticated');
  const actAs = request.get('x-act-as')?.trim();
  if (deps.sandbox && secret === deps.sandbox.apiKey) return actInSandbox(actAs, deps);
  const parsed = parseKey(secret);
  const key = parsed ? await deps.access.keyByHash(parsed.hash, deps.now()) : null;
  if (!key || key.revokedAt) return edgeProblem('unauthenticated');
  if (actAs) return edgeProblem('act_as_not_allowed');
  const { clients } = key;
  const person = clients
    ? { ...key.person, clients: key.person.clients.filter((id) => clients.includes(id)) }
    : key.person;
  return { person, scopes: key.scopes };
}

async function actInSandbox(actAs: string | undefined, deps: WebDeps): Promise<Caller | Problem> {
  if (!actAs) return edgeProblem('act_as_missing');
  const person = await deps.directory.byEmail(actAs);
  return person ? { person, scopes } : edgeProblem('act_as_unknown');
}
