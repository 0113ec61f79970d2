import { describe, expect, it } from 'vitest';
import { playValues, playVariants } from './play-variants.ts';
import { valuesBugs, variantsBugs } from './variants-bugs.ts';

/** Each bug is caught within the first so many. */
const SEEDS = 120;

describe.each([
  ['variants', playVariants, variantsBugs],
  ['values', playValues, valuesBugs],
] as const)('the checkers of %s are checked', (_kind, play, bugs) => {
  it.each(Object.entries(bugs))(
    `%s: caught by one of the first ${SEEDS}`,
    { timeout: 300_000 },
    async (_, plant) => {
      for (let seed = 1; seed <= SEEDS; seed += 1) {
        const broken = await play(seed, plant);
        if (broken.complaints.length === 0) continue;
        // The seed that catches the bug is clean without it, so it is the bug that was caught.
        expect((await play(seed)).complaints).toEqual([]);
        return;
      }
      expect.fail('no seed complains');
    },
  );
});
