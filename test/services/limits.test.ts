import { describe } from 'vitest';
import { limitsGuarantees } from '../support/limits-guarantees.js';

describe('postgresql', () => limitsGuarantees('postgresql'));
