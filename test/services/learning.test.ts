import { describe } from 'vitest';
import { learningGuarantees } from '../support/learning-guarantees.js';

describe('postgresql', () => learningGuarantees('postgresql'));

// The embedded engine too: here, as `npm test` has three minutes.
describe('embedded', () => learningGuarantees('embedded'));
