import { describe } from 'vitest';
import { effectsGuarantees } from '../support/effects-guarantees.js';

describe('postgresql', () => effectsGuarantees('postgresql'));

// The embedded engine too: here, as `npm test` has three minutes.
describe('embedded', () => effectsGuarantees('embedded'));
