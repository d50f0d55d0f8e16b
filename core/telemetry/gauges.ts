import type { EffectBook } from '../effects/effect.js';
import type { CardDataBook } from '../intake/card-data.js';
import type { SourceBook } from '../intake/source-book.js';
import type { Telemetry } from './telemetry.js';

type Books = {
  effects: Pick<EffectBook, 'waiting'>;
  sources: Pick<SourceBook, 'connections'>;
  cardData: Pick<CardDataBook, 'counts'>;
};

/** Reads what waits and how connections do, right before metrics are told. */
export async function watchGauges(telemetry: Telemetry, books: Books, now: Date): Promise<void> {
  const effects = await books.effects.waiting();
  telemetry.gauge('effects_waiting', effects.pending, { state: 'pending' });
  telemetry.gauge('effects_waiting', effects.held, { state: 'held' });
  telemetry.gauge('effects_waiting', effects.failed, { state: 'failed' });
  for (const { origin, open, removed } of await books.cardData.counts()) {
    telemetry.gauge('card_data_incidents', open, { origin, state: 'open' });
    telemetry.gauge('card_data_incidents', removed, { origin, state: 'removed' });
  }
  for (const one of await books.sources.connections()) {
    if (!one.isActive) continue;
    const connection = one.id;
    telemetry.gauge('connection_failing', one.failure === null ? 0 : 1, { connection });
    telemetry.gauge('connection_refused', one.incident === 'refused' ? 1 : 0, { connection });
    telemetry.gauge('connection_silent', one.incident === 'silent' ? 1 : 0, { connection });
    telemetry.gauge('subscription_refused', one.subscription ? 1 : 0, { connection });
    if (one.completeness) {
      telemetry.gauge('completeness_missing', one.completeness.missing, { connection });
      const isUnknown = one.completeness.unknownSince !== null;
      telemetry.gauge('completeness_unknown', isUnknown ? 1 : 0, { connection });
    }
    telemetry.gauge('items_waiting', one.pending, { connection });
    telemetry.gauge('items_stuck', one.stuck?.items ?? 0, { connection });
    telemetry.gauge('items_quarantined', one.quarantined, { connection });
    if (one.lastSucceededAt) {
      const silentMs = now.getTime() - one.lastSucceededAt.getTime();
      telemetry.gauge('connection_silent_seconds', Math.round(silentMs / 1_000), { connection });
    }
  }
}
