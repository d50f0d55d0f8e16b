import type { Person } from '../reversals/reversal.js';
import { nearestName } from './nearest-name.js';
import type { OpenContext } from './operation.js';

/** The active person with this e-mail; says so, with the nearest, where there is none. */
export async function findPerson(context: OpenContext, email: string): Promise<Person | null> {
  const { directory } = context.parts;
  const wanted = email.trim().toLowerCase();
  const person = await directory.byEmail(wanted);
  if (person) return person;
  const known = (await directory.all()).map((one) => one.email);
  const nearest = nearestName(wanted, known);
  context.err(`Nobody here has the e-mail ${wanted}.${nearest ? ` Did you mean ${nearest}?` : ''}`);
  context.err('People stand in the configuration under people; a start or restart takes them in.');
  return null;
}
