import { expect, test } from 'vitest';
import { laterLook } from './later-look.ts';

type Listed = Parameters<typeof laterLook>[1];

const look = (id: string, over: Partial<Listed> = {}): Listed => ({
  id,
  command: 'verify',
  mode: 'transfer',
  source: 'abc',
  target: 'def',
  optionsKey: 'k',
  options: {},
  dryRun: false,
  outcome: 'done',
  ...over,
});

test.each<[string, Listed[], string | undefined]>([
  ['the newest that looked at the same', [look('r4'), look('r3')], 'r4'],
  ['none that was let go itself', [look('r4', { pruned: 'whole' }), look('r3')], 'r3'],
  [
    'none of another command, or other stores',
    [look('r4', { command: 'diff' }), look('r3', { target: 'x' })],
    undefined,
  ],
  [
    'none that is unfinished or was given up',
    [look('r4', { outcome: undefined }), look('r3', { outcome: 'abandoned' })],
    undefined,
  ],
  [
    'none that is a part of a repair, or a rehearsal',
    [look('r4', { options: { beside: true } }), look('r3', { dryRun: true })],
    undefined,
  ],
  ['of other products only where there is no other', [look('r4', { optionsKey: 'o' }), look('r3')], 'r3'],
  ['of other products, for one that was given up', [look('r4', { optionsKey: 'o' })], 'r4'],
])('%s', (_, later, expected) => {
  const gone = look('r2', { pruned: 'whole' });
  expect(laterLook([...later, gone, look('r1')], gone)?.id).toBe(expected);
});

test('none of a run that is not in the list', () => {
  expect(laterLook([look('r1')], look('r9'))).toBeUndefined();
});
