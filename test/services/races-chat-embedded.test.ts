import { describe } from 'vitest';
import { chatRaceGuarantees } from '../support/races/chat/chat-guarantees.js';

describe('embedded', () => chatRaceGuarantees('embedded'));
