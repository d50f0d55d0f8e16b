import { resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { connectors } from '../../../connectors/registry.js';
import { loadConnectors } from '../../../core/intake/load-connectors.js';
import { startExampleDesk } from '../../support/example-desk.js';
import { casesMin } from './ladder.js';
import type { ConnectorStandIn } from './stand-in.js';
import { describeConnector } from './suite.js';

const name = './packages/reversal-hub-connector-example/index.js';
const loaded = await loadConnectors([name], {
  shippedIds: connectors.map((one) => one.id),
  folders: [resolve(import.meta.dirname, '../../support')],
  kit: () => import('../../../connectors/connector-kit.js'),
});
const packaged = loaded.get(name);
if (!packaged?.ok || 'isPush' in packaged.connector)
  throw new Error(`The example package does not load: ${JSON.stringify(packaged)}`);

const standIn: ConnectorStandIn = {
  connectorId: 'example-desk',
  async start() {
    const clock = { ms: Date.parse('2026-03-02T10:00:00Z') };
    const desk = await startExampleDesk(() => clock.ms);
    return {
      ...desk,
      clock,
      createItem: (text, createdAt) => desk.createTicket(text, createdAt?.getTime()),
      changeItem: desk.answer,
      deleteItem: desk.deleteTicket,
      settle() {
        clock.ms += 10 * 60_000;
        desk.catchUp();
      },
      fail(kind, times) {
        const isSlow = typeof kind === 'object' && 'slowMs' in kind;
        const fault = isSlow ? { fault: 'slow' as const, slowMs: kind.slowMs } : { fault: kind };
        return { struck: desk.faults.inject({ match: () => true, times, ...fault }).struck };
      },
      clearFaults: () => desk.faults.clear(),
    };
  },
};

let casesRun = 0;
describeConnector(packaged.connector, standIn, () => {
  casesRun += 1;
});

describe('guard', () => {
  it('the package went through the whole suite that shipped connectors go through', () => {
    expect(casesRun).toBeGreaterThanOrEqual(casesMin);
  });
  afterAll(() => process.stdout.write(`a packaged connector: ${casesRun} cases of the suite\n`));
});
