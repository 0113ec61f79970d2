// Which runs have done something, and in which order they were last at work. A run that is continued is worked on later
// than its number says.
import type { Journal, Run } from '@cutover/journal';
import { isOfPlan } from '@cutover/journal/light';

/** The run whose work was the last comes first. */
export const lastWorkedOnFirst = (newestFirst: readonly Run[]): readonly Run[] =>
  newestFirst.toSorted((a, b) => (a.updatedAt < b.updatedAt ? 1 : a.updatedAt > b.updatedAt ? -1 : 0));

/** It has begun to write to a store and has not come to its end: nothing else may write there before. */
export const isWriting = ({ phase }: Run): boolean => phase === 'applying' || phase === 'settling';

/** Came to its end, or has begun to write; a rehearsal never is, nor a part of another command, nor what was given up. */
export function isCarriedOut(run: Run): boolean {
  if (!counts(run)) return false;
  return run.finishedAt !== undefined || hasBegunToWrite(run);
}

/** Stopped while it was reading, with something read that the same command goes on with. */
export function isReadInPart(journal: Journal, run: Run): boolean {
  if (!counts(run) || run.finishedAt !== undefined || isOnlyAsked(run)) return false;
  return (['source', 'target'] as const).some(
    (side) => (journal.snapshotOf(run.id, side)?.products ?? 0) > 0,
  );
}

/** Its plan was shown, and nobody has said yes: it was refused for its size, or answered with no. */
export const isOnlyAsked = (run: Run): boolean => run.phase === 'planned' && isOfPlan(run);

const counts = ({ dryRun, outcome, options }: Run): boolean =>
  !dryRun && outcome !== 'abandoned' && options['beside'] !== true;

const hasBegunToWrite = (run: Run): boolean => isWriting(run) || (run.phase === 'verifying' && isOfPlan(run));
