import { formatMoney, type Money } from '../../reversals/money.js';
import type { Reader } from '../dashboard/session.js';

type Place = Pick<Reader, 'locale' | 'timeZone'>;

/** An instant in the reader's locale and zone, the zone always said. */
export function Moment({ at, reader }: { at: Date; reader: Place }) {
  return <time dateTime={at.toISOString()}>{formatMoment(at, reader)}</time>;
}

export function formatMoment(at: Date, { locale, timeZone }: Place): string {
  return new Intl.DateTimeFormat(locale, {
    timeZone,
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  }).format(at);
}

/** A calendar day, `2026-12-01`, in the reader's locale. */
export function formatDay(day: string, { locale }: Pick<Place, 'locale'>): string {
  return new Intl.DateTimeFormat(locale, { timeZone: 'UTC', dateStyle: 'medium' }).format(
    new Date(`${day}T00:00:00Z`),
  );
}

/** Unknown amounts are said to be so, never shown as zero. */
export function Amount({ money, reader }: { money: Money | null; reader: Place }) {
  return money ? (
    <span className="amount">{formatMoney(money, reader.locale)}</span>
  ) : (
    <span className="muted">no amount yet</span>
  );
}
