import { z } from 'zod';
import type { Reply } from '../faults.js';
import type { UserRecord } from './records.js';
import { refusals } from './replies.js';
import type { ZendeskState } from './state.js';
import type { NewTicket, TicketChange } from './ticket-changes.js';
import type { CommentInput } from './ticket-history.js';

const id = z.coerce.number().int().positive();
const tags = z.union([z.array(z.string()), z.string().transform((text) => [text])]);

/** What a ticket in a request may hold; unknown keys are passed over, as the vendor does. */
const ticketInput = z.object({
  subject: z.string().nullish(),
  description: z.string().optional(),
  comment: z
    .preprocess(
      (comment) => (typeof comment === 'string' ? { body: comment } : comment),
      z.object({
        body: z.string().optional(),
        html_body: z.string().optional(),
        public: z.boolean().optional(),
        author_id: id.optional(),
      }),
    )
    .optional(),
  requester: z.object({ name: z.string().optional(), email: z.string().optional() }).optional(),
  requester_id: id.optional(),
  submitter_id: id.optional(),
  assignee_id: id.nullish(),
  assignee_email: z.string().optional(),
  group_id: id.nullish(),
  priority: z.enum(['urgent', 'high', 'normal', 'low']).nullish(),
  type: z.enum(['problem', 'incident', 'question', 'task']).nullish(),
  status: z.enum(['new', 'open', 'pending', 'hold', 'solved', 'closed']).optional(),
  tags: tags.optional(),
  additional_tags: tags.optional(),
  remove_tags: tags.optional(),
  custom_fields: z
    .array(
      z.object({
        id,
        value: z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.null()]),
      }),
    )
    .optional(),
  external_id: z.string().nullish(),
  recipient: z.string().nullish(),
  via: z.object({ channel: z.string() }).optional(),
  safe_update: z.union([z.boolean(), z.stringbool()]).optional(),
  updated_stamp: z.iso.datetime({ offset: true }).optional(),
});
export type TicketInput = z.infer<typeof ticketInput>;

type Read<T> = { value: T } | { refusal: Reply };

/** The `ticket` of a request body; a missing or misshapen one is refused with 400, a bad choice with 422. */
export function readTicketInput(body: unknown): Read<TicketInput> {
  const outer = z.object({ ticket: z.looseObject({}) }).safeParse(body);
  if (!outer.success) return { refusal: refusals.invalidAttribute('ticket', 'must be an object') };
  const parsed = ticketInput.safeParse(outer.data.ticket);
  if (parsed.success) return { value: parsed.data };
  const issue = parsed.error.issues[0];
  const name = String(issue?.path[0] ?? 'ticket');
  if (name === 'priority' || name === 'type' || name === 'status') {
    return {
      refusal: refusals.invalidRecord(name, `${name}: is not included in the list`, 'InvalidValue'),
    };
  }
  return { refusal: refusals.invalidAttribute(name, issue?.message ?? '') };
}

/** A creation as the vendor reads it. Nothing is stored but a requester that was not known yet. */
export function readNewTicket(
  input: TicketInput,
  user: UserRecord,
  state: ZendeskState,
): Read<NewTicket> {
  const body = input.comment?.body ?? input.comment?.html_body ?? input.description ?? '';
  if (body.trim() === '') {
    return {
      refusal: refusals.invalidRecord('base', 'Description: cannot be blank', 'BlankValue'),
    };
  }
  const assignee = readAssignee(input, state);
  if ('refusal' in assignee) return assignee;
  const submitterId = input.submitter_id ?? user.id;
  const authorId = input.comment?.author_id ?? submitterId;
  for (const [field, wanted] of [
    ['requester', input.requester_id],
    ['submitter', submitterId],
    ['author', authorId],
  ] as const) {
    if (wanted !== undefined && !state.users.has(wanted)) {
      return { refusal: refusals.invalidRecord(field, `${field} ${wanted} is not a valid user`) };
    }
  }
  const requester = readRequester(input, user, state);
  if ('refusal' in requester) return requester;
  return {
    value: {
      subject: input.subject ?? null,
      comment: {
        body,
        htmlBody: input.comment?.html_body,
        public: input.comment?.public ?? true,
        // "The submitter always becomes the author of the first comment on the ticket" and "by
        // default, the first comment author is the authenticated user" (vendor: Tickets; Creating
        // and updating tickets): not the requester, unless author_id or submitter_id says so.
        authorId,
      },
      requesterId: requester.value,
      submitterId,
      assigneeId: assignee.value ?? null,
      groupId: input.group_id,
      priority: input.priority,
      type: input.type,
      status: input.status,
      tags: [...(input.tags ?? []), ...(input.additional_tags ?? [])],
      customFields: input.custom_fields,
      externalId: input.external_id,
      recipient: input.recipient,
      via: {
        channel: input.via?.channel ?? 'api',
        source: { from: {}, to: {}, rel: null },
      },
    },
  };
}

