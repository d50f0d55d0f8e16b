import type { Express } from 'express';
import { htmlToText } from '../../connectors/html-to-text.js';
import type { HubSpotControl } from '../support/stand-ins/hubspot/stand-in.js';
import { Rows, sendPlainPage } from './plain-page.js';

/** Paths as at the vendor's own pages, so that the links in the dashboard lead here. */
const root = '/sandbox/hubspot/contacts/62515';
export const hubspotListPath = `${root}/objects/0-5/views/all/list`;
const ticketPath = `${root}/record/0-5`;

/** Where an agent would look at HubSpot: all tickets, and one with its e-mails, notes and property. */
export function mountHubSpotPages(app: Express, state: HubSpotControl): void {
  app.get(hubspotListPath, (_request, response) => {
    sendPlainPage(response, 'Tickets · HubSpot stand-in', <TicketList state={state} />);
  });
  app.get(`${ticketPath}/:id`, (request, response) => {
    const { id } = request.params;
    const isThere = state.ticket(id) !== undefined;
    sendPlainPage(
      response.status(isThere ? 200 : 404),
      `Ticket ${isThere ? id : 'not found'} · HubSpot stand-in`,
      isThere ? <Ticket state={state} id={id} /> : <NoTicket />,
    );
  });
}

function TicketList({ state }: { state: HubSpotControl }) {
  return (
    <>
      <p>
        <a href="/sandbox">Sandbox</a>
      </p>
      <h1 id="tickets">Tickets</h1>
      <p className="lead">As the HubSpot stand-in holds them; what the hub wrote stands in them.</p>
      <Rows
        label="tickets"
        heads={['Id', 'Subject', 'From', 'reversal_hub_status']}
        rows={state
          .tickets()
          .reverse()
          .map((ticket) => [
            ticket.id,
            <a key="subject" href={`${ticketPath}/${ticket.id}`}>
              {ticket.properties.subject ?? `Ticket ${ticket.id}`}
            </a>,
            nameOn(state, ticket.id),
            ticket.properties.reversal_hub_status ?? '–',
          ])}
      />
    </>
  );
}

function Ticket({ state, id }: { state: HubSpotControl; id: string }) {
  const ticket = state.ticket(id);
  const told = (['emails', 'notes'] as const)
    .flatMap((type) => state.on(id, type))
    .toSorted((one, other) => one.createdMs - other.createdMs);
  return (
    <>
      <p>
        <a href={hubspotListPath}>Tickets</a> / {id}
      </p>
      <h1>{ticket?.properties.subject ?? `Ticket ${id}`}</h1>
      <p className="lead">
        From {nameOn(state, id)}. A decision arrives here as a note and a property half a minute
        after it was taken.
      </p>
      <ul className="tags" aria-label="reversal_hub_status">
        <li>{ticket?.properties.reversal_hub_status ?? 'no state yet'}</li>
      </ul>
      <article className="comment">
        <header>
          <strong>Description</strong>
        </header>
        <p>{ticket?.properties.content}</p>
      </article>
      {told.map((one) => (
        <article key={one.id} className={one.type === 'notes' ? 'comment note' : 'comment'}>
          <header>
            <strong>{one.type === 'notes' ? 'Note' : 'E-mail'}</strong> ·{' '}
            {new Date(one.createdMs).toISOString().slice(0, 16).replace('T', ' ')} UTC
          </header>
          <p>{one.properties.hs_email_text ?? htmlToText(one.properties.hs_note_body ?? '')}</p>
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
        <a href={hubspotListPath}>All tickets</a>
      </p>
    </>
  );
}

function nameOn(state: HubSpotControl, ticketId: string): string {
  const contact = state.on(ticketId, 'contacts')[0]?.properties;
  return contact ? `${contact.firstname ?? ''} ${contact.lastname ?? ''}`.trim() : '–';
}
