import { storagePairings } from '../support/databases.js';
import { killed } from './killed.js';

killed(storagePairings[1]);
