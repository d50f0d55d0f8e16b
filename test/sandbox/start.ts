import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Express } from 'express';
import { headerIn, headersOf } from '../support/stand-ins/gmail/mime.js';
import { createGmailStandIn, type GmailControl } from '../support/stand-ins/gmail/stand-in.js';
import { createHubSpotStandIn } from '../support/stand-ins/hubspot/stand-in.js';
import { createSlackStandIn } from '../support/stand-ins/slack/slack-stand-in.js';
import { createStripeStandIn } from '../support/stand-ins/stripe/stand-in.js';
import { createZendeskStandIn } from '../support/stand-ins/zendesk/stand-in.js';
import { mountChatPage } from './chat/chat-page.js';
import {
  type SandboxSecrets,
  sandboxChannels,
  sandboxConfiguration,
  sandboxMailbox,
  sandboxPeople,
} from './configuration.js';
import { beginGlobexTickets } from './globex-traffic.js';
import { mountHubSpotPages } from './hubspot-page.js';
import { keptFile } from './kept-file.js';
import { mountMailPages } from './mail-page.js';
import { sampleMails } from './sample-mail.js';
import { firstTickets, laterTickets, samplePayments } from './sample-traffic.js';
import { mountSandboxPage } from './sandbox-page.js';
import { mountTicketPages } from './ticket-page.js';

export type SandboxOptions = {
  port: number;
  dataDir: string;
  /** False: empty and quiet, for scripts that bring their own tickets. */
  traffic: boolean;
  now: () => Date;
};

/** What main.ts needs to start the hub on it. */
export type Sandbox = {
  configuration: string;
  people: readonly { email: string; name: string; role: string }[];
  payments: typeof samplePayments;
  mount(app: Express): void;
  /** The hub answers: sample traffic may begin. */
  begin(): void;
  stop(): Promise<void>;
};

/** Sample tickets begin to be acted on from a day before the first start. */
const actFromLeadMs = 24 * 3_600_000;
const firstMs = 3_000;
const trickleMs = 40_000;
const ticketsMax = 40;
/** Mail begins once the first tickets are there. */
const mailMs = 25_000;

/** Stand-ins for the vendors on the hub's own port, with state in `dataDir`. */
export function startSandbox(options: SandboxOptions): Sandbox {
  const url = `http://127.0.0.1:${options.port}`;
  const setUp = readSetUp(options);
  let open: OpenStandIns | null = null;
  let timer: NodeJS.Timeout | null = null;
  let mailTimer: NodeJS.Timeout | null = null;
  let stopGlobex: (() => void) | null = null;
  return {
    configuration: sandboxConfiguration(url, options.port, setUp.secrets, new Date(setUp.actFrom)),
    people: sandboxPeople,
    payments: samplePayments,
    mount: (app) => {
      const standIns = openStandIns(options, url, setUp);
      mountTicketPages(app, standIns.zendesk.state);
      mountMailPages(app, standIns.gmail.control);
      app.use('/sandbox/zendesk', standIns.zendesk.router);
      app.use('/sandbox/gmail', standIns.gmail.router);
      mountHubSpotPages(app, standIns.hubspot.state);
      app.use('/sandbox/hubspot', standIns.hubspot.router);
      app.use('/sandbox/slack', standIns.slack.router);
      app.use('/sandbox/stripe', standIns.stripe.router);
      const chat = mountChatPage(app, standIns.slack, {
        basePath: '/sandbox/chat',
        people: sandboxPeople.map(({ slackId, name, role }) => ({ userId: slackId, name, role })),
        messageShortcuts: [{ callbackId: 'log_message', name: 'Log as reversal' }],
      });
      mountSandboxPage(app, { url, secrets: setUp.secrets });
      open = { ...standIns, chat };
    },
    begin: () => {
      const zendesk = open?.zendesk;
      if (!options.traffic || !open || !zendesk) return;
      mailTimer = trickleMails(open.gmail.control);
      stopGlobex = beginGlobexTickets(open.hubspot.state);
      // One after the other, the charged-twice ticket first, so that it becomes RV-000001.
      const next = () => {
        const sent = zendesk.state.tickets().length;
        const later = laterTickets[(sent - firstTickets.length) % laterTickets.length];
        const ticket = firstTickets[sent] ?? later;
        if (ticket) zendesk.state.createTicket({ ...ticket, tags: [] });
        if (sent + 1 >= ticketsMax) return;
        timer = setTimeout(next, sent + 1 < firstTickets.length ? firstMs : trickleMs);
        timer.unref();
      };
      if (zendesk.state.tickets().length < firstTickets.length) next();
      else timer = setTimeout(next, trickleMs).unref();
    },
    stop: async () => {
      if (timer) clearTimeout(timer);
      if (mailTimer) clearInterval(mailTimer);
      stopGlobex?.();
      open?.chat.close();
      await open?.zendesk.close();
      await open?.gmail.close();
      await open?.hubspot.close();
      await open?.slack.close();
      open?.stripe.close();
    },
  };
}

