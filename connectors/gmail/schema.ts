import { z } from 'zod';

/**
 * What we read of the vendor's answers, and nothing else: developers.google.com/workspace/gmail/api
 * (users.getProfile, threads, messages, history, labels, drafts, watch). Absent stays absent.
 */
/** "The immutable ID" of a thread or message (users.threads, "id"): what it looks like is nowhere promised. */
export const idForm = /^[0-9A-Za-z][0-9A-Za-z_:~.-]{0,127}$/;
const id = z.string().regex(idForm);
/** A whole number as text, as the vendor sends what JSON's numbers cannot hold; others send numbers. */
const digits = (most: number) =>
  z
    .union([z.string(), z.number().int().nonnegative().transform(String)])
    .refine((text) => /^\d+$/.test(text) && text.length <= most);
/** An unsigned 64 bit number; it only grows (history.list, "startHistoryId"). */
const historyId = digits(20);

export const profileAnswer = z.object({ emailAddress: z.string(), historyId });

const page = { nextPageToken: z.string().min(1).nullish() };

/** A page of threads; each row is read by itself, so that one spoils no page. */
export const threadsAnswer = z.object({ threads: z.array(z.unknown()).nullish(), ...page });
export type ThreadsPage = z.output<typeof threadsAnswer>;
export const threadRow = z.object({ id, historyId: historyId.nullish().catch(null) });

export const messagesAnswer = z.object({
  messages: z.array(z.object({ id, threadId: id })).nullish(),
  ...page,
});
export type MessagesPage = z.output<typeof messagesAnswer>;

/** A page of history; records, and the changes in each, are read one by one. */
export const historyAnswer = z.object({
  history: z.array(z.unknown()).nullish(),
  historyId,
  ...page,
});
export type HistoryPage = z.output<typeof historyAnswer>;

const changes = z.array(z.unknown()).nullish();
export const historyRecord = z.object({
  id: historyId.nullish().catch(null),
  messagesAdded: changes,
  messagesDeleted: changes,
  labelsAdded: changes,
  labelsRemoved: changes,
});

const labelIds = z.array(z.string()).nullish();
/** A change of a message, and with labels those that came or went. */
export const historyChange = z.object({
  message: z.object({ threadId: id, labelIds: labelIds.catch(null) }),
  labelIds,
});
export type HistoryChange = z.output<typeof historyChange>;

const header = z.object({ name: z.string(), value: z.string().nullish() });

/** A part of a message as the vendor took it apart, attachments' content left out. */
export type Part = {
  mimeType?: string | null | undefined;
  filename?: string | null | undefined;
  headers?: { name: string; value?: string | null | undefined }[] | null | undefined;
  body?: { data?: string | null | undefined; size?: number | null | undefined } | null | undefined;
  parts?: Part[] | null | undefined;
};
const part: z.ZodType<Part> = z.object({
  mimeType: z.string().nullish(),
  filename: z.string().nullish(),
  headers: z.array(header).nullish(),
  body: z.object({ data: z.string().nullish(), size: z.number().nullish() }).nullish(),
  get parts() {
    return z.array(part).nullish();
  },
});
export const threadAnswer = z.object({
  id,
  historyId,
  messages: z
    .array(
      z.object({
        id,
        labelIds: z.array(z.string()).nullish(),
        historyId: historyId.nullish(),
        /** Milliseconds since 1970, as text; when the vendor took the mail in. */
        internalDate: digits(15),
        sizeEstimate: z.number().nullish(),
        /** Headers only, or the mail with its texts, as was asked. */
        payload: part.nullish(),
      }),
    )
    .nullish(),
});
export type Thread = z.output<typeof threadAnswer>;
export type ThreadMessage = NonNullable<Thread['messages']>[number];

/** base64url; the SDK hands it on as it came. Whoever does not know `format=raw` leaves it out. */
export const rawAnswer = z.object({ raw: z.string().nullish() });

export const partsAnswer = z.object({ payload: part });

const label = z.object({ id: z.string(), name: z.string(), type: z.string().nullish() });
export const labelAnswer = label;
export const labelsAnswer = z.object({ labels: z.array(label).nullish() });
export type Label = z.output<typeof label>;

export const draftAnswer = z.object({ id: z.string(), message: z.object({ id, threadId: id }) });
export const draftsAnswer = z.object({
  drafts: z.array(draftAnswer).nullish(),
  ...page,
});
export type DraftsPage = z.output<typeof draftsAnswer>;

/** `expiration` is in milliseconds since 1970 (guide "Push notifications"). */
export const watchAnswer = z.object({
  historyId,
  expiration: z.union([z.string().regex(/^\d{1,15}$/), z.number()]).transform(Number),
});

const reasons = z
  .array(z.object({ reason: z.string().nullish() }))
  .nullish()
  .catch(null);
/** Guide "Resolve errors"; `status` and `details` as all of Google's APIs have them (AIP-193, "Error model"). */
export const refusalAnswer = z.object({
  error: z.object({ errors: reasons, details: reasons, status: z.string().nullish().catch(null) }),
});
/** RFC 6749, 5.2. */
export const tokenRefusalAnswer = z.object({ error: z.string() });

export const tokenAnswer = z.object({ access_token: z.string().min(1) });

/** A Pub/Sub push (guide "Push notifications", "Receive notifications"). */
export const pushBody = z.object({ message: z.object({ data: z.string() }) });
export const pushData = z.object({
  emailAddress: z.string(),
  historyId: z.union([historyId, z.number()]),
});
