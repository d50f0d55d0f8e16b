import type { Express } from 'express';
import { renderToStaticMarkup } from 'react-dom/server';
import { type SandboxSecrets, sandboxChannels, sandboxPeople } from './configuration.js';
import { samplePayments } from './sample-traffic.js';

type Setting = { url: string; secrets: SandboxSecrets };

const named = (payment: (typeof samplePayments)[number], kind: string) =>
  payment.identifiers.find((one) => one.kind === kind)?.value ?? '–';

const clients = [
  { id: 'acme', name: 'Acme Store', currency: 'USD', connection: 'acme-zendesk' },
  { id: 'globex', name: 'Globex', currency: 'EUR', connection: null },
];

/** `/sandbox`: people, clients and what was set up, as a page and, asked for JSON, as data. */
export function mountSandboxPage(app: Express, setting: Setting): void {
  app.get('/sandbox', (request, response) => {
    if (request.accepts(['html', 'json']) === 'json') {
      response.json(described(setting));
      return;
    }
    response.type('html').send(`<!doctype html>${renderToStaticMarkup(<Page {...setting} />)}`);
  });
  app.get('/sandbox.json', (_request, response) => {
    response.json(described(setting));
  });
}

function described({ url, secrets }: Setting) {
  return {
    dashboard: `${url}/`,
    chat: `${url}/sandbox/chat`,
    api: { baseUrl: `${url}/api/v1`, key: 'sandbox', actAsHeader: 'X-Act-As' },
    people: sandboxPeople,
    clients,
    slackChannels: sandboxChannels,
    payments: samplePayments.map(({ captured, ...rest }) => ({
      ...rest,
      captured: captured === null ? null : Number(captured),
    })),
    standIns: {
      zendesk: {
        baseUrl: `${url}/sandbox/zendesk`,
        user: 'hub@northwind.example/token',
        agent: 'agent@northwind.example/token',
        apiToken: secrets.zendeskToken,
        webhook: `${url}/webhooks/acme-zendesk`,
      },
      slack: {
        apiUrl: `${url}/sandbox/slack/api/`,
        botToken: secrets.slackBotToken,
        events: `${url}/slack/events`,
      },
    },
  };
}

const css = `
:root{color-scheme:light dark;--ink:#1c1e26;--soft:#5a6072;--line:#dfe2ea;--card:#fff;--back:#f5f6f9;--accent:#3a4fd0}
@media(prefers-color-scheme:dark){:root{--ink:#e9ebf2;--soft:#a4abbd;--line:#333949;--card:#1b1f2a;--back:#12151d;--accent:#9aa8ff}}
*{box-sizing:border-box}body{margin:0;background:var(--back);color:var(--ink);font:16px/1.55 system-ui,sans-serif}
main{max-width:60rem;margin:0 auto;padding:2rem 1rem 4rem}h1{font-size:1.7rem;margin:.2em 0}h2{font-size:1.1rem;margin:2rem 0 .6rem}
.lead{color:var(--soft);max-width:44rem}.doors{display:grid;gap:1rem;grid-template-columns:repeat(auto-fit,minmax(15rem,1fr));margin:1.5rem 0;padding:0;list-style:none}
.doors a{display:block;height:100%;padding:1rem 1.1rem;border:1px solid var(--line);border-radius:.7rem;background:var(--card);color:inherit;text-decoration:none}
.doors a:hover,.doors a:focus-visible{border-color:var(--accent)}.doors strong{color:var(--accent);display:block}
.scroll{overflow-x:auto;border:1px solid var(--line);border-radius:.7rem;background:var(--card)}table{border-collapse:collapse;width:100%;font-size:.94rem}
th,td{text-align:left;padding:.5rem .8rem;border-bottom:1px solid var(--line);white-space:nowrap}tr:last-child td{border-bottom:0}th{color:var(--soft);font-weight:600}
code,pre{font:.87em/1.5 ui-monospace,monospace}pre{padding:.9rem 1rem;border:1px solid var(--line);border-radius:.7rem;background:var(--card);overflow-x:auto}`;

function Page({ url, secrets }: Setting) {
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Reversal Hub sandbox</title>
        <style>{css}</style>
      </head>
      <body>
        <main>
          <h1>Reversal Hub sandbox</h1>
          <p className="lead">
            The whole program on this computer, with stand-ins for Zendesk and Slack. Nothing leaves
            it. Tickets arrive by themselves; the bot logs them and asks for decisions in chat.
          </p>
          <ul className="doors">
            <li>
              <a href="/sandbox/chat">
                <strong>Chat</strong>Act as agent or manager: answer in a card’s thread, press a
                button, or type <code>/reversal help</code>.
              </a>
            </li>
            <li>
              <a href="/">
                <strong>Dashboard</strong>The log, each entry with its history and messages. Choose
                a person to sign in.
              </a>
            </li>
            <li>
              <a href="/api/docs">
                <strong>REST</strong>Key <code>sandbox</code>, header <code>X-Act-As</code>: an
                e-mail of the list below.
              </a>
            </li>
          </ul>
          <h2 id="people">People</h2>
          <Rows
            label="people"
            heads={['Name', 'E-mail', 'Role', 'Clients']}
            rows={sandboxPeople.map((one) => [
              one.name,
              one.email,
              one.role,
              one.clients.join(', '),
            ])}
          />
          <h2 id="clients">Clients</h2>
          <Rows
            label="clients"
            heads={['Id', 'Name', 'Currency', 'Connection', 'Channel']}
            rows={clients.map((one) => [
              one.id,
              one.name,
              one.currency,
              one.connection ?? '–',
              sandboxChannels.find((channel) => channel.client === one.id)?.name ?? '–',
            ])}
          />
          <h2 id="payments">Payments the hub knows</h2>
          <Rows
            label="payments"
            heads={['Order', 'Charge', 'Captured']}
            rows={samplePayments.map((one) => [
              named(one, 'order_number'),
              named(one, 'stripe_payment'),
              one.captured === null
                ? 'unknown'
                : `${(Number(one.captured) / 100).toFixed(2)} ${one.currency}`,
            ])}
          />
          <h2 id="standins">Bring a ticket yourself</h2>
          <p className="lead">
            The stand-ins speak the vendors’ own API. This makes a Zendesk ticket; its card appears
            in chat a moment later.
          </p>
          <pre>{`curl -u hub@northwind.example/token:${secrets.zendeskToken} -H 'content-type: application/json' \\
  ${url}/sandbox/zendesk/api/v2/tickets.json -d '{"ticket":{
  "subject":"Charged twice",
  "comment":{"body":"I was charged twice for order 8842, please return 49.99 USD"},
  "requester":{"name":"Jane Cooper","email":"jane@example.com"}}}'`}</pre>
          <p className="lead">
            All of this as data: <a href="/sandbox.json">/sandbox.json</a>
          </p>
        </main>
      </body>
    </html>
  );
}

function Rows(props: {
  label: string;
  heads: readonly string[];
  rows: readonly (readonly string[])[];
}) {
  return (
    <section className="scroll" aria-labelledby={props.label}>
      <table>
        <thead>
          <tr>
            {props.heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row) => (
            <tr key={row.join('|')}>
              {row.map((cell, index) => (
                <td key={props.heads[index]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
