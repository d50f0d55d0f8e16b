import { describe } from 'vitest';
import { simulateGuarantees } from '../support/simulate-guarantees.js';

describe('postgresql', () => simulateGuarantees('postgresql'));
describe('embedded', () => simulateGuarantees('embedded'));
