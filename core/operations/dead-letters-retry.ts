import type { NoticeRetry } from '../intake/retry-notices.js';
import { type DeadLetter, unreadableRow } from '../intake/source-book.js';
import { exitCodes, type Operation } from './operation.js';

export const deadLettersRetry: Operation = {
  name: 'dead-letters retry',
  summary: 'Gives items put aside and deliveries given up another try: those named, or all.',
  usage: '[ID…] [--json]',
  details: [
    'Items are read with the next look at their connection, deliveries go out at once.',
    'Events of a processor are asked for again there, where it gives them; a row that names no item can only be listed again. Exit code 1 where one is left.',
  ],
  options: {},
  positionals: { min: 0, max: 1_000 },
  needs: 'database',
  run: async (context, args) => {
    const { sources, effects } = context.parts;
    const ids = [...new Set(args.positionals)];
    const letters = await sources.deadLetters();
    const items = new Set(letters.map((letter) => letter.id));
    const deliveries = new Set((await effects.givenUp()).map((effect) => effect.id));
    const strangers = ids.filter((id) => !items.has(id) && !deliveries.has(id));
    for (const id of strangers)
      context.err(`${id} was not put aside; hub dead-letters list shows what was.`);
    if (strangers.length > 0) return exitCodes.failed;
    const isNamed = (id: string) => ids.length === 0 || ids.includes(id);
    const wanted = letters.filter((letter) => isNamed(letter.id));
    // Events of processors are asked for now; nobody would read them later.
    const events = await context.parts.retryNotices(wanted);
    const isEvent = new Set(events.map((event) => event.id));
    const rows = wanted.filter(({ reason }) => reason === unreadableRow);
    const others = wanted.flatMap((letter) =>
      isEvent.has(letter.id) || rows.includes(letter) ? [] : [letter.id],
    );
    const taken = events.filter((event) => event.result === 'taken').length;
    const again =
      (await sources.retryDeadLetters(others, context.now())) +
      (await effects.retryGivenUp(
        ids.length > 0 ? ids.filter((id) => deliveries.has(id)) : null,
        context.now(),
      ));
    const left = events.filter((event) => event.result !== 'taken');
    for (const event of left) context.err(wordsOf(event));
    for (const row of rows) context.err(wordsOfRow(row));
    if (context.json) {
      await context.out(JSON.stringify({ retried: taken + again, ...told(events, rows) }));
    } else {
      if (taken > 0) context.err(`${taken} ${taken === 1 ? 'event was' : 'events were'} taken.`);
      context.err(`${again} ${again === 1 ? 'is' : 'are'} tried again soon.`);
    }
    return left.length + rows.length > 0 ? exitCodes.failed : exitCodes.done;
  },
};

const told = (events: readonly NoticeRetry[], rows: readonly DeadLetter[]) => ({
  ...(events.length > 0 ? { events } : {}),
  ...(rows.length > 0 ? { rows: rows.map(({ id }) => id) } : {}),
});

/** It has no id at its source: only the listing that showed it can show it again. */
function wordsOfRow({ id, connectionId, since }: DeadLetter): string {
  return `${id}: ${connectionId} listed a row that names no item, last on ${since.toISOString()}, so there is nothing to fetch. hub sync ${connectionId} --full reads its listing anew: what can be read by then is taken, and the row leaves this list once it is listed no more. Until then look at the source for what changed about that time, and log it by hand.`;
}

/** Why an event is still put aside, and what a person can do about it. */
function wordsOf({ id, result, code }: NoticeRetry): string {
  switch (result) {
    case 'not_able':
      return `${id}: this processor gives no event by its id. Ask it to send the event again: once it can be read it is taken and leaves the list. Until then log what it tells by hand.`;
    case 'unknown_there':
      return `${id}: the processor has this event no more (Stripe keeps them for 30 days). Look its dispute or refund up at the processor and log it by hand.`;
    case 'unreadable':
      return `${id}: it still cannot be read (${code}). Update the hub, or log what it tells by hand and report it.`;
    case 'failed':
      return `${id}: the processor could not be asked (${code}); hub doctor says how to mend it. A restricted key must be allowed to read events.`;
    case 'taken':
      return `${id}: taken.`;
  }
}
