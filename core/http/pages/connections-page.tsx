import type { CardDataIncident } from '../../intake/card-data.js';
import type { ConnectionHealth, DeadLetter } from '../../intake/source-book.js';
import type { ClientFacts } from '../../reversals/ports.js';
import { healthOf } from '../connection-health.js';
import type { Reader } from '../dashboard/session.js';
import { CardData } from './card-data-section.js';
import { Frame, type PageDeps } from './frame.js';
import { Moment } from './moments.js';
import { plain } from './words.js';

/** Whether every source is being read, and what could not be. */
export function ConnectionsPage({
  connections,
  deadLetters,
  cardData,
  pushedTo,
  clients,
  reader,
  deps,
}: {
  connections: readonly ConnectionHealth[];
  deadLetters: readonly DeadLetter[];
  cardData: readonly CardDataIncident[];
  /** The address its vendor sends to; null for a connection that is listed. */
  pushedTo(connectionId: string): string | null;
  clients: readonly ClientFacts[];
  reader: Reader;
  deps: PageDeps;
}) {
  const names = new Map(clients.map((client) => [client.id, client.name]));
  return (
    <Frame title="Connections" section="connections" reader={reader} deps={deps}>
      <h1>Connections</h1>
      {connections.length === 0 ? (
        <div className="empty">
          <h2>No connection serves your clients</h2>
          <p>Connections are written in the configuration; an admin adds them.</p>
        </div>
      ) : (
        <table className="entries">
          <caption className="unseen">Connections and their health</caption>
          <thead>
            <tr>
              <th scope="col">Connection</th>
              <th scope="col">Client</th>
              <th scope="col">Health</th>
              <th scope="col">Last read</th>
              <th scope="col">Complete</th>
              <th scope="col" className="number">
                Judged
              </th>
              <th scope="col" className="number">
                Waiting
              </th>
              <th scope="col" className="number">
                Quarantined
              </th>
            </tr>
          </thead>
          <tbody>
            {connections.map((connection) => (
              <tr key={connection.id}>
                <th scope="row">
                  {connection.id} <span className="muted">{connection.connector}</span>
                </th>
                <td data-label="Client">{names.get(connection.clientId) ?? connection.clientId}</td>
                <td data-label="Health">
                  <Health
                    connection={connection}
                    reader={reader}
                    pushedTo={pushedTo(connection.id)}
                  />
                </td>
                <td data-label="Last read">
                  {connection.lastSucceededAt ? (
                    <Moment at={connection.lastSucceededAt} reader={reader} />
                  ) : (
                    <span className="muted">not yet</span>
                  )}
                </td>
                <td data-label="Complete">
                  <Completeness connection={connection} />
                </td>
                <td className="number" data-label="Judged">
                  {connection.judged}
                </td>
                <td className="number" data-label="Waiting">
                  {connection.pending}
                </td>
                <td className="number" data-label="Quarantined">
                  {connection.quarantined}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Quarantine deadLetters={deadLetters} reader={reader} />
      <CardData incidents={cardData} names={names} reader={reader} />
    </Frame>
  );
}

const healthWords = {
  working: 'Working',
  refused: 'Credentials refused',
  failing: 'Failing',
  stuck: 'Items cannot be fetched',
  silent: 'Silent for longer than ever',
  waiting: 'Not read yet',
  off: 'Switched off',
} as const;

function Health({
  connection,
  reader,
  pushedTo,
}: {
  connection: ConnectionHealth;
  reader: Reader;
  pushedTo: string | null;
}) {
  const health = healthOf(connection);
  const isUnheard = health === 'waiting' && pushedTo !== null;
  return (
    <>
      <span className={`badge health-${health}`}>
        {isUnheard ? 'Nothing was sent yet' : healthWords[health]}
      </span>
      {isUnheard ? (
        <span className="reason">
          enter <code>{pushedTo}</code> at the vendor as its webhook’s address
        </span>
      ) : null}
      {connection.subscription && health !== 'off' ? (
        <span className="reason">
          no notices since <Moment at={connection.subscription.since} reader={reader} />:{' '}
          {plain(connection.subscription.failure)}
        </span>
      ) : null}
      {connection.stuck && health !== 'off' ? (
        <span className="reason">
          {connection.stuck.items} waiting since{' '}
          <Moment at={connection.stuck.since} reader={reader} />: {plain(connection.stuck.code)}
        </span>
      ) : null}
      {health === 'silent' && connection.newsAt ? (
        <span className="reason">
          nothing new since <Moment at={connection.newsAt} reader={reader} />
        </span>
      ) : null}
      {connection.failure && health !== 'off' ? (
        <span className="reason">
          {plain(connection.failure)}
          {connection.failingSince ? (
            <>
              {' '}
              since <Moment at={connection.failingSince} reader={reader} />
            </>
          ) : null}
        </span>
      ) : null}
    </>
  );
}

/** What the nightly comparison with the vendor's own list came to. */
function Completeness({ connection: { completeness } }: { connection: ConnectionHealth }) {
  if (!completeness) return <span className="muted">not compared yet</span>;
  const { days, gaps, missing, unknownSince } = completeness;
  const said = [
    gaps > 0 ? `${missing} missing on ${gaps} ${gaps === 1 ? 'day' : 'days'}, being read` : null,
    unknownSince ? `unknown since ${unknownSince}` : null,
  ].filter((part) => part !== null);
  if (said.length > 0) return <span className="reason">{said.join('; ')}</span>;
  return <>{days === 1 ? 'the last day' : `the last ${days} days`}</>;
}

function Quarantine({
  deadLetters,
  reader,
}: {
  deadLetters: readonly DeadLetter[];
  reader: Reader;
}) {
  return (
    <section aria-labelledby="quarantine">
      <h2 id="quarantine">Quarantined items</h2>
      {deadLetters.length === 0 ? (
        <p className="muted">None: every item that was found could be read.</p>
      ) : (
        <>
          <p>
            These could not be read. Nothing is lost: mend the cause, then{' '}
            <code>hub dead-letters retry</code> reads them again.
          </p>
          <table className="entries">
            <caption className="unseen">Items that could not be read</caption>
            <thead>
              <tr>
                <th scope="col">Item</th>
                <th scope="col">Connection</th>
                <th scope="col">Why</th>
                <th scope="col" className="number">
                  Attempts
                </th>
                <th scope="col">Since</th>
              </tr>
            </thead>
            <tbody>
              {deadLetters.map((letter) => (
                <tr key={letter.id}>
                  <th scope="row">{letter.externalId}</th>
                  <td data-label="Connection">{letter.connectionId}</td>
                  <td data-label="Why">{plain(letter.reason)}</td>
                  <td className="number" data-label="Attempts">
                    {letter.attempts}
                  </td>
                  <td data-label="Since">
                    <Moment at={letter.since} reader={reader} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </section>
  );
}
