/** Messages as rows: each has a key, so that the browser changes only rows that changed. */
import { renderToStaticMarkup } from 'react-dom/server';
import type { SlackStandIn } from '../../support/stand-ins/slack/slack-stand-in.js';
import type { Ephemeral, Member, Message } from '../../support/stand-ins/slack/workspace.js';
import { DayRow, EphemeralRow, MessageRow, type Shortcut, type Timeline } from './message-row.js';
import { type Names, tidyLibraryMarkup } from './mrkdwn.js';

export type Row = { key: string; html: string };
type Entry =
  | { kind: 'message'; ts: string; message: Message }
  | { kind: 'ephemeral'; ts: string; ephemeral: Ephemeral };

/** Messages nearer than this by the same person stand under one name. */
const ONE_BREATH_SECONDS = 300;
/** Older messages are left out of the page, not of the workspace. */
const SHOWN_ROWS = 200;

/** Markup drawn before, by everything it was drawn from: reading mrkdwn takes milliseconds a row. */
export type RowMemory = Map<string, string>;
const MEMORY_ROWS = 4_000;

export function channelRows(
  slack: SlackStandIn,
  viewer: Member,
  channelId: string,
  names: Names,
  shortcuts: Shortcut[],
  memory: RowMemory,
): Row[] {
  const messages = slack
    .messages(channelId)
    .filter((message) => !message.threadTs || message.isBroadcast === true);
  const ephemerals = slack.ephemerals(viewer.id, channelId).filter((kept) => !kept.threadTs);
  const timeline = { slack, viewer, names, shortcuts, isThread: false };
  return rowsOf(timeline, entriesOf(messages, ephemerals), memory);
}

export function threadRows(
  slack: SlackStandIn,
  viewer: Member,
  channelId: string,
  threadTs: string,
  names: Names,
  memory: RowMemory,
): Row[] {
  const root = slack.messages(channelId).filter((message) => message.ts === threadTs);
  const messages = [...root, ...slack.replies(channelId, threadTs)];
  const ephemerals = slack
    .ephemerals(viewer.id, channelId)
    .filter((kept) => kept.threadTs === threadTs);
  const timeline = { slack, viewer, names, shortcuts: [], isThread: true };
  return rowsOf(timeline, entriesOf(messages, ephemerals), memory);
}

export function markupOf(element: React.ReactElement): string {
  return tidyLibraryMarkup(renderToStaticMarkup(element));
}

function entriesOf(messages: Message[], ephemerals: Ephemeral[]): Entry[] {
  const entries: Entry[] = [
    ...messages.map((message) => ({ kind: 'message' as const, ts: message.ts, message })),
    ...ephemerals.map((ephemeral) => ({
      kind: 'ephemeral' as const,
      ts: ephemeral.ts,
      ephemeral,
    })),
  ];
  return entries.toSorted((a, b) => Number(a.ts) - Number(b.ts)).slice(-SHOWN_ROWS);
}

function rowsOf(timeline: Timeline, entries: Entry[], memory: RowMemory): Row[] {
  const rows: Row[] = [];
  const { viewer, names, isThread } = timeline;
  const people = JSON.stringify(names);
  if (memory.size > MEMORY_ROWS) memory.clear();
  let day = '';
  let previous: Entry | null = null;
  for (const entry of entries) {
    const date = new Date(Number(entry.ts) * 1000);
    const label = dayOf(date, timeline.viewer.tz);
    if (label !== day) {
      rows.push({ key: `day-${label}`, html: markupOf(<DayRow label={label} />) });
      day = label;
      previous = null;
    }
    const isContinued = continues(previous, entry);
    const replies =
      entry.kind === 'message' && !isThread
        ? timeline.slack.replies(entry.message.channel, entry.ts).map(({ ts, user }) => [ts, user])
        : [];
    const drawnFrom = JSON.stringify([viewer, isThread, isContinued, entry, replies, people]);
    const html = memory.get(drawnFrom) ?? markupOf(rowElement(timeline, entry, isContinued));
    memory.set(drawnFrom, html);
    rows.push({ key: entry.ts, html });
    previous = entry;
  }
  return rows;
}

function rowElement(timeline: Timeline, entry: Entry, isContinued: boolean): React.ReactElement {
  return entry.kind === 'message' ? (
    <MessageRow timeline={timeline} message={entry.message} isContinued={isContinued} />
  ) : (
    <EphemeralRow timeline={timeline} ephemeral={entry.ephemeral} />
  );
}

function continues(previous: Entry | null, entry: Entry): boolean {
  return (
    previous?.kind === 'message' &&
    entry.kind === 'message' &&
    previous.message.user === entry.message.user &&
    !entry.message.blocks?.some((block) => block.type !== 'rich_text') &&
    Number(entry.ts) - Number(previous.ts) < ONE_BREATH_SECONDS
  );
}

function dayOf(date: Date, tz: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    timeZone: tz,
  }).format(date);
}
