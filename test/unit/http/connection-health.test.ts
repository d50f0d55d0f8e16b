import { expect, it } from 'vitest';
import { healthOf } from '../../../core/http/connection-health.js';
import { aConnection } from './fake-web.js';

const stuck = (refused: boolean) => ({
  items: 3,
  code: 'forbidden',
  refused,
  since: new Date('2026-03-01T10:00:00Z'),
});

it.each([
  // what is known | what is shown
  [{}, 'working'],
  [{ isActive: false, stuck: stuck(true) }, 'off'],
  [{ lastSucceededAt: null }, 'waiting'],
  [{ incident: 'silent' }, 'silent'],
  [{ stuck: stuck(true) }, 'stuck'],
  // A short trouble of a few items is none of the connection's, until people are told of it.
  [{ stuck: stuck(false) }, 'working'],
  [{ stuck: stuck(false), incident: 'stuck' }, 'stuck'],
  [{ stuck: stuck(true), incident: 'silent' }, 'stuck'],
  [{ stuck: stuck(true), failure: 'server_error' }, 'failing'],
  [{ stuck: stuck(true), failure: 'unauthorised', incident: 'refused' }, 'refused'],
] as const)('a connection of which %j is known is shown as %s', (known, shown) => {
  expect(healthOf({ ...aConnection, ...known })).toBe(shown);
});
