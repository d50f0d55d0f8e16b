import { describe } from 'vitest';
import { choicesGuarantees } from '../support/choices-guarantees.js';
import { openDeskSpace } from '../support/desk-space.js';
import { undoChangesGuarantees } from '../support/undo-changes-guarantees.js';

describe.each(['postgresql', 'embedded'] as const)('%s', (engine) => {
  const space = openDeskSpace(engine);
  choicesGuarantees(space);
  undoChangesGuarantees(space);
});
