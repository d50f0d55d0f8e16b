import { describe } from 'vitest';
import { completenessGuarantees } from '../support/completeness-guarantees.js';

describe('embedded', () => completenessGuarantees('embedded'));
