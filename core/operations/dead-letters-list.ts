import { exitCodes, type Operation } from './operation.js';
import { tableOf } from './table.js';

export const deadLettersList: Operation = {
  name: 'dead-letters list',
  summary: 'Lists source items that could not be read and were put aside.',
  usage: '[--json]',
  options: {},
  positionals: { min: 0, max: 0 },
  needs: 'database',
  run: async (context) => {
    const letters = (await context.parts.sources.deadLetters()).map((letter) => ({
      id: letter.id,
      connection: letter.connectionId,
      externalId: letter.externalId,
      reason: letter.reason,
      attempts: letter.attempts,
      since: letter.since.toISOString(),
    }));
    if (context.json) {
      await context.out(JSON.stringify(letters));
      return exitCodes.done;
    }
    if (letters.length === 0) {
      context.err('Nothing was put aside.');
      return exitCodes.done;
    }
    const rows = letters.map((one) => [
      one.id,
      one.connection,
      one.externalId,
      one.reason,
      String(one.attempts),
      one.since,
    ]);
    const head = ['ID', 'CONNECTION', 'ITEM', 'REASON', 'TRIES', 'SINCE'];
    for (const line of tableOf([head, ...rows])) await context.out(line);
    return exitCodes.done;
  },
};
