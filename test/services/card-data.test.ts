import { describe } from 'vitest';
import { cardDataGuarantees } from '../support/card-data-guarantees.js';

// The embedded engine's run is here too, so that `npm test` stays short.
describe('postgresql', () => cardDataGuarantees('postgresql'));
describe('embedded', () => cardDataGuarantees('embedded'));
