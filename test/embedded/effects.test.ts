import { describe } from 'vitest';
import { effectsGuarantees } from '../support/effects-guarantees.js';

describe('embedded', () => effectsGuarantees('embedded'));
