import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addWithin,
  isOpenAt,
  type OfficeHours,
  weekdays,
} from '../../../core/reversals/office-hours.js';

const week: OfficeHours = { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '09:00', to: '18:00' };
const berlin = (officeHours: OfficeHours = week) => ({ officeHours, timezone: 'Europe/Berlin' });

describe('a time limit in office hours', () => {
  it.each([
    ['within one day', '2026-03-03T08:00:00Z', '4h', '2026-03-03T12:00:00Z'],
    ['exactly to the end of the day', '2026-03-03T08:00:00Z', '9h', '2026-03-03T17:00:00Z'],
    ['over night', '2026-03-03T16:00:00Z', '2h', '2026-03-04T09:00:00Z'],
    ['from before opening', '2026-03-03T02:00:00Z', '30m', '2026-03-03T08:30:00Z'],
    ['over a weekend', '2026-03-06T16:30:00Z', '1h', '2026-03-09T08:30:00Z'],
    ['from a Sunday', '2026-03-08T12:00:00Z', '8h', '2026-03-09T16:00:00Z'],
    ['two working days', '2026-03-05T11:00:00Z', '2d', '2026-03-09T11:00:00Z'],
    // Clocks go forward on 29 March 2026 and back on 25 October 2026.
    [
      'over the weekend in which summer time begins',
      '2026-03-27T16:00:00Z',
      '2h',
      '2026-03-30T08:00:00Z',
    ],
    ['over the weekend in which it ends', '2026-10-23T15:00:00Z', '2h', '2026-10-26T09:00:00Z'],
  ])('%s', (_name, start, within, end) => {
    expect(addWithin(new Date(start), within, berlin()).toISOString()).toBe(
      new Date(end).toISOString(),
    );
  });

  it('leaves holidays out', () => {
    const hours = berlin({ ...week, holidays: ['2026-12-25', '2026-12-28'] });
    const end = addWithin(new Date('2026-12-24T16:00:00Z'), '2h', hours);
    expect(end.toISOString()).toBe('2026-12-29T09:00:00.000Z');
  });

  it('counts the hours that a night shift really has when the clocks change', () => {
    const night: OfficeHours = { days: ['sun'], from: '00:00', to: '24:00' };
    // 29 March 2026 has 23 hours in Berlin, 25 October has 25.
    const ends = (start: string, within: string) =>
      addWithin(new Date(start), within, berlin(night)).toISOString();
    expect(ends('2026-03-28T12:00:00Z', '23h')).toBe('2026-03-29T22:00:00.000Z');
    expect(ends('2026-10-24T12:00:00Z', '25h')).toBe('2026-10-25T23:00:00.000Z');
  });

  it('without office hours every hour counts', () => {
    const end = addWithin(new Date('2026-03-06T16:30:00Z'), '2d', null);
    expect(end.toISOString()).toBe('2026-03-08T16:30:00.000Z');
  });

  it('never ends outside them, nor sooner than the clock, and more time never ends sooner', () => {
    const days = fc.subarray([...weekdays], { minLength: 1 });
    const zone = fc.constantFrom(
      'Europe/Berlin',
      'America/New_York',
      'Asia/Kolkata',
      'Australia/Lord_Howe',
      'Pacific/Apia',
      'America/Sao_Paulo',
    );
    const time = (hour: number, minute: number) =>
      `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
    const shift = fc
      .tuple(fc.integer({ min: 0, max: 22 }), fc.integer({ min: 0, max: 59 }))
      .chain(([hour, minute]) =>
        fc.integer({ min: hour + 1, max: 24 }).map((to) => ({
          from: time(hour, to === 24 ? minute : 0),
          to: to === 24 ? '24:00' : time(to, minute),
        })),
      );
    const start = fc.date({
      min: new Date('2026-01-01T00:00:00Z'),
      max: new Date('2027-12-31T00:00:00Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(
        days,
        zone,
        shift,
        start,
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 0, max: 200 }),
        (days, timezone, hours, start, minutes, more) => {
          const officeHours = { days, ...hours };
          const set = { officeHours, timezone };
          const end = addWithin(start, `${minutes}m`, set);
          expect(end.getTime() - start.getTime()).toBeGreaterThanOrEqual(minutes * 60_000);
          // The last instant that was counted lies in them.
          expect(isOpenAt(new Date(end.getTime() - 1), officeHours, timezone)).toBe(true);
          const later = addWithin(start, `${minutes + more}m`, set);
          expect(later.getTime()).toBeGreaterThanOrEqual(end.getTime());
          // In two parts it is the same.
          expect(addWithin(end, `${more + 1}m`, set)).toEqual(
            addWithin(start, `${minutes + more + 1}m`, set),
          );
        },
      ),
      { numRuns: 300 },
    );
  });
});
