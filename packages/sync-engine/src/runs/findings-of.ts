// All findings of a run, a page at a time: a run may hold a million of them.
import type { Finding, PairJournal } from '@cutover/journal';

const FINDINGS_A_PAGE = 1_000;

export function* findingsOf(journal: Pick<PairJournal, 'findings'>, run: string): Generator<Finding> {
  for (let after = 0; ; ) {
    const page = journal.findings(run, after, FINDINGS_A_PAGE);
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < FINDINGS_A_PAGE) return;
    after = last.seq;
  }
}
