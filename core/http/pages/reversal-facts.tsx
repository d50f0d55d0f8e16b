import type { ReactNode } from 'react';
import { formatMoney } from '../../reversals/money.js';
import { Moment } from './moments.js';
import type { ReversalView } from './reversal-page.js';
import { channelWords, plain, riskWords, statusIn } from './words.js';

/** The facts beside a reversal: payment, customer, origin, people, and why it was read so. */
export function ReversalFacts({ view }: { view: ReversalView }) {
  const { reversal, risk, reader } = view;
  return (
    <>
      <Payment view={view} />
      <section aria-labelledby="facts">
        <h2 id="facts">Facts</h2>
        <dl>
          <Fact term="Customer">
            {reversal.customer ? (
              [reversal.customer.name, reversal.customer.email, reversal.customer.phone]
                .filter(Boolean)
                .map((value) => (
                  <span key={value} className="line">
                    <Address value={value ?? ''} />
                  </span>
                ))
            ) : (
              <span className="muted">unknown</span>
            )}
          </Fact>
          {reversal.cardLast4 ? <Fact term="Card">•••• {reversal.cardLast4}</Fact> : null}
          {reversal.reasonCode ? <Fact term="Reason code">{reversal.reasonCode}</Fact> : null}
          <Fact term="Reached us by">{channelWords[reversal.channel]}</Fact>
          {reversal.sources.map((source) => (
            <Fact key={`${source.connectionId} ${source.externalId}`} term="Source">
              <span className="line">{source.connectionId}</span>
              {isWebAddress(source.url) ? (
                <a href={source.url} rel="noreferrer">
                  {source.externalId}
                </a>
              ) : (
                source.externalId
              )}
            </Fact>
          ))}
          {reversal.occurredAt ? (
            <Fact term="Occurred">
              <Moment at={reversal.occurredAt} reader={reader} />
            </Fact>
          ) : null}
          <Fact term="Logged">
            <Moment at={reversal.loggedAt} reader={reader} />
            {reversal.loggedBy ? ` by ${reversal.loggedBy.name}` : ''}
          </Fact>
          {reversal.dueAt ? (
            <Fact term="Due">
              <Moment at={reversal.dueAt} reader={reader} />
            </Fact>
          ) : null}
          {reversal.requesters.length > 0 ? (
            <Fact term="Asked for by">
              {reversal.requesters.map((requester) => (
                <span key={requester.label} className="line">
                  {requester.person?.name ?? `${requester.label} (nobody known here)`}
                </span>
              ))}
            </Fact>
          ) : null}
          {reversal.assignee ? <Fact term="Assigned to">{reversal.assignee.name}</Fact> : null}
          {reversal.before && reversal.after ? (
            <Fact term="Charged, and should be">
              {formatMoney(reversal.before, reader.locale)}, and{' '}
              {formatMoney(reversal.after, reader.locale)}
            </Fact>
          ) : null}
          {reversal.payout === 'none' ? null : <Fact term="Payout">{plain(reversal.payout)}</Fact>}
          {reversal.payoutReference ? (
            <Fact term="Refund id">{reversal.payoutReference}</Fact>
          ) : null}
          {reversal.joinedInto ? (
            <Fact term="Joined to">
              <a href={`/reversals/${reversal.joinedInto}`}>{reversal.joinedInto}</a>
            </Fact>
          ) : null}
          {(reversal.joined ?? []).map((reference) => (
            <Fact key={reference} term="Joined to it">
              <a href={`/reversals/${reference}`}>{reference}</a>
            </Fact>
          ))}
          {reversal.corrects ? (
            <Fact term="Corrects">
              <a href={`/reversals/${reversal.corrects}`}>{reversal.corrects}</a>
            </Fact>
          ) : null}
          {risk && risk.score > 0 ? (
            <Fact term="Risk">
              {risk.score} of 100
              {risk.signs.map((sign) => (
                <span key={sign} className="line">
                  {riskWords[sign]}
                </span>
              ))}
            </Fact>
          ) : null}
          {reversal.trace ? <Fact term="Trace">{reversal.trace}</Fact> : null}
        </dl>
      </section>
      <Dispute view={view} />
      <Related view={view} />
      <Reasons title="Why it needs review" lines={reversal.reviewReasons} />
      <Reasons title="Why it was read so" lines={reversal.readingReasons} />
    </>
  );
}

