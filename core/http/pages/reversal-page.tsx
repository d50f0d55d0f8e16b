import type {
  ClaimOnPayment,
  EvidenceLine,
  HistoryLine,
  MessageLine,
  RelatedEntry,
} from '../../reversals/ports.js';
import type { Refusal } from '../../reversals/refusal.js';
import type { Reversal } from '../../reversals/reversal.js';
import type { Risk } from '../../reversals/risk.js';
import type { Reader } from '../dashboard/session.js';
import type { Standing } from '../dashboard/standing.js';
import type { HistoryProof } from '../web-deps.js';
import { DecisionPanel } from './decision-panel.js';
import { EvidenceList } from './evidence-list.js';
import { Frame, type PageDeps } from './frame.js';
import { HistoryList } from './history-list.js';
import { Flags, StatusBadge } from './list-page.js';
import { Amount, Moment } from './moments.js';
import { NoticeBox } from './notice-box.js';
import { ReversalFacts } from './reversal-facts.js';
import { doneIn, plain, surfaceWords, typeWords } from './words.js';

/** What is told at the top: a step done, or one refused. */
export type Notice = { kind: 'done'; action: string } | { kind: 'refused'; refusal: Refusal };

export type ReversalView = {
  reversal: Reversal;
  /** Null for the client's own approver. */
  risk: Risk | null;
  standing: Standing;
  clientName: string;
  /** Of the amount, else of the payment, else the client's: where a form asks for one. */
  currency: string;
  messages: readonly MessageLine[];
  /** Oldest first. */
  evidence: readonly EvidenceLine[];
  history: readonly HistoryLine[];
  proof: HistoryProof | null;
  alsoOnPayment: readonly ClaimOnPayment[];
  related: readonly RelatedEntry[];
  waitingFor: string | null;
  notice: Notice | null;
  /** Names the forms of this very page: sent twice they act once. */
  requestId: string;
  reader: Reader;
  deps: PageDeps;
};

/** One reversal: what it is, what was decided, what to decide, what was said and done. */
export function ReversalPage(view: ReversalView) {
  const { reversal, clientName, notice, reader, deps } = view;
  return (
    <Frame title={reversal.reference} section="reversals" reader={reader} deps={deps}>
      <nav className="crumbs" aria-label="Breadcrumb">
        <a href="/">Reversals</a> <span aria-hidden="true">/</span> {reversal.reference}
      </nav>
      {notice ? <NoticeBox notice={notice} view={view} /> : null}
      <div className="headline">
        <p className="eyebrow">
          {typeWords[reversal.type]}
          {reversal.kind === 'fact' ? ' · has happened' : ''} · {clientName}
        </p>
        <h1>
          <Amount money={reversal.amount} reader={reader} />{' '}
          <span className="reference">{reversal.reference}</span>
        </h1>
        <p className="states">
          <StatusBadge status={reversal.status} />
          {reversal.outcome ? <span className="badge">{reversal.outcome}</span> : null}
          <Flags flags={reversal.flags} />
        </p>
        {reversal.reason ? <p className="lead">{reversal.reason}</p> : null}
      </div>
      <div className="columns">
        <div>
          <DecisionPanel view={view} />
          <Votes view={view} />
          <EvidenceList view={view} />
        </div>
        <aside aria-label="Facts">
          <ReversalFacts view={view} />
        </aside>
        <div>
          <Messages view={view} />
          <HistoryList view={view} />
        </div>
      </div>
    </Frame>
  );
}

function Votes({ view: { reversal, reader } }: { view: ReversalView }) {
  if (reversal.approvals.length === 0) return null;
  return (
    <section aria-labelledby="votes">
      <h2 id="votes">Decisions taken</h2>
      <ul className="timeline">
        {reversal.approvals.map((vote) => (
          <li key={`${vote.personName} ${vote.at.toISOString()}`}>
            <strong>{vote.personName}</strong>
            {vote.standsInFor ? ` for ${vote.standsInFor.name}` : ''} {doneIn(vote.decision)}
            {vote.choice ? ` (${plain(vote.choice)})` : ''} by {surfaceWords[vote.surface]}
            <span className="when">
              <Moment at={vote.at} reader={reader} />
            </span>
            {vote.reason ? <blockquote>{vote.reason}</blockquote> : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Messages({ view: { messages, reader } }: { view: ReversalView }) {
  return (
    <section aria-labelledby="messages">
      <h2 id="messages">Messages</h2>
      {messages.length === 0 ? (
        <p className="muted">No messages.</p>
      ) : (
        <ol className="messages">
          {messages.map((message) => (
            <li key={message.id} className={message.author}>
              <p className="by">
                <strong>{message.authorName ?? authorWords[message.author]}</strong>
                {message.isPublic ? '' : ' · internal note'}
                <span className="when">
                  <Moment at={message.sentAt} reader={reader} />
                </span>
              </p>
              <p className="text">{message.text ?? <em>Erased at the person’s request.</em>}</p>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

const authorWords = { customer: 'Customer', agent: 'Agent', system: 'System' } as const;
