import { describe } from 'vitest';
import { storageRules } from '../support/storage-rules.js';

describe('postgresql', () => storageRules('postgresql'));
