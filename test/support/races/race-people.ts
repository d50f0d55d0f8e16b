import type { Policy } from '../../../core/reversals/approval-policy.js';
import type { Person } from '../../../core/reversals/reversal.js';
import type { SettingsToApply } from '../../../core/storage/apply-settings.js';
import { exampleSettings } from '../storage-fixture.js';
import type { Books } from './race-storage.js';

export const racers = ['agent', 'manager', 'second', 'admin'] as const;
export type Racer = (typeof racers)[number];
export type Racers = Readonly<Record<Racer, Person>>;

const raceChannel = 'C0ACME';
const emailOf = (racer: Racer) => `${racer}@example.com`;
const chatIdOf = (racer: Racer) => `U0${racer.toUpperCase()}`;

/** What a policy asks, told a second time and simply: this many votes of these roles, in each group. */
export type Asked = readonly { roles: readonly string[]; need: number }[];
type RacePolicy = { policy: Policy | null; asks(minor: bigint, isMatched: boolean): Asked };

const bothRoles = ['role:manager', 'role:admin'];
const everyRole = ['manager', 'compliance', 'admin'];
const two: Asked = [{ roles: ['manager', 'admin'], need: 2 }];

/** The policies that come and go while people decide. */
export const racePolicies: readonly RacePolicy[] = [
  { policy: null, asks: () => [{ roles: everyRole, need: 1 }] },
  {
    policy: { name: 'any manager', rules: [{ steps: [{ from: ['role:manager'], need: 'any' }] }] },
    asks: () => [{ roles: ['manager'], need: 1 }],
  },
  {
    policy: {
      name: 'more above 300',
      rules: [
        {
          when: { currency: 'USD', maxAmount: 30_000 },
          steps: [{ from: ['role:manager'], need: 'any' }],
        },
        { steps: [{ from: bothRoles, need: 2 }] },
      ],
    },
    asks: (minor, isMatched) =>
      isMatched && minor <= 30_000n ? [{ roles: ['manager'], need: 1 }] : two,
  },
  {
    policy: { name: 'two', rules: [{ steps: [{ from: bothRoles, need: 2 }] }] },
    asks: () => two,
  },
  {
    policy: {
      name: 'manager, then admin',
      rules: [
        {
          steps: [
            { from: ['role:manager'], need: 1 },
            { from: ['role:admin'], need: 1 },
          ],
        },
      ],
    },
    asks: () => [
      { roles: ['manager'], need: 1 },
      { roles: ['admin'], need: 1 },
    ],
  },
];

/** From when a policy's change was asked for until the next one's was certainly done. */
type InForce = { index: number; from: number; until: number };

/** Settings applied anew, one after the other, and which policies may have been in force when. */
export function openPolicies(
  books: () => Books,
  settingsWith: (policy: Policy | null) => SettingsToApply,
) {
  const times: InForce[] = [];
  let last: Promise<unknown> = Promise.resolve();
  async function apply(index: number) {
    const known = times.length;
    times.push({ index, from: Date.now(), until: Number.POSITIVE_INFINITY });
    // Where this dies nobody knows whether it was committed: both may be in force until the next.
    await books().applySettings(settingsWith(racePolicies[index]?.policy ?? null));
    const until = Date.now();
    for (const before of times.slice(0, known)) before.until = Math.min(before.until, until);
  }
  return {
    apply(index: number): Promise<void> {
      const turn = last.then(() => apply(index));
      last = turn.catch(() => undefined); // Its caller hears of it; the next one only waits.
      return turn;
    },
    /** What may have been asked between two instants. */
    between: (from: number, until: number) =>
      times
        .filter((one) => one.from <= until && one.until >= from)
        .flatMap((one) => racePolicies[one.index] ?? []),
  };
}

export type Policies = ReturnType<typeof openPolicies>;

/** One client and four people race at the desk. */
export function deskSettings(policy: Policy | null): SettingsToApply {
  const [acme, globex] = exampleSettings.clients;
  if (!acme || !globex) throw new Error('two clients');
  return {
    ...exampleSettings,
    clients: [{ ...acme, chatChannelId: raceChannel, policy }, globex],
    people: exampleSettings.people.map((person) => {
      const racer = racers.find((one) => emailOf(one) === person.email);
      return { ...person, chatUserId: racer ? chatIdOf(racer) : null };
    }),
  };
}

export async function peopleByRacer(books: Books, email = emailOf): Promise<Racers> {
  const all = await books.directory.all();
  const person = (racer: Racer) => {
    const found = all.find((one) => one.email === email(racer));
    if (!found) throw new Error(`nobody is ${racer}`);
    return found;
  };
  return {
    agent: person('agent'),
    manager: person('manager'),
    second: person('second'),
    admin: person('admin'),
  };
}
