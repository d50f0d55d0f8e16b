import { describe } from 'vitest';
import { storageSources } from '../support/storage-sources.js';

describe('embedded', () => storageSources('embedded'));
