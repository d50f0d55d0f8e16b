import express from 'express';
import { afterEach, expect, it } from 'vitest';
import { mountSandboxPage } from '../sandbox/sandbox-page.js';
import { type ListeningServer, listen } from '../support/stand-ins/http-server.js';

let server: ListeningServer;
afterEach(() => server.close());

it.each(['/sandbox.json', '/sandbox'])(
  '%s tells scripts how to reach every stand-in',
  async (path) => {
    const app = express();
    const secrets = {
      masterKey: 'x',
      slackBotToken: 'slack-token',
      slackSigningSecret: 'x',
      zendeskToken: 'zendesk-token',
      zendeskWebhookSecret: 'x',
      hubspotToken: 'sandbox',
      hubspotClientSecret: 'sandbox-client-secret',
      stripeKey: 'sk_sandbox',
      stripeWebhookSecret: 'whsec_sandbox',
    };
    mountSandboxPage(app, { url: 'http://127.0.0.1:1', secrets });
    server = await listen(app);
    const response = await fetch(`${server.url}${path}`, {
      headers: { accept: 'application/json' },
    });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      standIns: {
        zendesk: { apiToken: 'zendesk-token' },
        gmail: { baseUrl: 'http://127.0.0.1:1/sandbox/gmail', accessToken: 'sandbox' },
        slack: { botToken: 'slack-token' },
      },
    });
  },
);
