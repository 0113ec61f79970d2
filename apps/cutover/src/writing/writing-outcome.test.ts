// Why a command that writes ends with 4 stands in its result.
import { type MigrateResult, outcomeOfPlan, reasonsForPart } from '@cutover/sync-engine';
import { expect, test } from 'vitest';
import { exitCodeOf } from '../command-line/exit-codes.ts';
import { resultLine } from '../reporters/json-lines.ts';
import { writingFacts } from './writing-outcome.ts';

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

function ended(over: Partial<Record<(typeof reasonsForPart)[number], number>>) {
  const outcome = outcomeOfPlan({ ...counts, ...over });
  const result: MigrateResult = { run: 'r1', outcome, products: 0, images: 0, ...counts, ...over };
  return { exitCode: exitCodeOf(outcome), facts: writingFacts(result, false) };
}

test.each(reasonsForPart)('%s is a reason for 4, and a number of the result', (reason) => {
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
