// How often a run was continued, as people see it. Invariant: a command that was only refused, at its question or because
// it would change too much, has continued nothing, and neither has the one after it that was let through.
import type { Journal, Run } from '@cutover/journal';

/** The word of a sitting that ended with a refusal before it wrote anything. */
export const refusedWord = 'refused';

export function timesContinued(journal: Pick<Journal, 'spells'>, run: Pick<Run, 'id' | 'resumes'>): number {
  if (run.resumes === 0) return 0;
  const refused = journal
    .spells(run.id)
    .reduce((sum, { is, word, times }) => sum + (is === 'sitting' && word === refusedWord ? times : 0), 0);
  return Math.max(0, run.resumes - refused);
}

/** Whether who worked at it last was refused; an earlier version has not noted how it was left, and then it is taken for so. */
export function isRefused(journal: Pick<Journal, 'spells'>, { id }: Pick<Run, 'id'>): boolean {
  const last = journal.spells(id).findLast(({ is }) => is === 'sitting');
  return last === undefined || last.word === refusedWord;
}
