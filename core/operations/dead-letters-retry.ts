import { exitCodes, type Operation } from './operation.js';

export const deadLettersRetry: Operation = {
  name: 'dead-letters retry',
  summary: 'Gives items that were put aside another try: those named, or all.',
  usage: '[ID…] [--json]',
  details: ['They are read again with the next look at their connection.'],
  options: {},
  positionals: { min: 0, max: 1_000 },
  needs: 'database',
  run: async (context, args) => {
    const { sources } = context.parts;
    const ids = [...new Set(args.positionals)];
    const known = new Set((await sources.deadLetters()).map((letter) => letter.id));
    const strangers = ids.filter((id) => !known.has(id));
    for (const id of strangers)
      context.err(`${id} was not put aside; hub dead-letters list shows what was.`);
    if (strangers.length > 0) return exitCodes.failed;
    const retried = await sources.retryDeadLetters(ids.length > 0 ? ids : null, context.now());
    if (context.json) await context.out(JSON.stringify({ retried }));
    else context.err(`${retried} ${retried === 1 ? 'item is' : 'items are'} read again soon.`);
    return exitCodes.done;
  },
};
