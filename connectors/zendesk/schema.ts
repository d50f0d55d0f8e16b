import { z } from 'zod';

/**
 * What we read of the vendor's answers, and nothing else: developer.zendesk.com/api-reference/ticketing
 * (tickets, ticket_comments, users, search, incremental_exports). Absent stays absent.
 */
const id = z.number().int();
const time = z.iso.datetime({ offset: true });

const via = z.object({
  /** A via type, or its number (reference guide "Via object"). */
  channel: z.union([z.string(), z.number()]).nullish(),
  source: z
    .object({
      from: z
        .object({
          address: z.string().nullish(),
          name: z.string().nullish(),
          phone: z.string().nullish(),
        })
        .nullish(),
      rel: z.string().nullish(),
    })
    .nullish(),
});

export const ticketSchema = z.object({
  id,
  subject: z.string().nullish(),
  status: z.string(),
  created_at: time,
  updated_at: time,
  requester_id: id.nullish(),
  assignee_id: id.nullish(),
  tags: z.array(z.string()).nullish(),
  via: via.nullish(),
  custom_fields: z.array(z.object({ id, value: z.unknown() })).nullish(),
});
export type Ticket = z.output<typeof ticketSchema>;

const userSchema = z.object({
  /** Null for the anonymous user that `users/me` shows to a caller without credentials. */
  id: id.nullable(),
  name: z.string().nullish(),
  email: z.string().nullish(),
  phone: z.string().nullish(),
  role: z.string().nullish(),
});
export type User = z.output<typeof userSchema>;

const attachment = z.object({
  file_name: z.string(),
  content_url: z.string(),
  content_type: z.string().nullish(),
  deleted: z.boolean().nullish(),
});

const commentSchema = z.object({
  id,
  body: z.string().nullish(),
  plain_body: z.string().nullish(),
  html_body: z.string().nullish(),
  public: z.boolean(),
  /** Null where the vendor no longer says whose it was. */
  author_id: id.nullish(),
  created_at: time,
  attachments: z.array(attachment).nullish(),
  via: via.nullish(),
  /** Voice comments only. */
  data: z.object({ transcription_text: z.string().nullish() }).nullish(),
});
export type Comment = z.output<typeof commentSchema>;

/** What the SDK hands back: the vendor's body stands under `result`. */
export const sdkAnswer = z.object({ result: z.unknown() });

/** Read one by one: somebody who cannot be read is somebody nobody knows, and spoils no ticket. */
const usersRead = z
  .array(z.unknown())
  .transform((rows) => rows.flatMap((row) => userSchema.safeParse(row).data ?? []));
const users = usersRead.nullish();

export const ticketAnswer = z.object({ ticket: ticketSchema, users });
/** Each ticket is read by itself, so that one that cannot be read spoils no other. */
export const ticketsAnswer = z.object({ tickets: z.array(z.unknown()), users });
export const userAnswer = z.object({ user: userSchema });
export const usersAnswer = z.object({ users: usersRead });

export const commentsAnswer = z.object({
  comments: z.array(commentSchema),
  users,
  meta: z.object({ has_more: z.boolean(), after_cursor: z.string().nullish() }).nullish(),
  next_page: z.string().nullish(),
});
export type CommentsPage = z.output<typeof commentsAnswer>;

/** A page of the cursor export; each row is read by itself, so that one spoils no page. */
export const exportAnswer = z.object({
  tickets: z.array(z.unknown()),
  after_cursor: z.string().nullish(),
  end_of_stream: z.boolean(),
});
export type ExportPage = z.output<typeof exportAnswer>;

/**
 * Only the id is needed to fetch a ticket, so a ticket with an odd time is still listed and its fault is
 * told of that ticket, not of the page.
 */
export const exportRow = z.object({
  id: z.union([id, z.string().regex(/^\d{1,18}$/)]).transform(String),
  updated_at: time.nullish().catch(null),
  generated_timestamp: z.number().nullish().catch(null),
});
export type ExportRow = z.output<typeof exportRow>;

export const searchAnswer = z.object({
  results: z.array(z.object({ id, created_at: time, result_type: z.string().nullish() })),
  count: z.number().int(),
});
export type SearchPage = z.output<typeof searchAnswer>;

/** The vendor's name for a refusal; some answers hold an object there. */
export const refusalAnswer = z.object({ error: z.string() });

/** An event of the vendor's own (guide "Webhook event types"): the subject names the object. */
export const eventBody = z.object({
  type: z.string().startsWith('zen:event-type:'),
  subject: z.string().nullish(),
  detail: z.object({ id: z.union([z.string(), z.number()]).nullish() }).nullish(),
});

const bodyId = z.union([z.string().regex(/^\d+$/), z.number().int().positive()]).transform(String);

/** A trigger's body is written by the account's admin; these are the names in use for the id. */
export const triggerBody = z.union([
  z.object({ ticketID: bodyId }).transform((body) => body.ticketID),
  z.object({ ticketId: bodyId }).transform((body) => body.ticketId),
  z.object({ ticket_id: bodyId }).transform((body) => body.ticket_id),
  z.object({ ticket: z.object({ id: bodyId }) }).transform((body) => body.ticket.id),
  z.object({ id: bodyId }).transform((body) => body.id),
]);
