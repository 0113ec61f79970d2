// Which runs of two stores a report of another one speaks of, because what they have written is what that one has met.
import type { Journal, Run } from '@cutover/journal';
import { isOfPlan } from '@cutover/journal/light';
import { runSummary } from '../runs/run-summary.ts';
import { isCarriedOut } from '../runs/work-done.ts';

/**
 * The newest migration of the two stores that has changed something and, as this run has met it, was not taken back. One that
 * had nothing to do hides none, and is named only where none has changed anything.
 */
export function migrationBeside(journal: Journal, about: Run): Run | undefined {
  const { source, target } = about;
  const newestFirst = journal.runs({ source, target });
  const placeOf = new Map(newestFirst.map(({ id }, place) => [id, place]));
  const isLater = (one: Run, other: Run): boolean =>
    (placeOf.get(one.id) ?? 0) < (placeOf.get(other.id) ?? 0);
  const reverts = newestFirst.filter((run) => run.command === 'revert' && isCarriedOut(run));
  const isInForce = (run: Run): boolean =>
    !reverts.some(
      (revert) =>
        revert.revertsRun === run.id && (!isLater(revert, about) || isLater(run, about)) && isInForce(revert),
    );
  const inForce = newestFirst.filter(
    (run) => run.command === 'migrate' && isCarriedOut(run) && isInForce(run),
  );
  return inForce.find((run) => hasChanged(journal, run)) ?? inForce[0];
}

/**
 * What has written to the target since the migration that a run has met, itself included, oldest first: what a verify saw is
 * what they have left. Where every migration was taken back it begins with the last of them. One that changed nothing is no
 * part of it, unless none has changed anything.
 */
export function writtenBefore(journal: Journal, about: Run): readonly Run[] {
  const oldestFirst = journal.runs({ source: about.source, target: about.target }).toReversed();
  const earlier = oldestFirst.slice(
    0,
    oldestFirst.findIndex(({ id }) => id === about.id),
  );
  const wrote = earlier.filter((run) => isOfPlan(run) && isCarriedOut(run) && hasChanged(journal, run));
  const moved = migrationBeside(journal, about);
  const isMoved = ({ id }: Run): boolean => id === moved?.id;
  const first = wrote.some(isMoved)
    ? wrote.findIndex(isMoved)
    : wrote.findLastIndex(({ command }) => command === 'migrate');
  return first === -1 ? earlier.filter(isMoved) : wrote.slice(first);
}

/**
 * The newest verify that has looked at what a run has left, and nothing else: whatever is written later, by another run, is
 * that one's. `writer`: the first such run.
 */
export function lookedAtAfter(
  journal: Journal,
  run: Run,
): { readonly verify: Run | undefined; readonly writer: Run | undefined } {
  const newestFirst = journal.runs({ source: run.source, target: run.target });
  const later = newestFirst.slice(
    0,
    newestFirst.findIndex(({ id }) => id === run.id),
  );
  const at = later.findLastIndex((one) => isOfPlan(one) && isCarriedOut(one) && hasChanged(journal, one));
  const ended = run.finishedAt ?? run.updatedAt;
  const verify = later.slice(at + 1).find(
    ({ command, startedAt, finishedAt, options }) =>
      command === 'verify' &&
      finishedAt !== undefined &&
      // A repair looks at what it has done before it is over.
      startedAt >= (options['beside'] === true ? run.startedAt : ended),
  );
  return { verify, writer: later[at] };
}

function hasChanged(journal: Journal, run: Run): boolean {
  const { created = 0, updated = 0, removed = 0, set = 0 } = runSummary(journal, run).counts;
  return created + updated + removed + set > 0;
}
