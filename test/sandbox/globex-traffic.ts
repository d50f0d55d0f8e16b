import type { HubSpotControl } from '../support/stand-ins/hubspot/stand-in.js';
import { globexTickets } from './sample-traffic.js';

/** After Acme's first ticket, so that RV-000001 stays the charged-twice one. */
const firstMs = 20_000;
const trickleMs = 50_000;
const ticketsMax = 20;

const sources = { email: 'EMAIL', chat: 'CHAT', web: 'FORM', voice: 'PHONE' } as const;

/** Globex's tickets come in at HubSpot, one after the other, until told to stop. */
export function beginGlobexTickets(hubspot: HubSpotControl): () => void {
  let timer = setTimeout(next, firstMs).unref();
  function next() {
    const sent = hubspot.tickets().length;
    const sample = globexTickets[sent % globexTickets.length];
    if (!sample || sent >= ticketsMax) return;
    const { subject, body, requester, channel } = sample;
    const ticket = hubspot.createTicket({
      subject,
      content: body,
      contact: requester,
      source: sources[channel],
    });
    if (channel === 'email') hubspot.addEmail(ticket.id, { from: requester, subject, text: body });
    timer = setTimeout(next, trickleMs).unref();
  }
  return () => clearTimeout(timer);
}
