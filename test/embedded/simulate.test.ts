import { describe } from 'vitest';
import { simulateGuarantees } from '../support/simulate-guarantees.js';

describe('embedded', () => simulateGuarantees('embedded'));
