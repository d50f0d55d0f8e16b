import { afterEach, beforeEach } from 'vitest';
import { hubspot } from '../../../connectors/hubspot/index.js';
import type { Connection } from '../../../core/index.js';
import { type RunningHubSpot, startHubSpot } from './hubspot-stand-in.js';

export type HubSpotUnderTest = {
  far: RunningHubSpot;
  connection: Connection;
  /** Another connection to the same account; settings named here replace the usual ones, and so does `fetching`. */
  open(settings: Record<string, unknown>, fetching?: typeof fetch): Connection;
};

/** A fresh account and a connection to it for each test of a file. */
export function hubspotUnderTest(): HubSpotUnderTest {
  const harness = {} as HubSpotUnderTest;
  harness.open = (settings, fetching = fetch) =>
    hubspot.open(hubspot.settings.parse({ ...harness.far.settings, ...settings }), {
      fetch: fetching,
      now: () => new Date(harness.far.clock.ms),
      userAgent: 'reversal-hub/test',
    });
  beforeEach(async () => {
    harness.far = await startHubSpot();
    harness.connection = harness.open({});
  });
  afterEach(() => harness.far.close());
  return harness;
}
