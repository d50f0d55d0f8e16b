import { z } from 'zod';
import type { SyncProgress } from './hub-parts.js';
import { namedConnections } from './named-connections.js';
import { exitCodes, type OpenContext, type Operation } from './operation.js';

export const sync: Operation = {
  name: 'sync',
  summary: 'Reads what is new at every connection, or at one, and logs what is a reversal.',
  usage: '[connection] [--since DATE] [--full] [--json]',
  details: [
    'Ctrl+C or a crash at any point loses nothing: it goes on where it was cut; an item that has not changed is never logged twice.',
    'Without --since or --full only what changed since the last look is listed.',
  ],
  options: {
    since: { type: 'string', value: 'DATE', help: 'list again from this day, such as 2026-01-31' },
    full: { type: 'boolean', help: "list everything again from the connection's actFrom" },
  },
  positionals: { min: 0, max: 1 },
  needs: 'database',
  run: async (context, args) => {
    const sinceText = args.text('since');
    const since = sinceText === undefined ? null : dateOf(sinceText);
    const full = args.isSet('full');
    if (since === undefined || (since && since > context.now())) {
      context.err(
        '--since wants a day that has begun, such as 2026-01-31, or 2026-01-31T09:00:00Z.',
      );
      return exitCodes.misused;
    }
    if (since && full) {
      context.err('--since and --full say different things; give one of them.');
      return exitCodes.misused;
    }
    const wanted = await namedConnections(context, args.positionals[0]);
    if (wanted === null) return exitCodes.misused;
    let failures = 0;
    for (const id of wanted) {
      if (!(await syncOne(context, id, { since, full }))) failures += 1;
      if (context.signal.aborted) return exitCodes.failed;
    }
    return failures === 0 ? exitCodes.done : exitCodes.failed;
  },
};

async function syncOne(
  context: OpenContext,
  id: string,
  range: { since: Date | null; full: boolean },
): Promise<boolean> {
  const startedAt = context.now().getTime();
  const show = (sofar: SyncProgress) =>
    context.progress(barOf(id, sofar, context.now().getTime() - startedAt));
  const result = await context.parts.sync(id, range, show, context.signal);
  const { listed, judged, waiting, quarantined, failure } = result;
  if (context.json) await context.out(JSON.stringify({ connection: id, ...result }));
  else {
    const counts = `${listed} listed, ${judged} read, ${waiting} waiting, ${quarantined} put aside`;
    await context.out(`${id}: ${counts}`);
  }
  if (failure !== null) {
    context.err(
      `${id} was cut: ${failure}. hub doctor says how to mend it; hub sync ${id} goes on.`,
    );
  }
  return failure === null;
}

const barWidth = 24;

/**
 * Items left from an earlier run count too. The end is known, and when it will be reached, once the
 * source has listed everything; before that the total grows, and `+` says so.
 */
function barOf(id: string, sofar: SyncProgress, elapsedMs: number): string {
  const { listed, judged, waiting, isListed } = sofar;
  const total = Math.max(judged + waiting, isListed ? 0 : listed);
  if (judged === 0) return `${id}  listing: ${listed}`;
  const filled = Math.floor((judged / total) * barWidth);
  const bar = `${'#'.repeat(filled)}${'.'.repeat(barWidth - filled)}`;
  const perSecond = (judged * 1_000) / Math.max(elapsedMs, 1);
  const rate = perSecond >= 10 ? perSecond.toFixed(0) : perSecond.toFixed(1);
  const left = isListed ? `, ${durationOf(waiting / perSecond)} left` : '';
  return `${id}  [${bar}] ${judged} of ${total}${isListed ? '' : '+'}, ${rate} a second${left}`;
}

function durationOf(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  if (minutes === 0) return `${Math.ceil(seconds)} s`;
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

const instant = z.union([z.iso.date(), z.iso.datetime({ offset: true })]);

/** A day begins at midnight UTC. Undefined for anything that is no date. */
function dateOf(text: string): Date | undefined {
  const read = instant.safeParse(text);
  return read.success ? new Date(read.data) : undefined;
}
