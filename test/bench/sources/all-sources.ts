import type { BenchSource } from './bench-source.js';
import { gmailSource } from './gmail.js';
import { hubspotSource } from './hubspot.js';
import { zendeskSource } from './zendesk.js';

/** Every source that is pulled from. */
export const benchSources: readonly BenchSource[] = [zendeskSource, hubspotSource, gmailSource];

export function benchSource(connectorId: string): BenchSource {
  const found = benchSources.find((one) => one.connectorId === connectorId);
  if (!found) throw new Error(`no account of ${connectorId} can be made`);
  return found;
}
