import type { ConnectorErrorKind } from './connector-contract.js';
import type { StuckItems } from './source-book.js';

/** Why people are told of a connection, the worst first. `stuck`: it lists what it does not hand out. */
export const incidents = ['refused', 'failing', 'stuck', 'silent'] as const;
export type Incident = (typeof incidents)[number];

/** What is known of a connection's quiet times: between one piece of news and the next. */
type Quiet = {
  newsAt: Date | null;
  newsCount: number;
  /** The longest gap of this and the last four weeks, but for times in which it could not be read. */
  longestGapMs: number;
  watchedSince: Date | null;
};

export type WatchedConnection = {
  id: string;
  lastSucceededAt: Date | null;
  /** Of one that is sent to and never read: the times for which the hub was there to hear. */
  listening: { since: Date; until: Date } | null;
  failure: string | null;
  failureKind: ConnectorErrorKind | null;
  failingSince: Date | null;
  stuck: StuckItems | null;
  quiet: Quiet;
  incident: { what: Incident; since: Date } | null;
};

export type WatchBook = {
  /**
   * The hub is there to hear what these are sent. After an absence hearing begins anew, and the gap
   * that was under way teaches nothing.
   */
  noteListening(connectionIds: readonly string[], at: Date, absentMinMs: number): Promise<void>;
  /** Connections that are switched on. */
  watched(): Promise<readonly WatchedConnection[]>;
  /** Keeps the incident and tells the operations channel, in one transaction; a repeat tells nothing. */
  openIncident(
    connectionId: string,
    incident: { what: Incident; since: Date },
    text: string,
    at: Date,
  ): Promise<void>;
  /**
   * How the last renewal of a subscription came out: `trouble` null for well. Kept with the notice that
   * tells of it, once for each time it began, and once when it is over.
   */
  noteSubscription(
    connectionId: string,
    trouble: { code: string; isLasting(since: Date): boolean; text(since: Date): string } | null,
    at: Date,
  ): Promise<void>;
  /** Ends it, and tells that too. */
  closeIncident(connectionId: string, text: string, at: Date): Promise<void>;
};

/** A vendor's short outage is not worth a message; the hub keeps trying. */
const failingMinMs = 30 * 60_000;
/** No silence shorter than this is worth a message, however busy the source is. */
const silenceMinMs = 3_600_000;
/** A weekend belongs to what is learned first, and so do a few gaps. */
const watchedMinMs = 8 * 86_400_000;
const newsMin = 20;
/** Longer than it ever was, with some room: the longest gap is met again and again. */
const silenceFactor = 1.25;

/** A restart is no absence: senders come again within minutes. */
const absentMinMs = 10 * 60_000;

/**
 * What is wrong with a connection at this moment. Silence is counted to the last successful look, and
 * of one that is sent to from when the hub was there to hear, so that a hub that was switched off does
 * not take its own absence for the source's.
 */
export function incidentOf(
  one: WatchedConnection,
  now: Date,
): { what: Incident; since: Date } | null {
  if (one.failure !== null && one.failingSince) {
    const since = one.failingSince;
    if (one.failureKind === 're_authorise') return { what: 'refused', since };
    const isLong = now.getTime() - since.getTime() > failingMinMs;
    if (isLong) return { what: 'failing', since };
    // A short trouble changes nothing about what was told.
    return one.incident?.what === 'silent' ? one.incident : null;
  }
  if (one.stuck && isWorthTelling(one.stuck, now)) return { what: 'stuck', since: one.stuck.since };
  const { newsAt, newsCount, longestGapMs, watchedSince } = one.quiet;
  const until = one.listening?.until ?? one.lastSucceededAt;
  if (!newsAt || !watchedSince || !until || newsCount < newsMin) return null;
  if (newsAt.getTime() - watchedSince.getTime() < watchedMinMs) return null;
  const heardFrom = Math.max(newsAt.getTime(), one.listening?.since.getTime() ?? 0);
  const silentMs = until.getTime() - heardFrom;
  return silentMs > Math.max(silenceMinMs, longestGapMs * silenceFactor)
    ? { what: 'silent', since: newsAt }
    : null;
}

/** A refusal at once, as it does not pass by itself; what may pass after a while. */
function isWorthTelling({ refused, since }: StuckItems, now: Date): boolean {
  return refused || now.getTime() - since.getTime() > failingMinMs;
}

/**
 * Tells the operations channel what began and what ended since the last look, once each. `sentTo`
 * names the connections that are sent to.
 */
export async function watchConnections(
  book: WatchBook,
  now: Date,
  sentTo: readonly string[],
): Promise<void> {
  await book.noteListening(sentTo, now, absentMinMs);
  for (const one of await book.watched()) {
    const found = incidentOf(one, now);
    if (found && found.what !== one.incident?.what) {
      await book.openIncident(one.id, found, wordsOf(one, found), now);
    } else if (!found && one.incident && one.failure === null) {
      await book.closeIncident(one.id, `${one.id} is well again.`, now);
    }
  }
}

function wordsOf(one: WatchedConnection, { what, since }: { what: Incident; since: Date }): string {
  const at = minuteOf(since);
  const mend = `\`hub doctor\` says how to mend it; nothing is lost meanwhile.`;
  switch (what) {
    case 'refused':
      return `${one.id}: its credentials are refused since ${at} (${one.failure}). ${mend}`;
    case 'failing':
      return `${one.id} cannot be read since ${at} (${one.failure}). ${mend}`;
    case 'stuck':
      return `${one.id} lists what it does not hand out: ${one.stuck?.items ?? 0} waiting since ${at} (${one.stuck?.code ?? 'unknown'}). ${mend}`;
    case 'silent':
      if (one.listening) {
        return `${one.id} has sent nothing since ${at}, longer than it ever does. See at the processor whether its webhook is switched on and reaches the hub's public address; what it could not deliver it sends again, or can be asked to.`;
      }
      return `${one.id} has told of nothing since ${at}, longer than it ever does; it answers. See at the source whether something changed there: a trigger, a forwarding rule, a permission.`;
  }
}

/** A vendor that could not be asked is asked again in six hours; a subscription lasts for days. */
const subscriptionMinMs = 12 * 3_600_000;

/** Keeps how a renewal came out; the operations channel hears of a refusal at once, of trouble after half a day. */
export async function noteSubscription(
  book: Pick<WatchBook, 'noteSubscription'>,
  connectionId: string,
  error: { kind: ConnectorErrorKind; code: string } | null,
  now: Date,
): Promise<void> {
  if (!error) return book.noteSubscription(connectionId, null, now);
  const mayPass = error.kind === 'wait' || error.kind === 'retry';
  const trouble = {
    code: error.code,
    isLasting: (since: Date) => !mayPass || now.getTime() - since.getTime() >= subscriptionMinMs,
    text: (since: Date) =>
      `${connectionId}: the vendor refuses to send notices since ${minuteOf(since)} (${error.code}). It is still read on its schedule, only later; \`hub doctor\` says how to mend it.`,
  };
  await book.noteSubscription(connectionId, trouble, now);
}

const minuteOf = (at: Date) => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
