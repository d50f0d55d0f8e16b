import { z } from 'zod';
import type { Reply } from '../faults.js';
import type { Call, Route } from './gate.js';
import { listReply } from './pagination.js';
import {
  auditJson,
  type CommentRecord,
  commentJson,
  type TicketRecord,
  ticketJson,
  userJson,
} from './records.js';
import { ok, refusals } from './replies.js';
import type { ZendeskState } from './state.js';
import type { TicketChanges } from './ticket-changes.js';
import { readNewTicket, readTicketChange, readTicketInput } from './ticket-input.js';

/** Tickets, comments, audits, tags and fields: developer.zendesk.com/api-reference/ticketing. */
export function addTicketRoutes(route: Route, state: ZendeskState, changes: TicketChanges): void {
  const show = (api: string) => (ticket: TicketRecord) =>
    ticketJson(ticket, state.ticketFields, api);

  const ticketOf = (call: Call): TicketRecord | undefined => {
    const ticket = state.tickets.get(Number(call.params.id));
    // A deleted ticket is gone for all but the export (vendor: Tickets, "Delete Ticket").
    return ticket?.status === 'deleted' ? undefined : ticket;
  };
  const withTicket = (handle: (call: Call, ticket: TicketRecord) => Reply) => (call: Call) => {
    const ticket = ticketOf(call);
    return ticket === undefined ? refusals.notFound() : handle(call, ticket);
  };

  route('get', '/tickets', (call) => {
    const externalId = call.query.get('external_id');
    const items = [...state.tickets.values()].filter(
      (ticket) =>
        ticket.status !== 'deleted' && (externalId === null || ticket.external_id === externalId),
    );
    return listReply({
      name: 'tickets',
      items,
      idOf: (ticket) => ticket.id,
      show: show(call.api),
      query: call.query,
      url: `${call.api}/tickets.json`,
      sideload: (page) => (asks(call, 'users') ? ticketUsers(page, state, call.api) : {}),
    });
  });

  route('get', '/tickets/show_many', (call) => {
    const found = idsOf(call).flatMap((id) => {
      const ticket = state.tickets.get(id);
      return ticket && ticket.status !== 'deleted' ? [ticket] : [];
    });
    return ok({
      tickets: found.map(show(call.api)),
      ...(asks(call, 'users') ? ticketUsers(found, state, call.api) : {}),
      next_page: null,
      previous_page: null,
      count: found.length,
    });
  });

  route('post', '/tickets', (call) => {
    const input = readTicketInput(call.body);
    if ('refusal' in input) return input.refusal;
    const wanted = readNewTicket(input.value, call.user, state);
    if ('refusal' in wanted) return wanted.refusal;
    const { ticket, audit } = changes.create(wanted.value, call.user.id);
    return ok({ ticket: show(call.api)(ticket), audit: auditJson(audit) }, 201, {
      Location: `${call.api}/tickets/${ticket.id}.json`,
    });
  });

  route(
    'get',
    '/tickets/:id',
    withTicket((call, ticket) =>
      ok({
        ticket: show(call.api)(ticket),
        ...(asks(call, 'users') ? ticketUsers([ticket], state, call.api) : {}),
      }),
    ),
  );

  route(
    'put',
    '/tickets/:id',
    withTicket((call, ticket) => {
      const input = readTicketInput(call.body);
      if ('refusal' in input) return input.refusal;
      const { safe_update: safe, updated_stamp: stamp } = input.value;
      const refusal = refusedUpdate(ticket, safe, stamp);
      if (refusal) return refusal;
      const wanted = readTicketChange(input.value, ticket.tags, call.user, state);
      if ('refusal' in wanted) return wanted.refusal;
      const audit = changes.update(ticket, wanted.value, call.user.id);
      return ok({ ticket: show(call.api)(ticket), audit: auditJson(audit) });
    }),
  );

  route(
    'delete',
    '/tickets/:id',
    withTicket((call, ticket) => {
      changes.remove(ticket, call.user.id);
      return { status: 204 };
    }),
  );

  route(
    'get',
    '/tickets/:id/comments',
    withTicket((call, ticket) => {
      const comments = [...(state.comments.get(ticket.id) ?? [])];
      const newestFirst =
        call.query.get('sort') === '-created_at' || call.query.get('sort_order') === 'desc';
      return listReply({
        name: 'comments',
        items: newestFirst ? comments.reverse() : comments,
        idOf: (comment) => comment.id,
        show: (comment) => commentJson(comment, call.api),
        query: call.query,
        url: `${call.api}/tickets/${ticket.id}/comments.json`,
        sideload: (page) => (asks(call, 'users') ? commentUsers(page, state, call.api) : {}),
      });
    }),
  );

  route(
    'get',
    '/tickets/:id/audits',
    withTicket((call, ticket) =>
      listReply({
        name: 'audits',
        items: state.audits.get(ticket.id) ?? [],
        idOf: (audit) => audit.id,
        show: auditJson,
        query: call.query,
        url: `${call.api}/tickets/${ticket.id}/audits.json`,
      }),
    ),
  );

  route(
    'get',
    '/tickets/:id/tags',
    withTicket((_call, ticket) => ok({ tags: ticket.tags })),
  );
  // Vendor: Tags. POST sets, PUT adds, DELETE takes away.
  for (const method of ['post', 'put', 'delete'] as const) {
    route(
      method,
      '/tickets/:id/tags',
      withTicket((call, ticket) => {
        const body = tagsBody.safeParse(call.body);
        if (!body.success) return refusals.invalidAttribute('tags', 'must be an array');
        const { tags, safe_update: safe, updated_stamp: stamp } = body.data;
        const refusal = refusedUpdate(ticket, safe, stamp);
        if (refusal) return refusal;
        const wanted = {
          post: tags,
          put: [...ticket.tags, ...tags],
          delete: ticket.tags.filter((tag) => !tags.includes(tag)),
        }[method];
        changes.update(ticket, { tags: wanted }, call.user.id);
        return ok({ tags: ticket.tags }, method === 'post' ? 201 : 200);
      }),
    );
  }

  route('get', '/tags', (call) => {
    const counts = new Map<string, number>();
    for (const ticket of state.tickets.values()) {
      for (const tag of ticket.tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
    }
    return listReply({
      name: 'tags',
      items: [...counts].map(([name, count], index) => ({ name, count, index })),
      idOf: (tag) => tag.index,
      show: ({ name, count }) => ({ name, count }),
      query: call.query,
      url: `${call.api}/tags.json`,
    });
  });

  route('get', '/ticket_fields', (call) =>
    listReply({
      name: 'ticket_fields',
      items: state.ticketFields,
      idOf: (field) => field.id,
      show: (field) => ({
        url: `${call.api}/ticket_fields/${field.id}.json`,
        ...field,
        raw_title: field.title,
        description: '',
        raw_description: '',
        position: 0,
        active: true,
        required: false,
        collapsed_for_agents: false,
        regexp_for_validation: null,
        title_in_portal: field.title,
        raw_title_in_portal: field.title,
        visible_in_portal: false,
        editable_in_portal: false,
        required_in_portal: false,
        tag: null,
        removable: true,
        agent_description: null,
        // Ours come with the account; when it was opened does not matter to anybody.
        created_at: FIELDS_MADE_AT,
        updated_at: FIELDS_MADE_AT,
      }),
      query: call.query,
      url: `${call.api}/ticket_fields.json`,
    }),
  );
}

const FIELDS_MADE_AT = '2018-11-23T16:05:12Z';

const tagsBody = z.object({
  tags: z.union([z.array(z.string()), z.string().transform((text) => [text])]),
  safe_update: z.union([z.boolean(), z.stringbool()]).optional(),
  updated_stamp: z.iso.datetime({ offset: true }).optional(),
});

function refusedUpdate(
  ticket: TicketRecord,
  safe: boolean | undefined,
  stamp: string | undefined,
): Reply | null {
  if (ticket.status === 'closed') {
    return refusals.invalidRecord('status', 'Status: closed prevents ticket update');
  }
  if (!safe) return null;
  if (stamp === undefined) {
    return refusals.invalidAttribute('updated_stamp', 'It is required with safe_update.');
  }
  return Date.parse(ticket.updated_at) > Date.parse(stamp) ? refusals.updateConflict() : null;
}

/** Ids of `show_many`: at most 100 (vendor: Tickets, "Show Multiple Tickets"). */
export function idsOf(call: Call): number[] {
  return (call.query.get('ids') ?? '').split(',').slice(0, 100).map(Number);
}

export function asks(call: Call, sideload: string): boolean {
  return (call.query.get('include') ?? '').split(',').includes(sideload);
}

/** Sideloaded users of tickets; vendor: Side-Loading. */
export function ticketUsers(tickets: readonly TicketRecord[], state: ZendeskState, api: string) {
  const ids = tickets.flatMap((ticket) => [
    ticket.requester_id,
    ticket.submitter_id,
    ...(ticket.assignee_id === null ? [] : [ticket.assignee_id]),
    ...ticket.collaborator_ids,
  ]);
  return { users: shownUsers(ids, state, api) };
}

function commentUsers(comments: readonly CommentRecord[], state: ZendeskState, api: string) {
  return {
    users: shownUsers(
      comments.map((comment) => comment.author_id),
      state,
      api,
    ),
  };
}

function shownUsers(ids: readonly number[], state: ZendeskState, api: string) {
  return [...new Set(ids)].flatMap((id) => {
    const user = state.users.get(id);
    return user ? [userJson(user, api)] : [];
  });
}