/** Sample mails not yet received, one after the other. */
function trickleMails({ mailbox, receive }: GmailControl): NodeJS.Timeout {
  const interval = setInterval(() => {
    const received = new Set(
      [...mailbox.messages.values()].map(({ raw }) => headerIn(headersOf(raw), 'subject')),
    );
    const mail = sampleMails.find(({ subject }) => !received.has(subject));
    if (mail) receive(mail);
    else clearInterval(interval);
  }, mailMs);
  return interval.unref();
}

type OpenStandIns = ReturnType<typeof openStandIns> & { chat: { close(): void } };

/** Opened with the web only: another process that reads the configuration touches no state. */
function openStandIns(options: SandboxOptions, url: string, setUp: SetUp) {
  const zendesk = createZendeskStandIn({
    email: 'hub@northwind.example',
    apiToken: setUp.secrets.zendeskToken,
    persistence: keptFile(join(options.dataDir, 'zendesk.json')),
    webhook: {
      id: '01SANDBOXWEBHOOK',
      url: `${url}/webhooks/acme-zendesk`,
      secret: setUp.secrets.zendeskWebhookSecret,
    },
  });
  const gmail = createGmailStandIn({
    mailbox: sandboxMailbox.address,
    credentials: { oauth: sandboxMailbox.oauth, accessToken: sandboxMailbox.accessToken },
    persistence: keptFile(join(options.dataDir, 'gmail.json')),
    push: {
      url: `${url}/webhooks/acme-gmail`,
      audience: `${url}/webhooks/acme-gmail`,
      serviceAccountEmail: sandboxMailbox.pushServiceAccount,
      subscription: 'projects/sandbox/subscriptions/gmail',
    },
  });
  const hubspot = createHubSpotStandIn({
    accessToken: setUp.secrets.hubspotToken,
    persistence: keptFile(join(options.dataDir, 'hubspot.json')),
    webhook: {
      url: `${url}/webhooks/globex-hubspot`,
      clientSecret: setUp.secrets.hubspotClientSecret,
    },
  });
  hubspot.state.addOwner({ name: 'First Agent', email: 'agent@northwind.example' });
  const stripe = createStripeStandIn({
    apiKey: setUp.secrets.stripeKey,
    webhook: { url: `${url}/webhooks/acme-stripe`, secret: setUp.secrets.stripeWebhookSecret },
    now: options.now,
    persistence: keptFile(join(options.dataDir, 'stripe.json')),
  });
  const slack = createSlackStandIn({
    persistence: keptFile(join(options.dataDir, 'slack.json')),
    identity: {
      botToken: setUp.secrets.slackBotToken,
      signingSecret: setUp.secrets.slackSigningSecret,
    },
  });
  slack.connect({ baseUrl: `${url}/sandbox/slack`, eventsUrl: `${url}/slack/events` });
  for (const person of sandboxPeople) {
    slack.addUser({
      id: person.slackId,
      name: person.name,
      email: person.email,
      isAdmin: person.role === 'admin',
    });
  }
  for (const channel of sandboxChannels) {
    slack.addChannel({
      id: channel.id,
      name: channel.name,
      members: sandboxPeople.map((one) => one.slackId),
    });
  }
  if (!zendesk.state.users().some((user) => user.email === 'agent@northwind.example')) {
    zendesk.state.addAgent({ name: 'First Agent', email: 'agent@northwind.example' });
  }
  return { zendesk, gmail, hubspot, stripe, slack };
}

type SetUp = { secrets: SandboxSecrets; actFrom: string };

const vendorSecrets = {
  slackBotToken: 'xoxb-sandbox',
  slackSigningSecret: 'sandbox-signing-secret',
  zendeskToken: 'sandbox',
  zendeskWebhookSecret: 'sandbox-webhook-secret',
  hubspotToken: 'sandbox',
  hubspotClientSecret: 'sandbox-client-secret',
  stripeKey: 'sk_sandbox',
  stripeWebhookSecret: 'whsec_sandbox',
};

/** The master key is this sandbox's own; vendor secrets are fixed, so that scripts can use them. */
function readSetUp(options: SandboxOptions): SetUp {
  const file = keptFile(join(options.dataDir, 'sandbox.json'));
  const kept = file.load();
  if (kept !== null) {
    const before = JSON.parse(kept) as SetUp;
    // A sandbox from before a vendor joined gets that vendor's secrets too.
    return { ...before, secrets: { ...vendorSecrets, ...before.secrets } };
  }
  const fresh: SetUp = {
    secrets: { masterKey: randomBytes(32).toString('base64'), ...vendorSecrets },
    actFrom: new Date(options.now().getTime() - actFromLeadMs).toISOString(),
  };
  file.save(JSON.stringify(fresh));
  return fresh;
}
