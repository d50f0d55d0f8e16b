import { hostOf } from '../../reversals/add-evidence.js';
import type { EvidenceLine } from '../../reversals/ports.js';
import { Moment } from './moments.js';
import type { ReversalView } from './reversal-page.js';
import { surfaceWords } from './words.js';

/** What decisions rest on: links with where they lead, never what stands there. */
export function EvidenceList({ view: { evidence, reader } }: { view: ReversalView }) {
  return (
    <section aria-labelledby="evidence">
      <h2 id="evidence">Evidence</h2>
      {evidence.length === 0 ? (
        <p className="muted">
          None yet. A file shared in the card’s thread stands here, and any link added by chat or
          the API.
        </p>
      ) : (
        <ul className="timeline">
          {evidence.map((line) => (
            <li key={line.id}>
              <Link line={line} />
              {line.isBound ? (
                <>
                  {' '}
                  <span className="badge">decisions are bound to it</span>
                </>
              ) : null}
              <span className="line muted">
                added by {line.addedBy.name} · {surfaceWords[line.surface]}
              </span>
              <span className="when">
                <Moment at={line.at} reader={reader} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Link({ line: { url, name } }: { line: EvidenceLine }) {
  if (url === null) return <em>Erased at the person’s request.</em>;
  const host = hostOf(url);
  if (host === null) return <strong>{name ?? 'A link'}</strong>;
  return (
    <>
      <a href={url} rel="noreferrer">
        {name ?? 'Link'}
      </a>{' '}
      <span className="muted">({host})</span>
    </>
  );
}
