/** The page around the chat, and the page where a visitor chooses who to be. */
import { renderToStaticMarkup } from 'react-dom/server';
import { Avatar } from './message-row.js';

export type ChatPerson = { userId: string; name: string; role: string; note?: string };

export function chooserPage(basePath: string, people: ChatPerson[]): string {
  return page(
    'Choose a person · Chat',
    basePath,
    <main className="chooser">
      <h1>Who would you like to be?</h1>
      <p className="faint">
        This chat stands in for Slack. The bot that answers is the real one; the people are yours to
        play.
      </p>
      {people.length === 0 ? (
        <p className="empty">Nobody works here yet: the configuration names no people.</p>
      ) : (
        <ul>
          {people.map((person) => (
            <li key={person.userId}>
              <a href={`${basePath}?as=${encodeURIComponent(person.userId)}`}>
                <PersonFace person={person} />
                <span>
                  <strong>{person.name}</strong>
                  <span className="role">{person.role}</span>
                  {person.note ? <small>{person.note}</small> : null}
                </span>
              </a>
            </li>
          ))}
        </ul>
      )}
    </main>,
  );
}

export function chatShell(basePath: string, people: ChatPerson[], viewerId: string): string {
  const viewer = people.find((person) => person.userId === viewerId);
  return page(
    `${viewer?.name ?? 'Chat'} · Chat`,
    basePath,
    <div id="chat" data-base={basePath} data-as={viewerId} data-screen="channels">
      <aside className="side" aria-label="Channels and person">
        <div className="who">
          <label htmlFor="person">You are</label>
          <select id="person" defaultValue={viewerId}>
            {people.map((person) => (
              <option key={person.userId} value={person.userId}>
                {person.name} — {person.role}
              </option>
            ))}
          </select>
        </div>
        <nav id="nav" aria-label="Channels" />
      </aside>
      <main className="middle">
        <header className="pane-head">
          <button type="button" className="back" data-act="to-channels" aria-label="All channels">
            ‹
          </button>
          <div id="title" className="pane-title" />
        </header>
        <div id="rows" className="rows" role="log" aria-label="Messages" />
        <div id="home" className="home" hidden />
        <Composer id="composer" label="Write a message" />
      </main>
      <section className="thread" aria-label="Thread" hidden>
        <header className="pane-head">
          <button type="button" className="back" data-act="close-thread" aria-label="Back">
            ‹
          </button>
          <div className="pane-title">
            <h2>Thread</h2>
            <p className="faint" id="thread-title" />
          </div>
          <button
            type="button"
            className="plain close-thread"
            data-act="close-thread"
            aria-label="Close thread"
          >
            ✕
          </button>
        </header>
        <div id="thread-rows" className="rows" role="log" aria-label="Replies" />
        <Composer id="thread-composer" label="Reply in the thread" />
      </section>
      <dialog id="modal" aria-labelledby="modal-title" />
      <dialog id="confirm" aria-labelledby="confirm-title" />
      <div id="notices" role="alert" />
      <p id="live" role="status" hidden>
        The connection was lost. Trying again…
      </p>
      <noscript>
        <p className="empty">This page needs JavaScript.</p>
      </noscript>
      <script src={`${basePath}/chat.js`} type="module" />
    </div>,
  );
}

function Composer({ id, label }: { id: string; label: string }) {
  return (
    <form id={id} className="composer" hidden>
      <label className="visually-hidden" htmlFor={`${id}-text`}>
        {label}
      </label>
      <textarea id={`${id}-text`} rows={1} autoComplete="off" placeholder={label} />
      <button type="submit" className="button primary" aria-label="Send">
        Send
      </button>
    </form>
  );
}

function PersonFace({ person }: { person: ChatPerson }) {
  const member = {
    id: person.userId,
    handle: '',
    realName: person.name,
    email: '',
    isAdmin: false,
    isBot: false,
    tz: 'Etc/UTC',
  };
  return <Avatar member={member} />;
}

function page(title: string, basePath: string, body: React.ReactElement): string {
  const html = renderToStaticMarkup(
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href={`${basePath}/blocks.css`} />
        <link rel="stylesheet" href={`${basePath}/chat.css`} />
      </head>
      <body>{body}</body>
    </html>,
  );
  return `<!doctype html>${html}`;
}
