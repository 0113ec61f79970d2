import { describe, expect, it } from 'vitest';
import { plantedBugs } from './planted-bugs.ts';
import { play } from './play.ts';

/** Each bug is caught by the seed that is kept for it, or within the first so many. */
const SEEDS = 250;
const all = Array.from({ length: SEEDS }, (_, index) => index + 1);

describe('the checkers are checked', () => {
  it.each(Object.entries(plantedBugs))(
    `%s: caught by its seed, or one of the first ${SEEDS}`,
    { timeout: 300_000 },
    async (_, plant) => {
      for (const seed of plant.seed === undefined ? all : [plant.seed]) {
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
