import type { Express } from 'express';
import { may } from '../../access/permissions.js';
import { refuse } from '../../reversals/refusal.js';
import type { Role } from '../../reversals/reversal.js';
import { ConnectionsPage } from '../pages/connections-page.js';
import { ErrorPage } from '../pages/error-page.js';
import { refusalProblem } from '../problem.js';
import { sendPage } from '../send-page.js';
import type { WebDeps } from '../web-deps.js';
import type { Reader } from './session.js';

/** The newest; all of them are counted in /metrics. */
const incidentsShown = 100;
/** Chat that belongs to no client's channel may speak of any. */
const seesAllChat: readonly Role[] = ['compliance', 'admin'];

/** The health of connections and what lies in quarantine, of the reader's clients only. */
export function mountConnections(app: Express, deps: WebDeps): void {
  app.get('/connections', async (_request, response) => {
    const reader = response.locals.reader as Reader;
    if (!may(reader.person, 'see_connections')) {
      const problem = refusalProblem(refuse('not_permitted'));
      return sendPage(response, 403, ErrorPage({ problem, nearest: [], reader, deps }), deps);
    }
    const all = await deps.sources.connections();
    const connections = all.filter((one) => reader.person.clients.includes(one.clientId));
    const ids = new Set(connections.map((one) => one.id));
    const deadLetters = (await deps.sources.deadLetters()).filter((one) =>
      ids.has(one.connectionId),
    );
    const clients = await deps.desk.clients(reader.person);
    const cardData = await deps.cardData.list(
      { clients: reader.person.clients, seesAll: seesAllChat.includes(reader.person.role) },
      incidentsShown,
    );
    const pushedTo = (id: string) =>
      deps.takeNotices(id) ? `${deps.publicUrl}/webhooks/${id}` : null;
    const page = ConnectionsPage({
      connections,
      deadLetters,
      cardData,
      pushedTo,
      clients,
      reader,
      deps,
    });
    sendPage(response, 200, page, deps);
  });
}
