import { describe } from 'vitest';
import { peopleGuarantees } from '../support/people-guarantees.js';

// Both engines here: npm test stays short.
describe('postgresql', () => peopleGuarantees('postgresql'));
describe('embedded', () => peopleGuarantees('embedded'));
