import { describe } from 'vitest';
import { storageBooks } from '../support/storage-books.js';

describe('postgresql', () => storageBooks('postgresql'));