function Payment({ view: { reversal, alsoOnPayment, reader } }: { view: ReversalView }) {
  const { payment } = reversal;
  const identifiers = payment?.identifiers.length ? payment.identifiers : reversal.identifiers;
  return (
    <section aria-labelledby="payment">
      <h2 id="payment">Payment</h2>
      <dl>
        {payment?.processor ? <Fact term="Processor">{payment.processor}</Fact> : null}
        {identifiers.map(({ kind, value }) => (
          <Fact key={`${kind} ${value}`} term={plain(kind)}>
            <code>{value}</code>
          </Fact>
        ))}
        {payment ? (
          <>
            <Fact term="Captured">
              {payment.captured ? (
                formatMoney(payment.captured, reader.locale)
              ) : (
                <strong>captured amount unknown</strong>
              )}
            </Fact>
            {payment.left ? (
              <Fact term="Left of it">{formatMoney(payment.left, reader.locale)}</Fact>
            ) : null}
          </>
        ) : null}
      </dl>
      {payment ? null : <p className="muted">No payment the hub knows matches this yet.</p>}
      {alsoOnPayment.length > 0 ? (
        <>
          <h3>Also on this payment</h3>
          <ul className="plain">
            {alsoOnPayment.map((claim) => (
              <li key={claim.reference}>
                <a href={`/reversals/${claim.reference}`}>{claim.reference}</a>{' '}
                {claim.amount ? formatMoney(claim.amount, reader.locale) : ''}{' '}
                <span className="muted">{statusIn(claim.status)}</span>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </section>
  );
}

/** What is likely the same matter, and why. */
function Related({ view: { related, reversal, reader } }: { view: ReversalView }) {
  const others = related.filter((one) => one.reference !== reversal.corrects);
  if (others.length === 0 || reader.person.role === 'client_approver') return null;
  return (
    <section aria-labelledby="related">
      <h2 id="related">Perhaps the same matter</h2>
      <ul className="plain">
        {others.map((one) => (
          <li key={one.reference}>
            <a href={`/reversals/${one.reference}`}>{one.reference}</a> {one.why.join(', ')}{' '}
            <span className="muted">{statusIn(one.status)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Dispute({ view: { reversal, reader } }: { view: ReversalView }) {
  const { dispute } = reversal;
  if (!dispute) return null;
  return (
    <section aria-labelledby="dispute">
      <h2 id="dispute">Dispute</h2>
      <dl>
        {dispute.stage ? <Fact term="Stage">{plain(dispute.stage)}</Fact> : null}
        {dispute.status ? <Fact term="Status">{plain(dispute.status)}</Fact> : null}
        {dispute.respondBy ? (
          <Fact term="Respond by">
            <Moment at={dispute.respondBy} reader={reader} />
          </Fact>
        ) : null}
        {dispute.result ? <Fact term="Result">{dispute.result}</Fact> : null}
      </dl>
    </section>
  );
}

function Reasons({ title, lines }: { title: string; lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <section>
      <h2>{title}</h2>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** An e-mail breaks behind its @ before it breaks within a word. */
function Address({ value }: { value: string }) {
  const at = value.lastIndexOf('@') + 1;
  return (
    <>
      {value.slice(0, at)}
      {at > 0 ? <wbr /> : null}
      {value.slice(at)}
    </>
  );
}

/** Sources name their own addresses; only web addresses become links. */
function isWebAddress(url: string | null): url is string {
  return url !== null && /^https?:\/\//i.test(url);
}
