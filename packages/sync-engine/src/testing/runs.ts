// A run that is over, of two stores, with what it has counted.
import type { Run } from '@cutover/journal';

export const run = (counts: Run['counts'], over: Partial<Run> = {}): Run => ({
  id: 'r0001-2222',
  command: 'verify',
  mode: 'transfer',
  source: 's',
  target: 't',
  optionsKey: 'k',
  options: { products: '' },
  dryRun: false,
  phase: 'finished',
  startedAt: 'then',
  updatedAt: 'then',
  finishedAt: 'then',
  outcome: 'done',
  resumes: 0,
  planRun: undefined,
  verifyRun: undefined,
  revertsRun: undefined,
  marchCursor: undefined,
  marched: true,
  counts,
  ...over,
});
