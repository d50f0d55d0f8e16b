import { describe } from 'vitest';
import { storagePrivacy } from '../support/storage-privacy.js';

describe('postgresql', () => storagePrivacy('postgresql'));
