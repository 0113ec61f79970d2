// Whether images that only the target has are all that is wrong still: no copy removes one, so neither a repair nor a
// migration that copies is the way on. Invariant: what is proposed instead only looks, before anything is removed.
import type { Journal, Run } from '@cutover/journal';

/** Every mismatch of this verify is an image that only the target has: `migrate` would have nothing to write. */
export function hasOnlySurplus(journal: Pick<Journal, 'findingCounts'>, run: Run): boolean {
  if (run.mode === 'parity' || run.options['policy'] === 'mirror') return false;
  const { bySign } = journal.findingCounts(run.id);
  return (bySign['-'] ?? 0) > 0 && (bySign['~'] ?? 0) + (bySign['+'] ?? 0) === 0;
}

/** The verify with which a repair ends, before it is over. */
export function verifyWithin(journal: Pick<Journal, 'runs'>, run: Run): Run | undefined {
  const { command, source, target, startedAt, finishedAt } = run;
  if (command !== 'repair' || finishedAt === undefined) return undefined;
  return journal
    .runs({ command: 'verify', source, target })
    .find(
      (one) =>
        one.options['beside'] === true &&
        one.startedAt >= startedAt &&
        one.finishedAt !== undefined &&
        one.finishedAt <= finishedAt,
    );
}

/** A repair, done or rehearsed, after which nothing is wrong but such images. */
export function leavesOnlySurplus(
  journal: Pick<Journal, 'findingCounts' | 'run' | 'runs'>,
  run: Run,
): boolean {
  if (run.command !== 'repair') return false;
  // A rehearsal verifies nothing: where it would write nothing either, all is as the verify before it found it.
  const verify = run.dryRun ? journal.run(run.verifyRun ?? '') : verifyWithin(journal, run);
  return verify?.outcome === 'differs' && hasOnlySurplus(journal, verify);
}

export const surplusWords =
  'Only images that the source does not have are in the way: remove them in the control panel, or let --policy mirror remove every image that only the target has.';
