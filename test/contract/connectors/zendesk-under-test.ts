import { afterEach, beforeEach } from 'vitest';
import { zendesk } from '../../../connectors/zendesk/index.js';
import { type Connection, ConnectorError } from '../../../core/index.js';
import { type RunningZendesk, startZendesk } from './zendesk-stand-in.js';

export const jane = { name: 'Jane Doe', email: 'jane@example.com', phone: '+1 555 010 99' };

export type ZendeskUnderTest = {
  far: RunningZendesk;
  connection: Connection;
  /** Another connection to the same account; settings named here replace the usual ones, and so does `fetching`. */
  open(settings: Record<string, unknown>, fetching?: typeof fetch): Connection;
};

/** A fresh account and a connection to it for each test of a file. */
export function zendeskUnderTest(): ZendeskUnderTest {
  const harness = {} as ZendeskUnderTest;
  harness.open = (settings, fetching = fetch) =>
    zendesk.open(zendesk.settings.parse({ ...harness.far.settings, ...settings }), {
      fetch: fetching,
      now: () => new Date(harness.far.clock.ms),
      userAgent: 'reversal-hub/test',
    });
  beforeEach(async () => {
    harness.far = await startZendesk();
    harness.connection = harness.open({});
  });
  afterEach(() => harness.far.close());
  return harness;
}

/** Kind and code of the trouble a call came to. */
export async function codeOf(work: Promise<unknown> | undefined): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof ConnectorError) return `${error.kind} ${error.code}`;
    throw error;
  }
  return 'no trouble';
}
