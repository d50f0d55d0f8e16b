import type { FaultStorm } from '../fault-storm.js';
import {
  type CrmRecord,
  createdName,
  definedProperties,
  modifiedName,
  type ObjectType,
  type OwnerRecord,
  objectTypes,
  type Properties,
  type PropertyDefinition,
  type ThreadMessageRecord,
} from './records.js';

/** Where the state survives a restart; `save` must have kept the text when it returns. */
export interface StandInPersistence {
  load(): string | null;
  save(json: string): void;
}

/** What happened to a ticket, as the webhooks tell it. */
export type TicketEvent =
  | { kind: 'creation' | 'deletion' | 'restore'; ticketId: string }
  | { kind: 'propertyChange'; ticketId: string; name: string; value: string }
  | {
      kind: 'associationChange';
      ticketId: string;
      toType: ObjectType;
      toId: string;
      isRemoved: boolean;
    }
  | { kind: 'merge'; ticketId: string; mergedId: string };

interface Saved {
  version: 1;
  nextId: number;
  records: CrmRecord[];
  edges: [string, string[]][];
  owners: OwnerRecord[];
  ticketProperties: PropertyDefinition[];
  threadMessages: ThreadMessageRecord[];
  mergedInto: [string, string][];
}

interface CreateInput {
  properties: Record<string, string | null>;
  /** What the vendor fills in by itself, such as who made it. */
  source?: { object: string; userId?: string };
  createdAt?: Date;
  /** When it changed last, for what was there before anybody looked. */
  changedAt?: Date;
  associations?: readonly { type: ObjectType; id: string }[];
}

/** Everything the stand-in remembers, and the few ways in which it changes. */
export interface HubSpotState {
  now(): Date;
  records(type: ObjectType): ReadonlyMap<string, CrmRecord>;
  /** Null for what is not there; a merged ticket's id finds the one it went into. */
  find(type: ObjectType, id: string): CrmRecord | null;
  create(type: ObjectType, input: CreateInput): CrmRecord;
  update(record: CrmRecord, properties: Record<string, string | null>): void;
  archive(record: CrmRecord): void;
  merge(primary: CrmRecord, merged: CrmRecord): void;
  associate(from: CrmRecord, to: CrmRecord): void;
  dissociate(from: CrmRecord, to: CrmRecord): void;
  associated(record: CrmRecord, type: ObjectType): readonly string[];
  /** Records that the search knows by now; the same list until it takes something in. */
  indexed(type: ObjectType): readonly CrmRecord[];
  /** A property's value as an answer shows it. */
  value(record: CrmRecord, name: string): string | null;
  owners: OwnerRecord[];
  ticketProperties: PropertyDefinition[];
  threadMessages: ThreadMessageRecord[];
  definition(type: ObjectType, name: string): PropertyDefinition | undefined;
  nextId(): string;
  changed(): void;
  /** Keeps pending changes now. Called before anything leaves, so that what was seen is never lost. */
  flush(): void;
}

const SAVE_DELAY_MS = 100;
/** How much later than others a record comes into the index that a storm has struck. */
const LATE_INDEX_MS = 30 * 60_000;
/** Two changes so near each other may carry the same time. */
const SAME_TIME_MS = 1_000;

