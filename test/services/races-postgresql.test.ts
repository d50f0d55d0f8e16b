import { describe } from 'vitest';
import { raceGuarantees } from '../support/races/race-guarantees.js';

describe('postgresql', () => raceGuarantees('postgresql'));
