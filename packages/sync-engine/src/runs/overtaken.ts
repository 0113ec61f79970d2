// Which runs are not needed any more, because a later one has looked at the same: what they read and found is let go, so that
// a journal that is used for months stays as small as its last runs. Invariants: the last finished run of its kind stays
// whole, and so does a verify of a share until each product that it drew was drawn again; and none goes for one that has
// seen less, such as where pictures could not be fetched or V2 was not answering any more.
import type { Command, Journal, Run } from '@cutover/journal';
import { shareOf } from '../read/drawn.ts';

/** What looks, and changes nothing. */
const LOOKING: ReadonlySet<Command> = new Set(['audit', 'diff', 'verify']);

/** A migration by a plan of its own may have found nothing to do, and then it has only looked; the journal knows. */
const mayHaveOnlyLooked = ({ id, command, planRun, outcome }: Run): boolean =>
  LOOKING.has(command) || (command === 'migrate' && planRun === id && outcome === 'done');

/** Options beside those of the key, without which a run looks at something else, or less closely. */
const CLOSENESS = ['level', 'probe', 'minPixels', 'setAside'] as const;

/** Of the runs of one pair of stores, newest first: those that a later one has overtaken and that still hold something. Pure. */
export function overtakenAmong(runs: readonly Run[]): Run[] {
  return runs.filter((run, at) => {
    if (!mayHaveOnlyLooked(run) || run.dryRun || run.finishedAt === undefined || run.pruned === 'whole')
      return false;
    const later = runs
      .slice(0, at)
      .filter((other) => isWholeLook(other) && isOfCommand(run, other) && endedBefore(run, other));
    // Nobody goes on with what was given up, nor with a part of another command's work.
    if (!isWholeLook(run)) return later.length > 0;
    if (run.command === 'migrate' && isRepaired(runs.slice(0, at))) return false;
    const alike = later.filter((other) => looksAtTheSame(run, other));
    const share = shareOf(run);
    if (share >= 1 || run.outcome === 'done') return alike.some((other) => shareOf(other) >= share);
    const turns = alike.filter((other) => shareOf(other) === share);
    return turns.length >= Math.ceil(1 / share) || alike.some((other) => shareOf(other) >= 1);
  });
}

const isWholeLook = ({ dryRun, finishedAt, outcome, options }: Run): boolean =>
  !dryRun && finishedAt !== undefined && outcome !== 'abandoned' && options['beside'] !== true;

/** A repair knows its own products alone: of the others its report lists what the migration before it has seen. */
function isRepaired(laterNewestFirst: readonly Run[]): boolean {
  const next = laterNewestFirst.findLast(
    ({ command, dryRun }) => !dryRun && (command === 'migrate' || command === 'repair'),
  );
  return next?.command === 'repair';
}

const isOfCommand = (run: Run, other: Run): boolean =>
  run.command === other.command && run.mode === other.mode;

/** One that was continued is over later than its number says. */
const endedBefore = ({ finishedAt = '' }: Run, other: Run): boolean => finishedAt <= (other.finishedAt ?? '');

const looksAtTheSame = (run: Run, other: Run): boolean =>
  run.optionsKey === other.optionsKey &&
  CLOSENESS.every((option) => run.options[option] === other.options[option]) &&
  hasSeenAsMuch(run, other);

/** What was seen cannot be gathered again once V2 has gone, and nobody has looked again at what could not be looked at. */
const hasSeenAsMuch = (run: Run, other: Run): boolean =>
  (other.counts['unchecked'] ?? 0) <= (run.counts['unchecked'] ?? 0) && heardOfV2(other) >= heardOfV2(run);

/** Of its products, the share of which V2 has said something; products come and go. */
const heardOfV2 = ({ counts: { heardOfV2: heard = 0, products = 0 } }: Run): number =>
  heard / Math.max(heard, products, 1);

/** So many rows go at once: some hundredths of a second. */
const ROWS_A_STEP = 5_000;

/**
 * Lets go what runs of one pair of stores no longer need; what the journal needs of them, it keeps. Stops after any step
 * where it is asked to; the next call goes on.
 * @returns of how many runs the last rows went.
 */
export async function pruneOvertaken(
  journal: Pick<Journal, 'pruneRun'>,
  runs: readonly Run[],
  stopping: Pick<AbortSignal, 'aborted'>,
): Promise<number> {
  let pruned = 0;
  for (const { id } of overtakenAmong(runs)) {
    for (;;) {
      if (stopping.aborted) return pruned;
      const came = await journal.pruneRun(id, ROWS_A_STEP);
      if (came === 'more') continue;
      if (came === 'pruned') pruned += 1;
      break;
    }
  }
  return pruned;
}
