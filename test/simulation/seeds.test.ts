// The same program as `pnpm simulate`, with as many processes as there are processors: a seed that fails here prints the
// command that plays it again.
import { availableParallelism } from 'node:os';
import { expect, it } from 'vitest';
import { runProgram } from './run-program.ts';

const SEEDS = 5000;

it(`${SEEDS} seeds, and those that once failed, are clean`, { timeout: 1_200_000 }, async () => {
  const { stdout, code } = await runProgram('simulate.ts', [
    '--found',
    '--seeds',
    String(SEEDS),
    '--workers',
    String(availableParallelism()),
  ]);
  process.stdout.write(stdout);
  expect({ stdout, code }).toEqual({
    stdout: expect.stringMatching(/^[5-9]\d{3} seeds, .*; 0 seeds failed; /),
    code: 0,
  });
});

it('a seed is played the same way each time', { timeout: 120_000 }, async () => {
  const seeds = Array.from({ length: 20 }, (_, index) => String(index + 1)).join(',');
  const [once, again] = await Promise.all([1, 2].map(() => runProgram('simulate.ts', ['--playing', seeds])));
  expect(once?.stdout.split('\n').length).toBe(21);
  expect(again).toEqual(once);
});
