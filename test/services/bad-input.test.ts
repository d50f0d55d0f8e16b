import { describe } from 'vitest';
import { badInputGuarantees } from '../support/bad-input-guarantees.js';

describe('postgresql', () => badInputGuarantees('postgresql'));
