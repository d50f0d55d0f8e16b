import { z } from 'zod';
import { refusals } from '../../reversals/refusal.js';
import { refusalWords } from '../refusal-words.js';
import type { ApiRoute } from '../rest/api-route.js';
import { Frame, type PageDeps } from './frame.js';

/** The OpenAPI document as a page to read; the document itself is at /api/openapi.json. */
export function ApiDocsPage({ routes, deps }: { routes: readonly ApiRoute[]; deps: PageDeps }) {
  return (
    <Frame title="API" section="api" reader={null} deps={deps}>
      <h1>API</h1>
      <div className="prose">
        <p className="lead">
          Everything the dashboard shows and does, as JSON. The whole contract is the{' '}
          <a href="/api/openapi.json">OpenAPI 3.1 document</a>.
        </p>
        <ul>
          <li>
            Send <code>Authorization: Bearer rh_…</code>. A key acts as the person it was made for,
            with <code>read</code>, <code>write</code> or <code>decide</code> and its clients.
          </li>
          {deps.sandbox ? (
            <li>
              In this sandbox the key <code>sandbox</code> works, with <code>X-Act-As</code> and the
              e-mail of one of <a href="/sandbox">its people</a> to say who acts.
            </li>
          ) : null}
          <li>
            Amounts are whole numbers of minor units: <code>4999</code> with <code>USD</code> is
            $49.99.
          </li>
          <li>
            A decision sends the <code>contentHash</code> of what was read. Without it: 428. Where
            the reversal has changed since: 409 and the difference.
          </li>
          <li>
            <code>Idempotency-Key</code> on a POST: sent again with the same content it acts once.
          </li>
          <li>
            Errors are <code>application/problem+json</code>; <code>type</code> ends with one of the
            names below, <code>detail</code> says what to do next.
          </li>
        </ul>
      </div>
      <h2>Operations</h2>
      {routes.map((route) => (
        <Operation key={route.operationId} route={route} />
      ))}
      <h2>Refusals</h2>
      <table className="entries">
        <caption className="unseen">Refusals by name</caption>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Status</th>
            <th scope="col">Means</th>
          </tr>
        </thead>
        <tbody>
          {Object.entries(refusals).map(([name, { status }]) => (
            <tr key={name}>
              <th scope="row">
                <code>{name}</code>
              </th>
              <td data-label="Status">{status}</td>
              <td data-label="Means">{refusalWords[name as keyof typeof refusals].title}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Frame>
  );
}

function Operation({ route }: { route: ApiRoute }) {
  return (
    <details className="operation" id={route.operationId}>
      <summary>
        <code>
          <b>{route.method.toUpperCase()}</b> /api/v1{route.path}
        </code>{' '}
        <span>{route.summary}</span>
      </summary>
      <p className="muted">
        Scope: {route.scope}. Answers: {Object.keys(route.answers).join(', ')}.
      </p>
      {route.query ? <Fields title="Query" schema={route.query} /> : null}
      {route.body ? <Fields title="Body" schema={route.body} /> : null}
      {route.refusals.length > 0 ? (
        <p>
          May refuse:{' '}
          {route.refusals.map((name, index) => (
            <span key={name}>
              {index > 0 ? ', ' : ''}
              <code>{name}</code>
            </span>
          ))}
        </p>
      ) : null}
    </details>
  );
}

type Property = { type?: string; enum?: string[]; description?: string; anyOf?: Property[] };

function Fields({ title, schema }: { title: string; schema: z.ZodType }) {
  const json = z.toJSONSchema(schema, { io: 'input' });
  const required = new Set(json.required ?? []);
  return (
    <table className="fields-table">
      <caption>{title}</caption>
      <tbody>
        {Object.entries((json.properties ?? {}) as Record<string, Property>).map(([name, one]) => (
          <tr key={name}>
            <th scope="row">
              <code>{name}</code>
              {required.has(name) ? <span className="flag">required</span> : null}
            </th>
            <td>
              {one.enum ? one.enum.join(' · ') : (one.type ?? typesOf(one))}
              {one.description ? <span className="reason">{one.description}</span> : null}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const typesOf = (property: Property) =>
  (property.anyOf ?? [])
    .map((one) => one.type ?? '')
    .filter(Boolean)
    .join(' or ');
