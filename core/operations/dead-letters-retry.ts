import { exitCodes, type Operation } from './operation.js';

export const deadLettersRetry: Operation = {
  name: 'dead-letters retry',
  summary: 'Gives items put aside and deliveries given up another try: those named, or all.',
  usage: '[ID…] [--json]',
  details: ['Items are read with the next look at their connection, deliveries go out at once.'],
  options: {},
  positionals: { min: 0, max: 1_000 },
  needs: 'database',
  run: async (context, args) => {
    const { sources, effects } = context.parts;
    const ids = [...new Set(args.positionals)];
    const items = new Set((await sources.deadLetters()).map((letter) => letter.id));
    const deliveries = new Set((await effects.givenUp()).map((effect) => effect.id));
    const strangers = ids.filter((id) => !items.has(id) && !deliveries.has(id));
    for (const id of strangers)
      context.err(`${id} was not put aside; hub dead-letters list shows what was.`);
    if (strangers.length > 0) return exitCodes.failed;
    const named = (known: ReadonlySet<string>) =>
      ids.length > 0 ? ids.filter((id) => known.has(id)) : null;
    const retried =
      (await sources.retryDeadLetters(named(items), context.now())) +
      (await effects.retryGivenUp(named(deliveries), context.now()));
    if (context.json) await context.out(JSON.stringify({ retried }));
    else context.err(`${retried} ${retried === 1 ? 'is' : 'are'} tried again soon.`);
    return exitCodes.done;
  },
};
