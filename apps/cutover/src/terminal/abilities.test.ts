import { expect, test } from 'vitest';
import { fakeIo } from '../testing/fake-io.ts';
import { canRewrite, columnsOf } from './abilities.ts';

test.each<[string, { terminal?: boolean; isPiped?: boolean }, string[], Record<string, string>, boolean]>([
  ['a terminal', {}, [], {}, true],
  ['stdout goes into a pipe, whose reader may print to the same terminal', { isPiped: true }, [], {}, false],
  ['no terminal', { terminal: false }, [], {}, false],
  ['somebody listens', {}, ['diff', '--accessible'], {}, false],
  ['somebody listens, by the environment', {}, [], { CUTOVER_ACCESSIBLE: '1' }, false],
  ['CI', {}, [], { CI: 'true' }, false],
])('whether a line of progress is rewritten: %s', (_what, facts, args, environment, expected) => {
  const io = fakeIo({ terminal: facts.terminal ?? true });
  expect(canRewrite({ ...io, isPiped: facts.isPiped }, args, environment)).toBe(expected);
});

test.each([
  [{ isTTY: true, columns: 120 }, 120],
  [{ isTTY: true, columns: 0 }, 80],
  [{ isTTY: true }, 80],
  [{ isTTY: false, columns: 120 }, undefined],
])('the columns of %j: %j', (sink, expected) => {
  expect(columnsOf(sink)).toBe(expected);
});
