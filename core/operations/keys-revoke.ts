import { exitCodes, type Operation } from './operation.js';

export const keysRevoke: Operation = {
  name: 'keys revoke',
  summary: 'Ends an API key at once.',
  usage: 'PREFIX|ID',
  options: {},
  positionals: { min: 1, max: 1 },
  needs: 'database',
  run: async (context, args) => {
    const named = args.positionals[0] ?? '';
    // Somebody may well paste the whole key; only its prefix is looked for, or said again.
    const prefix = /^rh_([a-z0-9]{8})_/.exec(named)?.[1] ?? named;
    if (!(await context.parts.access.revokeKey(prefix, context.now()))) {
      context.err(`No valid key is named ${prefix}. hub keys list shows them.`);
      return exitCodes.failed;
    }
    context.err(`${prefix} is revoked.`);
    return exitCodes.done;
  },
};
