import { describe } from 'vitest';
import { handOverGuarantees } from '../support/hand-over-guarantees.js';

describe('postgresql', () => handOverGuarantees('postgresql'));
describe('embedded', () => handOverGuarantees('embedded'));
