// The run that somebody means: the one named with --run, which must be of the stores that are named, else the newest
// that fits.
import type { Journal, Run } from '@cutover/journal';
import type { Context } from '../context.ts';
import { CutoverError } from '../errors.ts';
import { openToRead, storesNamed } from './open-to-read.ts';

type Needs = Pick<Context, 'options' | 'flags'>;

/** The run named; without one, the newest of the stores named for which `fits` holds. */
export function chosenRun(context: Needs, journal: Journal, fits: (run: Run) => boolean = () => true): Run {
  const named = storesNamed(context);
  const { run: id } = context.options;
  if (id !== undefined) return runNamed(journal, id, named);
  const newest = journal.runs(named).find(fits);
  if (newest === undefined)
    throw new CutoverError(
      'unknown-run',
      'The journal holds no such run of these stores.',
      '`cutover runs` lists what there is.',
    );
  return newest;
}

/**
 * More than a rehearsal, a run that was given up, or a plan that nobody has said yes to (`planned`: it was asked about,
 * refused for its size, or answered with no).
 */
export function isCarriedOut(run: Run): boolean {
  if (run.dryRun || run.outcome === 'abandoned' || run.options['beside'] === true) return false;
  return run.phase !== 'planned';
}

/** The run of this id; refused when it is of other stores. */
export function runNamed(journal: Journal, id: string, stores: { source?: string; target?: string }): Run {
  const run = journal.run(id);
  if (run === undefined)
    throw new CutoverError(
      'unknown-run',
      `There is no run ${id} in this journal.`,
      '`cutover runs` lists them.',
    );
  const { source = run.source, target = run.target } = stores;
  if (run.source !== source || run.target !== target)
    throw new CutoverError(
      'other-stores',
      `Run ${run.id} is of ${run.source} and ${run.target}.`,
      'Name the stores of that run, or leave them out.',
    );
  return run;
}

/** The journal to read, which has to be there. */
export async function journalToRead(context: Context): Promise<Journal> {
  const journal = await openToRead(context);
  if (journal === undefined) throw missingJournal(context);
  return journal;
}

export const missingJournal = ({ options }: Pick<Context, 'options'>): CutoverError =>
  new CutoverError(
    'journal-missing',
    `${options.journal} is not here.`,
    'Name the journal with --journal, or run a command that makes one.',
  );
