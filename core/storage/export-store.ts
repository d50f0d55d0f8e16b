import type { ExportFilter } from '../access/export-link.js';
import type { Person } from '../reversals/reversal.js';
import { addHubHistory } from './history-store.js';
import { inTransaction, type WithPrisma } from './transaction.js';

const chain = 'exports';
/** Two exports at once write one line after the other. */
const exportsLock = 7_233_010;

/** Who took entries out of the hub, when, and by which filter; what names a customer is left out. */
export function createExportBook(database: WithPrisma) {
  return {
    record: (person: Person, filter: ExportFilter, entries: number, at: Date): Promise<void> =>
      inTransaction(database, async (tx) => {
        await tx.$executeRaw`SELECT pg_advisory_xact_lock(${exportsLock}::bigint)`;
        await addHubHistory(tx, chain, {
          at,
          actor: { kind: 'person', personId: person.id },
          surface: 'dashboard',
          action: 'exported',
          facts: { ...factsOf(filter), entries },
        });
      }),
  };
}

function factsOf({ customer, identifier, agent, ...filter }: ExportFilter) {
  const named = Object.entries(filter).flatMap(([name, value]) =>
    value === undefined
      ? []
      : [[name, value instanceof Date ? value.toISOString() : String(value)]],
  );
  const personal = { customer, identifier, agent };
  const hidden = Object.entries(personal).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, 'given']],
  );
  return Object.fromEntries([...named, ...hidden]) as Record<string, string>;
}
