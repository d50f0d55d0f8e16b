import { type Scope, scopes } from '../access/access-book.js';
import { makeKey } from '../access/keys.js';
import { findPerson } from './find-person.js';
import { exitCodes, type Operation } from './operation.js';

export const keysCreate: Operation = {
  name: 'keys create',
  summary: 'Makes an API key that acts as a person, and prints it once.',
  usage: '--for EMAIL [--scopes read,write,decide] [--clients a,b] [--json]',
  details: ['A key can never do more than its person may do.'],
  options: {
    for: { type: 'string', value: 'EMAIL', help: 'whom the key acts as' },
    scopes: { type: 'string', value: 'LIST', help: `of ${scopes.join(',')}; default: all` },
    clients: { type: 'string', value: 'LIST', help: "client ids; default: all of the person's" },
  },
  positionals: { min: 0, max: 0 },
  needs: 'database',
  run: async (context, args) => {
    const email = args.text('for');
    if (email === undefined) {
      context.err('--for EMAIL is missing: a key acts as a person.');
      return exitCodes.misused;
    }
    const wanted = listOf(args.text('scopes') ?? scopes.join(','));
    const unknown = wanted.filter((scope) => !isScope(scope));
    if (unknown.length > 0 || wanted.length === 0) {
      context.err(`Scopes are ${scopes.join(', ')}; not ${unknown.join(', ') || 'an empty list'}.`);
      return exitCodes.misused;
    }
    const person = await findPerson(context, email);
    if (!person) return exitCodes.failed;
    const clients = args.isSet('clients') ? listOf(args.text('clients') ?? '') : null;
    const foreign = clients?.filter((client) => !person.clients.includes(client)) ?? [];
    if (foreign.length > 0 || clients?.length === 0) {
      context.err(
        `${person.email} works for ${person.clients.join(', ') || 'no client'}; not for ${foreign.join(', ') || 'an empty list'}.`,
      );
      return exitCodes.failed;
    }
    const { key, prefix, hash } = makeKey(context.randomBytes);
    const granted = scopes.filter((scope) => wanted.includes(scope));
    const at = context.now();
    const id = await context.parts.access.addKey({
      hash,
      prefix,
      personId: person.id,
      scopes: granted,
      clients,
      at,
    });
    if (context.json) {
      const createdAt = at.toISOString();
      const line = { id, key, prefix, email: person.email, scopes: granted, clients, createdAt };
      await context.out(JSON.stringify(line));
      return exitCodes.done;
    }
    await context.out(key);
    context.err(
      `Acts as ${person.email} (${granted.join(', ')}; ${clients?.join(', ') ?? 'all'}).`,
    );
    context.err('It is shown this once; only its hash is kept.');
    return exitCodes.done;
  },
};

function listOf(text: string): string[] {
  const words = text.split(',').map((word) => word.trim());
  return [...new Set(words.filter((word) => word !== ''))];
}

function isScope(word: string): word is Scope {
  return (scopes as readonly string[]).includes(word);
}
