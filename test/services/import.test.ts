import { describe } from 'vitest';
import { importGuarantees } from '../support/import-guarantees.js';

describe('postgresql', () => importGuarantees('postgresql'));
