import { exitCodes, type Operation } from './operation.js';
import { tableOf } from './table.js';

export const deadLettersList: Operation = {
  name: 'dead-letters list',
  summary: 'Lists source items put aside unread, and deliveries given up.',
  usage: '[--json]',
  options: {},
  positionals: { min: 0, max: 0 },
  needs: 'database',
  run: async (context) => {
    const { sources, effects } = context.parts;
    const items = (await sources.deadLetters()).map((letter) => ({
      id: letter.id,
      what: 'item',
      connection: letter.connectionId,
      externalId: letter.externalId,
      reason: letter.reason,
      attempts: letter.attempts,
      since: letter.since.toISOString(),
    }));
    const deliveries = (await effects.givenUp()).map((effect) => ({
      id: effect.id,
      what: effect.kind,
      connection: null,
      externalId: effect.reference,
      reason: effect.code,
      attempts: effect.attempts,
      since: effect.since.toISOString(),
    }));
    const letters = [...items, ...deliveries];
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
      one.what,
      one.connection ?? '–',
      one.externalId ?? '–',
      one.reason,
      String(one.attempts),
      one.since,
    ]);
    const head = ['ID', 'WHAT', 'CONNECTION', 'ITEM', 'REASON', 'TRIES', 'SINCE'];
    for (const line of tableOf([head, ...rows])) await context.out(line);
    return exitCodes.done;
  },
};
