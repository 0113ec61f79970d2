// What a table of words has for each code: how a saying of that code reads.
import type { Saying } from '@cutover/sync-engine';

export type Code = Saying['code'];
export type SayingOf<Of extends Code> = Extract<Saying, { readonly code: Of }>;

/** By code. What a saying holds is worded by `words`. */
export type WordsOf<Of extends Code> = {
  readonly [One in Of]: (saying: SayingOf<One>, words: (saying: Saying) => string) => string;
};
