import { settingsJsonSchema } from '../settings/read-settings.js';
import { exitCodes, type Operation } from './operation.js';

export const settingsSchema: Operation = {
  name: 'settings schema',
  summary: 'Prints the JSON Schema of hub.config.yaml, for editors.',
  usage: '',
  options: {},
  positionals: { min: 0, max: 0 },
  needs: 'nothing',
  run: async (context) => {
    await context.out(JSON.stringify(settingsJsonSchema(), null, 2));
    return exitCodes.done;
  },
};
