import { findCardData } from '../intake/redact.js';
import type { SubjectRequest } from '../privacy/subject-rights.js';
import { findPerson } from './find-person.js';
import { nearestName } from './nearest-name.js';
import type { OpenContext, Operation, OperationArguments } from './operation.js';

/** History keeps the instruction in plain words for ever. */
const instructionMax = 300;

/** What says whose data it is, and who asked. */
export const subjectOptions: Operation['options'] = {
  client: { type: 'string', value: 'ID', help: 'the client whose customer it is' },
  instruction: { type: 'string', value: 'TEXT', help: 'its instruction, such as a ticket number' },
  by: { type: 'string', value: 'EMAIL', help: 'the person of the hub who carries it out' },
};

/** Whose data, at which client, by which instruction; null after saying what is missing or wrong. */
export async function subjectRequest(
  context: OpenContext,
  args: OperationArguments,
): Promise<SubjectRequest | null> {
  const email = args.positionals[0]?.trim().toLowerCase() ?? '';
  const clientId = args.text('client');
  const instruction = args.text('instruction')?.trim() || null;
  const known = context.configuration.settings.clients.map((one) => one.id);
  if (!/^[^\s@]+@[^\s@]+$/.test(email)) {
    context.err('Whose data? Give the customer’s e-mail address.');
    return null;
  }
  if (clientId === undefined || !known.includes(clientId)) {
    const nearest = clientId === undefined ? null : nearestName(clientId, known);
    context.err(
      `--client wants one of ${known.join(', ')}: a customer belongs to one client.${nearest ? ` Did you mean ${nearest}?` : ''}`,
    );
    return null;
  }
  if (instruction && !isFreeOfPeople(instruction, email)) {
    context.err(
      `--instruction is kept for ever: name the request (a ticket's number), not the customer; up to ${instructionMax} letters.`,
    );
    return null;
  }
  const by = args.text('by');
  const person = by === undefined ? null : await findPerson(context, by);
  if (by !== undefined && !person) return null;
  return { clientId, email, instruction, byPersonId: person?.id ?? null, at: context.now() };
}

function isFreeOfPeople(instruction: string, email: string): boolean {
  const words = email.split('@')[0]?.split(/[._+\d-]+/) ?? [];
  const said = instruction.toLowerCase();
  const names = words.filter((word) => word.length > 2 && said.includes(word));
  return (
    instruction.length <= instructionMax &&
    !instruction.includes('@') &&
    names.length === 0 &&
    findCardData(instruction).length === 0
  );
}
