import { openJournal } from '@cutover/journal';
import type { MigrateResult } from '@cutover/sync-engine';
import { expect, it } from 'vitest';
import { someCreates, someRun } from '../testing/some-run.ts';
import { writingText } from './writing-outcome.ts';

const nothing: Omit<MigrateResult, 'run' | 'outcome'> = {
  products: 0,
  images: 0,
  created: 0,
  updated: 0,
  removed: 0,
  set: 0,
  failed: 0,
  remaining: 0,
  inDoubt: 0,
  conflicts: 0,
  unmatchedProducts: 0,
};

it.each([
  [1, 'Left alone: 1 picture on the target that no run has set or that was edited there.'],
  [2, 'Left alone: 2 pictures on the target that no run has set or that were edited there.'],
])('%i left alone may have been there from the start', async (conflicts, words) => {
  const journal = openJournal(':memory:', { now: () => 0, random: () => 0.5 });
  const { id: run } = await journal.openRun(someRun());
  const text = writingText(journal, { ...nothing, run, outcome: 'done', conflicts }, 'Nothing to do.');
  expect(text.filter((line) => line.startsWith('Left alone'))).toEqual([expect.stringContaining(words)]);
  await journal.close();
});

it.each([
  ['an original that is gone', 'original-unreachable', {}, 1],
  ['one whose copies were allowed', 'original-unreachable', { allowRenditions: true }, 0],
  ['another failure', 'format-unsupported', {}, 0],
])('%s names what a copy takes, or does not', async (_, code, options, count) => {
  const journal = openJournal(':memory:', { now: () => 0, random: () => 0.5 });
  const { id: run } = await journal.openRun(someRun({ options: { match: 'sku', ...options } }));
  const [create] = await journal.addActions(run, someCreates([11]));
  await journal.setPlanRun(run, run);
  await journal.failed(create?.id ?? '', { code, words: '' });
  const text = writingText(journal, { ...nothing, run, outcome: 'incomplete', failed: 1 }, '');
  expect(text.filter((line) => line.includes('`cutover retry --failed --allow-renditions`'))).toHaveLength(
    count,
  );
  await journal.close();
});
