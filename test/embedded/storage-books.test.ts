import { describe } from 'vitest';
import { storageBooks } from '../support/storage-books.js';

describe('embedded', () => storageBooks('embedded'));
