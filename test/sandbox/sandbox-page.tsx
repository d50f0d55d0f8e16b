import type { Express } from 'express';
import {
  type SandboxSecrets,
  sandboxChannels,
  sandboxMailbox,
  sandboxPeople,
} from './configuration.js';
import { hubspotListPath } from './hubspot-page.js';
import { Rows, sendPlainPage } from './plain-page.js';
import { samplePayments } from './sample-traffic.js';

type Setting = { url: string; secrets: SandboxSecrets };

const named = (payment: (typeof samplePayments)[number], kind: string) =>
  payment.identifiers.find((one) => one.kind === kind)?.value ?? '–';

const clients = [
  { id: 'acme', name: 'Acme Store', currency: 'USD', connection: 'acme-zendesk, acme-gmail' },
  { id: 'globex', name: 'Globex', currency: 'EUR', connection: 'globex-hubspot' },
];

/** `/sandbox`: people, clients and what was set up, as a page and, asked for JSON, as data. */
export function mountSandboxPage(app: Express, setting: Setting): void {
  app.get('/sandbox', (request, response) => {
    if (request.accepts(['html', 'json']) === 'json') {
      response.json(described(setting));
      return;
    }
    sendPlainPage(response, 'Reversal Hub sandbox', <Page {...setting} />);
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
    payments: samplePayments.map(({ captured, returnedBefore, ...rest }) => ({
      ...rest,
      returnedBefore: Number(returnedBefore),
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
      gmail: {
        baseUrl: `${url}/sandbox/gmail`,
        mailbox: sandboxMailbox.address,
        accessToken: sandboxMailbox.accessToken,
        tokenUrl: `${url}/sandbox/gmail/token`,
        oauth: sandboxMailbox.oauth,
        webhook: `${url}/webhooks/acme-gmail`,
      },
      hubspot: {
        baseUrl: `${url}/sandbox/hubspot`,
        accessToken: secrets.hubspotToken,
        clientSecret: secrets.hubspotClientSecret,
        webhook: `${url}/webhooks/globex-hubspot`,
      },
      stripe: {
        baseUrl: `${url}/sandbox/stripe`,
        apiKey: secrets.stripeKey,
        webhook: `${url}/webhooks/acme-stripe`,
        webhookSecret: secrets.stripeWebhookSecret,
      },
      slack: {
        apiUrl: `${url}/sandbox/slack/api/`,
        botToken: secrets.slackBotToken,
        events: `${url}/slack/events`,
      },
    },
  };
}

function Page({ url, secrets }: Setting) {
  return (
    <>
      <h1>Reversal Hub sandbox</h1>
      <p className="lead">
        The whole program on this computer, with stand-ins for Zendesk, HubSpot, Gmail and Slack.
        Nothing leaves it. Tickets arrive by themselves; the bot logs them and asks for decisions in
        chat.
      </p>
      <ul className="doors">
        <li>
          <a href="/sandbox/chat">
            <strong>Chat</strong>Act as agent or manager: answer in a card’s thread, press a button,
            or type <code>/reversal help</code>.
          </a>
        </li>
        <li>
          <a href="/">
            <strong>Dashboard</strong>The log, each entry with its history and messages. Choose a
            person to sign in.
          </a>
        </li>
        <li>
          <a href="/sandbox/zendesk/agent/tickets">
            <strong>Tickets</strong>What Acme’s customers wrote at Zendesk, and the note and tag the
            hub leaves there.
          </a>
        </li>
        <li>
          <a href="/sandbox/gmail/threads">
            <strong>Mailbox</strong>What customers and staff mailed, and the label and draft the hub
            leaves there.
          </a>
        </li>
        <li>
          <a href={hubspotListPath}>
            <strong>HubSpot tickets</strong>What Globex’s customers wrote, with the hub’s note and
            property.
          </a>
        </li>
        <li>
          <a href="/api/docs">
            <strong>REST</strong>Key <code>sandbox</code>, header <code>X-Act-As</code>: an e-mail
            of the list below.
          </a>
        </li>
      </ul>
      <h2 id="people">People</h2>
      <Rows
        label="people"
        heads={['Name', 'E-mail', 'Role', 'Clients']}
        rows={sandboxPeople.map((one) => [one.name, one.email, one.role, one.clients.join(', ')])}
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
        The stand-ins speak the vendors’ own API. This makes a Zendesk ticket; its card appears in
        chat a moment later.
      </p>
      <pre>{`curl -u hub@northwind.example/token:${secrets.zendeskToken} -H 'content-type: application/json' \\
  ${url}/sandbox/zendesk/api/v2/tickets.json -d '{"ticket":{
  "subject":"Charged twice",
  "comment":{"body":"I was charged twice for order 8842, please return 49.99 USD"},
  "requester":{"name":"Jane Cooper","email":"jane@example.com"}}}'`}</pre>
      <p className="lead">The same as a mail, raw as Gmail takes it.</p>
      <pre>{`printf 'From: Jane Cooper <jane@example.com>\\r\\nTo: ${sandboxMailbox.address}\\r\\nSubject: Charged twice\\r\\n\\r\\nI was charged twice for order 8842, please return 49.99 USD' |
  curl -H 'authorization: Bearer ${sandboxMailbox.accessToken}' -H 'content-type: message/rfc822' --data-binary @- \\
  '${url}/sandbox/gmail/upload/gmail/v1/users/me/messages/import?uploadType=media'`}</pre>
      <p className="lead">And this a HubSpot ticket of Globex:</p>
      <pre>{`curl -H 'authorization: Bearer ${secrets.hubspotToken}' -H 'content-type: application/json' \\
  ${url}/sandbox/hubspot/crm/v3/objects/tickets -d '{"properties":{
  "hs_pipeline":"0","hs_pipeline_stage":"1","source_type":"EMAIL","subject":"Charged twice",
  "content":"You charged me twice for order GX-2041, please refund 59.90 EUR"}}'`}</pre>
      <p className="lead">
        All of this as data: <a href="/sandbox.json">/sandbox.json</a>
      </p>
    </>
  );
}
