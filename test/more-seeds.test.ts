// A few hundred seeds of every kind of simulation, the next ones of the range that is the commit's own: a change that
// breaks one kind only is met before it is handed in. `npx pnpm test:long` plays thousands.
import { expect, it } from 'vitest';
import { firstSeed } from './simulation/fresh-seeds.ts';
import { runProgram } from './simulation/run-program.ts';
import { playables } from './simulation/seed-crew.ts';

const SEEDS = 200;
/** Behind those of test/simulation/kept-seeds.test.ts. */
const FROM = firstSeed('commit') + 100;

it.each(playables)(`%s: ${SEEDS} fresh seeds are clean`, { timeout: 600_000 }, async (kind) => {
  const args = ['--kind', kind, '--from', String(FROM), '--seeds', String(SEEDS)];
  const { stdout, code } = await runProgram('simulate.ts', args);
  expect({ stdout, code }).toEqual({
    stdout: expect.stringMatching(new RegExp(`\\n${SEEDS} seeds, .*; 0 seeds failed; `)),
    code: 0,
  });
});
