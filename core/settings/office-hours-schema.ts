import { z } from 'zod';
import { weekdays } from '../reversals/office-hours.js';

/** YAML reads a bare date as a date; both forms are the same day. */
export const civilDay = z.union(
  [
    z.iso.date({ error: 'is a date such as 2026-12-25' }),
    z.date().transform((day) => day.toISOString().slice(0, 10)),
  ],
  { error: 'is a date such as 2026-12-25' },
);

const timeOfDay = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/, { error: 'is a time of day such as "09:00"' });

/** When people work, in the zone of whose hours they are. Time limits of steps count these hours only. */
export const officeHoursSchema = z
  .strictObject(
    {
      days: z
        .array(z.enum(weekdays, { error: `is one of ${weekdays.join(', ')}` }))
        .min(1, { error: 'names no day; leave it out for mon to fri' })
        .default(['mon', 'tue', 'wed', 'thu', 'fri']),
      from: timeOfDay,
      to: timeOfDay,
      holidays: z.array(civilDay).optional(),
    },
    { error: 'is { days: [mon, tue], from: "09:00", to: "18:00", holidays: [2026-12-25] }' },
  )
  .superRefine(({ from, to }, context) => {
    if (from >= to) {
      context.addIssue({
        code: 'custom',
        path: ['to'],
        message: 'is not later than from; hours over midnight are two days, so end them at "24:00"',
      });
    }
  });
