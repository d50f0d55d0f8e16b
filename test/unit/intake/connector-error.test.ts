import { describe, expect, it } from 'vitest';
import { ConnectorError } from '../../../core/index.js';

/** As another copy of the module, or a package without one, throws it. */
function foreign(fields: object, name = 'ConnectorError'): Error {
  return Object.assign(new Error('text'), { name, ...fields });
}

describe('trouble outside is known by name and fields, whichever copy of the class it is of', () => {
  it.each([
    ['our own', new ConnectorError('retry', 'cut_off')],
    ['another copy’s', foreign({ kind: 'retry', code: 'cut_off', waitMs: null })],
    ['with a wait', foreign({ kind: 'wait', code: 'rate_limited', waitMs: 7_000 })],
  ])('%s', (_what, error) => {
    expect(error instanceof ConnectorError).toBe(true);
  });

  const fields = { kind: 'retry', code: 'cut_off', waitMs: null };
  it.each([
    ['another error', foreign(fields, 'TypeError')],
    ['no error at all', { name: 'ConnectorError', ...fields }],
    ['nothing', null],
    ['a kind that is none', foreign({ ...fields, kind: 'later' })],
    [
      'text in the code’s place, which would be kept and shown',
      foreign({ ...fields, code: 'Jane' }),
    ],
    ['no code', foreign({ ...fields, code: undefined })],
    ['a wait that is no number', foreign({ ...fields, kind: 'wait', waitMs: '7' })],
    ['a wait that never ends', foreign({ ...fields, kind: 'wait', waitMs: Infinity })],
    ['a wait into the past', foreign({ ...fields, kind: 'wait', waitMs: -1 })],
    ['no wait and no null', foreign({ ...fields, waitMs: undefined })],
  ])('not: %s', (_what, error) => {
    expect((error as unknown) instanceof ConnectorError).toBe(false);
  });
});
