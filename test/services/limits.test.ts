import { describe } from 'vitest';
import { limitsGuarantees } from '../support/limits-guarantees.js';

describe('postgresql', () => limitsGuarantees('postgresql'));

// The embedded engine too: here, as `npm test` has three minutes.
describe('embedded', () => limitsGuarantees('embedded'));
