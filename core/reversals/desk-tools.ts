import type { Actor } from './desk.js';
import type { EffectRequest } from './effect-request.js';
import type { LogTransaction, ReversalStore } from './ports.js';
import { isRefusal, type Refusal, refuse } from './refusal.js';
import type { Person, Reversal } from './reversal.js';

/** What the desk needs from outside. */
export type DeskTools = {
  store: ReversalStore;
  now: () => Date;
  newId: () => string;
  /** Write-backs wait so that undo leaves no trace on the ticket: 30 s (domain-rules.md). */
  writeBackDelayMs: number;
};

class RolledBack extends Error {
  override readonly name = 'RolledBack';
  constructor(readonly refusal: Refusal) {
    super(refusal.refused);
  }
}

/** A transaction in which a refusal undoes everything: a refused request leaves no trace. */
export async function inTransaction<T extends object>(
  store: ReversalStore,
  work: (tx: LogTransaction) => Promise<T | Refusal>,
): Promise<T | Refusal> {
  try {
    return await store.transaction(async (tx) => {
      const result = await work(tx);
      if (isRefusal(result)) throw new RolledBack(result);
      return result;
    });
  } catch (error) {
    if (error instanceof RolledBack) return error.refusal;
    throw error;
  }
}

/** A reversal of a client the person does not have does not exist for them. */
export function hiddenFrom(person: Person, reversal: Pick<Reversal, 'clientId'>): Refusal | null {
  return person.clients.includes(reversal.clientId) ? null : refuse('not_found');
}

export function requesterIdsOf(reversal: Reversal): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const requester of reversal.requesters) if (requester.person) ids.add(requester.person.id);
  if (reversal.loggedBy) ids.add(reversal.loggedBy.id);
  return ids;
}

export function historyActor(actor: Actor): { kind: 'person'; personId: string } {
  return { kind: 'person', personId: actor.person.id };
}

/** The card shows what is true when it is drawn, so one more request is never wrong. */
export async function askForCard(
  tx: LogTransaction,
  reversal: Pick<Reversal, 'id' | 'clientId' | 'historic'>,
  tools: DeskTools,
) {
  if (reversal.historic) return;
  await tx.addEffect(effect(tools, 'show_card', reversal, {}), {
    // What a card shows is what counts and App Home show too; several at once are told as one.
    ...effect(tools, 'tell_waiting', reversal, {}),
    reversalId: null,
    notBefore: new Date(tools.now().getTime() + tellDelayMs),
  });
}

const tellDelayMs = 3_000;

export async function askForThreadLine(
  tx: LogTransaction,
  reversal: Reversal,
  line: Record<string, string>,
  tools: DeskTools,
) {
  if (reversal.historic) return;
  // As it is now: a line that is told late must not put later figures into earlier mouths.
  const { amount, assignee } = reversal;
  const asNow = {
    ...(amount ? { amountMinor: amount.minor.toString(), currency: amount.currency } : {}),
    ...(assignee ? { assignee: assignee.name } : {}),
  };
  await tx.addEffect(effect(tools, 'add_thread_line', reversal, { ...asNow, ...line }));
}

export async function askForFoldedList(
  tx: LogTransaction,
  reversal: Reversal,
  day: string,
  tools: DeskTools,
) {
  if (reversal.historic) return;
  await tx.addEffect(effect(tools, 'show_folded_list', reversal, { day }));
}

/** One note a status and round on every source item; none for historic entries. */
export async function askForWriteBack(tx: LogTransaction, reversal: Reversal, tools: DeskTools) {
  if (reversal.historic) return;
  const notBefore = new Date(tools.now().getTime() + tools.writeBackDelayMs);
  const change = tools.newId();
  for (const source of reversal.sources) {
    await tx.addEffect({
      ...effect(tools, 'write_back', reversal, {
        sourceItemId: source.sourceItemId,
        connectionId: source.connectionId,
        externalId: source.externalId,
        status: reversal.status,
        round: String(reversal.round),
      }),
      dedupeKey: `write_back:${reversal.id}:${source.sourceItemId}:${change}`,
      notBefore,
    });
  }
}

function effect(
  tools: DeskTools,
  kind: EffectRequest['kind'],
  reversal: Pick<Reversal, 'id' | 'clientId'>,
  payload: Record<string, string>,
): EffectRequest {
  return {
    kind,
    dedupeKey: `${kind}:${reversal.id}:${tools.newId()}`,
    reversalId: reversal.id,
    clientId: reversal.clientId,
    payload,
    notBefore: tools.now(),
  };
}

/** Making one costs more than using it a hundred times. */
const dayFormats = new Map<string, Intl.DateTimeFormat>();

/** The calendar day of an instant in a zone, `2026-03-01`. */
export function dayIn(timezone: string, at: Date): string {
  const known = dayFormats.get(timezone);
  const format =
    known ??
    new Intl.DateTimeFormat('en-CA', {
      timeZone: timezone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
  if (!known) dayFormats.set(timezone, format);
  return format.format(at);
}

/** The first instant of the calendar day that `at` falls on in a zone. */
export function startOfDayIn(timezone: string, at: Date): Date {
  const day = dayIn(timezone, at);
  const utcMidnight = Date.parse(`${day}T00:00:00Z`);
  // A zone is at most 14 h from UTC; step by quarter hours to the first instant of that day.
  const quarterHourMs = 15 * 60 * 1000;
  for (let instant = utcMidnight - 14 * 3_600_000; ; instant += quarterHourMs) {
    if (dayIn(timezone, new Date(instant)) === day) return new Date(instant);
    if (instant > at.getTime()) return at;
  }
}
