import { describe } from 'vitest';
import { syncGuarantees } from '../support/sync-guarantees.js';

describe('postgresql', () => syncGuarantees('postgresql'));

// The embedded engine too: here, as `npm test` has three minutes.
describe('embedded', () => syncGuarantees('embedded'));
