import type { PurgeBook } from '../effects/purge.js';
import type { EffectKind } from '../reversals/effect-request.js';
import type { WithPrisma } from './transaction.js';

/**
 * What is only said once and read by nobody afterwards. Notes on tickets stay, as a later one asks
 * whether an earlier was written; notices to operations and of card data, as their keys tell them once.
 */
const forgotten: readonly EffectKind[] = [
  'show_card',
  'add_thread_line',
  'show_folded_list',
  'tell_waiting',
  'tell_person',
  'send_digest',
  'tell_handed_over',
];

/** Deletes what nobody needs any more. */
export function createPurgeBook({ prisma }: WithPrisma): PurgeBook {
  return {
    async expiredDrafts(at) {
      const { count } = await prisma.logDraft.deleteMany({ where: { expiresAt: { lte: at } } });
      return count;
    },

    async endedEffects(before, limit) {
      const ended = {
        kind: { in: [...forgotten] },
        status: { in: ['done' as const, 'dropped' as const] },
        dueAt: { lt: before },
        doneAt: { lt: before },
      };
      const rows = await prisma.effect.findMany({
        where: ended,
        select: { id: true },
        take: limit,
      });
      const ids = rows.map((row) => row.id);
      const { count } = await prisma.effect.deleteMany({ where: { ...ended, id: { in: ids } } });
      return count;
    },
  };
}
