import { describe, expect, it } from 'vitest';
import { playSeveral } from './play-several.ts';
import { severalBugs } from './several-bugs.ts';

/** Each bug is caught within the first so many. */
const SEEDS = 120;

describe('the checkers are checked', () => {
  it.each(Object.entries(severalBugs))(
    `%s: caught by one of the first ${SEEDS}`,
    { timeout: 300_000 },
    async (_, plant) => {
      for (let seed = 1; seed <= SEEDS; seed += 1) {
        const broken = await playSeveral(seed, plant);
        if (broken.complaints.length === 0) continue;
        // The seed that catches the bug is clean without it, so it is the bug that was caught.
        expect((await playSeveral(seed)).complaints).toEqual([]);
        return;
      }
      expect.fail('no seed complains');
    },
  );
});
