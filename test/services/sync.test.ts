import { describe } from 'vitest';
import { syncGuarantees } from '../support/sync-guarantees.js';

describe('postgresql', () => syncGuarantees('postgresql'));
