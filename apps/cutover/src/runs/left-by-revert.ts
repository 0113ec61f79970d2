// What a revert has left as it is, by why: one number for scripts, of images and of slots together. Invariant: both parts
// add up to that number.
import type { Journal } from '@cutover/journal';
import { countOfRule } from './named-rules.ts';

export interface LeftByRevert {
  /** Changed since by somebody or a later run, or not available any more. */
  readonly changed: number;
  /** Pictures of variants or values that V3 has no call to remove. */
  readonly kept: number;
}

/** @param left all of them, as the run counts them. */
export function leftByRevert(
  journal: Pick<Journal, 'findingCounts'>,
  run: string,
  left: number,
): LeftByRevert {
  const kept = Math.min(left, countOfRule(journal.findingCounts(run).byRule, 'slot-not-emptied'));
  return { changed: left - kept, kept };
}
