import type { ReactNode } from 'react';
import type { Reader } from '../dashboard/session.js';
import type { WebDeps } from '../web-deps.js';
import { stylePath } from './style-sheet.js';

export type PageDeps = Pick<WebDeps, 'organization' | 'sandbox'>;

type Section = 'reversals' | 'connections' | 'api';

/** The frame of every page: skip link, landmarks, who is signed in. No script at all. */
export function Frame({
  title,
  section,
  reader,
  deps,
  children,
}: {
  title: string;
  section?: Section;
  reader: Reader | null;
  deps: PageDeps;
  children: ReactNode;
}) {
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>{`${title} · Reversal Hub`}</title>
        <link rel="stylesheet" href={stylePath} />
        <link rel="icon" href="data:," />
      </head>
      <body>
        <a className="skip" href="#content">
          Skip to the content
        </a>
        <header className="top">
          <div className="inner">
            <a className="brand" href="/">
              <span className="mark" aria-hidden="true">
                ↺
              </span>
              <span>
                Reversal Hub <span className="organization">{deps.organization}</span>
              </span>
            </a>
            {reader ? <Navigation section={section} deps={deps} /> : null}
            {reader ? <SignedIn reader={reader} /> : null}
          </div>
        </header>
        <main id="content" className="inner" tabIndex={-1}>
          {children}
        </main>
        <footer className="inner">
          {deps.sandbox ? (
            <p>
              Sandbox: sample data only, nothing here reaches a real system.{' '}
              <a href="/sandbox">People, tickets, payments</a>
            </p>
          ) : null}
          {reader ? (
            <p>
              Times are in {reader.timeZone}. <a href="/api/docs">API</a>
            </p>
          ) : null}
        </footer>
      </body>
    </html>
  );
}

function Navigation({ section, deps }: { section: Section | undefined; deps: PageDeps }) {
  const link = (name: Section, href: string, words: string) => (
    <li>
      <a href={href} aria-current={section === name ? 'page' : undefined}>
        {words}
      </a>
    </li>
  );
  return (
    <nav aria-label="Main">
      <ul>
        {link('reversals', '/', 'Reversals')}
        {link('connections', '/connections', 'Connections')}
        {deps.sandbox ? (
          <li>
            <a href="/sandbox/chat">Chat</a>
          </li>
        ) : null}
      </ul>
    </nav>
  );
}

function SignedIn({ reader }: { reader: Reader }) {
  return (
    <form className="who" method="post" action="/signout">
      <span>
        <a href="/me">{reader.person.name}</a>{' '}
        <span className="muted">{reader.person.role.replace('_', ' ')}</span>
      </span>
      <input type="hidden" name="csrf" value={reader.csrf} />
      <button type="submit" className="quiet">
        Sign out
      </button>
    </form>
  );
}
