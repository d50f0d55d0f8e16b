import { setTimeout as sleep } from 'node:timers/promises';
import { seededRandom } from '../support/stand-ins/seeded-random.js';

/** A delivery as it goes over the wire. */
export type Posted = { headers: Record<string, string>; body: string };

/** One event of a processor, and how it is signed when it is sent. */
export type PushEvent = {
  id: string;
  sign(at: Date): Posted;
  /** The same kind of event under an id that nobody sent, signed with a key that is not the account's. */
  forge(at: Date): Posted & { id: string };
};

const rates = {
  held: 0.01,
  truncated: 0.03,
  altered: 0.03,
  forged: 0.03,
  answerLost: 0.05,
  sentTwice: 0.08,
} as const;
type PushFault = keyof typeof rates | 'refused' | 'unreachable' | 'serverError';

/** Longer than any signature is good for, at the storm's pace. */
const heldMs = 7_000;
const spreadMs = 300;
const againMaxMs = 1_500;
/** A vendor waits for some answers at once, and for each of them so long. */
const atOnceMax = 16;
const answerMaxMs = 30_000;

/**
 * Sends events as processors do, again and again until each is taken, in a seeded storm: late and out
 * of order, twice, cut short, altered, forged, with the answer lost on the way. The waits
 * between tries, hours at a vendor, are seconds here.
 */
export function openPostman(how: {
  seed: number;
  url: () => string | null;
  now: () => Date;
  isTaken: (status: number, body: string) => boolean;
}) {
  const random = seededRandom(how.seed);
  const counts: Partial<Record<PushFault, number>> = {};
  const believed: string[] = [];
  const underWay = new Set<Promise<void>>();
  let open = 0;
  const note = (fault: PushFault) => {
    counts[fault] = (counts[fault] ?? 0) + 1;
  };
  const strikes = (fault: keyof typeof rates) => {
    if (random() >= rates[fault]) return false;
    note(fault);
    return true;
  };

  /** Whether the hub said that it has it. */
  async function post(posted: Posted): Promise<boolean> {
    while (open >= atOnceMax) await sleep(10);
    open += 1;
    try {
      return await answered(posted);
    } finally {
      open -= 1;
    }
  }

  async function answered({ headers, body }: Posted): Promise<boolean> {
    const url = how.url();
    if (url === null) return false;
    try {
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body,
        signal: AbortSignal.timeout(answerMaxMs),
      });
      const isTaken = how.isTaken(answer.status, await answer.text());
      if (!isTaken) note(answer.status >= 500 ? 'serverError' : 'refused');
      return isTaken;
    } catch {
      // The hub is down, or was killed while it answered: whether it has the event, nobody knows.
      note('unreachable');
      return false;
    }
  }

  /** What nobody may believe; that it was is told by name. */
  async function harm(event: PushEvent): Promise<void> {
    const { headers, body } = event.sign(how.now());
    if (strikes('truncated')) {
      const half = body.slice(0, Math.floor(body.length * random()));
      if (await post({ headers, body: half })) believed.push(`${event.id} cut short`);
    }
    const altered = body.replace(/"(amount|value)":(\d)/, '"$1":1$2');
    if (altered !== body && strikes('altered') && (await post({ headers, body: altered }))) {
      believed.push(`${event.id} altered`);
    }
    if (strikes('forged')) {
      const forged = event.forge(how.now());
      if (await post(forged)) believed.push(`${forged.id} forged`);
    }
  }

  async function deliver(event: PushEvent): Promise<void> {
    await sleep(random() * spreadMs);
    for (let tries = 0; ; tries += 1) {
      await harm(event);
      const posted = event.sign(how.now());
      if (strikes('held')) await sleep(heldMs);
      if ((await post(posted)) && !strikes('answerLost')) break;
      await sleep(Math.min(50 * 2 ** Math.min(tries, 6), againMaxMs) * (0.5 + random()));
    }
    if (strikes('sentTwice')) {
      await sleep(random() * spreadMs);
      await post(event.sign(how.now()));
    }
  }

  return {
    send(event: PushEvent): void {
      const work = deliver(event).finally(() => underWay.delete(work));
      underWay.add(work);
    },
    /** Resolves once every event sent so far was taken. */
    settled: async () => void (await Promise.all(underWay)),
    waiting: () => underWay.size,
    counts: () => counts,
    believed: () => believed,
  };
}
