import { describe } from 'vitest';
import { policyTimeGuarantees } from '../support/policy-time-guarantees.js';

describe('postgresql', () => policyTimeGuarantees('postgresql'));
describe('embedded', () => policyTimeGuarantees('embedded'));
