import { z } from 'zod';
import type { Policy } from '../reversals/approval-policy.js';
import type { ClientFacts } from '../reversals/ports.js';
import { reversalTypes } from '../reversals/reversal.js';
import type { Client } from './generated/client.js';
import { storedOfficeHours } from './office-hours.js';
import type { Transaction } from './transaction.js';

const step = z.object({
  from: z.array(z.string()),
  need: z.union([z.enum(['any', 'all', 'majority']), z.number()]),
  within: z.string().optional(),
  // biome-ignore lint/suspicious/noThenProperty: the key is the configuration's own word
  then: z.enum(['remind', 'escalate', 'reassign', 'reject']).optional(),
  to: z.array(z.string()).optional(),
  reasonRequired: z.boolean().optional(),
  evidenceRequired: z.boolean().optional(),
  take: z.enum(['any', 'round_robin']).optional(),
});

const storedPolicy = z.object({
  name: z.string(),
  rules: z.array(
    z.object({
      when: z
        .object({
          types: z.array(z.enum(reversalTypes)).optional(),
          currency: z.string().optional(),
          minAmount: z.number().optional(),
          maxAmount: z.number().optional(),
          minRisk: z.number().optional(),
        })
        .optional(),
      steps: z.array(step),
      perDay: z.number().optional(),
    }),
  ),
  fallback: z.array(z.string()).optional(),
}) satisfies z.ZodType<Policy>;

/** Office hours of an older form, never acted on, are as good as none until the next start. */
const storedSettings = z.object({
  dueBuffer: z.string().optional(),
  locale: z.string().optional(),
  officeHours: storedOfficeHours.optional().catch(undefined),
});

/** Null where there is none. One that was switched off is still read: its entries go on. */
export async function clientById(tx: Transaction, id: string): Promise<ClientFacts | null> {
  const row = await tx.client.findUnique({ where: { id } });
  return row ? clientOf(row) : null;
}

export async function activeClients(tx: Transaction): Promise<readonly ClientFacts[]> {
  const rows = await tx.client.findMany({ where: { isActive: true }, orderBy: { id: 'asc' } });
  return rows.map(clientOf);
}

export async function clientOfChannel(
  tx: Transaction,
  chatChannelId: string,
): Promise<ClientFacts | null> {
  const row = await tx.client.findUnique({ where: { chatChannelId, isActive: true } });
  return row ? clientOf(row) : null;
}

function clientOf(row: Client): ClientFacts {
  const { dueBuffer, locale, officeHours } = storedSettings.parse(row.settings);
  return {
    id: row.id,
    name: row.name,
    currency: row.currency,
    timezone: row.timezone,
    locale: locale ?? null,
    policy: row.policy === null ? null : storedPolicy.parse(row.policy),
    chatChannelId: row.chatChannelId,
    dueBuffer: dueBuffer ?? null,
    ...(officeHours && { officeHours }),
  };
}
