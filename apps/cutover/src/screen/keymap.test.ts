import { expect, test } from 'vitest';
import { commandOf } from './keymap.ts';

const none = { ctrl: false, escape: false, meta: false };

test.each([
  ['p', none, 'pause'],
  ['Q', none, 'stop'],
  ['?', none, 'help'],
  ['c', { ...none, ctrl: true }, 'interrupt'],
  ['', { ...none, escape: true }, 'close-help'],
  ['c', none, undefined],
  ['q', { ...none, ctrl: true }, undefined],
  ['p', { ...none, meta: true }, undefined],
  ['pq', none, undefined],
])('%j with %j means %s', (input, key, expected) => {
  expect(commandOf(input, key)).toBe(expected);
});
