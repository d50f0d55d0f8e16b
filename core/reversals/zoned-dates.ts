/**
 * Instants for days as people write them. A text that is already an instant is taken as it is.
 * Time zones are IANA names; an unknown one throws RangeError (settings refuse it earlier).
 */
export function startOfDay(dayOrInstant: string, timeZone: string): Date {
  if (dayOrInstant.length > 10) return new Date(dayOrInstant);
  const asUtc = new Date(`${dayOrInstant}T00:00:00.000Z`);
  // Twice, because the offset at the guess may differ from the one at the answer (clock change).
  const guess = new Date(asUtc.getTime() - offsetMs(asUtc, timeZone));
  return new Date(asUtc.getTime() - offsetMs(guess, timeZone));
}

/** The last millisecond of a day; an instant as it is. */
export function endOfDay(dayOrInstant: string, timeZone: string): Date {
  if (dayOrInstant.length > 10) return new Date(dayOrInstant);
  const next = new Date(`${dayOrInstant}T00:00:00.000Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return new Date(startOfDay(next.toISOString().slice(0, 10), timeZone).getTime() - 1);
}

/** How far the zone is ahead of UTC at an instant. */
function offsetMs(at: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at);
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value ?? 0);
  const local = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return local - Math.floor(at.getTime() / 1000) * 1000;
}
