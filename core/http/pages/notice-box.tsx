import { formatMoney, parseCurrency } from '../../reversals/money.js';
import type { Refusal } from '../../reversals/refusal.js';
import { differencesOf } from '../difference.js';
import { refusalWords } from '../refusal-words.js';
import { formatMoment } from './moments.js';
import type { Notice, ReversalView } from './reversal-page.js';
import { doneIn, plain } from './words.js';

/** Says what came of a form: done, or why not, who decided when, and what differs. */
export function NoticeBox({ notice, view }: { notice: Notice; view: ReversalView }) {
  if (notice.kind === 'done') {
    return (
      <div className="notice good" role="status">
        <p>
          <strong>Recorded: you {doneIn(notice.action)}.</strong>
          {view.waitingFor ? ` Still waiting for ${view.waitingFor}.` : ''}
        </p>
      </div>
    );
  }
  const words = refusalWords[notice.refusal.refused];
  return (
    <div className="notice bad" role="alert">
      <p>
        <strong>{words.title}.</strong> {words.next}
      </p>
      <Details refusal={notice.refusal} view={view} />
    </div>
  );
}

function Details({ refusal, view }: { refusal: Refusal; view: ReversalView }) {
  const { by, at, decision, asks } = refusal.facts;
  const differences = differencesOf(refusal);
  return (
    <ul>
      {by && at ? (
        <li>
          {by} {decision ? doneIn(decision) : 'decided'} on{' '}
          {formatMoment(new Date(at), view.reader)}.
        </li>
      ) : null}
      {asks ? <li>It asks {asks.replaceAll('role:', '')}.</li> : null}
      {faultsOf(refusal).map((fault) => (
        <li key={fault}>{fault}</li>
      ))}
      {differences.map(({ what, shown, now }) => (
        <li key={what}>
          {whatWords[what] ?? plain(what)}: {inWords(what, shown, view)} when you looked,{' '}
          <strong>{inWords(what, now, view)}</strong> now.
        </li>
      ))}
    </ul>
  );
}

/** What is wrong with a form, in words: each fact of it names a field and what it should be. */
function faultsOf({ refused, facts }: Refusal): string[] {
  if (refused !== 'invalid_request') return [];
  return Object.entries(facts).map(([field, fault]) => {
    if (field === 'amount') return `The amount ${fault}.`;
    return field === 'detail' ? `It takes ${plain(fault)}.` : `${plain(field)}: ${plain(fault)}.`;
  });
}

const whatWords: Readonly<Record<string, string>> = {
  amountMinor: 'Amount',
  type: 'Type',
  paymentId: 'Payment',
  stage: 'Stage',
};

/** Amounts come as `4999 USD`, minor units; payments as our own ids, which tell a person nothing. */
function inWords(what: string, value: string, view: ReversalView): string {
  if (what === 'paymentId') return value === 'none' ? 'none' : 'another one';
  const [, minor, code] = /^(-?\d{1,16}) ([A-Z]{3})$/.exec(value) ?? [];
  const currency = code ? parseCurrency(code) : null;
  return minor && currency
    ? formatMoney({ minor: BigInt(minor), currency }, view.reader.locale)
    : plain(value);
}
