// What `pnpm test` plays of the simulation: each seed that once failed, and a few that no commit before this one has played.
// `npx pnpm test:long` plays thousands.
import { expect, it } from 'vitest';
import { runProgram } from './run-program.ts';
import { playables } from './seed-crew.ts';

const FRESH = { migrate: 100, habits: 20, several: 20, second: 20, revert: 20, repair: 10 } as const;

it.each(playables)(
  '%s: the kept seeds, and a few fresh ones, are clean',
  { timeout: 300_000 },
  async (kind) => {
    const args = ['--kind', kind, '--found', '--from', 'commit', '--seeds', String(FRESH[kind])];
    const { stdout, code } = await runProgram('simulate.ts', args);
    expect({ stdout, code }).toEqual({ stdout: expect.stringContaining('; 0 seeds failed; '), code: 0 });
  },
);

it('plays for a while from a random start, all kinds in turn', { timeout: 120_000 }, async () => {
  const { stdout, code } = await runProgram('simulate.ts', ['--minutes', '0.001', '--workers', '1']);
  expect({ stdout, code }).toEqual({
    stdout: expect.stringMatching(
      /^migrate from \d+: 100 seeds.*\nhabits from \d+: 0 seeds.*\nseveral from \d+: 0 seeds.*\nsecond .*\nrevert .*\nrepair .*\n$/,
    ),
    code: 0,
  });
});
