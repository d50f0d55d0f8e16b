import type { ReversalStore } from '../reversals/ports.js';

/** The same store, telling of each commit: effects are then relayed at once, not at the next tick. */
export function afterCommit(store: ReversalStore, committed: () => void): ReversalStore {
  return {
    ...store,
    transaction: async (work) => {
      const result = await store.transaction(work);
      committed();
      return result;
    },
  };
}
