import { type HubRole, hubRoles } from './hub-parts.js';
import { nearestName } from './nearest-name.js';
import { exitCodes, type Operation } from './operation.js';

export const start: Operation = {
  name: 'start',
  summary: 'Starts the hub and runs until it is stopped.',
  usage: '[--role web,bot,worker]',
  details: [
    'web: dashboard, REST and webhooks. bot: chat. worker: reading sources and writing back.',
    'On the embedded database one process does all three.',
  ],
  options: {
    role: {
      type: 'string',
      value: 'ROLES',
      help: `one or more of ${hubRoles.join(',')}; default: all`,
    },
  },
  positionals: { min: 0, max: 0 },
  needs: 'settings',
  run: async (context, args) => {
    const words = (args.text('role') ?? hubRoles.join(',')).split(',').map((word) => word.trim());
    const unknown = words.find((word) => !isRole(word));
    if (unknown !== undefined) {
      const nearest = nearestName(unknown, hubRoles);
      context.err(`There is no role ${unknown || '(empty)'}; roles are ${hubRoles.join(', ')}.`);
      if (nearest) context.err(`Did you mean: hub start --role ${nearest}?`);
      return exitCodes.misused;
    }
    const roles = hubRoles.filter((role) => words.includes(role));
    if (context.configuration.isEmbedded && roles.length < hubRoles.length) {
      context.err(
        'The embedded database lives inside one process, so that process must do everything.',
      );
      context.err(
        'Leave --role out, or set database.url to a PostgreSQL server to part the roles.',
      );
      return exitCodes.misused;
    }
    return context.handedIn.start(context.configuration, roles, context.signal);
  },
};

function isRole(word: string): word is HubRole {
  return (hubRoles as readonly string[]).includes(word);
}
