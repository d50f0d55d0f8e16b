import type { Route } from './gate.js';
import { listReply } from './pagination.js';
import { type TicketRecord, ticketJson, vendorTime } from './records.js';
import { refusals } from './replies.js';
import type { ZendeskState } from './state.js';

/** "The Search API returns up to 1,000 results per query" (vendor: Search, "Results limit"). */
const RESULTS_MAX = 1_000;

/**
 * Ticket search: `type:ticket`, `created` and `updated` with `: > < >= <=`, `status:`, `tags:`,
 * `requester:` (e-mail or id), a number as id, and words of subject or comments. `-` negates a term.
 */
export function addSearchRoutes(route: Route, state: ZendeskState): void {
  route('get', '/search', (call) => {
    const query = call.query.get('query');
    if (query === null || query.trim() === '') {
      return refusals.invalidAttribute('query', 'It must not be empty.');
    }
    const size = Number(call.query.get('per_page') ?? 100);
    if (Number(call.query.get('page') ?? 1) * size > RESULTS_MAX) {
      return {
        status: 422,
        body: {
          error: 'Invalid search',
          description: 'Requested response size was greater than Search Response Limits',
        },
      };
    }
    const terms = query.match(/[^\s:<>="]*(?:[:<>]=?"[^"]*")|"[^"]*"|\S+/g) ?? [];
    const found = [...state.tickets.values()].filter(
      (ticket) => ticket.status !== 'deleted' && terms.every((term) => holds(term, ticket)),
    );
    const key = call.query.get('sort_by') === 'updated_at' ? 'updated_at' : 'created_at';
    const sign = call.query.get('sort_order') === 'asc' ? 1 : -1;
    found.sort((a, b) => sign * (Date.parse(a[key]) - Date.parse(b[key]) || a.id - b.id));
    return listReply({
      name: 'results',
      items: found,
      idOf: (ticket) => ticket.id,
      show: (ticket) => ({
        ...ticketJson(ticket, state.ticketFields, call.api),
        result_type: 'ticket',
      }),
      query: call.query,
      url: `${call.api}/search.json`,
      sideload: () => ({ facets: null }),
    });
  });

  function holds(term: string, ticket: TicketRecord): boolean {
    if (term.startsWith('-') && term.length > 1) return !holds(term.slice(1), ticket);
    const match = /^(\w+)(>=|<=|[:<>])"?([^"]*)"?$/.exec(term);
    if (match === null) return holdsWord(term.replaceAll('"', ''), ticket);
    const [, name = '', operator = ':', value = ''] = match;
    switch (name) {
      case 'type':
        return value === 'ticket';
      case 'created':
        return compares(ticket.created_at, operator, value);
      case 'updated':
        return compares(ticket.updated_at, operator, value);
      case 'status':
        return ticket.status === value;
      case 'tags':
        return ticket.tags.includes(value);
      case 'requester': {
        const requester = state.users.get(ticket.requester_id);
        return requester?.email === value || String(ticket.requester_id) === value;
      }
      default:
        return false;
    }
  }

  function holdsWord(word: string, ticket: TicketRecord): boolean {
    const comments = state.comments.get(ticket.id) ?? [];
    const text = [ticket.subject ?? '', ...comments.map((comment) => comment.body)].join('\n');
    return String(ticket.id) === word || text.toLowerCase().includes(word.toLowerCase());
  }
}

/** A date without a time stands for that whole day in UTC. */
function compares(at: string, operator: string, value: string): boolean {
  const time = Date.parse(value);
  if (Number.isNaN(time)) return false;
  const own = /^\d{4}-\d{2}-\d{2}$/.test(value) ? at.slice(0, 10) : at;
  const wanted = own.length === 10 ? value : vendorTime(new Date(time));
  switch (operator) {
    case '>':
      return own > wanted;
    case '<':
      return own < wanted;
    case '>=':
      return own >= wanted;
    case '<=':
      return own <= wanted;
    default:
      return own === wanted;
  }
}
