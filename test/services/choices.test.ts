import { describe } from 'vitest';
import { choicesGuarantees } from '../support/choices-guarantees.js';
import { openDeskSpace } from '../support/desk-space.js';

describe('postgresql', () => choicesGuarantees(openDeskSpace('postgresql')));
describe('embedded', () => choicesGuarantees(openDeskSpace('embedded')));
