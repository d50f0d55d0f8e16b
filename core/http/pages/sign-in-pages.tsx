import { signInLinkMs } from '../../access/sign-in.js';
import type { Person } from '../../reversals/reversal.js';
import { Frame, type PageDeps } from './frame.js';

/** The page of a one-time link: opening it changes nothing, the button does. */
export function SignInLinkPage({
  token,
  next,
  deps,
}: {
  token: string;
  next: string;
  deps: PageDeps;
}) {
  const after = next === '/' ? '' : `?next=${encodeURIComponent(next)}`;
  return (
    <Frame title="Sign in" reader={null} deps={deps}>
      <div className="narrow">
        <h1>Sign in to Reversal Hub</h1>
        <p className="lead">This link works once and signs you in on this device.</p>
        <form method="post" action={`/signin/${encodeURIComponent(token)}${after}`}>
          <button type="submit" className="primary">
            Sign in
          </button>
        </form>
      </div>
    </Frame>
  );
}

/** How to get in, for whoever has no link or a spent one. */
export function SignInClosedPage({ isSpent, deps }: { isSpent: boolean; deps: PageDeps }) {
  const title = isSpent ? 'This link does not work any more' : 'Sign in';
  return (
    <Frame title={title} reader={null} deps={deps}>
      <div className="narrow">
        <h1>{title}</h1>
        <p className="lead">
          {isSpent
            ? 'It was used already, or it is too old.'
            : 'You sign in with a personal link that works once.'}
        </p>
        <p>
          Ask whoever runs the hub for a {isSpent ? 'new one' : 'link'}: they make it with{' '}
          <code>hub signin YOUR-EMAIL</code>. It is good for {signInLinkMs / 60_000} minutes.
        </p>
      </div>
    </Frame>
  );
}

/** Sandbox only: choose who to be. */
export function SignInChoicePage({
  people,
  next,
  deps,
}: {
  people: readonly Person[];
  next: string;
  deps: PageDeps;
}) {
  return (
    <Frame title="Choose who to be" reader={null} deps={deps}>
      <div className="narrow">
        <h1>Choose who to be</h1>
        <p className="lead">
          This is the sandbox. Each person may do different things: agents log, managers decide, and
          nobody approves what they asked for.
        </p>
        <form method="post" action="/signin">
          <input type="hidden" name="next" value={next} />
          <ul className="people">
            {people.map((person) => (
              <li key={person.id}>
                <button type="submit" name="email" value={person.email}>
                  <strong>{person.name}</strong>
                  <span>{person.role.replace('_', ' ')}</span>
                  <span className="muted">{person.clients.join(', ')}</span>
                </button>
              </li>
            ))}
          </ul>
        </form>
      </div>
    </Frame>
  );
}
