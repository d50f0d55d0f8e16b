import type { Privacy } from '../privacy/privacy.js';
import type { EvidenceLine, NewEvidence } from '../reversals/ports.js';
import { surfaces } from '../reversals/reversal.js';
import { oneOf } from './one-of.js';
import { sealerOf } from './sealed-fields.js';
import type { Transaction } from './transaction.js';
import { subjectOf } from './write-reversal.js';

/** Keeps the link under the subject's key; of an erased person only that there was one. */
export async function addEvidence(
  tx: Transaction,
  privacy: Privacy,
  reversalId: string,
  { url, name, ...evidence }: NewEvidence,
): Promise<void> {
  const sealer = sealerOf(privacy, await subjectOf(tx, reversalId));
  await tx.evidence.create({
    data: {
      ...evidence,
      reversalId,
      subjectId: sealer.subjectId,
      url: sealer.seal('evidence.url', evidence.id, url),
      name: sealer.seal('evidence.name', evidence.id, name),
    },
  });
}

/** Of one entry, oldest first. */
export async function evidenceOf(
  tx: Transaction,
  privacy: Privacy,
  reversalId: string,
): Promise<readonly EvidenceLine[]> {
  const rows = await tx.evidence.findMany({
    where: { reversalId },
    include: {
      person: { select: { id: true, name: true } },
      subject: { include: { key: true } },
      reversal: { select: { evidenceId: true } },
    },
    orderBy: [{ at: 'asc' }, { id: 'asc' }],
  });
  return rows.map((row) => {
    const sealer = sealerOf(privacy, row.subject);
    return {
      id: row.id,
      url: sealer.openRedacted('evidence.url', row.id, row.url),
      name: sealer.openRedacted('evidence.name', row.id, row.name),
      checksum: row.checksum,
      surface: oneOf(surfaces, row.surface),
      at: row.at,
      addedBy: row.person,
      isBound: row.id === row.reversal.evidenceId,
    };
  });
}
