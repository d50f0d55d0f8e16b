import { z } from 'zod';
import { readRows } from '../read-rows.js';

/** Ids come as texts from the objects API, as numbers from associations and webhooks. */
const id = z
  .union([z.string().regex(/^\d{1,19}$/), z.number().int().nonnegative()])
  .transform(String);
/** A property is a text; numbers and choices of two come as such from some who speak this API. */
const value = z.union([z.string(), z.number(), z.boolean()]).transform(String);
/** A property that was never set is null, or left out. */
const properties = z.record(z.string(), value.nullable());
/** The SDK has made dates of them; one it could not read is left out here. */
const time = z.date().optional().catch(undefined);

export const recordSchema = z.object({ id, properties, archived: z.boolean().optional() });
export type HubSpotRecord = z.output<typeof recordSchema>;

const next = z.object({ after: z.string().min(1) });
const paging = z.object({ next: next.nullish() }).nullish();

const associated = z.object({ results: z.array(z.object({ id })), paging });

export const ticketSchema = recordSchema.extend({
  /** Of the record itself; `hs_lastmodifieddate` says the same where it is told. */
  updatedAt: time,
  associations: z.record(z.string(), associated).optional(),
});
export type Ticket = z.output<typeof ticketSchema>;

/** A row of a list: only its id is needed, so whatever else cannot be read is left out. */
const row = recordSchema.extend({
  properties: properties
    .optional()
    .catch(undefined)
    .transform((known) => known ?? {}),
  archived: z.boolean().optional().catch(undefined),
  archivedAt: time,
  createdAt: time,
  updatedAt: time,
});
/** A page of a list; each row is read by itself, so that one spoils no page. */
export const recordsPage = z
  .object({ results: z.array(z.unknown()), paging })
  .transform(({ results, paging: place }) => {
    const { read, unreadable } = readRows(row, results);
    return { results: read, unreadable, paging: place };
  });
/** Of a search: how many there are in all (CRM search, "total"). */
export const countedPage = z.object({ total: z.number().int().nonnegative() });
export type RecordsPage = z.output<typeof recordsPage>;

/** What of a batch could not be answered, beside the results, with status 207 (error handling guide). */
const batchErrors = z
  .array(
    z.object({
      category: z.string().optional().catch(undefined),
      subCategory: z.string().optional().catch(undefined),
    }),
  )
  .nullish();
export type BatchErrors = z.output<typeof batchErrors>;

export const batchAnswer = z.object({ results: z.array(recordSchema), errors: batchErrors });

export const associationsPage = z.object({
  results: z.array(z.object({ toObjectId: id })),
  paging,
});

/** Tickets without any are told as errors beside the results. */
export const associationsBatch = z.object({
  results: z.array(
    z.object({ from: z.object({ id }), to: z.array(z.object({ toObjectId: id })), paging }),
  ),
  errors: batchErrors,
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
      stages: z.array(
        z.object({ id: value, metadata: z.record(z.string(), z.unknown()).nullish() }),
      ),
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
