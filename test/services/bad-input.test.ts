import { describe } from 'vitest';
import { badInputGuarantees } from '../support/bad-input-guarantees.js';
import { badNoticeGuarantees } from '../support/bad-notice-guarantees.js';

describe('postgresql', () => badInputGuarantees('postgresql'));
describe('postgresql, sent by processors', () => badNoticeGuarantees('postgresql'));
