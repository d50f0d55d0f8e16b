import { describe } from 'vitest';
import { learningGuarantees } from '../support/learning-guarantees.js';

describe('embedded', () => learningGuarantees('embedded'));
