import { z } from 'zod';
import { type OfficeHours, weekdays } from '../reversals/office-hours.js';

/** Office hours as the settings wrote them. */
export const storedOfficeHours = z.object({
  days: z.array(z.enum(weekdays)),
  from: z.string(),
  to: z.string(),
  holidays: z.array(z.string()).optional(),
}) satisfies z.ZodType<OfficeHours>;
