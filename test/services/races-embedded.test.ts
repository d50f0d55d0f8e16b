import { describe } from 'vitest';
import { raceGuarantees } from '../support/races/race-guarantees.js';

describe('embedded', () => raceGuarantees('embedded'));
