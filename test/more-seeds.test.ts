// Several hundred seeds, of every kind of simulation, the next ones of the range that is the commit's own: a change that
// breaks one kind only is met before it is handed in. `npx pnpm test:long` plays thousands.
import { expect, it } from 'vitest';
import { firstSeed } from './simulation/fresh-seeds.ts';
import { runProgram } from './simulation/run-program.ts';
import { playables } from './simulation/seed-crew.ts';

/** As many as two quiet processors play in a minute and a half; a repair takes three times as long as a migration. */
const SEEDS = { migrate: 100, habits: 100, several: 100, second: 100, revert: 100, repair: 60 } as const;
/** Behind those of test/simulation/kept-seeds.test.ts. */
const FROM = firstSeed('commit') + 100;

it.each(playables)('%s: fresh seeds are clean', { timeout: 600_000 }, async (kind) => {
  const args = ['--kind', kind, '--from', String(FROM), '--seeds', String(SEEDS[kind])];
  const { stdout, code } = await runProgram('simulate.ts', args);
  expect({ stdout, code }, stdout).toEqual({
    stdout: expect.stringMatching(new RegExp(`\\n${SEEDS[kind]} seeds, .*; 0 seeds failed; `)),
    code: 0,
  });
});
