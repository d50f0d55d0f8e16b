import type { EffectKind } from '../reversals/effect-request.js';
import type { PostedMessage } from './ports.js';

/** One row of the outbox, claimed for delivery. */
export type Effect = {
  id: string;
  kind: EffectKind;
  reversalId: string | null;
  clientId: string | null;
  payload: Readonly<Record<string, string>>;
  attempts: number;
  createdAt: Date;
};

/** An effect that was given up, for a person to look at and try again. */
type FailedEffect = {
  id: string;
  kind: EffectKind;
  reference: string | null;
  code: string;
  attempts: number;
  since: Date;
};

/** The outbox as delivery needs it. Storage fills it in. */
export type EffectBook = {
  /** Ids due now and neither done nor leased, oldest first. */
  due(now: Date, limit: number): Promise<readonly { id: string; kind: EffectKind }[]>;
  /** Leases an effect until `until`; null when it is done, not due, or another process has it. */
  claim(id: string, now: Date, until: Date): Promise<Effect | null>;
  done(id: string, at: Date): Promise<void>;
  /** Done with nothing to do: superseded, or the far item is gone. `code` says why. */
  dropped(id: string, at: Date, code: string): Promise<void>;
  /**
   * Tries again at `at`. `held` marks it as waiting for a person to mend something; only a try that
   * failed (`isTry`) counts: waiting, for however long, uses none up.
   */
  again(id: string, at: Date, code: string, how: { held: boolean; isTry: boolean }): Promise<void>;
  /**
   * Takes later lines of the same thread into this one, which then says them all: kept before anything
   * is posted, so that a repeat says the same. Only for an effect that was never tried. Returns its payload.
   */
  foldLines(effect: Effect, now: Date): Promise<Effect['payload']>;
  /** Drops what else waits of this kind for the same client or person: the one in hand tells it all. */
  fold(effect: Effect, at: Date): Promise<void>;
  /** Keeps a lease while the work goes on. */
  extend(id: string, until: Date): Promise<void>;
  /** Whether one of this kind still waits for the reversal. */
  isWaiting(kind: EffectKind, reversalId: string): Promise<boolean>;
  /** Whether one of this kind was ever done for the reversal. */
  wasDone(kind: EffectKind, reversalId: string): Promise<boolean>;
  /** Whether a note of the same status at the same source item was asked for later, or by a later round. */
  isOvertaken(effect: Effect): Promise<boolean>;
  /** Effects given up, oldest first: `dead-letters` lists them. */
  givenUp(): Promise<readonly FailedEffect[]>;
  /** Puts effects given up back into the queue; all when no ids are given. Returns how many. */
  retryGivenUp(ids: readonly string[] | null, at: Date): Promise<number>;
  failed(id: string, at: Date, code: string): Promise<void>;
  /** Held effects of every kind are tried now: somebody may have mended what held them. */
  tryHeld(now: Date): Promise<void>;
  /** On the embedded database only one process exists: leases left by a dead one end at start. */
  endAllLeases(): Promise<void>;
  waiting(): Promise<{ pending: number; held: number; failed: number; oldestAt: Date | null }>;
  cardOf(reversalId: string): Promise<(PostedMessage & { postedAt: Date }) | null>;
  saveCard(
    reversalId: string,
    card: PostedMessage,
    contentHash: string,
    shownAt: Date,
  ): Promise<void>;
  foldedList(clientId: string, day: string): Promise<PostedMessage | null>;
  saveFoldedList(clientId: string, day: string, message: PostedMessage): Promise<void>;
};
