import { expect, it } from 'vitest';
import { watchGauges } from '../../../core/telemetry/gauges.js';
import { openTelemetry } from '../../../core/telemetry/telemetry.js';
import { health, noon } from '../operations/command-run.js';

it('tells of each connection that is on: refused, stuck, silent, missed and unknown', async () => {
  const telemetry = openTelemetry({ level: 'silent', tripwire: () => false });
  const completeness = { days: 7, gaps: 1, missing: 3, unknownSince: '2026-02-27' };
  const connections = [
    health('acme-zendesk', {
      incident: 'silent',
      completeness,
      stuck: { items: 4, code: 'forbidden', refused: true, since: noon },
    }),
    health('globex-zendesk', { incident: 'refused', failure: 'unauthorised' }),
    health('old', { isActive: false }),
  ];
  const waiting = async () => ({ pending: 1, held: 0, failed: 0, oldestAt: null });
  const books = {
    effects: { waiting },
    sources: { connections: async () => connections },
    cardData: { counts: async () => [{ origin: 'acme-zendesk', open: 2, removed: 5 }] },
  };
  await watchGauges(telemetry, books, new Date(noon.getTime() + 60_000));
  telemetry.count('items_missing', { connection: 'acme-zendesk' });
  const text = await telemetry.metrics();
  for (const line of [
    'hub_connection_silent{connection="acme-zendesk"} 1',
    'hub_connection_silent{connection="globex-zendesk"} 0',
    'hub_connection_refused{connection="globex-zendesk"} 1',
    'hub_items_stuck{connection="acme-zendesk"} 4',
    'hub_items_stuck{connection="globex-zendesk"} 0',
    'hub_connection_silent_seconds{connection="acme-zendesk"} 60',
    'hub_completeness_missing{connection="acme-zendesk"} 3',
    'hub_completeness_unknown{connection="acme-zendesk"} 1',
    'hub_card_data_incidents{origin="acme-zendesk",state="open"} 2',
    'hub_card_data_incidents{origin="acme-zendesk",state="removed"} 5',
    'hub_items_missing_total{connection="acme-zendesk"} 1',
  ]) {
    expect(text).toContain(line);
  }
  expect(text).not.toContain('connection="old"');
});
