import { type Desk, dayIn, startOfDayIn } from '../../core/index.js';
import { addDays } from './civil-days.js';
import type { QuestionFilter } from './question.js';

type Filter = Parameters<Desk['find']>[1];

/** The desk's filter: days become instants of the asker's zone, "me" the asker's e-mail. */
export function toFilter(asked: QuestionFilter, timezone: string, askerEmail: string): Filter {
  const { from, to, agent, reference, ...same } = asked;
  return {
    ...same,
    ...(from ? { from: startOf(from, timezone) } : {}),
    ...(to ? { to: new Date(startOf(addDays(to, 1), timezone).getTime() - 1) } : {}),
    ...(agent ? { agent: agent === 'me' ? askerEmail : agent } : {}),
    ...(reference ? { q: reference } : {}),
  };
}

const dayMs = 86_400_000;

/** From noon, which every zone's day holds; a zone is at most 14 hours from UTC. */
function startOf(day: string, timezone: string): Date {
  const noon = Date.parse(`${day}T12:00:00Z`);
  for (const shiftMs of [0, -dayMs / 2, dayMs / 2]) {
    const start = startOfDayIn(timezone, new Date(noon + shiftMs));
    if (dayIn(timezone, start) === day) return start;
  }
  return startOfDayIn(timezone, new Date(noon));
}
