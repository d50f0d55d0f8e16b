import { afterEach, beforeEach } from 'vitest';
import { gmail } from '../../../connectors/gmail/index.js';
import type { Connection, SourceItem } from '../../../core/index.js';
import { mailbox, type RunningGmail, startGmail } from './gmail-stand-in.js';

export type GmailUnderTest = {
  far: RunningGmail;
  connection: Connection;
  /** Another connection to the same mailbox; settings named here replace the usual ones, and so does `fetching`. */
  open(settings: Record<string, unknown>, fetching?: typeof fetch): Connection;
  /** What is read of one mail that arrives as these bytes. */
  readRaw(raw: Buffer | string): Promise<SourceItem>;
};

/** A fresh mailbox and a connection to it for each test of a file. */
export function gmailUnderTest(): GmailUnderTest {
  const harness = {} as GmailUnderTest;
  harness.open = (settings, fetching = fetch) =>
    gmail.open(gmail.settings.parse({ ...harness.far.settings, ...settings }), {
      fetch: fetching,
      now: () => new Date(harness.far.clock.ms),
      userAgent: 'reversal-hub/test',
    });
  harness.readRaw = async (raw) => {
    const { threadId } = harness.far.control.receiveRaw(raw);
    const item = await harness.connection.fetchItem(threadId);
    if (!item) throw new Error('the thread was not read');
    return item;
  };
  beforeEach(async () => {
    harness.far = await startGmail();
    harness.connection = harness.open({});
  });
  afterEach(() => harness.far.close());
  return harness;
}

/** A mail as lines, its head first; what is not given stands as people send it. */
export function mailOf(head: Record<string, string>, body: string): string {
  const usual: Record<string, string> = {
    From: 'Jane Doe <jane@example.com>',
    To: mailbox,
    Subject: 'Order 8841',
    'Message-ID': `<${Math.abs(hash(JSON.stringify(head) + body))}@mail.example>`,
    'Content-Type': 'text/plain; charset=utf-8',
  };
  const lines = Object.entries({ ...usual, ...head }).map(([name, value]) => `${name}: ${value}`);
  return [...lines, '', body].join('\r\n');
}

function hash(text: string): number {
  return [...text].reduce((sum, sign) => (Math.imul(sum, 31) + sign.charCodeAt(0)) | 0, 7);
}
