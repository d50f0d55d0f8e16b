import { formatMoney, type Money } from '../../reversals/money.js';
import type { ClientFacts, Page } from '../../reversals/ports.js';
import { type Reversal, reversalStatuses } from '../../reversals/reversal.js';
import { addressOf, type ListAddress } from '../dashboard/filter.js';
import type { Reader } from '../dashboard/session.js';
import { FilterChips, FilterForm } from './filter-form.js';
import { Frame, type PageDeps } from './frame.js';
import { Amount, Moment } from './moments.js';
import { plain, statusWords, typeWords } from './words.js';

type ListView = {
  given: ListAddress;
  faults: readonly string[];
  clients: readonly ClientFacts[];
  page: Page<Reversal>;
  reader: Reader;
  deps: PageDeps;
};

/** The log: tabs by status, a filter, and one line an entry; cards on a narrow screen. */
export function ListPage(view: ListView) {
  const { given, faults, clients, page, reader, deps } = view;
  return (
    <Frame title="Reversals" section="reversals" reader={reader} deps={deps}>
      <h1>Reversals</h1>
      <StatusTabs given={given} />
      <FilterForm given={given} clients={clients} />
      <FilterChips given={given} clients={clients} />
      {faults.length > 0 ? (
        <div className="notice bad" role="alert">
          <p>
            <strong>Nothing was searched for.</strong>
          </p>
          <ul>
            {faults.map((fault) => (
              <li key={fault}>{fault}</li>
            ))}
          </ul>
        </div>
      ) : page.items.length === 0 ? (
        <Empty given={given} />
      ) : (
        <>
          <Totals page={page} reader={reader} />
          <Entries items={page.items} clients={clients} reader={reader} />
          <Paging given={given} nextCursor={page.nextCursor} />
        </>
      )}
    </Frame>
  );
}

function StatusTabs({ given }: { given: ListAddress }) {
  const tab = (status: string | null, words: string) => (
    <li key={words}>
      <a
        href={addressOf(given, { status, cursor: null })}
        aria-current={(given.status ?? null) === status ? 'true' : undefined}
      >
        {words}
      </a>
    </li>
  );
  return (
    <nav className="tabs" aria-label="By status">
      <ul>
        {tab(null, 'All')}
        {reversalStatuses.map((status) => tab(status, statusWords[status]))}
      </ul>
    </nav>
  );
}

function Totals({ page, reader }: { page: Page<Reversal>; reader: Reader }) {
  const sums = new Map<string, Money>();
  for (const { amount } of page.items) {
    if (!amount) continue;
    const sum = sums.get(amount.currency)?.minor ?? 0n;
    sums.set(amount.currency, { minor: sum + amount.minor, currency: amount.currency });
  }
  const shown = page.items.length;
  return (
    <p className="totals" role="status">
      <strong>{page.total.toLocaleString(reader.locale)}</strong>{' '}
      {page.total === 1 ? 'reversal' : 'reversals'}
      {shown < page.total ? `, ${shown} on this page` : ''}
      {sums.size > 0 ? (
        <span className="muted">
          {shown < page.total ? ' · on this page ' : ' · '}
          {[...sums.values()].map((sum) => formatMoney(sum, reader.locale)).join(' + ')}
        </span>
      ) : null}
    </p>
  );
}

function Entries({
  items,
  clients,
  reader,
}: {
  items: readonly Reversal[];
  clients: readonly ClientFacts[];
  reader: Reader;
}) {
  const names = new Map(clients.map((client) => [client.id, client.name]));
  return (
    <table className="entries">
      <caption className="unseen">Reversals, newest first</caption>
      <thead>
        <tr>
          <th scope="col">Reference</th>
          <th scope="col">What</th>
          <th scope="col" className="number">
            Amount
          </th>
          <th scope="col">Client</th>
          <th scope="col">Customer</th>
          <th scope="col">Status</th>
          <th scope="col">Logged</th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={item.reference}>
            <th scope="row">
              <a href={`/reversals/${item.reference}`}>{item.reference}</a>
            </th>
            <td className="what">
              {typeWords[item.type]}
              {item.reason ? <span className="reason">{item.reason}</span> : null}
            </td>
            <td className="number">
              <Amount money={item.amount} reader={reader} />
            </td>
            <td data-label="Client">{names.get(item.clientId) ?? item.clientId}</td>
            <td data-label="Customer">
              {item.customer?.email ?? item.customer?.name ?? item.customer?.phone ?? (
                <span className="muted">unknown</span>
              )}
            </td>
            <td className="state">
              <StatusBadge status={item.status} />
              <Flags flags={item.flags} />
            </td>
            <td data-label="Logged">
              <Moment at={item.loggedAt} reader={reader} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function StatusBadge({ status }: { status: Reversal['status'] }) {
  return <span className={`badge ${status}`}>{statusWords[status]}</span>;
}

export function Flags({ flags }: { flags: readonly string[] }) {
  return (
    <>
      {flags.map((flag) => (
        <span key={flag} className="flag">
          {plain(flag)}
        </span>
      ))}
    </>
  );
}

function Empty({ given }: { given: ListAddress }) {
  const isFiltered = Object.keys(given).length > 0;
  return (
    <div className="empty">
      <h2>{isFiltered ? 'Nothing matches' : 'Nothing has been logged yet'}</h2>
      <p>
        {isFiltered ? (
          <>
            Take a filter away, or <a href="/">see all reversals</a>. A search takes a reference, an
            identifier, a reason code, an exact e-mail or phone, or the last four digits.
          </>
        ) : (
          <>
            Reversals appear here by themselves once a connection finds one. See{' '}
            <a href="/connections">how the connections are</a>.
          </>
        )}
      </p>
    </div>
  );
}

function Paging({ given, nextCursor }: { given: ListAddress; nextCursor: string | null }) {
  if (!nextCursor && !given.cursor) return null;
  return (
    <nav className="paging" aria-label="Pages">
      {given.cursor ? <a href={addressOf(given, { cursor: null })}>Newest</a> : null}
      {nextCursor ? <a href={addressOf(given, { cursor: nextCursor })}>Older</a> : null}
    </nav>
  );
}
