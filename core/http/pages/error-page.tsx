import type { Reader } from '../dashboard/session.js';
import type { Problem } from '../problem.js';
import { Frame, type PageDeps } from './frame.js';
import { statusIn } from './words.js';

/** What is wrong, what to do next, and the nearest references where one was not found. */
export function ErrorPage({
  problem,
  nearest,
  reader,
  deps,
}: {
  problem: Problem;
  nearest: readonly { reference: string; status: string }[];
  reader: Reader | null;
  deps: PageDeps;
}) {
  return (
    <Frame title={problem.title} reader={reader} deps={deps}>
      <div className="narrow">
        <p className="eyebrow">{problem.status}</p>
        <h1>{problem.title}</h1>
        <p className="lead">{problem.detail}</p>
        {nearest.length > 0 ? (
          <>
            <h2>Did you mean</h2>
            <ul className="plain">
              {nearest.map(({ reference, status }) => (
                <li key={reference}>
                  <a href={`/reversals/${reference}`}>{reference}</a>{' '}
                  <span className="muted">{statusIn(status)}</span>
                </li>
              ))}
            </ul>
          </>
        ) : null}
        <p>
          <a href="/">All reversals</a>
        </p>
      </div>
    </Frame>
  );
}
