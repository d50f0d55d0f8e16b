import { makeSignInLink } from '../access/sign-in.js';
import { findPerson } from './find-person.js';
import { exitCodes, type Operation } from './operation.js';

export const signIn: Operation = {
  name: 'signin',
  summary: 'Prints a link that signs a person in to the dashboard, once, within 15 minutes.',
  usage: 'EMAIL [--json]',
  options: {},
  positionals: { min: 1, max: 1 },
  needs: 'database',
  run: async (context, args) => {
    const person = await findPerson(context, args.positionals[0] ?? '');
    if (!person) return exitCodes.failed;
    const { publicUrl } = context.configuration.settings.server;
    const link = await makeSignInLink(context.parts.access, person.id, {
      publicUrl,
      now: context.now(),
      randomBytes: context.randomBytes,
    });
    const expiresAt = link.expiresAt.toISOString();
    if (context.json) {
      await context.out(JSON.stringify({ url: link.url, email: person.email, expiresAt }));
    } else {
      await context.out(link.url);
      context.err(`Works once, for ${person.name}, until ${expiresAt}.`);
    }
    return exitCodes.done;
  },
};