/** An update as the vendor reads it: `tags` replaces, `additional_tags` and `remove_tags` change. */
export function readTicketChange(
  input: TicketInput,
  currentTags: readonly string[],
  user: UserRecord,
  state: ZendeskState,
): Read<TicketChange> {
  const assignee = readAssignee(input, state);
  if ('refusal' in assignee) return assignee;
  let comment: CommentInput | undefined;
  const text = input.comment?.body ?? input.comment?.html_body;
  if (input.comment && text !== undefined && text.trim() !== '') {
    const authorId = input.comment.author_id ?? user.id;
    if (!state.users.has(authorId)) {
      return {
        refusal: refusals.invalidRecord('author', `author ${authorId} is not a valid user`),
      };
    }
    comment = {
      body: text,
      htmlBody: input.comment.html_body,
      public: input.comment.public ?? true,
      authorId,
    };
  }
  if (input.requester_id !== undefined && !state.users.has(input.requester_id)) {
    return { refusal: refusals.invalidRecord('requester', 'requester is not a valid user') };
  }
  const removed = new Set(input.remove_tags ?? []);
  const changesTags = input.tags ?? input.additional_tags ?? input.remove_tags;
  const wantedTags = [...(input.tags ?? currentTags), ...(input.additional_tags ?? [])];
  return {
    value: {
      subject: input.subject,
      status: input.status,
      priority: input.priority,
      type: input.type,
      assigneeId: assignee.value,
      groupId: input.group_id,
      requesterId: input.requester_id,
      externalId: input.external_id,
      tags: changesTags && wantedTags.filter((tag) => !removed.has(tag)),
      customFields: input.custom_fields,
      comment,
    },
  };
}

function readAssignee(
  input: TicketInput,
  state: ZendeskState,
): { value: number | null | undefined } | { refusal: Reply } {
  if (input.assignee_email === undefined && input.assignee_id == null) {
    return { value: input.assignee_id };
  }
  const assignee =
    input.assignee_email !== undefined
      ? state.userByEmail(input.assignee_email)
      : state.users.get(input.assignee_id ?? 0);
  return assignee === undefined || assignee.role === 'end-user'
    ? { refusal: refusals.invalidRecord('assignee', 'Assignee: is not a valid agent') }
    : { value: assignee.id };
}

/** A requester by e-mail is found or made; an existing user is never changed (vendor: Tickets). */
function readRequester(input: TicketInput, user: UserRecord, state: ZendeskState): Read<number> {
  if (input.requester_id !== undefined) return { value: input.requester_id };
  if (input.requester === undefined) return { value: user.id };
  const { name, email } = input.requester;
  const known = email === undefined ? undefined : state.userByEmail(email);
  if (known) return { value: known.id };
  if (name === undefined || name.trim() === '') {
    return {
      refusal: refusals.invalidRecord(
        'requester',
        'Requester: Name: is too short (minimum one character)',
      ),
    };
  }
  if (email !== undefined && !z.email().safeParse(email).success) {
    return {
      refusal: refusals.invalidRecord(
        'requester',
        `Requester: Email: ${email} is not properly formatted`,
      ),
    };
  }
  return { value: state.addUser({ name, email: email ?? null, role: 'end-user' }).id };
}
