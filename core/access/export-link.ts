import { z } from 'zod';
import { type Privacy, SealBrokenError } from '../privacy/privacy.js';
import type { Desk } from '../reversals/desk.js';
import { type Person, reversalStatuses, reversalTypes } from '../reversals/reversal.js';
import type { AccessBook } from './access-book.js';
import type { RandomBytes } from './keys.js';
import { makeSignInLink } from './sign-in.js';

/** `entriesMost`: "top 20" takes out twenty; absent, all that is found. */
export type ExportFilter = Omit<Parameters<Desk['find']>[1], 'q'> & {
  entriesMost?: number | undefined;
};

/** `download` asks for a sign-in; `signIn` signs its person in once and goes on to the download. */
export type ExportLink = { download: string; signIn: string; until: Date };

/** Long enough for the morning after, too short to lie around. */
const exportLinkMs = 24 * 3_600_000;

const instant = z.iso.datetime().transform((text) => new Date(text));
const minor = z
  .string()
  .regex(/^\d{1,18}$/)
  .transform((text) => BigInt(text));
const text = z.string().max(300);

const content = z.object({
  person: text,
  until: instant,
  filter: z.object({
    client: text.optional(),
    type: z.enum(reversalTypes).optional(),
    status: z.enum(reversalStatuses).optional(),
    currency: text.optional(),
    minAmount: minor.optional(),
    maxAmount: minor.optional(),
    from: instant.optional(),
    to: instant.optional(),
    dateOf: z.enum(['logged', 'decided', 'occurred', 'due']).optional(),
    agent: text.optional(),
    source: text.optional(),
    customer: text.optional(),
    identifier: text.optional(),
    reasonCode: text.optional(),
    entriesMost: z.int().positive().optional(),
    sort: z.enum(['loggedAt', '-loggedAt', 'amount', '-amount', 'dueAt', '-dueAt']).optional(),
  }),
}) satisfies z.ZodType<{ filter: ExportFilter }, unknown>;

const purpose = 'export link';

/** A link of a person's own, and one that signs them in first. */
export async function makeExportLink(
  {
    secrets,
    access,
  }: { secrets: Pick<Privacy, 'sealSecret'>; access: Pick<AccessBook, 'addSignIn'> },
  person: Person,
  filter: ExportFilter,
  given: { publicUrl: string; now: Date; randomBytes: RandomBytes },
): Promise<ExportLink> {
  const { token, until } = sealExport(secrets, person, filter, given.now);
  const { url } = await makeSignInLink(access, person.id, given);
  const path = `/exports/${token}`;
  const base = given.publicUrl.replace(/\/$/, '');
  return { download: `${base}${path}`, signIn: `${url}?next=${encodeURIComponent(path)}`, until };
}

/** What a link carries, sealed: nobody reads a customer's mail out of an address, or changes one. */
function sealExport(
  privacy: Pick<Privacy, 'sealSecret'>,
  person: Pick<Person, 'id'>,
  filter: ExportFilter,
  now: Date,
): { token: string; until: Date } {
  const until = new Date(now.getTime() + exportLinkMs);
  const json = JSON.stringify({ person: person.id, until, filter }, (_key, value) =>
    typeof value === 'bigint' ? String(value) : value,
  );
  const sealed = privacy.sealSecret(json, purpose, '');
  return { token: Buffer.from(sealed).toString('base64url'), until };
}

/** The filter, if the link is this person's and still good; else why not. */
export function openExport(
  privacy: Pick<Privacy, 'openSecret'>,
  token: string,
  person: Pick<Person, 'id'>,
  now: Date,
): ExportFilter | 'not_a_link' | 'not_yours' | 'expired' {
  const opened = secretIn(privacy, token);
  if (opened === null) return 'not_a_link';
  const { filter, until, person: owner } = content.parse(JSON.parse(opened));
  if (owner !== person.id) return 'not_yours';
  return until > now ? filter : 'expired';
}

function secretIn(privacy: Pick<Privacy, 'openSecret'>, token: string): string | null {
  try {
    return privacy.openSecret(Buffer.from(token, 'base64url'), purpose, '');
  } catch (error) {
    // Altered, cut short, or none of ours.
    if (error instanceof SealBrokenError) return null;
    throw error;
  }
}
