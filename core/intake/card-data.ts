import type { Finding } from './redact.js';
import type { SourceMessage } from './source-item.js';

/** What no place may hold in the open: these are an incident wherever people write them. */
const cardDataKinds = ['card_number', 'security_code', 'track_data', 'pin'] as const;
type CardDataKind = (typeof cardDataKinds)[number];

/** How many of each kind; never a digit of them. */
export type CardDataCount = Readonly<Partial<Record<CardDataKind, number>>>;

type Author = SourceMessage['author'];

/** A message, or another part of an item, that holds card data. */
export type CardDataPlace = { place: string; author: Author; kinds: CardDataCount };

/** What a look at one item came to. `looked` are all places that were looked at, the clean ones too. */
export type CardDataLook = {
  found: readonly CardDataPlace[];
  looked: ReadonlySet<string>;
  /** Nothing was left out: a place that is not among `looked` is there no more. */
  isWhole: boolean;
};

export type CardDataIncident = {
  id: string;
  /** A connection's id, or `chat`. */
  origin: string;
  item: string;
  clientId: string | null;
  url: string | null;
  author: Author;
  kinds: CardDataCount;
  foundAt: Date;
  removedAt: Date | null;
};

/** Where card data was found, and whether it is gone: what compliance is asked for. */
export type CardDataBook = {
  /**
   * Keeps new places and asks for one report on them, marks those that are gone, in one transaction;
   * the same look again changes nothing. Without `report` it is recorded and told to nobody.
   */
  keepItem(
    item: { id: string; connectionId: string; externalId: string; clientId: string },
    look: CardDataLook,
    report: { owner: string | null; url: string | null } | null,
    at: Date,
  ): Promise<void>;
  /** A message in chat: `kinds` null says that it holds none, or none any more. */
  keepChat(
    message: { channelId: string; messageId: string; clientId: string | null },
    kinds: CardDataCount | null,
    at: Date,
  ): Promise<void>;
  /** Newest first; chat outside of any client's channel is shown to whoever `seesAll`. */
  list(
    who: { clients: readonly string[]; seesAll: boolean },
    limit: number,
  ): Promise<readonly CardDataIncident[]>;
  counts(): Promise<readonly { origin: string; open: number; removed: number }[]>;
};

/** Findings that are card data, counted; null where there are none. */
export function countCardData(findings: readonly { kind: string }[]): CardDataCount | null {
  const counts: Partial<Record<CardDataKind, number>> = {};
  for (const { kind } of findings) {
    const known = cardDataKinds.find((one) => one === kind);
    if (known) counts[known] = (counts[known] ?? 0) + 1;
  }
  return Object.keys(counts).length > 0 ? counts : null;
}

/** The places of an item that were looked at, each with what was found in it. */
export function lookAt(
  places: readonly { place: string; author: Author; findings: readonly Finding[] }[],
  isWhole: boolean,
): CardDataLook {
  return {
    found: places.flatMap(({ place, author, findings }) => {
      const kinds = countCardData(findings);
      return kinds ? [{ place, author, kinds }] : [];
    }),
    looked: new Set(places.map(({ place }) => place)),
    isWhole,
  };
}

/** An item that is gone: nothing stands there any more. */
export const nothingLeft: CardDataLook = { found: [], looked: new Set(), isWhole: true };
