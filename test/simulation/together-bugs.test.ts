import { describe, expect, it } from 'vitest';
import { playTogether } from './play-together.ts';
import { togetherBugs } from './together-bugs.ts';

/** Each bug is caught within the first so many, or by the seed that is kept for it. */
const SEEDS = 60;

describe('the checkers are checked', () => {
  it.each(Object.entries(togetherBugs))(
    `%s: caught by one of the first ${SEEDS}, or by its own`,
    { timeout: 300_000 },
    async (_, { seed: kept, ...plant }) => {
      for (let seed = kept ?? 1; seed <= (kept ?? SEEDS); seed += 1) {
        const broken = await playTogether(seed, plant);
        if (broken.complaints.length === 0) continue;
        // The seed that catches the bug is clean without it, so it is the bug that was caught.
        expect((await playTogether(seed)).complaints).toEqual([]);
        return;
      }
      expect.fail('no seed complains');
    },
  );
});
