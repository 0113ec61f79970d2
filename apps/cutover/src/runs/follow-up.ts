// What comes after a run: the one answer for the command that has just ended and for `status` afterwards. Invariant: it
// never sends a person round in a circle, so what a command cannot fix is not answered with that command.
import type { Command, Journal, Run } from '@cutover/journal';

export interface FollowUp {
  readonly command: Command | 'report' | 'settle';
  /** Words behind the command, besides the options that name stores and products. */
  readonly more: readonly string[];
}

/** An unfinished run is gone on with; a finished one leads to the next step, or to what tells why it is not whole. */
export function followUp(journal: Journal, run: Run): FollowUp {
  if (run.finishedAt === undefined)
    return { command: run.command, more: [...runWords(run), ...(run.dryRun ? ['--dry-run'] : [])] };
  switch (run.command) {
    case 'audit':
      return { command: 'diff', more: [] };
    case 'diff':
      return afterDiff(journal, run);
    case 'migrate':
    case 'repair':
    case 'revert':
      return run.dryRun ? { command: run.command, more: runWords(run) } : afterWriting(journal, run);
    case 'verify':
      return afterVerify(journal, run);
  }
}

const report = (run: Run): FollowUp => ({ command: 'report', more: ['--run', run.id] });

function afterDiff(journal: Journal, run: Run): FollowUp {
  if (statusCounts(journal, run.id).pending > 0) return { command: 'migrate', more: [] };
  // Nothing to write, and yet not equal: products without a counterpart, images that could not be told, or that somebody
  // has edited on the target.
  const untold = ['unmatchedProducts', 'error', 'conflicts'].reduce(
    (sum, name) => sum + (run.counts[name] ?? 0),
    0,
  );
  return untold > 0 ? report(run) : { command: 'verify', more: [] };
}

function afterWriting(journal: Journal, run: Run): FollowUp {
  const { pending, started, blocked } = statusCounts(journal, run.planRun ?? run.id);
  if (blocked > 0) return { command: 'settle', more: [] };
  if (pending + started > 0) return { command: run.command, more: runWords(run) };
  // What failed would fail again, and who has no counterpart gets none by trying: the report names them.
  if (run.outcome !== 'done' || run.command === 'repair') return report(run);
  // What was taken back is not like the source again, and need not be.
  return { command: run.command === 'revert' ? 'diff' : 'verify', more: [] };
}

function afterVerify(journal: Journal, run: Run): FollowUp {
  if (run.outcome !== 'differs') return report(run);
  // The plan of a copy never removes; that of a mirror can be looked at before anything is written.
  return hasOnlySurplus(journal, run)
    ? { command: 'diff', more: ['--policy', 'mirror'] }
    : // Views that differ cannot be fixed, and who has edited the target is asked first.
      { command: run.mode === 'parity' || hasEdits(journal, run) ? 'diff' : 'repair', more: [] };
}

/** A repair prefers the source, so it is not proposed where that would undo somebody's work. */
function hasEdits(journal: Journal, run: Run): boolean {
  return (journal.findingCounts(run.id).byRule['edited-on-target'] ?? 0) > 0;
}

/** Every mismatch of this verify is an image that only the target has: `migrate` would have nothing to write. */
export function hasOnlySurplus(journal: Journal, run: Run): boolean {
  if (run.mode === 'parity' || run.options['policy'] === 'mirror') return false;
  const { bySign } = journal.findingCounts(run.id);
  return (bySign['-'] ?? 0) > 0 && (bySign['~'] ?? 0) + (bySign['+'] ?? 0) === 0;
}

/** A revert is continued by the run that it takes back. */
const runWords = ({ revertsRun }: Run): string[] => (revertsRun === undefined ? [] : [revertsRun]);

function statusCounts(
  journal: Journal,
  planRun: string,
): { pending: number; started: number; blocked: number } {
  const sum = { pending: 0, started: 0, blocked: 0 };
  for (const one of Object.values(journal.actionCounts(planRun))) {
    sum.pending += one.pending;
    sum.started += one.started;
    sum.blocked += one.blocked;
  }
  return sum;
}
