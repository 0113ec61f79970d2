// Which run has taken the place of one that was let go, so that who names that one is shown the one to look at. Pure, from the
// list of runs alone.
import type { Run } from './journal.ts';

type Listed = Pick<
  Run,
  'id' | 'command' | 'mode' | 'source' | 'target' | 'optionsKey' | 'options' | 'dryRun' | 'outcome' | 'pruned'
>;

/** @param newestFirst all runs of its stores. @returns undefined: none that still has what it found, such as once it was forgotten. */
export function laterLook<Of extends Listed>(newestFirst: readonly Of[], run: Listed): Of | undefined {
  const at = newestFirst.findIndex(({ id }) => id === run.id);
  const later = newestFirst
    .slice(0, Math.max(0, at))
    .filter(
      (one) =>
        one.command === run.command &&
        one.mode === run.mode &&
        one.source === run.source &&
        one.target === run.target &&
        !one.dryRun &&
        one.outcome !== undefined &&
        one.outcome !== 'abandoned' &&
        one.options['beside'] !== true &&
        one.pruned === undefined,
    );
  // What was given up goes for any later one of its command.
  return later.find(({ optionsKey }) => optionsKey === run.optionsKey) ?? later[0];
}
