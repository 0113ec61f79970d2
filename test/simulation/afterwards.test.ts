// What comes after a migration, played whole: a revert, a second migration, a repair, each with its own deaths and faults.
// The same program as `pnpm simulate --kind …`; a seed that fails here prints the command that plays it again.
import { availableParallelism } from 'node:os';
import { describe, expect, it } from 'vitest';
import { afterwardsBugs } from './afterwards-bugs.ts';
import { playAfterwards } from './play-afterwards.ts';
import { runProgram } from './run-program.ts';

/** As many as two quiet processors play in half a minute, all kinds together. */
const SEEDS = { revert: 50, second: 50, repair: 15 } as const;

it.each(Object.entries(SEEDS))(
  '%s: %i seeds, and those that once failed, are clean',
  { timeout: 600_000 },
  async (kind, seeds) => {
    const { stdout, code } = await runProgram('simulate.ts', [
      '--kind',
      kind,
      '--found',
      '--seeds',
      String(seeds),
      '--workers',
      String(availableParallelism()),
    ]);
    process.stdout.write(`${kind}: ${stdout}`);
    expect({ stdout, code }).toEqual({
      stdout: expect.stringMatching(/^\d+ seeds, .*; 0 seeds failed; /),
      code: 0,
    });
  },
);

it('a seed is played the same way each time', { timeout: 120_000 }, async () => {
  const [once, again] = await Promise.all(
    [1, 2].map(() => runProgram('simulate.ts', ['--kind', 'revert', '--playing', '1,2,3,4,5'])),
  );
  expect(once?.stdout.split('\n').length).toBe(6);
  expect(again).toEqual(once);
});

describe('the checkers are checked', () => {
  const LOOKED_AT = 60;
  it.each(Object.entries(afterwardsBugs))(
    `%s: caught by its seed, or one of the first ${LOOKED_AT}`,
    { timeout: 300_000 },
    async (_, { kind, plant, seed: kept }) => {
      const seeds = Array.from({ length: LOOKED_AT }, (_, index) => index + 1);
      for (const seed of kept === undefined ? seeds : [kept]) {
        const broken = await playAfterwards(kind, seed, plant);
        if (broken.complaints.length === 0) continue;
        // The seed that catches the bug is clean without it, so it is the bug that was caught.
        expect((await playAfterwards(kind, seed)).complaints).toEqual([]);
        return;
      }
      expect.fail('no seed complains');
    },
  );
});
