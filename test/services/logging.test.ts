import { describe } from 'vitest';
import { loggingGuarantees } from '../support/logging-guarantees.js';

describe('postgresql', () => loggingGuarantees('postgresql'));

// The embedded engine too: here, as `npm test` has three minutes.
describe('embedded', () => loggingGuarantees('embedded'));
