import { ConnectorError } from '../core/index.js';

/**
 * What `work` makes of an answer. One nested deeper than can be gone through is no answer of any vendor's:
 * throws ConnectorError `unreadable` in place of a stack that ran over, which would be our own fault.
 */
export function unlessTooDeep<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) throw new ConnectorError('unreadable', 'nested_too_deep');
    throw error;
  }
}
