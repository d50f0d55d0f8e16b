/** The people of the sandbox; the same as in the example configuration. */
export const sandboxPeople = [
  {
    email: 'agent@northwind.example',
    name: 'First Agent',
    slackId: 'U0AGENT',
    role: 'agent',
    clients: ['acme'],
  },
  {
    email: 'manager@northwind.example',
    name: 'First Manager',
    slackId: 'U0MANAGER',
    role: 'manager',
    clients: ['acme', 'globex'],
    timezone: 'Europe/Berlin',
  },
  {
    email: 'compliance@northwind.example',
    name: 'First Compliance',
    slackId: 'U0COMPLY',
    role: 'compliance',
    clients: ['acme', 'globex'],
  },
  {
    email: 'admin@northwind.example',
    name: 'First Admin',
    slackId: 'U0ADMIN',
    role: 'admin',
    clients: ['acme', 'globex'],
  },
] as const;

export const sandboxChannels = [
  { id: 'C0ACME', name: 'acme-reversals', client: 'acme' },
  { id: 'C0GLBX', name: 'globex-reversals', client: 'globex' },
  { id: 'C0OPS', name: 'reversal-operations', client: null },
] as const;

export type SandboxSecrets = {
  masterKey: string;
  slackBotToken: string;
  slackSigningSecret: string;
  zendeskToken: string;
  zendeskWebhookSecret: string;
  hubspotToken: string;
  hubspotClientSecret: string;
  stripeKey: string;
  stripeWebhookSecret: string;
};

/** The mailbox of the sandbox, and what the stand-in knows the hub by; fixed, so that scripts can use it. */
export const sandboxMailbox = {
  address: 'refunds@acme.example',
  accessToken: 'sandbox',
  oauth: { clientId: 'sandbox', clientSecret: 'sandbox', refreshToken: 'sandbox' },
  topic: 'projects/sandbox/topics/gmail',
  pushServiceAccount: 'push@sandbox.iam.gserviceaccount.com',
} as const;

/** The same form a real configuration has: the sandbox starts the hub through the same door. */
export function sandboxConfiguration(
  url: string,
  port: number,
  secrets: SandboxSecrets,
  actFrom: Date,
): string {
  return JSON.stringify({
    organization: 'Northwind Support (sandbox)',
    server: { port, host: '127.0.0.1', publicUrl: url },
    encryption: { masterKey: secrets.masterKey },
    slack: {
      botToken: secrets.slackBotToken,
      signingSecret: secrets.slackSigningSecret,
      operationsChannel: 'C0OPS',
      apiUrl: `${url}/sandbox/slack/api/`,
    },
    people: sandboxPeople,
    policies: {
      standard: {
        rules: [
          {
            when: { types: ['refund', 'merchant_error'], currency: 'USD', maxAmount: 2_500 },
            steps: [],
            perDay: 50_000,
          },
          {
            when: { currency: 'USD', maxAmount: 50_000 },
            steps: [{ from: ['role:manager'], need: 'any', within: '30m', take: 'round_robin' }],
          },
          {
            steps: [
              {
                from: ['role:manager', 'role:compliance'],
                need: 2,
                reasonRequired: true,
                within: '8h',
                // biome-ignore lint/suspicious/noThenProperty: the configuration's own word
                then: 'escalate',
                to: ['role:admin'],
              },
            ],
          },
        ],
      },
    },
    clients: [
      {
        id: 'acme',
        name: 'Acme Store',
        currency: 'USD',
        timezone: 'America/New_York',
        slackChannel: 'C0ACME',
        policy: 'standard',
      },
      {
        id: 'globex',
        name: 'Globex',
        currency: 'EUR',
        timezone: 'Europe/Berlin',
        slackChannel: 'C0GLBX',
        policy: 'standard',
      },
    ],
    connections: [
      {
        id: 'acme-zendesk',
        connector: 'zendesk',
        client: 'acme',
        settings: {
          baseUrl: `${url}/sandbox/zendesk`,
          email: 'hub@northwind.example',
          apiToken: secrets.zendeskToken,
          webhookSecret: secrets.zendeskWebhookSecret,
          actFrom: actFrom.toISOString(),
        },
      },
      {
        id: 'acme-gmail',
        connector: 'gmail',
        client: 'acme',
        settings: {
          baseUrl: `${url}/sandbox/gmail`,
          tokenUrl: `${url}/sandbox/gmail/token`,
          certsUrl: `${url}/sandbox/gmail/oauth2/v3/certs`,
          mailbox: sandboxMailbox.address,
          oauth: sandboxMailbox.oauth,
          push: {
            topic: sandboxMailbox.topic,
            audience: `${url}/webhooks/acme-gmail`,
            serviceAccountEmail: sandboxMailbox.pushServiceAccount,
          },
          actFrom: actFrom.toISOString(),
        },
      },
      {
        id: 'globex-hubspot',
        connector: 'hubspot',
        client: 'globex',
        settings: {
          baseUrl: `${url}/sandbox/hubspot`,
          accessToken: secrets.hubspotToken,
          clientSecret: secrets.hubspotClientSecret,
          actFrom: actFrom.toISOString(),
        },
      },
      {
        id: 'acme-stripe',
        connector: 'stripe',
        client: 'acme',
        settings: {
          baseUrl: `${url}/sandbox/stripe`,
          apiKey: secrets.stripeKey,
          webhookSecret: secrets.stripeWebhookSecret,
          actFrom: actFrom.toISOString(),
        },
      },
    ],
  });
}
