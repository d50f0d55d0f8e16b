import { generateKeyPairSync } from 'node:crypto';
import express from 'express';
import type { Fault } from '../../support/stand-ins/faults.js';
import { pushOf } from '../../support/stand-ins/gmail/push.js';
import { createGmailStandIn, type GmailControl } from '../../support/stand-ins/gmail/stand-in.js';
import { listen } from '../../support/stand-ins/http-server.js';
import type { ConnectorStandIn, RunningStandIn } from './stand-in.js';

export const mailbox = 'refunds@acme.example';
const startMs = Date.parse('2026-03-02T10:00:00Z');
const jane = { name: 'Jane Doe', email: 'jane@example.com' };
const oauth = { clientId: 'client', clientSecret: 'secret', refreshToken: '1//refresh' };
export const pushSettings = {
  topic: 'projects/acme/topics/gmail',
  audience: 'https://hub.example/webhooks/acme-gmail',
  serviceAccountEmail: 'push@acme.iam.gserviceaccount.com',
};
const subscription = 'projects/acme/subscriptions/gmail';
/** A token of the real thing lives an hour; so short a one makes a notice of six minutes ago stale. */
const noticeLifeSeconds = 30;
export const serviceAccountKeys = generateKeyPairSync('rsa', { modulusLength: 2048 });
export const serviceAccountEmail = 'hub@acme.iam.gserviceaccount.com';

export type RunningGmail = RunningStandIn & {
  control: GmailControl;
  baseUrl: string;
  settings: Record<string, unknown>;
  inject(fault: Fault): void;
};

/** A mailbox on a port of its own, its clock in the test's hand. */
export async function startGmail(): Promise<RunningGmail> {
  const clock = { ms: startMs };
  const now = () => new Date(clock.ms);
  const standIn = createGmailStandIn({
    mailbox,
    credentials: {
      oauth,
      serviceAccount: {
        clientEmail: serviceAccountEmail,
        publicKey: serviceAccountKeys.publicKey,
      },
    },
    now,
  });
  const app = express();
  app.use('/sandbox/gmail', standIn.router);
  const server = await listen(app);
  const baseUrl = `${server.url}/sandbox/gmail`;
  const { control } = standIn;
  const isApi: Fault['match'] = ({ path }) => path.startsWith('/gmail/');
  const notices = new Map<number, { headers: Record<string, string>; body: string }>();
  for (const minutes of [-6, 0, 6]) {
    const at = new Date(startMs + minutes * 60_000);
    const news = { emailAddress: mailbox, historyId: 1_001 };
    const target = { ...pushSettings, subscription };
    notices.set(at.getTime(), await pushOf(control.identity, target, news, at, noticeLifeSeconds));
  }
  return {
    control,
    baseUrl,
    clock,
    notices: { nameItems: false, signBody: false },
    settings: {
      baseUrl,
      tokenUrl: `${baseUrl}/token`,
      certsUrl: `${baseUrl}/oauth2/v3/certs`,
      mailbox,
      oauth,
      push: pushSettings,
    },
    createItem: (text, at) =>
      control.receive({ subject: text, body: text, from: jane, ...(at ? { at } : {}) }).threadId,
    changeItem(threadId, text) {
      control.receive({ subject: 'Re: it', body: text, from: jane, threadId });
    },
    deleteItem(threadId) {
      for (const message of control.mailbox.threadOf(threadId)) {
        control.mailbox.changeLabels(message, ['TRASH'], ['INBOX']);
      }
    },
    notesOf: (threadId) =>
      control
        .draftsOf(threadId)
        .map(
          ({ headers, text }) =>
            `${text.trim()}\n\n[reversal-hub:${headers('X-Reversal-Hub-Effect')}]`,
        ),
    tagsOf: (threadId) =>
      control
        .labelNamesOf(threadId)
        .filter((name) => name !== name.toUpperCase())
        .map((name) => name.replace(/^Reversal Hub\//, 'reversal_')),
    setTags(threadId, tags) {
      const ids = tags.map((tag) => {
        const name = tag.replace(/^reversal_/, 'Reversal Hub/');
        const known = [...control.mailbox.labels.values()].find((label) => label.name === name);
        return (known ?? control.mailbox.addLabel(name)).id;
      });
      for (const message of control.mailbox.threadOf(threadId)) {
        control.mailbox.changeLabels(message, ids, []);
      }
    },
    settle() {
      clock.ms += 10 * 60_000;
    },
    signedNotice(_id, sentAt) {
      const notice = notices.get(sentAt.getTime());
      if (!notice) throw new Error('No notice was made for that time.');
      return notice;
    },
    fail(kind, times) {
      const fault =
        typeof kind === 'object' && 'slowMs' in kind
          ? { fault: 'slow' as const, slowMs: kind.slowMs }
          : { fault: kind };
      return { struck: control.inject({ match: isApi, times, ...fault }).struck };
    },
    inject: (fault) => {
      control.inject(fault);
    },
    clearFaults: control.clearFaults,
    meetStorm: control.meetStorm,
    async close() {
      await standIn.close();
      await server.close();
    },
  };
}

export const gmailStandIn: ConnectorStandIn = { connectorId: 'gmail', start: startGmail };
