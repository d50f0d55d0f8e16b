import type { Express } from 'express';
import { visibleReversal } from '../../access/visible-to.js';
import { isRefusal } from '../../reversals/refusal.js';
import { refuseCardData } from '../incoming-text.js';
import { ListPage } from '../pages/list-page.js';
import { refusalWords } from '../refusal-words.js';
import { sendPage } from '../send-page.js';
import type { WebDeps } from '../web-deps.js';
import { readFilter } from './filter.js';
import type { Reader } from './session.js';

const pageSize = 25;

/** The list. A search that holds card data is refused and not shown again. */
export function mountList(app: Express, deps: WebDeps): void {
  app.get('/', async (request, response) => {
    const reader = response.locals.reader as Reader;
    const { person } = reader;
    const cardData = refuseCardData(request.query, deps);
    const read = readFilter(cardData ? {} : request.query, reader.timeZone);
    const faults = cardData
      ? [`${refusalWords.card_number_in_text.title}. Search by the last four digits instead.`]
      : read.faults;
    const found =
      faults.length > 0
        ? null
        : await deps.desk.find(person, read.filter, pageSize, cursorOf(read.given.cursor));
    const refused = found && isRefusal(found) ? found : null;
    const page = found && !isRefusal(found) ? found : { items: [], nextCursor: null, total: 0 };
    const view = {
      given: read.given,
      faults: refused ? [`${refusalWords[refused.refused].title}.`] : faults,
      clients: await deps.desk.clients(person),
      page: { ...page, items: page.items.map((item) => visibleReversal(person, item)) },
      reader,
      deps,
    };
    sendPage(response, view.faults.length > 0 ? 422 : 200, ListPage(view), deps);
  });
}

/** The form of a cursor this list gave out; any other begins at the top. */
function cursorOf(given: string | undefined): string | null {
  return given && /^[\w.:|=+/-]{1,300}$/.test(given) ? given : null;
}
