import fc from 'fast-check';
import { type Racer, racePolicies } from './race-people.js';

/** What somebody does to an entry while others do something else. */
export type Deed =
  | 'approve'
  | 'approve_less'
  | 'reject'
  | 'request_changes'
  | 'confirm'
  | 'withdraw'
  | 'complete'
  | 'cancel'
  | 'edit_up'
  | 'edit_down'
  | 'edit_reason'
  | 'source_update'
  | 'payment'
  | 'policy'
  | 'note'
  | 'log_beside';

/** What every act has, whatever it is. */
export type ActOf<D extends string> = {
  by: Racer;
  deed: D;
  /** Acts on the content of the last wave's beginning and not of this one's: an old card. */
  isStale: boolean;
  /** The same request comes twice at once. */
  isRepeated: boolean;
  /** On the other entry of the same payment, where there is one. */
  isOnTwin: boolean;
  waitMs: number;
  policy: number;
};
export type Act = ActOf<Deed>;

/** What there is to race for before anybody acts. */
export type ScriptStart = {
  type: 'refund' | 'merchant_error' | 'chargeback';
  /** Logged by hand, or read from a ticket that the second manager writes on. */
  origin: 'person' | 'source';
  minor: number;
  /** Known from the beginning; comes by an act; known without its captured amount. */
  payment: 'known' | 'late' | 'uncaptured';
  hasTwin: boolean;
};

export type Script<A = Act> = ScriptStart & {
  /** One after the other: what is in one wave happens at once. */
  waves: readonly (readonly A[])[];
  /** Where in a wave's work the hub dies, for the waves in which it does. */
  diesAfterMs: number;
};

const weights: Readonly<Record<Deed, number>> = {
  approve: 10,
  approve_less: 2,
  reject: 3,
  request_changes: 2,
  confirm: 3,
  withdraw: 4,
  complete: 2,
  cancel: 1,
  edit_up: 3,
  edit_down: 2,
  edit_reason: 1,
  source_update: 3,
  payment: 2,
  policy: 1,
  note: 1,
  log_beside: 1,
};

/** Acts whose deeds are drawn as often as they weigh. */
export function actsOf<D extends string>(
  weightOf: Readonly<Record<D, number>>,
): fc.Arbitrary<ActOf<D>> {
  const drawn = Object.entries<number>(weightOf).map(([deed, weight]) => ({
    weight,
    arbitrary: fc.constant(deed as D),
  }));
  return fc.record({
    by: fc.oneof(
      { weight: 1, arbitrary: fc.constant<Racer>('agent') },
      { weight: 3, arbitrary: fc.constant<Racer>('manager') },
      { weight: 3, arbitrary: fc.constant<Racer>('second') },
      { weight: 2, arbitrary: fc.constant<Racer>('admin') },
    ),
    deed: fc.oneof(...drawn),
    isStale: fc.oneof(
      { weight: 4, arbitrary: fc.constant(false) },
      { weight: 1, arbitrary: fc.constant(true) },
    ),
    isRepeated: fc.oneof(
      { weight: 5, arbitrary: fc.constant(false) },
      { weight: 1, arbitrary: fc.constant(true) },
    ),
    isOnTwin: fc.boolean(),
    waitMs: fc.integer({ min: 0, max: 8 }),
    policy: fc.integer({ min: 0, max: racePolicies.length - 1 }),
  });
}

/** Six waves of two or three such acts each. */
export function scriptsOf<A>(act: fc.Arbitrary<A>, dyingMostMs: number): fc.Arbitrary<Script<A>> {
  const wave: fc.Arbitrary<readonly A[]> = fc.oneof(
    { weight: 3, arbitrary: fc.tuple(act, act) },
    { weight: 1, arbitrary: fc.tuple(act, act, act) },
  );
  return fc.record({
    type: fc.oneof(
      { weight: 6, arbitrary: fc.constant<Script['type']>('refund') },
      { weight: 1, arbitrary: fc.constant<Script['type']>('merchant_error') },
      { weight: 2, arbitrary: fc.constant<Script['type']>('chargeback') },
    ),
    origin: fc.constantFrom('person', 'source'),
    minor: fc.integer({ min: 1_000, max: 45_000 }),
    payment: fc.oneof(
      { weight: 4, arbitrary: fc.constant<Script['payment']>('known') },
      { weight: 1, arbitrary: fc.constant<Script['payment']>('late') },
      { weight: 1, arbitrary: fc.constant<Script['payment']>('uncaptured') },
    ),
    hasTwin: fc.oneof(
      { weight: 2, arbitrary: fc.constant(false) },
      { weight: 1, arbitrary: fc.constant(true) },
    ),
    waves: fc.array(wave, { minLength: 6, maxLength: 6 }),
    diesAfterMs: fc.integer({ min: 0, max: dyingMostMs }),
  });
}

export const scripts = scriptsOf(actsOf(weights), 40);
