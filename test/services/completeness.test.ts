import { describe } from 'vitest';
import { completenessGuarantees } from '../support/completeness-guarantees.js';

describe('postgresql', () => completenessGuarantees('postgresql'));
