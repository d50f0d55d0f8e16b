import { describe } from 'vitest';
import { storagePrivacy } from '../support/storage-privacy.js';

describe('embedded', () => storagePrivacy('embedded'));
