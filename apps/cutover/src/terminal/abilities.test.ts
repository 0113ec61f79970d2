import { expect, test } from 'vitest';
import { fakeIo } from '../testing/fake-io.ts';
import { canRewrite } from './abilities.ts';

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
