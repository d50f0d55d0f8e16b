import type { Express, Response } from 'express';
import { visibleReversal } from '../../access/visible-to.js';
import { isRefusal } from '../../reversals/refusal.js';
import type { Reversal } from '../../reversals/reversal.js';
import { ErrorPage } from '../pages/error-page.js';
import { edgeProblem } from '../problem.js';
import { sendPage } from '../send-page.js';
import type { WebDeps } from '../web-deps.js';
import { csvEntry, csvHead, csvHeldBack } from './export-csv.js';
import type { Reader } from './session.js';

const pageSize = 200;
/** A file that spreadsheets still open; more is told as too much, never cut in silence. */
const entriesMax = 50_000;

/**
 * What a link from chat stands for, as CSV: its owner's alone, for a day, with the rights they have
 * when they fetch it. That it was taken is in history before the first entry leaves.
 */
export function mountExport(app: Express, deps: WebDeps): void {
  app.get('/exports/:token', async (request, response) => {
    const reader = response.locals.reader as Reader;
    const filter = deps.openExport(String(request.params.token), reader.person);
    if (typeof filter === 'string') {
      deps.count('export_refused', { why: filter });
      const problem = edgeProblem(filter === 'expired' ? 'export_expired' : 'export_not_yours');
      const page = ErrorPage({ problem, nearest: [], reader, deps });
      return sendPage(response, problem.status, page, deps);
    }
    const entries = await entriesFor(deps, reader, filter);
    if (entries === null) {
      const problem = edgeProblem('export_too_large');
      const page = ErrorPage({ problem, nearest: [], reader, deps });
      return sendPage(response, problem.status, page, deps);
    }
    await deps.recordExport(reader.person, filter, entries.length);
    deps.count('exported');
    sendCsv(response, entries, deps);
  });
}

/** Every entry the reader may see now; null where there are too many. */
async function entriesFor(
  deps: WebDeps,
  { person }: Reader,
  { entriesMost, ...filter }: Exclude<ReturnType<WebDeps['openExport']>, string>,
): Promise<readonly Reversal[] | null> {
  const entries: Reversal[] = [];
  let cursor: string | null = null;
  let most = 0;
  do {
    const page = await deps.desk.find(person, filter, pageSize, cursor);
    // A client that was taken from the reader since: nothing of it is theirs.
    if (isRefusal(page)) return [];
    most = Math.min(page.total, entriesMost ?? page.total);
    if (most > entriesMax) return null;
    entries.push(...page.items.map((one) => visibleReversal(person, one)));
    cursor = page.nextCursor;
  } while (cursor !== null && entries.length < most);
  return entries.slice(0, most);
}

function sendCsv(response: Response, entries: readonly Reversal[], deps: WebDeps): void {
  const lines = entries.map((one) => {
    const line = csvEntry(one);
    if (!deps.tripwire(line)) return line;
    deps.count('tripwire', { exit: 'export' });
    return csvHeldBack(one);
  });
  const day = deps.now().toISOString().slice(0, 10);
  response.set('Content-Disposition', `attachment; filename="reversals-${day}.csv"`);
  // The mark lets spreadsheets read it as UTF-8.
  response.type('text/csv').send(`\uFEFF${csvHead}${lines.join('')}`);
}
