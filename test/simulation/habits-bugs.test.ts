import { describe, expect, it } from 'vitest';
import { habitsBugs } from './habits-bugs.ts';
import { playHabits } from './play-habits.ts';

describe('the checkers are checked', () => {
  it.each(Object.entries(habitsBugs))(
    '%s: caught by the seed that is kept for it',
    { timeout: 300_000 },
    async (_, { seed = 1, ...plant }) => {
      const broken = await playHabits(seed, plant);
      expect(broken.complaints).not.toEqual([]);
      // The seed is clean without the bug, so it is the bug that was caught.
      expect((await playHabits(seed)).complaints).toEqual([]);
    },
  );
});
