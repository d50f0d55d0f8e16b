import { formatMoney, parseCurrency } from '../../reversals/money.js';
import type { HistoryLine } from '../../reversals/ports.js';
import type { Reader } from '../dashboard/session.js';
import type { HistoryProof } from '../web-deps.js';
import { Moment } from './moments.js';
import type { ReversalView } from './reversal-page.js';
import { doneIn, plain, statusIn, surfaceWords } from './words.js';

/** Everything that was done, with whether its chain of hashes verifies. */
export function HistoryList({ view: { history, proof, reader } }: { view: ReversalView }) {
  return (
    <section aria-labelledby="history">
      <h2 id="history">
        History <ProofBadge proof={proof} />
      </h2>
      <ol className="timeline">
        {history.map((line) => (
          <li key={line.sequence}>
            <strong>{line.actor}</strong> {doneIn(line.action)}
            <span className="muted"> by {surfaceWords[line.surface]}</span>
            <span className="when">
              <Moment at={line.at} reader={reader} />
            </span>
            <Change line={line} reader={reader} />
            <code className="hash" title={line.hash}>
              {line.sequence} · {line.hash.slice(0, 12)}
            </code>
          </li>
        ))}
      </ol>
    </section>
  );
}

function ProofBadge({ proof }: { proof: HistoryProof | null }) {
  if (!proof) return null;
  return proof.whole ? (
    <span className="badge proof" title="Every entry's hash covers the one before it">
      ✓ verified, unaltered
    </span>
  ) : (
    <span className="badge broken">altered at entry {proof.brokenAt}</span>
  );
}

function Change({ line, reader }: { line: HistoryLine; reader: Reader }) {
  const { from, to, amountMinor, currency, detail } = line.facts;
  const choice = isChoice.has(line.action) && typeof detail === 'string' ? plain(detail) : null;
  const moved = typeof from === 'string' && typeof to === 'string' && from !== to;
  const code = typeof currency === 'string' ? parseCurrency(currency) : null;
  const isAmount = /^-?\d{1,16}$/.test(String(amountMinor ?? ''));
  const values = Object.entries(line.values ?? {}).filter(([, value]) => value);
  if (!moved && !isAmount && !choice && values.length === 0) return null;
  return (
    <span className="change">
      {moved ? `${statusIn(from)} → ${statusIn(to)}` : null}
      {isAmount && code ? (
        <>
          {moved ? ' · ' : ''}
          {formatMoney({ minor: BigInt(String(amountMinor)), currency: code }, reader.locale)}
        </>
      ) : null}
      {choice ? <span className="line">Chosen: {choice}</span> : null}
      {values.map(([name, value]) => (
        <span key={name} className="line">
          {valueWords[name] ?? plain(name)}: {value}
        </span>
      ))}
    </span>
  );
}

const isChoice: ReadonlySet<string> = new Set(['next_step', 'answer']);

const valueWords: Readonly<Record<string, string>> = {
  reason: 'Reason',
  customer: 'Customer',
  reasonBefore: 'Reason before',
  reasonAfter: 'Reason after',
  customerBefore: 'Customer before',
  customerAfter: 'Customer after',
};
