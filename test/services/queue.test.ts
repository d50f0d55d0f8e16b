import { describe } from 'vitest';
import { queueGuarantees } from '../support/queue-guarantees.js';

// Both engines here: npm test stays short.
describe('postgresql', () => queueGuarantees('postgresql'));
describe('embedded', () => queueGuarantees('embedded'));
