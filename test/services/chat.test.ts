import { describe } from 'vitest';
import { chatGuarantees } from '../support/chat-guarantees.js';

describe('postgresql', () => chatGuarantees('postgresql'));

// The embedded engine too: here, as `npm test` has three minutes.
describe('embedded', () => chatGuarantees('embedded'));
