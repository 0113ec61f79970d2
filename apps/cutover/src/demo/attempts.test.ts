import { expect, test } from 'vitest';
import { afterAction, noAttempts, settle } from './attempts.ts';
import type { ActionLine } from './lines.ts';

function line(action: string, status: ActionLine['status'], kind: ActionLine['kind'] = 'create'): ActionLine {
  return { type: 'action', action, kind, status };
}

test('a write is open from its beginning until somebody says how it ended', () => {
  const lines = [
    line('a', 'started'),
    line('b', 'started'),
    line('a', 'applied'),
    line('c', 'started', 'update'),
    line('c', 'applied', 'update'),
    line('b', 'pending'),
    line('b', 'started'),
    line('d', 'started'),
    line('d', 'failed'),
    line('e', 'started', 'set'),
    line('e', 'applied', 'set'),
  ];
  expect(lines.reduce(afterAction, noAttempts)).toEqual({ begun: 6, done: 2, open: new Set(['b']) });
});

test('the first word of the resumed run settles an open write', () => {
  const resumed = [
    line('a', 'applied'),
    line('b', 'pending'),
    line('b', 'started'),
    line('b', 'applied'),
    line('x', 'applied'),
    line('d', 'blocked'),
  ];
  expect(settle(new Set(['a', 'b', 'c', 'd']), resumed)).toEqual({ arrived: 1, sentAgain: 1, untold: 2 });
});
