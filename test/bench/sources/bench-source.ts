import type { RequestListener } from 'node:http';

export type BareLimits = { msPerPoint: number; msPerSearch?: number };

/** How a bare client keeps to the same limits as the hub. */
export type BareRun = {
  /** Where the stand-in answers. */
  url: string;
  /** Resolves when a request of so many points may be sent, one that searches no sooner than searches may be. */
  turn(points: number, isSearch?: boolean): Promise<void>;
  isOver(): boolean;
};

/** One vendor in the backfill bench: an account full of items, and the least that reads them all. */
export type BenchSource = {
  connectorId: string;
  /**
   * The vendor's documented limits, each in words, as what a point takes (and a search, where searches
   * have a limit of their own), and as the settings name it; `items` fill about a minute under it.
   */
  limits: readonly ({ words: string; settings?: object; items: number } & BareLimits)[];
  /** How many items the account holds where nothing limits. */
  items: number;
  /** The account behind a listener of its own. */
  account(items: number): RequestListener;
  settings(url: string): object;
  /** Limits that never hold anything up, as the settings name them. */
  unlimited: object;
  /** Lists, downloads and parses until the end or until it is over; how many items it had. */
  readBare(run: BareRun): Promise<number>;
};

export const dayMs = 86_400_000;
/** Before this an account's items begin; the hub is asked for everything since the day before. */
export const beginsAtMs = Date.now() - dayMs;

const texts = [
  'Where is my parcel? It has not moved since Monday.',
  'I was charged twice for order 8841, please refund 49.99 USD.',
  'Please change the address of my delivery to Main Street 5.',
  'How do I reset my password? The link in the mail does not work.',
];

/** One in twenty asks for money back, as in a busy inbox. */
export const isAsking = (index: number) => index % 20 === 1;

/** What customer `index` writes. */
export function textOf(index: number): string {
  const text = texts[isAsking(index) ? 1 : (index % 3) + (index % 3 === 1 ? 1 : 0)] ?? '';
  return `${text} `.repeat(6);
}

/** Runs `work` for each of them, so many at once. */
export async function eachOf<Item>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  const lane = async () => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}

/** The ids in parts that one request may hold. */
export function partsOf<Item>(items: readonly Item[], max: number): Item[][] {
  const count = Math.ceil(items.length / max);
  return Array.from({ length: count }, (_, index) => items.slice(index * max, (index + 1) * max));
}
