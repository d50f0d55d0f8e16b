import { z } from 'zod';

/** Ids come as texts from the objects API, as numbers from associations and webhooks. */
const id = z
  .union([z.string().regex(/^\d{1,19}$/), z.number().int().nonnegative()])
  .transform(String);
/** A property that was never set is null, or left out. */
const properties = z.record(z.string(), z.string().nullable());
/** The SDK has made dates of them; one it could not read is left out here. */
const time = z.date().optional().catch(undefined);

export const recordSchema = z.object({ id, properties, archived: z.boolean().optional() });
export type HubSpotRecord = z.output<typeof recordSchema>;

const next = z.object({ after: z.string().min(1) });
const paging = z.object({ next: next.nullish() }).nullish();

const associated = z.object({ results: z.array(z.object({ id })), paging });

export const ticketSchema = recordSchema.extend({
  associations: z.record(z.string(), associated).optional(),
});
export type Ticket = z.output<typeof ticketSchema>;

export const recordsPage = z.object({
  results: z.array(recordSchema.extend({ archivedAt: time, createdAt: time })),
  paging,
});
/** Of a search: how many there are in all (CRM search, "total"). */
export const countedPage = z.object({ total: z.number().int().nonnegative() });
export type RecordsPage = z.output<typeof recordsPage>;

export const batchAnswer = z.object({ results: z.array(recordSchema) });

export const associationsPage = z.object({
  results: z.array(z.object({ toObjectId: id })),
  paging,
});

/** Tickets without any are told as errors beside the results, with status 207. */
export const associationsBatch = z.object({
  results: z.array(
    z.object({ from: z.object({ id }), to: z.array(z.object({ toObjectId: id })), paging }),
  ),
});

const ownerSchema = z.object({
  id,
  email: z.string().nullish(),
  firstName: z.string().nullish(),
  lastName: z.string().nullish(),
  userId: id.nullish(),
  /** Stays where the user has left and `userId` is gone. */
  userIdIncludingInactive: id.nullish(),
});
export type Owner = z.output<typeof ownerSchema>;
export const ownersPage = z.object({ results: z.array(ownerSchema), paging });

export const pipelinesAnswer = z.object({
  results: z.array(
    z.object({
      stages: z.array(z.object({ id: z.string(), metadata: z.record(z.string(), z.unknown()) })),
    }),
  ),
});

/** `GET /account-info/v3/details`. */
export const accountAnswer = z.object({
  portalId: id,
  uiDomain: z
    .string()
    .regex(/^[a-z0-9.-]+$/)
    .nullish(),
});
export type Account = z.output<typeof accountAnswer>;

/** A conversation's message; what is no message (status changes, assignments) has another type. */
const threadMessage = z.object({
  id: z.string(),
  type: z.string(),
  createdAt: z.string(),
  createdBy: z.string().nullish(),
  direction: z.string().nullish(),
  text: z.string().nullish(),
  richText: z.string().nullish(),
  senders: z
    .array(z.object({ actorId: z.string().nullish(), name: z.string().nullish() }))
    .nullish(),
  attachments: z
    .array(z.object({ name: z.string().nullish(), url: z.string().nullish() }))
    .nullish(),
});
export type ThreadMessage = z.output<typeof threadMessage>;
export const threadPage = z.object({ results: z.array(threadMessage), paging });

/** What a refusal says about itself; every word of it is the vendor's. */
export const refusalAnswer = z.object({
  category: z.string().optional(),
  policyName: z.string().optional(),
});

/** One event of a notice. `objectTypeId` is there in the generic form, where `0-5` is a ticket. */
export const webhookEvent = z.object({
  subscriptionType: z.string(),
  objectTypeId: z.string().optional(),
  objectId: id.optional(),
  propertyName: z.string().optional(),
  primaryObjectId: id.optional(),
  mergedObjectIds: z.array(id).optional(),
  newObjectId: id.optional(),
  fromObjectId: id.optional(),
  toObjectId: id.optional(),
  fromObjectTypeId: z.string().optional(),
  toObjectTypeId: z.string().optional(),
  associationType: z.string().optional(),
});
export type WebhookEvent = z.output<typeof webhookEvent>;
