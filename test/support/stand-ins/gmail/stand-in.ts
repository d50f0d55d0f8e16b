import type { Router } from 'express';
import type { FaultStorm } from '../fault-storm.js';
import { createFaults, type Fault, type InjectedFault } from '../faults.js';
import type { RequestLogEntry } from '../requests.js';
import { addAccountRoutes } from './account-routes.js';
import { createGate } from './gate.js';
import { createIdentity, type GmailCredentials, type Identity } from './identity.js';
import { addMailRoutes } from './mail-routes.js';
import {
  createMailbox,
  type Mailbox,
  type MessageRecord,
  type StandInPersistence,
} from './mailbox.js';
import { headerIn, headersOf } from './mime.js';
import { createPushSender, type PushDelivery, type PushTarget } from './push.js';

export interface GmailStandInOptions {
  mailbox: string;
  credentials: GmailCredentials;
  push?: PushTarget;
  pushRetryDelaysMs?: readonly number[];
  persistence?: StandInPersistence;
  now?: () => Date;
  wallClock?: () => Date;
  fetch?: typeof fetch;
}

/** A mail as people write one; whatever else is wanted goes in as `raw`. */
interface SampleMail {
  subject: string;
  body: string;
  from: { name: string; email: string };
  /** An answer in this thread. */
  threadId?: string;
  at?: Date;
}

/** The far side in the hands of a test or the sandbox. */
export interface GmailControl {
  readonly mailbox: Mailbox;
  readonly identity: Identity;
  /** A mail that arrives. */
  receive(mail: SampleMail): MessageRecord;
  /** Whatever bytes arrive. */
  receiveRaw(
    raw: Buffer | string,
    options?: { threadId?: string; labelIds?: string[] },
  ): MessageRecord;
  draftsOf(threadId: string): { headers: (name: string) => string | null; text: string }[];
  labelNamesOf(threadId: string): string[];
  requests: RequestLogEntry[];
  pushDeliveries: PushDelivery[];
  pushesSettled(): Promise<void>;
  inject(fault: Fault): InjectedFault;
  clearFaults(): void;
  unusedFaults(): Fault[];
  meetStorm(storm: FaultStorm | null): void;
}

export interface GmailStandIn {
  /** Answers under `/gmail/v1`, `/token` and `/oauth2/v3/certs` of wherever it is mounted. */
  router: Router;
  control: GmailControl;
  close(): Promise<void>;
}

/** A Gmail mailbox in memory that speaks the vendor's own API. */
export function createGmailStandIn(options: GmailStandInOptions): GmailStandIn {
  const now = options.now ?? (() => new Date());
  const address = options.mailbox.toLowerCase();
  const faults = createFaults();
  const requests: RequestLogEntry[] = [];
  const identity = createIdentity({
    mailbox: address,
    credentials: options.credentials,
    now,
    wallClock: options.wallClock,
  });
  const mailbox = createMailbox({
    address,
    now,
    persistence: options.persistence,
    storm: () => faults.storm,
    changed: (historyId) => pushes.send(historyId),
  });
  const pushes = createPushSender({
    identity,
    emailAddress: address,
    target: () => {
      const isWatched = (mailbox.watch?.expiration ?? 0) > now().getTime();
      return isWatched ? (options.push ?? null) : null;
    },
    now,
    fetch: options.fetch ?? fetch,
    retryDelaysMs: options.pushRetryDelaysMs,
  });
  const router = createGate({
    mailbox,
    identity,
    faults,
    requests,
    now,
    routes(route) {
      addAccountRoutes(route, mailbox, faults);
      addMailRoutes(route, mailbox, faults);
    },
  });

  const control: GmailControl = {
    mailbox,
    identity,
    receive: (mail) => receive(mailbox, mail, now()),
    receiveRaw: (raw, { threadId, labelIds = ['INBOX', 'UNREAD'] } = {}) =>
      mailbox.add({ raw: Buffer.from(raw), labelIds, threadId }),
    draftsOf: (threadId) =>
      mailbox
        .threadOf(threadId)
        .filter((message) => message.labelIds.includes('DRAFT'))
        .map(({ raw }) => {
          const text = raw.toString('utf8');
          return {
            headers: (name) => headerIn(headersOf(raw), name.toLowerCase()),
            text: text.slice(text.indexOf('\r\n\r\n') + 4),
          };
        }),
    labelNamesOf: (threadId) => {
      const ids = mailbox.threadOf(threadId).flatMap((message) => message.labelIds);
      return [...new Set(ids)].map((id) => mailbox.labels.get(id)?.name ?? id);
    },
    requests,
    pushDeliveries: pushes.deliveries,
    pushesSettled: pushes.settled,
    inject: faults.inject,
    clearFaults: faults.clear,
    unusedFaults: faults.unused,
    meetStorm: faults.meet,
  };
  return {
    router,
    control,
    async close() {
      pushes.close();
      faults.close();
      mailbox.flush();
      await pushes.settled();
    },
  };
}

function receive(mailbox: Mailbox, mail: SampleMail, now: Date): MessageRecord {
  const answered = mail.threadId ? mailbox.threadOf(mail.threadId).at(-1) : undefined;
  const parent = answered && headerIn(headersOf(answered.raw), 'message-id');
  const id = `<${mailbox.messages.size + 1}.${mailbox.historyId()}@mail.example>`;
  const lines = [
    `From: ${JSON.stringify(mail.from.name)} <${mail.from.email}>`,
    `To: ${mailbox.address}`,
    `Subject: ${encodedWord(mail.subject)}`,
    `Date: ${(mail.at ?? now).toUTCString()}`,
    `Message-ID: ${id}`,
    ...(parent ? [`In-Reply-To: ${parent}`, `References: ${parent}`] : []),
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from(mail.body).toString('base64').replace(/.{76}/g, '$&\r\n'),
  ];
  return mailbox.add({
    raw: Buffer.from(lines.join('\r\n')),
    labelIds: ['INBOX', 'UNREAD'],
    threadId: mail.threadId,
    at: mail.at,
  });
}

function encodedWord(text: string): string {
  return /^[\x20-\x7e]*$/.test(text) ? text : `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`;
}