export function createHubSpotState(options: {
  now: () => Date;
  /** How long after a change the search still knows the record as it was, or not at all. */
  indexLagMs: () => number;
  /** Whether a ticket changes with what is hung on it. */
  areTicketsTouched: () => boolean;
  storm: () => FaultStorm | null;
  onEvent: (event: TicketEvent) => void;
  persistence?: StandInPersistence;
}): HubSpotState {
  const saved = readSaved(options.persistence);
  const byType = new Map(objectTypes.map((type) => [type, new Map<string, CrmRecord>()]));
  for (const record of saved?.records ?? []) byType.get(record.type)?.set(record.id, record);
  const edges = new Map((saved?.edges ?? []).map(([key, ids]) => [key, new Set(ids)]));
  const mergedInto = new Map(saved?.mergedInto);
  // Ids of the vendor are this long, longer than a 32 bit integer holds.
  let lastId = saved?.nextId ?? 24_000_000_000;
  let lastChangeMs = 0;
  let timer: NodeJS.Timeout | null = null;
  const waiting: { dueMs: number; record: CrmRecord }[] = [];
  const inIndex = new Map<ObjectType, readonly CrmRecord[]>();
  const recordsOf = (type: ObjectType) => byType.get(type) ?? new Map<string, CrmRecord>();
  const edgeKey = (record: CrmRecord, type: ObjectType) => `${record.type}:${record.id}>${type}`;

  function touch(record: CrmRecord, at = options.now().getTime()): void {
    const storm = options.storm();
    const isNear = lastChangeMs > 0 && at - lastChangeMs >= 0 && at - lastChangeMs < SAME_TIME_MS;
    const changedMs = isNear && storm?.isSameSecond() ? lastChangeMs : at;
    lastChangeMs = changedMs;
    record.updatedMs = changedMs;
    const lateMs = storm?.isLate() ? LATE_INDEX_MS : 0;
    waiting.push({ dueMs: options.now().getTime() + options.indexLagMs() + lateMs, record });
    state.changed();
  }

  function takeIn(): void {
    const nowMs = options.now().getTime();
    const due = waiting.filter((entry) => entry.dueMs <= nowMs);
    if (due.length === 0) return;
    waiting.splice(0, waiting.length, ...waiting.filter((entry) => entry.dueMs > nowMs));
    for (const { record } of due) {
      const { updatedMs, properties, archivedMs } = record;
      record.indexed = { updatedMs, properties, isArchived: archivedMs !== null };
    }
    inIndex.clear();
  }

  function eventOf(record: CrmRecord, event: (ticketId: string) => TicketEvent): void {
    if (record.type === 'tickets') options.onEvent(event(record.id));
  }

  function link(from: CrmRecord, to: CrmRecord, isRemoved: boolean): void {
    for (const [one, other] of [
      [from, to],
      [to, from],
    ] as const) {
      const key = edgeKey(one, other.type);
      const ids = edges.get(key) ?? new Set<string>();
      if (isRemoved) ids.delete(other.id);
      else ids.add(other.id);
      edges.set(key, ids);
      // The vendor counts what hangs on a ticket in properties of the ticket, which change with it.
      if (one.type === 'tickets' && options.areTicketsTouched()) touch(one);
      eventOf(one, (ticketId) => ({
        kind: 'associationChange',
        ticketId,
        toType: other.type,
        toId: other.id,
        isRemoved,
      }));
    }
  }

  const state: HubSpotState = {
    now: options.now,
    owners: saved?.owners ?? [],
    ticketProperties: saved?.ticketProperties ?? [],
    threadMessages: saved?.threadMessages ?? [],
    records: recordsOf,
    find(type, id) {
      const target = type === 'tickets' ? (mergedInto.get(id) ?? id) : id;
      return recordsOf(type).get(target) ?? null;
    },
    create(type, input) {
      const at = options.now().getTime();
      const record: CrmRecord = {
        id: state.nextId(),
        type,
        createdMs: input.createdAt?.getTime() ?? at,
        updatedMs: at,
        archivedMs: null,
        properties: withSource(input),
        indexed: null,
      };
      recordsOf(type).set(record.id, record);
      touch(record, input.changedAt?.getTime());
      eventOf(record, (ticketId) => ({ kind: 'creation', ticketId }));
      for (const to of input.associations ?? []) {
        const found = state.find(to.type, to.id);
        if (found) link(record, found, false);
      }
      return record;
    },
    update(record, properties) {
      const before = record.properties;
      record.properties = { ...before, ...properties };
      touch(record);
      for (const [name, value] of Object.entries(properties)) {
        if ((before[name] ?? '') === (value ?? '')) continue;
        eventOf(record, (ticketId) => ({
          kind: 'propertyChange',
          ticketId,
          name,
          value: value ?? '',
        }));
      }
    },
    archive(record) {
      if (record.archivedMs !== null) return;
      record.archivedMs = options.now().getTime();
      touch(record);
      eventOf(record, (ticketId) => ({ kind: 'deletion', ticketId }));
      for (const type of objectTypes) {
        for (const id of state.associated(record, type)) {
          const other = recordsOf(type).get(id);
          if (other?.type === 'tickets') touch(other);
        }
      }
    },
    merge(primary, merged) {
      mergedInto.set(merged.id, primary.id);
      for (const type of objectTypes) {
        for (const id of state.associated(merged, type)) {
          const other = recordsOf(type).get(id);
          if (other) link(primary, other, false);
        }
      }
      recordsOf('tickets').delete(merged.id);
      inIndex.clear();
      merged.archivedMs = options.now().getTime();
      touch(merged);
      touch(primary);
      options.onEvent({ kind: 'merge', ticketId: primary.id, mergedId: merged.id });
    },
    associate: (from, to) => link(from, to, false),
    dissociate: (from, to) => link(from, to, true),
    associated: (record, type) =>
      [...(edges.get(edgeKey(record, type)) ?? [])].filter(
        (id) => recordsOf(type).get(id)?.archivedMs === null,
      ),
    indexed(type) {
      takeIn();
      const known = inIndex.get(type);
      if (known) return known;
      const records = [...recordsOf(type).values()].filter(
        (one) => one.indexed?.isArchived === false,
      );
      inIndex.set(type, records);
      return records;
    },
    value(record, name) {
      if (name === 'hs_object_id') return record.id;
      if (name === modifiedName(record.type)) return new Date(record.updatedMs).toISOString();
      if (name === createdName(record.type)) return new Date(record.createdMs).toISOString();
      return record.properties[name] ?? null;
    },
    definition(type, name) {
      const own = type === 'tickets' ? state.ticketProperties : [];
      return [...definedProperties[type], ...own].find((one) => one.name === name);
    },
    nextId: () => String(++lastId),
    changed() {
      if (options.persistence === undefined) return;
      timer ??= setTimeout(state.flush, SAVE_DELAY_MS);
    },
    flush() {
      if (timer === null) return;
      clearTimeout(timer);
      timer = null;
      const document: Saved = {
        version: 1,
        nextId: lastId,
        records: objectTypes.flatMap((type) => [...recordsOf(type).values()]),
        edges: [...edges].map(([key, ids]) => [key, [...ids]]),
        owners: state.owners,
        ticketProperties: state.ticketProperties,
        threadMessages: state.threadMessages,
        mergedInto: [...mergedInto],
      };
      options.persistence?.save(JSON.stringify(document));
    },
  };
  // What a killed process had not taken into the index yet is late, not lost.
  for (const type of objectTypes) {
    for (const record of recordsOf(type).values()) {
      if (record.indexed?.updatedMs !== record.updatedMs) waiting.push({ dueMs: 0, record });
    }
  }
  return state;
}

function withSource({ properties, source }: CreateInput): Properties {
  return {
    ...properties,
    hs_object_source: source?.object ?? 'INTEGRATION',
    hs_created_by_user_id: source?.userId ?? null,
  };
}

function readSaved(persistence: StandInPersistence | undefined): Saved | null {
  const text = persistence?.load() ?? null;
  if (text === null) return null;
  const saved = JSON.parse(text) as Saved;
  if (saved.version !== 1)
    throw new Error('The kept HubSpot stand-in state is of another version.');
  return saved;
}
