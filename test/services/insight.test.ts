import { describe } from 'vitest';
import { insightGuarantees } from '../support/insight-guarantees.js';

describe('postgresql', () => insightGuarantees('postgresql'));

// The embedded engine too: here, as `npm test` has three minutes.
describe('embedded', () => insightGuarantees('embedded'));
