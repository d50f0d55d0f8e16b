import { describe } from 'vitest';
import { learningGuarantees } from '../support/learning-guarantees.js';

describe('postgresql', () => learningGuarantees('postgresql'));
