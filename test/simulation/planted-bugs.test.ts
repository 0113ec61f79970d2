import { describe, expect, it } from 'vitest';
import { plantedBugs } from './planted-bugs.ts';
import { play } from './play.ts';

/** Each bug is caught within the first so many seeds. */
const SEEDS = 250;

describe('the checkers are checked', () => {
  it.each(Object.entries(plantedBugs))(
    `%s: caught by one of the first ${SEEDS} seeds`,
    { timeout: 300_000 },
    async (_, plant) => {
      for (let seed = 1; seed <= SEEDS; seed += 1) {
        const broken = await play(seed, plant);
        if (broken.complaints.length === 0) continue;
        // The seed that catches the bug is clean without it, so it is the bug that was caught.
        expect((await play(seed)).complaints).toEqual([]);
        return;
      }
      expect.fail(`none of ${SEEDS} seeds complains`);
    },
  );
});
