// Plays one command to its end: processes that die as the scenario says, then others that go on, until one comes to its
// end. What must hold after every life is asked after every life.
import type { Asking } from '../support/commands.ts';
import type { Life } from './life.ts';
import type { Death } from './scenario.ts';
import type { Plant, SimulatedWorld } from './simulated-world.ts';

export interface Lives<Result> {
  readonly lives: number;
  readonly deaths: number;
  /** A power cut has taken commits from the journal. */
  readonly cut: boolean;
  /** The last life; undefined when it died, too. */
  readonly result: Result | undefined;
  readonly error: unknown;
}

export interface Course<Result> {
  readonly world: SimulatedWorld;
  readonly deaths: readonly Death[];
  readonly plant: Plant | undefined;
  readonly command: (engine: Asking) => Promise<Result>;
  readonly afterEach: (life: Life<Result>, cut: boolean) => void;
  /** A power cut has just taken commits from the journal: the next life knows less. */
  readonly onCut?: () => void;
  /** True when this result is an end; default: any. */
  readonly isEnd?: (result: Result) => boolean;
  /** Nobody continues after the last death. */
  readonly isInterrupted?: boolean;
}

/** Lives of a command that keeps being refused by a store in trouble; a person would have called somebody by then. */
const LIVES_MAX = 12;

export async function playLives<Result>(course: Course<Result>): Promise<Lives<Result>> {
  const { world, plant, command, afterEach, isEnd = () => true } = course;
  const dying = [...course.deaths];
  let deaths = 0;
  let cut = false;
  let last: Life<Result> | undefined;
  let lives = 0;
  while (lives < LIVES_MAX) {
    lives += 1;
    const death = dying.shift();
    last = await world.live(death, plant, command);
    afterEach(last, cut);
    if (last.diedAt !== undefined) {
      deaths += 1;
      if (death?.lost !== 0) {
        cut = true;
        course.onCut?.();
      }
      if (course.isInterrupted === true && dying.length === 0) break;
    } else if (last.result !== undefined && isEnd(last.result)) break;
  }
  return { lives, deaths, cut, result: last?.result, error: last?.error };
}
