import fc from 'fast-check';
import { type ActOf, actsOf, type Deed, scriptsOf } from '../race-script.js';

/** In chat people also talk, say a bare yes, and change an old message into one. */
export type ChatDeed = Deed | 'bare_yes' | 'talk' | 'edited_into_yes';

export type ChatAct = ActOf<ChatDeed> & {
  /** By which way it comes, where that way can say it. */
  way: 'button' | 'answer' | 'command';
  /** What becomes of a thread answer while it is on its way; how Slack repeats one. */
  fate: 'stays' | 'edited' | 'removed';
  repeat: 'same_event' | 'new_event';
};

const weights: Readonly<Record<ChatDeed, number>> = {
  approve: 20,
  approve_less: 2,
  reject: 3,
  request_changes: 2,
  confirm: 3,
  withdraw: 3,
  complete: 2,
  cancel: 1,
  note: 1,
  bare_yes: 4,
  talk: 2,
  edited_into_yes: 2,
  // The other surfaces go on meanwhile: dashboard, ticket, payments and settings.
  edit_up: 2,
  edit_down: 2,
  edit_reason: 1,
  source_update: 2,
  payment: 1,
  policy: 1,
  log_beside: 1,
};

const act: fc.Arbitrary<ChatAct> = fc
  .tuple(
    actsOf(weights),
    fc.record({
      way: fc.oneof(
        { weight: 6, arbitrary: fc.constant<ChatAct['way']>('button') },
        { weight: 4, arbitrary: fc.constant<ChatAct['way']>('answer') },
        { weight: 1, arbitrary: fc.constant<ChatAct['way']>('command') },
      ),
      fate: fc.oneof(
        { weight: 5, arbitrary: fc.constant<ChatAct['fate']>('stays') },
        { weight: 1, arbitrary: fc.constant<ChatAct['fate']>('edited') },
        { weight: 1, arbitrary: fc.constant<ChatAct['fate']>('removed') },
      ),
      repeat: fc.constantFrom<ChatAct['repeat']>('same_event', 'new_event'),
    }),
  )
  .map(([drawn, way]) => ({ ...drawn, ...way }));

/** A click or a message takes the hub this long at most, so it dies before, in and after it. */
const dyingMostMs = 80;

export const chatScripts = scriptsOf(act, dyingMostMs);
