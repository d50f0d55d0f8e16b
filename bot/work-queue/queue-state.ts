import { referenceOf } from '../../core/index.js';
import { metadataOf } from '../receiving/payloads.js';

/** How far somebody has come in their queue; it travels with the window, so nothing is kept here. */
export type QueueState = {
  /** The channel it was opened in; empty on App Home. Its client narrows the queue. */
  channel: string;
  approved: number;
  rejected: number;
  changes: number;
  other: number;
  /** References put off, oldest first. */
  skipped: readonly string[];
};

/** Beyond it the oldest skipped ones come round again: a window carries 3,000 characters. */
const skippedMax = 60;

export const freshState = (channel: string): QueueState => ({
  channel,
  approved: 0,
  rejected: 0,
  changes: 0,
  other: 0,
  skipped: [],
});

export const decidedIn = ({ approved, rejected, changes, other }: QueueState) =>
  approved + rejected + changes + other;

export function writeState(state: QueueState): Record<string, string> {
  const numbers = state.skipped.slice(-skippedMax).map((reference) => Number(reference.slice(3)));
  return {
    channel: state.channel,
    done: [state.approved, state.rejected, state.changes, state.other].join('.'),
    skipped: numbers.join('.'),
  };
}

export function readState(privateMetadata: string): QueueState {
  const { channel = '', done = '', skipped = '' } = metadataOf(privateMetadata);
  const [approved = 0, rejected = 0, changes = 0, other = 0] = numbersIn(done);
  const references = numbersIn(skipped).map(referenceOf);
  return { channel, approved, rejected, changes, other, skipped: references };
}

const numbersIn = (text: string) =>
  text
    .split('.')
    .filter((part) => /^\d{1,9}$/.test(part))
    .map(Number);
