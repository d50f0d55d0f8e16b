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

/** The outbox as delivery needs it. Storage fills it in. */
export type EffectBook = {
  /** Ids due now and neither done nor leased, oldest first. */
  due(now: Date, limit: number): Promise<readonly { id: string; kind: EffectKind }[]>;
  /** Leases an effect until `until`; null when it is done, not due, or another process has it. */
  claim(id: string, now: Date, until: Date): Promise<Effect | null>;
  done(id: string, at: Date): Promise<void>;
  /** Done with nothing to do: superseded, or the far item is gone. `code` says why. */
  dropped(id: string, at: Date, code: string): Promise<void>;
  /** Tries again at `at`; `held` marks it as waiting for a person to mend something. */
  again(id: string, at: Date, code: string, held: boolean): Promise<void>;
  failed(id: string, at: Date, code: string): Promise<void>;
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
