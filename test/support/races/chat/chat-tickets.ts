import type { HelpdeskWriter } from '../../../../core/effects/ports.js';

/** The helpdesk, as far as a race looks at it: how often each note was brought to it. */
export function createTickets() {
  const brought = new Map<string, number>();
  const writer: HelpdeskWriter = {
    async write(_connectionId, { effectId }) {
      const before = brought.get(effectId) ?? 0;
      brought.set(effectId, before + 1);
      // A note carries its effect's id: a connector that finds it writes no second one.
      return before === 0 ? 'written' : 'already_there';
    },
  };
  return { writer, timesBrought: (effectId: string) => brought.get(effectId) ?? 0 };
}
