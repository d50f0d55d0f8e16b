import type { DelegationWork } from '../reversals/ports.js';
import { addHubHistory } from './history-store.js';
import type { Transaction } from './transaction.js';

/** Any number, the same everywhere: times away, and lines of the chain below, take turns. */
const delegationLock = 7_233_002;
const chain = 'delegations';

/** Times away, and what belongs to whom, inside one transaction. */
export function delegationWorkOf(tx: Transaction): DelegationWork {
  const takeTurn = () => tx.$executeRaw`SELECT pg_advisory_xact_lock(${delegationLock}::bigint)`;
  return {
    async hasDelegation({ personId, toId, from, until }) {
      await takeTurn();
      const where = { personId, toId, fromAt: from, untilAt: until, endedAt: null };
      return (await tx.delegation.count({ where })) > 0;
    },

    async addDelegation({ personId, toId, from, until, at }) {
      await tx.delegation.create({
        data: { personId, toId, fromAt: from, untilAt: until, madeAt: at, origin: 'person' },
      });
    },

    async endDelegations(personId, at, within) {
      await takeTurn();
      const { count } = await tx.delegation.updateMany({
        where: {
          personId,
          endedAt: null,
          untilAt: { gt: within && within.from > at ? within.from : at },
          ...(within && { fromAt: { lt: within.until } }),
        },
        data: { endedAt: at },
      });
      return count;
    },

    async endDelegationsTo(toId, at) {
      await takeTurn();
      const { count } = await tx.delegation.updateMany({
        where: { toId, endedAt: null, untilAt: { gt: at } },
        data: { endedAt: at },
      });
      return count;
    },

    async addDelegationHistory({ personId, ...line }) {
      await takeTurn();
      await addHubHistory(tx, chain, { ...line, actor: { kind: 'person', personId } });
    },

    async heldBy(personId, clients, limit) {
      const rows = await tx.reversal.findMany({
        where: {
          clientId: { in: [...clients] },
          historic: false,
          status: { in: ['needs_review', 'pending_approval', 'changes_requested', 'approved'] },
          OR: [{ assigneeId: personId }, { stepHolderId: personId }],
        },
        orderBy: { number: 'asc' },
        select: { number: true },
        take: limit,
      });
      return rows.map((row) => row.number);
    },
  };
}
