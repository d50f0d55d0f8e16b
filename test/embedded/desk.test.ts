import { describe } from 'vitest';
import { deskGuarantees } from '../support/desk-guarantees.js';

describe('embedded', () => deskGuarantees('embedded'));
