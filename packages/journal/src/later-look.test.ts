import { expect, test } from 'vitest';
import type { Run } from './journal.ts';
import { laterLook } from './later-look.ts';

const look = (id: string, over: Partial<Run> = {}): Run => ({
  id,
  command: 'verify',
  mode: 'transfer',
  source: 'abc',
  target: 'def',
  optionsKey: 'k',
  options: {},
  dryRun: false,
  phase: 'finished',
  startedAt: '',
  updatedAt: '',
  finishedAt: '',
  outcome: 'done',
  resumes: 0,
  planRun: undefined,
  verifyRun: undefined,
  revertsRun: undefined,
  marchCursor: undefined,
  marched: true,
  counts: {},
  ...over,
});

test.each<[string, Run[], string | undefined]>([
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
