// What `status` and `runs` tell: where things stand, also while a run is under way.
import type { Journal, Run } from '@cutover/journal';
import { isOfPlan } from '@cutover/journal/light';
import type { Context } from '../context.ts';
import { CutoverError } from '../errors.ts';
import type { Outcome } from '../reporters/reporter.ts';
import { journalPathOf } from './journal-path.ts';
import { mainRuns } from './main-run.ts';
import { nextCommand } from './next-command.ts';
import { openToRead, storesNamed } from './open-to-read.ts';
import { tellApisOfCommand } from './other-apis.ts';
import { runRow } from './run-row.ts';
import { journalOwner, runUnderWay } from './run-under-way.ts';
import { runsText } from './runs-text.ts';
import { isRefused, timesContinued } from './times-continued.ts';
import { doubtNames, isPlanMade, upcomingOf, upcomingText } from './upcoming.ts';

/** @param choose which of the runs of the stores named are told; `main`: those that say what comes next, one a pair. */
export async function tellRuns(
  context: Context,
  choose: (runs: readonly Run[], main: readonly Run[]) => readonly Run[],
): Promise<Outcome> {
  const { options } = context;
  const journal = await openToRead(context);
  if (journal === undefined) {
    const summary = [`There is no journal here yet (${options.journal}).`];
    return {
      ended: 'done',
      facts: { runs: [] },
      summary,
      next: nextCommand(context, 'audit', context.flags.has('source') ? [] : ['--source', 'HASH']),
    };
  }
  try {
    const filter = storesNamed(context);
    const owner = journalOwner(journalPathOf(context), context.io);
    const working = runUnderWay(owner, owner === undefined ? [] : journal.runs());
    const all =
      options.run === undefined ? journal.runs(filter) : [oneRun(journal.run(options.run), options.run)];
    const main = mainRuns(journal, all, working);
    const chosen = choose(all, main);
    const open = chosen.find((run) => isOpen(journal, run));
    const upcoming =
      context.command === 'status' && open !== undefined
        ? upcomingOf(journal, open, context.io.now())
        : undefined;
    const rows = chosen.map((run) => {
      const isUnderWay = run.id === working;
      const row = runRow(context, journal, run, isUnderWay, owner);
      const continued = timesContinued(journal, run);
      return {
        run,
        isUnderWay,
        row,
        continued,
        isRefused: isRefused(journal, run),
        showsNext: main.includes(run),
      };
    });
    for (const { row, showsNext } of rows) if (showsNext) tellApisOfCommand(context, row.next);
    return {
      ended: 'done',
      facts: { runs: rows.map(({ row }) => row), ...(upcoming === undefined ? {} : { upcoming }) },
      summary:
        rows.length === 0
          ? ['The journal holds no runs of these stores.']
          : [
              ...runsText(rows),
              ...(upcoming === undefined || open === undefined
                ? []
                : upcomingText(upcoming, doubtNames(journal, open), {
                    left: unknownLeft(journal, open, open.id === working),
                    isUnderWay: open.id === working,
                  })),
            ],
    };
  } finally {
    await journal.close();
  }
}

/** Something is left to do or to decide: changes of an unfinished run, or writes of its stores that are in doubt. */
const isOpen = (journal: Journal, run: Run): boolean =>
  (isOfPlan(run) && run.finishedAt === undefined && !run.dryRun) || journal.doubts(run).length > 0;

/** While its plan is being made, or was not made to its end, a number would say that there is nothing to do, or too little. */
function unknownLeft(journal: Journal, run: Run, isUnderWay: boolean): string | undefined {
  if (isPlanMade(journal, run)) return undefined;
  return isUnderWay
    ? 'not known yet; it is still reading and planning'
    : 'not known yet; it has not come to the end of reading and planning';
}

function oneRun(run: Run | undefined, id: string): Run {
  if (run === undefined)
    throw new CutoverError(
      'unknown-run',
      `There is no run ${id} in this journal.`,
      '`cutover runs` lists them.',
    );
  return run;
}
