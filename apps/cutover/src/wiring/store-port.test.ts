import { expect, test } from 'vitest';
import { paceOf } from './store-port.ts';

test('a store that has not said what it allows is estimated with the same share as one that has', () => {
  const said = paceOf({ quota: 150, windowMs: 30_000 }, 0.9);
  expect(said).toEqual({ requestsPerSecond: 4.5, windowMs: 30_000 });
  expect(paceOf({ quota: undefined, windowMs: undefined }, 0.9)).toEqual(said);
});
