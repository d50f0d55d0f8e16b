import { createPrivateKey } from 'node:crypto';
import { z } from 'zod';

const webAddress = (example: string) =>
  z
    .url({ protocol: /^https?$/, error: `is a web address, such as ${example}` })
    .transform((url) => url.replace(/\/+$/, ''));
const secret = z.string().min(1, { error: 'is empty; set the environment variable it names' });
const address = z.email({ error: 'is an e-mail address' }).transform((text) => text.toLowerCase());

/** An installed app's consent: the refresh token was given by the mailbox's owner. */
const oauth = z.strictObject({ clientId: secret, clientSecret: secret, refreshToken: secret });

function isPrivateKey(key: string): boolean {
  // Reading it is the only complete test; what is wrong with it is nobody's business.
  try {
    return createPrivateKey(key).asymmetricKeyType === 'rsa';
  } catch {
    return false;
  }
}

/** A Workspace service account with domain-wide delegation; it acts as the mailbox. */
const serviceAccount = z.strictObject({
  clientEmail: address,
  // Environment variables often hold the key on one line, its line ends written as \n.
  privateKey: secret
    .transform((key) => key.replaceAll('\\n', '\n'))
    .refine(isPrivateKey, {
      error: 'is no private key; copy `private_key` of the account’s key file',
    }),
});

const push = z.strictObject({
  topic: z.string().regex(/^projects\/[^/]+\/topics\/[^/]+$/, {
    error: 'is a topic’s full name, such as projects/acme/topics/gmail',
  }),
  audience: z.string().min(1, { error: 'is empty; it is the audience of the push subscription' }),
  serviceAccountEmail: address,
});

/**
 * One Gmail mailbox. `baseUrl` is the API's address without `/gmail/v1`; exactly one of `oauth` and
 * `serviceAccount`. Without `push` the mailbox is polled only. `labelIds` narrows it to threads with
 * one of these labels; `staff` are addresses or domains that write for the client besides the
 * mailbox's own domain.
 */
export const settingsSchema = z
  .strictObject({
    baseUrl: webAddress('https://gmail.googleapis.com').transform((url) =>
      url.replace(/\/gmail\/v1$/, ''),
    ),
    tokenUrl: webAddress('https://oauth2.googleapis.com/token'),
    mailbox: address,
    oauth: oauth.optional(),
    serviceAccount: serviceAccount.optional(),
    certsUrl: webAddress('https://www.googleapis.com/oauth2/v3/certs').default(
      'https://www.googleapis.com/oauth2/v3/certs',
    ),
    push: push.optional(),
    labelIds: z.array(z.string().min(1)).min(1).optional(),
    staff: z
      .array(
        z.string().regex(/^([^\s@]+@)?[^\s@]+\.[^\s@.]+$/, {
          error: 'is an e-mail address or a domain such as northwind.example',
        }),
      )
      .default([]),
    includeSpamAndTrash: z.boolean().default(false),
    /** The project's own quota units a minute and mailbox, where they are not the documented ones. */
    limits: z
      .strictObject({
        units: z.int({ error: 'is a number of units a minute' }).positive().optional(),
      })
      .optional(),
    actFrom: z
      .union([z.date(), z.iso.datetime({ offset: true }), z.iso.date()], {
        error: 'is a date such as 2026-01-31',
      })
      .optional(),
    pollSeconds: z.number({ error: 'is a number of seconds' }).positive().max(86_400).optional(),
  })
  .superRefine((settings, context) => {
    if ((settings.oauth === undefined) === (settings.serviceAccount === undefined)) {
      context.addIssue({
        code: 'custom',
        path: ['oauth'],
        message: 'is one of two ways in: give oauth or serviceAccount, not both',
      });
    }
  });

export type GmailSettings = z.output<typeof settingsSchema>;
