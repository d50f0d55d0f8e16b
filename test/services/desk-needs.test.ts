import { describe } from 'vitest';
import { needsGuarantees } from '../support/desk-needs.js';
import { openDeskSpace } from '../support/desk-space.js';

describe('postgresql', () => needsGuarantees(openDeskSpace('postgresql')));
describe('embedded', () => needsGuarantees(openDeskSpace('embedded')));
