import type { CardDataIncident } from '../../intake/card-data.js';
import type { Reader } from '../dashboard/session.js';
import { Moment } from './moments.js';
import { plain } from './words.js';

/** Where card data was written, and whether it is gone from there. Never a digit of it. */
export function CardData({
  incidents,
  names,
  reader,
}: {
  incidents: readonly CardDataIncident[];
  names: ReadonlyMap<string, string>;
  reader: Reader;
}) {
  return (
    <section aria-labelledby="card-data">
      <h2 id="card-data">Card data found</h2>
      {incidents.length === 0 ? (
        <p className="muted">None was found in what people wrote.</p>
      ) : (
        <>
          <p>
            The hub keeps none of it. Whoever works the item was told how to remove it there; an
            incident closes by itself once it is gone.
          </p>
          <table className="entries">
            <caption className="unseen">Incidents with card data, the newest first</caption>
            <thead>
              <tr>
                <th scope="col">Found at</th>
                <th scope="col">Client</th>
                <th scope="col">What</th>
                <th scope="col">Written by</th>
                <th scope="col">Found</th>
                <th scope="col">Removed</th>
              </tr>
            </thead>
            <tbody>
              {incidents.map((one) => (
                <Incident key={one.id} incident={one} names={names} reader={reader} />
              ))}
            </tbody>
          </table>
        </>
      )}
    </section>
  );
}

const authorWords = { customer: 'the customer', agent: 'staff', system: 'a machine' } as const;

function Incident({
  incident,
  names,
  reader,
}: {
  incident: CardDataIncident;
  names: ReadonlyMap<string, string>;
  reader: Reader;
}) {
  const { origin, item, clientId, url, author, kinds, foundAt, removedAt } = incident;
  const what = Object.entries(kinds).map(([kind, many]) => `${many} × ${plain(kind)}`);
  const isLink = url !== null && /^https?:\/\//.test(url);
  return (
    <tr>
      <th scope="row">
        {isLink ? <a href={url}>{item}</a> : item} <span className="muted">{origin}</span>
      </th>
      <td data-label="Client">{clientId ? (names.get(clientId) ?? clientId) : 'none'}</td>
      <td data-label="What">{what.join(', ')}</td>
      <td data-label="Written by">{authorWords[author]}</td>
      <td data-label="Found">
        <Moment at={foundAt} reader={reader} />
      </td>
      <td data-label="Removed">
        {removedAt ? (
          <Moment at={removedAt} reader={reader} />
        ) : (
          <span className="reason">not yet</span>
        )}
      </td>
    </tr>
  );
}
