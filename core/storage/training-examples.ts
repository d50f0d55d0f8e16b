import { z } from 'zod';
import { type KnownPeople, type NeutralText, neutralise } from '../intake/learning/neutral-text.js';
import { redact } from '../intake/redact.js';
import type { Privacy } from '../privacy/privacy.js';
import type { Correction } from '../reversals/correction.js';
import { reversalTypes } from '../reversals/reversal.js';
import type { Prisma } from './generated/client.js';
import { type Sealer, sealerOf } from './sealed-fields.js';
import { customerOf } from './subjects.js';
import type { Transaction } from './transaction.js';

const storedMoney = z.object({ minor: z.string(), currency: z.string() }).nullable();
const storedExample = z.object({
  text: z.string(),
  isReversal: z.boolean(),
  type: z.enum(reversalTypes).nullable(),
  amount: storedMoney,
  before: z.object({
    outcome: z.enum(['log', 'review']).nullable(),
    score: z.number().nullable(),
    type: z.enum(reversalTypes).nullable(),
    amount: storedMoney,
  }),
});
type StoredExample = z.output<typeof storedExample>;

const column = 'training_example.content';

/** Longer threads keep their two ends: who asks first, and how it came out. */
const textMax = 40_000;

const exampleParts = {
  subject: { include: { key: true } },
  messages: { orderBy: [{ sentAt: 'asc' }, { id: 'asc' }] },
  requesters: { select: { id: true, label: true } },
  sources: { select: { item: { select: { score: true } } }, take: 1 },
  client: { select: { people: { select: { person: { select: { name: true } } } } } },
  example: { include: { subject: { include: { key: true } } } },
} satisfies Prisma.ReversalInclude;
type ExampleRow = Prisma.ReversalGetPayload<{ include: typeof exampleParts }>;

/**
 * Seals an entry's neutral text with the right answer under its subject's key. A second correction
 * of the same entry replaces the answer; what the reading said at first stays.
 */
export async function addTrainingExample(
  tx: Transaction,
  privacy: Privacy,
  reversalId: string,
  { cause, personId, at, before }: Correction,
): Promise<void> {
  const row = await tx.reversal.findUniqueOrThrow({
    where: { id: reversalId },
    include: exampleParts,
  });
  // An erasure waits for this, or has destroyed the key and is seen here.
  await tx.$queryRaw`SELECT 1 FROM "subject" WHERE "id" = ${row.subjectId}::uuid FOR SHARE`;
  const sealer = sealerOf(privacy, row.subject);
  const text = sealer.isErased ? null : neutralTextOf(privacy, sealer, row);
  if (text === null) return;
  const isReversal = cause !== 'not_a_reversal';
  const example: StoredExample = {
    text,
    isReversal,
    type: isReversal ? row.type : null,
    amount: row.amountMinor === null ? null : moneyText(row.amountMinor, row.currency),
    before: firstReadingOf(privacy, row) ?? {
      outcome: before.outcome,
      score: row.sources[0]?.item.score ?? null,
      type: before.type,
      amount: before.amount && moneyText(before.amount.minor, before.amount.currency),
    },
  };
  const sealed = sealer.seal(column, reversalId, JSON.stringify(example));
  if (!sealed) return;
  const data = { subjectId: row.subjectId, cause, personId, at, sealed };
  await tx.trainingExample.upsert({
    where: { reversalId },
    create: { reversalId, clientId: row.clientId, ...data },
    update: data,
  });
}

function firstReadingOf(privacy: Privacy, { example, id }: ExampleRow) {
  const text = example && sealerOf(privacy, example.subject).open(column, id, example.sealed);
  return text ? storedExample.parse(JSON.parse(text)).before : null;
}

const moneyText = (minor: bigint, currency: string | null) => ({
  minor: minor.toString(),
  currency: currency ?? '',
});

/** The words of customer and agents, as the reading hears them; else the reason. Null for none. */
function neutralTextOf(privacy: Privacy, sealer: Sealer, row: ExampleRow): NeutralText | null {
  const spoken = row.messages.filter(
    (message) => message.author !== 'system' && !message.externalId.startsWith('note:'),
  );
  const texts = spoken.flatMap(
    ({ id, text }) => sealer.openRedacted('message.text', id, text) ?? [],
  );
  const reason = sealer.openRedacted('reversal.reason', row.id, row.reason);
  const whole = texts.length > 0 ? texts.join('\n\n') : (reason ?? '');
  if (whole.trim() === '') return null;
  const kept =
    whole.length > textMax
      ? `${whole.slice(0, textMax / 2)}\n\n${whole.slice(-textMax / 2)}`
      : whole;
  return neutralise(redact(kept).text, peopleIn(privacy, sealer, row));
}

function peopleIn(privacy: Privacy, sealer: Sealer, row: ExampleRow): KnownPeople {
  const names = [
    ...row.messages.map(({ id, authorName }) => sealer.open('message.author_name', id, authorName)),
    ...row.requesters.map(({ id, label }) => sealer.open('requester.label', id, label)),
    ...row.client.people.map(({ person }) => person.name),
  ];
  return {
    customer: customerOf(privacy, row.subject),
    names: [...new Set(names.filter((name) => name !== null))],
  };
}

/** An example as read, or null where its subject's key is gone. */
export function openExample(
  privacy: Privacy,
  row: Prisma.TrainingExampleGetPayload<{ include: { subject: { include: { key: true } } } }>,
): { text: NeutralText; isReversal: boolean; type: StoredExample['type'] } | null {
  const opened = sealerOf(privacy, row.subject).open(column, row.reversalId, row.sealed);
  if (opened === null) return null;
  const { text, isReversal, type } = storedExample.parse(JSON.parse(opened));
  // Only neutral text was ever sealed in this column.
  return { text: text as NeutralText, isReversal, type };
}

/** An entry that moves to another person takes its example along. */
export async function sealExampleAnew(
  tx: Transaction,
  { reversalId, sealed }: { reversalId: string; sealed: Uint8Array },
  from: Sealer,
  to: Sealer,
): Promise<void> {
  const anew = to.seal(column, reversalId, from.open(column, reversalId, sealed));
  if (anew === null) throw new Error('an example could not be sealed under a key that exists');
  await tx.trainingExample.update({
    where: { reversalId },
    data: { subjectId: to.subjectId, sealed: anew },
  });
}

/** Words of an entry that was decided as it was read; null where the person is erased. */
export function agreementText(privacy: Privacy, row: ExampleRow): NeutralText | null {
  const sealer = sealerOf(privacy, row.subject);
  return sealer.isErased ? null : neutralTextOf(privacy, sealer, row);
}

/** What an entry must be read with for `agreementText`. */
export const agreementParts = exampleParts;
