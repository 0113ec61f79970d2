// Which pairs of deaths are played. All of them take too long for each commit, so each plays those behind every other first
// death, by its own hash: a few commits play all. Which ones is part of the test's name, so that a red run can be played again.
import { firstSeed } from './fresh-seeds.ts';

const halves = ['even', 'odd'] as const;

export interface PairsPlayed {
  /** Behind which first deaths, counted from 0: all second ones are played there, and behind the others one. */
  readonly half: (typeof halves)[number];
  /** Whether all second deaths are played behind this one. */
  isWhole(first: number): boolean;
}

/**
 * @param asked `even` or `odd` (the variable `PAIRS`); undefined: as the commit's hash has it, and outside of a checkout any.
 * @throws RangeError for what is neither.
 */
export function pairsPlayed(
  asked: string | undefined,
  seed = (): number => firstSeed('commit').seed,
): PairsPlayed {
  const half = asked === undefined ? halves[seed() % 2 === 0 ? 0 : 1] : halves.find((one) => one === asked);
  if (half === undefined) throw new RangeError(`PAIRS is even or odd, not ${asked}`);
  return { half, isWhole: (first) => (first % 2 === 0) === (half === 'even') };
}
