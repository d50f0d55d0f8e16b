import type { Fault } from './faults.js';
import { seededRandom } from './seeded-random.js';

/** What befalls single requests; a stand-in that sends them through `createFaults` knows them all. */
const requestFaults = {
  tooMany: { fault: { status: 429 } },
  tooManyFor: { fault: { status: 429, headers: { 'Retry-After': '2' } } },
  serverError: { fault: { status: 500 } },
  badGateway: { fault: { status: 502, body: '<html>bad gateway</html>' } },
  unavailable: { fault: { status: 503, headers: { 'Retry-After': '1' } } },
  unauthorised: { fault: { status: 401 } },
  notFound: { fault: { status: 404, body: '<html>not found</html>' } },
  conflict: { fault: { status: 409 } },
  gone: { fault: { status: 410, body: '<html>gone</html>' } },
  cut: { fault: 'cut' },
  cutAfter: { fault: 'cut', effect: 'after' },
  stall: { fault: { stallMs: 50 } },
  slow: { fault: 'slow', slowMs: 20 },
  truncate: { fault: 'truncate' },
  badJson: { fault: 'badJson' },
  html: { fault: { status: 200, body: '<html>maintenance</html>' } },
} as const satisfies Record<string, Omit<Fault, 'match'>>;

type RequestFault = keyof typeof requestFaults;
/** What befalls listings: each stand-in asks at the place where its vendor would do so. */
type ListingFault = 'duplicate' | 'reordered' | 'lateIndex' | 'sameSecond' | 'expiredHistory';
type StormFault = RequestFault | ListingFault;

/** The share of requests (or of listings, items, changes) that each fault strikes, 0 to 1. */
export type StormRates = Partial<Record<StormFault, number>>;

/**
 * A seeded row of every fault of the ladder, until it is told to be calm: the same seed and the
 * same requests meet the same faults. 404 and 410 come as a proxy's page, not in the vendor's words.
 */
export type FaultStorm = {
  /** What strikes this request; null for most. Asked by `createFaults`. */
  strike(): Fault | null;
  /**
   * A page as it is shown: records of it twice, or out of order. The place to go on from is to be
   * reckoned from the true page.
   */
  shown<Item>(page: readonly Item[]): Item[];
  /** Whether this record is not yet in the index: it gets its place later, with its old time. */
  isLate(): boolean;
  /** Whether a change gets the very time of the change before it. */
  isSameSecond(): boolean;
  /** Whether the place that a caller goes on from is no longer known. */
  isExpired(): boolean;
  /** How often each fault has struck. */
  counts(): Partial<Record<StormFault, number>>;
  /** Ends the storm; what it has counted stays. */
  calm(): void;
};

export function faultStorm({ seed, rates }: { seed: number; rates: StormRates }): FaultStorm {
  const random = seededRandom(seed);
  const counts: Partial<Record<StormFault, number>> = {};
  let isCalm = false;
  const strikes = (name: StormFault): boolean => {
    const rate = isCalm ? 0 : (rates[name] ?? 0);
    if (rate === 0 || random() >= rate) return false;
    counts[name] = (counts[name] ?? 0) + 1;
    return true;
  };
  const names = Object.keys(requestFaults) as RequestFault[];
  return {
    strike() {
      const name = names.find(strikes);
      return name ? { match: () => true, ...requestFaults[name] } : null;
    },
    shown(page) {
      const rows = [...page];
      if (rows.length > 0 && strikes('duplicate')) rows.push(...rows.slice(0, 5));
      if (rows.length > 1 && strikes('reordered')) {
        return rows
          .map((row) => ({ row, place: random() }))
          .sort((left, right) => left.place - right.place)
          .map(({ row }) => row);
      }
      return rows;
    },
    isLate: () => strikes('lateIndex'),
    isSameSecond: () => strikes('sameSecond'),
    isExpired: () => strikes('expiredHistory'),
    counts: () => ({ ...counts }),
    calm: () => {
      isCalm = true;
    },
  };
}

/** Every fault at the same rate. */
export function evenRates(rate: number): StormRates {
  const listing: ListingFault[] = [
    'duplicate',
    'reordered',
    'lateIndex',
    'sameSecond',
    'expiredHistory',
  ];
  return Object.fromEntries([...Object.keys(requestFaults), ...listing].map((one) => [one, rate]));
}
