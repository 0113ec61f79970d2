// The findings and actions of a run, read from the journal a page at a time, so that a report of a million images takes no
// more memory than one of ten.
import type { Action, Finding, Journal, Run } from '@cutover/journal';
import { isOfPlan } from '@cutover/journal/light';

const pageSize = 500;

/** Whose findings are the run's: a migration has left those of its plan where they were made. */
export const findingRunsOf = (run: Run): string[] =>
  isOfPlan(run) && run.planRun !== undefined && run.planRun !== run.id ? [run.planRun, run.id] : [run.id];

/** In the order they were made. */
export function* findingPages(journal: Pick<Journal, 'findings'>, run: string): Generator<Finding[]> {
  for (let after = 0; ; ) {
    const page = journal.findings(run, after, pageSize);
    if (page.length > 0) yield page;
    const last = page.at(-1);
    if (last === undefined || page.length < pageSize) return;
    after = last.seq;
  }
}

/** Of the plan that the run made or carried out. */
export function* actionPages(journal: Journal, run: Run): Generator<Action[]> {
  for (let after: string | undefined; ; ) {
    const page = journal.actions(run.planRun ?? run.id, {
      limit: pageSize,
      ...(after === undefined ? {} : { after }),
    });
    if (page.length > 0) yield page;
    const last = page.at(-1);
    if (last === undefined || page.length < pageSize) return;
    after = last.id;
  }
}

/** What is in doubt between its stores and stands in another plan: it is no less open for that. */
export const doubtsElsewhere = (journal: Pick<Journal, 'doubts'>, run: Run): readonly Action[] =>
  journal.doubts(run).filter((action) => action.planRun !== (run.planRun ?? run.id));
