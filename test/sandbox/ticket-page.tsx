import type { Express } from 'express';
import type { createZendeskStandIn } from '../support/stand-ins/zendesk/stand-in.js';
import { Rows, sendPlainPage } from './plain-page.js';

type State = ReturnType<typeof createZendeskStandIn>['state'];

const listPath = '/sandbox/zendesk/agent/tickets';

/** Where an agent would look at Zendesk: all tickets, and one with its comments, notes and tags. */
export function mountTicketPages(app: Express, state: State): void {
  app.get(listPath, (_request, response) => {
    sendPlainPage(response, 'Tickets · Zendesk stand-in', <TicketList state={state} />);
  });
  app.get(`${listPath}/:id`, (request, response) => {
    const id = Number(request.params.id);
    const found = Number.isSafeInteger(id) && state.ticket(id) !== undefined;
    sendPlainPage(
      response.status(found ? 200 : 404),
      `Ticket ${found ? id : 'not found'} · Zendesk stand-in`,
      found ? <Ticket state={state} id={id} /> : <NoTicket />,
    );
  });
}

function TicketList({ state }: { state: State }) {
  const names = namesOf(state);
  return (
    <>
      <p>
        <a href="/sandbox">Sandbox</a>
      </p>
      <h1 id="tickets">Tickets</h1>
      <p className="lead">As the Zendesk stand-in holds them; what the hub wrote stands in them.</p>
      <Rows
        label="tickets"
        heads={['Number', 'Subject', 'From', 'Tags']}
        rows={[...state.tickets()].reverse().map((ticket) => [
          ticket.id,
          <a key="subject" href={`${listPath}/${ticket.id}`}>
            {ticket.subject ?? `Ticket ${ticket.id}`}
          </a>,
          names.get(ticket.requester_id) ?? '–',
          ticket.tags.join(', ') || '–',
        ])}
      />
    </>
  );
}

function Ticket({ state, id }: { state: State; id: number }) {
  const ticket = state.ticket(id);
  const names = namesOf(state);
  return (
    <>
      <p>
        <a href={listPath}>Tickets</a> / {id}
      </p>
      <h1>{ticket?.subject ?? `Ticket ${id}`}</h1>
      <p className="lead">
        From {names.get(ticket?.requester_id ?? 0) ?? 'unknown'}, status {ticket?.status}. A
        decision arrives here as a note and a tag half a minute after it was taken.
      </p>
      <ul className="tags" aria-label="Tags">
        {ticket?.tags.length ? (
          ticket.tags.map((tag) => <li key={tag}>{tag}</li>)
        ) : (
          <li>no tags</li>
        )}
      </ul>
      {state.commentsOf(id).map((comment) => (
        <article key={comment.id} className={comment.public ? 'comment' : 'comment note'}>
          <header>
            <strong>{names.get(comment.author_id) ?? 'unknown'}</strong> ·{' '}
            {comment.public ? 'public' : 'internal note'} ·{' '}
            {comment.created_at.slice(0, 16).replace('T', ' ')} UTC
          </header>
          <p>{comment.body}</p>
        </article>
      ))}
    </>
  );
}

function NoTicket() {
  return (
    <>
      <h1>There is no such ticket</h1>
      <p>
        <a href={listPath}>All tickets</a>
      </p>
    </>
  );
}

const namesOf = (state: State) => new Map(state.users().map((user) => [user.id, user.name]));
