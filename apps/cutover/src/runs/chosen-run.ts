// The run that somebody means: the one named with --run, which must be of the stores that are named, else the newest
// that fits.

import type { Journal, Run } from '@cutover/journal';
import { isOfPlan, laterLook } from '@cutover/journal/light';
import { reportCommand } from '../command-line/report-command.ts';
import type { Context } from '../context.ts';
import { CutoverError } from '../errors.ts';
import { prunedNext, prunedWhy } from '../sayings/pruned-words.ts';
import { storesWords } from '../sayings/stores-words.ts';
import { openToRead, storesNamed } from './open-to-read.ts';
import { isCarriedOut, isReadInPart, lastWorkedOnFirst } from './work-done.ts';

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

/** The newest run of the stores named that was carried out; without one, the newest that has read something. */
export function runToReport(context: Needs, journal: Journal): Run {
  if (context.options.run !== undefined) return chosenRun(context, journal);
  const runs = lastWorkedOnFirst(journal.runs(storesNamed(context)));
  const run = runs.find(isCarriedOut) ?? runs.find((one) => isReadInPart(journal, one));
  if (run !== undefined) return run;
  throw new CutoverError(
    'unknown-run',
    runs.length === 0
      ? 'The journal holds no run of these stores.'
      : 'No run of these stores was carried out: all were rehearsed, declined, refused or stopped before anything was read.',
    `\`cutover runs\` lists what there is; \`${reportCommand('ID')}\` reports any of them.`,
  );
}

/**
 * The same run, whose findings and plan are still there to be shown.
 *
 * @param see the command that shows another one in its place.
 */
export function stillWhole(
  journal: Pick<Journal, 'run' | 'runs'>,
  run: Run,
  see?: (run: string) => string,
): Run {
  const gone = [run, journal.run(run.planRun ?? run.id)].find((one) => one?.pruned !== undefined);
  if (gone === undefined) return run;
  const { id, command, source, target } = gone;
  const later = laterLook(journal.runs({ source, target }), gone);
  const pruned = { run: id, command, later: later?.id };
  throw new CutoverError('run-pruned', prunedWhy(pruned), prunedNext(pruned, see));
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
      `Run ${run.id} is of other stores: ${storesWords(run)}.`,
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

/** The newest run that says which image stands for which, unless one is named: a verify or an audit pairs no ids. */
export function runWithIds(context: Needs, journal: Journal): Run {
  const runs = lastWorkedOnFirst(journal.runs(storesNamed(context)));
  const pairs = runs.find((run) => isCarriedOut(run) && (isOfPlan(run) || run.command === 'diff'));
  return context.options.run === undefined && pairs !== undefined ? pairs : runToReport(context, journal);
}
