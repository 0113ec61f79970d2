// The findings and actions of a run, read from the journal a page at a time, so that a report of a million images takes no
// more memory than one of ten.
import type { Action, Finding, Journal, Run } from '@cutover/journal';

const pageSize = 500;

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
