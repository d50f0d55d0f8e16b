import { storagePairings } from '../support/databases.js';
import { firstLight } from './first-light.js';

for (const pairing of storagePairings) if (pairing[0] === 'postgresql') firstLight(pairing);
