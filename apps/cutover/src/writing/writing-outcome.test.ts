// Why a command that writes ends with 4 stands in its result, and what was left out is said.
import { openJournal } from '@cutover/journal';
import { type MigrateResult, outcomeOfPlan, type ReasonForPart } from '@cutover/sync-engine';
import { expect, it, test } from 'vitest';
import { exitCodeOf } from '../command-line/exit-codes.ts';
import { resultLine } from '../reporters/json-lines.ts';
import { someCreates, someRun } from '../testing/some-run.ts';
import { timeWords, writingFacts, writingRemarks } from './writing-outcome.ts';

const counts = {
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

function ended(over: Partial<Record<ReasonForPart, number>>) {
  const outcome = outcomeOfPlan({ ...counts, ...over });
  const result: MigrateResult = { run: 'r1', outcome, products: 0, images: 0, ...counts, ...over };
  return { exitCode: exitCodeOf(outcome), facts: writingFacts(result, false) };
}

test.each([
  'failed',
  'remaining',
  'inDoubt',
  'conflicts',
  'unmatchedProducts',
  'unmatchedSlots',
  'unchecked',
] as const)('%s is a reason for 4, and a number of the result', (reason) => {
  const { exitCode, facts } = ended({ [reason]: 3 });
  expect(exitCode).toBe(4);
  expect(Object.entries(facts).filter(([, value]) => value !== 0)).toEqual([[reason, 3]]);
  const line = {
    type: 'result',
    time: '2026-01-02T03:04:05.000Z',
    run: 'r1',
    command: 'migrate',
    exitCode,
    products: 0,
    images: 0,
    requests: { v2: 0, v3: 0, content: 0 },
    ...facts,
  };
  expect(resultLine.parse(line)).toEqual(line);
});

test('without a reason nothing is left, and what is not there has no number', () => {
  const { unmatchedProducts: _, ...always } = counts;
  expect(ended({})).toEqual({ exitCode: 0, facts: always });
});

it.each([
  [1, 'Left out: 1 product without a counterpart; the report of this run says why. Pair it in a file'],
  [2, 'Left out: 2 products without a counterpart; the report of this run says why. Pair them in a file'],
])('%i without a counterpart: the number fits the words', async (unmatchedProducts, words) => {
  const journal = openJournal(':memory:', { now: () => 0, random: () => 0.5 });
  const { id: run } = await journal.openRun(someRun());
  const text = writingRemarks(journal, {
    products: 0,
    images: 0,
    ...counts,
    run,
    outcome: 'incomplete',
    unmatchedProducts,
  });
  expect(text.filter((line) => line.startsWith('Left out'))).toEqual([expect.stringContaining(words)]);
  await journal.close();
});

it('a time has its bounds beside it, the lower one where it may not be none at all', () => {
  const estimate = { requests: 5, bytes: 0, seconds: 12 };
  expect([
    timeWords({ ...estimate, secondsMin: 0, secondsMax: 42 }),
    timeWords({ ...estimate, secondsMin: 11, secondsMax: 71 }),
  ]).toEqual(['12 s (up to 42 s)', '12 s (11 s to 71 s)']);
});

it.each([
  [
    1,
    'Left alone: 1 place on the target where an image was edited, or that shows a picture that no run has set.',
  ],
  [
    2,
    'Left alone: 2 places on the target where an image was edited, or that show a picture that no run has set.',
  ],
])('%i left alone may have been there from the start', async (conflicts, words) => {
  const journal = openJournal(':memory:', { now: () => 0, random: () => 0.5 });
  const { id: run } = await journal.openRun(someRun());
  const text = writingRemarks(journal, {
    products: 0,
    images: 0,
    ...counts,
    run,
    outcome: 'done',
    conflicts,
  });
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
  const text = writingRemarks(journal, {
    products: 0,
    images: 0,
    ...counts,
    run,
    outcome: 'incomplete',
    failed: 1,
  });
  expect(text.filter((line) => line.includes('`cutover retry --failed --allow-renditions`'))).toHaveLength(
    count,
  );
  await journal.close();
});
