// Sayings with the words that they are to have, as a test names them: of each code one at least, which the compiler sees to.
import type { Saying } from '@cutover/sync-engine';
import type { Code, SayingOf } from './words-of.ts';

export type SamplesOf<Of extends Code> = {
  readonly [One in Of]: readonly (readonly [saying: SayingOf<One>, words: string])[];
};

/** One after another. */
export const each = (samples: Partial<SamplesOf<Code>>): (readonly [Saying, string])[] =>
  Object.values(samples).flat();
