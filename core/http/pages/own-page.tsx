import type { TimeAway } from '../../reversals/delegate.js';
import type { Refusal } from '../../reversals/refusal.js';
import type { Person } from '../../reversals/reversal.js';
import type { Reader } from '../dashboard/session.js';
import { refusalWords } from '../refusal-words.js';
import { Frame, type PageDeps } from './frame.js';
import { formatDay } from './moments.js';

export type OwnPageNotice =
  | { kind: 'done'; what: 'delegated' | 'ended' }
  | { kind: 'refused'; refusal: Refusal };

type OwnPageView = {
  away: readonly TimeAway[];
  /** Who may decide for the reader. */
  standIns: readonly Person[];
  notice: OwnPageNotice | null;
  reader: Reader;
  deps: PageDeps;
};

/** What belongs to the signed-in person alone. */
export function OwnPage(view: OwnPageView) {
  const { reader, deps, notice } = view;
  const { person } = reader;
  return (
    <Frame title={person.name} reader={reader} deps={deps}>
      <h1>{person.name}</h1>
      {notice ? <Said notice={notice} /> : null}
      <p>
        {person.email} · {person.role.replace('_', ' ')} · times in {reader.timeZone}, amounts and
        dates as in {reader.locale}
      </p>
      <section aria-labelledby="away" className="panel">
        <h2 id="away">Who decides while you are away</h2>
        <TimesAway view={view} />
        {person.role === 'payer' ? null : <AwayForm view={view} />}
      </section>
    </Frame>
  );
}

function Said({ notice }: { notice: OwnPageNotice }) {
  if (notice.kind === 'done') {
    const words = {
      delegated: 'Recorded. You may decide all the same.',
      ended: 'You decide for yourself again.',
    };
    return (
      <div className="notice good" role="status">
        <p>
          <strong>{words[notice.what]}</strong>
        </p>
      </div>
    );
  }
  const { refused, facts } = notice.refusal;
  const words = refusalWords[refused];
  return (
    <div className="notice bad" role="alert">
      <p>
        <strong>{words.title}.</strong> {facts.detail ? `It takes ${facts.detail}.` : words.next}
      </p>
    </div>
  );
}

function TimesAway({ view: { away, reader } }: { view: OwnPageView }) {
  if (away.length === 0) {
    return <p className="muted">Nobody decides for you, nor you for anybody.</p>;
  }
  return (
    <>
      <ul>
        {away.map((one) => (
          <li key={`${one.person} ${one.standIn} ${one.firstDay}`}>
            <strong>{one.standIn}</strong> for {one.person}, {formatDay(one.firstDay, reader)}
            {one.lastDay === one.firstDay ? '' : ` to ${formatDay(one.lastDay, reader)}`}
          </li>
        ))}
      </ul>
      {away.some((one) => one.isOwn) ? (
        <form method="post" action="/me/delegate/end">
          <input type="hidden" name="csrf" value={reader.csrf} />
          <button type="submit">Decide for myself again</button>
        </form>
      ) : null}
    </>
  );
}

function AwayForm({ view: { standIns, reader } }: { view: OwnPageView }) {
  if (standIns.length === 0) return <p>Nobody else of your clients may decide for you.</p>;
  return (
    <form method="post" action="/me/delegate">
      <input type="hidden" name="csrf" value={reader.csrf} />
      <label className="field">
        <span>Who decides for you</span>
        <select name="to" required>
          <option value="">Choose…</option>
          {standIns.map((one) => (
            <option key={one.id} value={one.email}>
              {one.name}
            </option>
          ))}
        </select>
      </label>
      <div className="fields">
        <label className="field">
          <span>First day</span>
          <input type="date" name="firstDay" required />
        </label>
        <label className="field">
          <span>Last day</span>
          <input type="date" name="lastDay" required />
        </label>
      </div>
      <p className="hint">
        Both days included, in your time zone. The vote says for whom, and never counts where either
        of you asked. What overlaps of your earlier times away ends.
      </p>
      <button type="submit">Hand my decisions over</button>
    </form>
  );
}
