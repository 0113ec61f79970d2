// What comes after a run: the one answer for the command that has just ended and for `status` afterwards. Invariant: it
// never sends a person round in a circle, so what a command cannot fix is not answered with that command.

import type { Command, Journal, Run } from '@cutover/journal';
import { laterLook, statusCounts } from '@cutover/journal/light';
import { reportWords } from '../command-line/report-command.ts';
import { hasOnlySurplus, leavesOnlySurplus } from './left-surplus.ts';
import { countOfRule } from './named-rules.ts';
import { stillWrong } from './still-wrong.ts';
import { takenBackBefore } from './taken-back.ts';
import { isWriting } from './work-done.ts';

export interface FollowUp {
  readonly command: Command | 'report' | 'settle' | 'retry';
  /** Words behind the command, besides the options that name stores and products. */
  readonly more: readonly string[];
  /** The run that is gone on with, where it is another one: the command is spelled as that one was. */
  readonly of?: Run;
}

/** An unfinished run is gone on with; a finished one leads to the next step, or to what tells why it is not whole. */
export function followUp(journal: Journal, run: Run): FollowUp {
  if (run.finishedAt === undefined)
    return hasMissedV2(journal, run) ? { command: 'audit', more: [] } : continued(run);
  const stores = { source: run.source, target: run.target };
  const open = journal.runs(stores).find((other) => isWriting(other));
  if (open !== undefined) return { ...continued(open), of: open };
  // Whatever else is to be done leaves the product of such a write alone.
  const doubts = journal.doubts(run);
  if (doubts.some(({ status }) => status === 'blocked')) return { command: 'settle', more: [] };
  // Nothing is left of it that a report could list or a command go by: what has taken its place has.
  if (run.pruned !== undefined) {
    const later = laterLook(journal.runs(stores), run);
    return later === undefined ? { command: run.command, more: [] } : report(later);
  }
  switch (run.command) {
    case 'audit':
      return isWithoutV2(run) ? report(run) : { command: 'diff', more: [] };
    case 'diff':
      return afterDiff(journal, run);
    case 'migrate':
    case 'repair':
    case 'revert':
      return run.dryRun ? afterRehearsal(journal, run) : afterWriting(journal, run);
    case 'verify':
      return afterVerify(journal, run);
  }
}

/** The plan of a mirror, which can be looked at before anything is removed. */
const lookAtMirror: FollowUp = { command: 'diff', more: ['--policy', 'mirror'] };

const report = (run: Run): FollowUp => ({ command: 'report', more: reportWords(run.id) });

/** What a second try of the same picture cannot change. */
const HOPELESS: ReadonlySet<string> = new Set(['format-unsupported']);

const continued = (run: Run): FollowUp => ({
  command: run.command,
  more: [...runWords(run), ...(run.dryRun ? ['--dry-run'] : [])],
});

/** It ended because V2 of its one store is gone: the same command would end so again, and an audit needs V3 alone. */
function hasMissedV2(journal: Journal, { id, mode }: Run): boolean {
  const last = journal.spells(id).findLast(({ is }) => is === 'sitting');
  return mode === 'parity' && last?.word === 'v2-gone';
}

/** One store whose V2 has not answered: there is nothing to compare V3 with. */
function isWithoutV2({ mode, counts }: Run): boolean {
  return mode === 'parity' && counts['heardOfV2'] === 0 && (counts['products'] ?? 0) > 0;
}

function afterDiff(journal: Journal, run: Run): FollowUp {
  // What is in doubt, and not yet given up, is settled by a migration.
  if (statusCounts(journal.actionCounts(run.id)).pending > 0 || journal.doubts(run).length > 0)
    return { command: 'migrate', more: [] };
  // A sample that met no picture: the next one draws other products.
  if (run.outcome === 'incomplete') return { command: 'diff', more: [] };
  // Nothing to write, and yet not equal: products without a counterpart, images that could not be told, or that somebody
  // has edited on the target, renditions whose original is still gone.
  const untold = ['unmatchedProducts', 'error', 'conflicts', 'renditionsKept'].reduce(
    (sum, name) => sum + (run.counts[name] ?? 0),
    0,
  );
  // Two views of one store that differ where nothing can be written: looked at again, they differ again.
  const isBeyondUs = run.mode === 'parity' && run.outcome === 'differs';
  return untold > 0 || isBeyondUs ? report(run) : { command: 'verify', more: [] };
}

/** What was rehearsed is done for good; where there was nothing to do, there is nothing to repeat. */
function afterRehearsal(journal: Journal, run: Run): FollowUp {
  if (statusCounts(journal.actionCounts(run.id)).pending > 0)
    return { command: run.command, more: runWords(run) };
  if (run.command === 'migrate') return { command: 'verify', more: [] };
  return leavesOnlySurplus(journal, run) ? lookAtMirror : report(run);
}

function afterWriting(journal: Journal, run: Run): FollowUp {
  const { pending, started, failed } = statusCounts(journal.actionCounts(run.planRun ?? run.id));
  if (pending + started > 0) return { command: run.command, more: runWords(run) };
  if (run.command === 'migrate' && failed > 0 && !isHopeless(journal, run) && !isSecondTry(journal, run))
    return { command: 'retry', more: ['--failed'] };
  if (failed === 0 && leavesOnlySurplus(journal, run)) return lookAtMirror;
  // What has failed twice would fail again, and who has no counterpart gets none by trying: the report names them.
  if (run.outcome !== 'done') return report(run);
  if (run.command === 'repair') return wrongBefore(journal, run) ?? report(run);
  // What was taken back is not like the source again, and need not be.
  return { command: run.command === 'revert' ? 'diff' : 'verify', more: [] };
}

function isHopeless(journal: Journal, run: Run): boolean {
  return Object.keys(journal.failures(run.planRun ?? run.id)).every((code) => HOPELESS.has(code));
}

/** Its plan has been carried out once before: this run has taken up what failed then. */
function isSecondTry(journal: Journal, run: Run): boolean {
  if (run.planRun === undefined) return false;
  return journal
    .runs({ command: 'migrate', source: run.source, target: run.target })
    .some((other) => other.id !== run.id && other.planRun === run.planRun && other.startedAt < run.startedAt);
}

function afterVerify(journal: Journal, run: Run): FollowUp {
  if (run.outcome === 'done') return wrongBefore(journal, run) ?? report(run);
  if (run.outcome !== 'differs' || takenBackBefore(journal, run) !== undefined) return report(run);
  // The plan of a copy never removes.
  return hasOnlySurplus(journal, run)
    ? lookAtMirror
    : isBeyondRepair(journal, run) || hasOnlyRenditions(journal, run)
      ? report(run)
      : { command: 'repair', more: hasEdits(journal, run) ? ['--prefer', 'ask'] : [] };
}

/** What an earlier verify found wrong is as wrong as it was, if nobody has looked at it since. */
function wrongBefore(journal: Journal, run: Run): FollowUp | undefined {
  const earlier = stillWrong(journal, run);
  if (earlier === undefined) return undefined;
  const { run: verify } = earlier;
  const { command, more } = afterVerify(journal, verify);
  // Nobody says otherwise which of several verifies a repair is about.
  return { command, more: command === 'repair' ? ['--run', verify.id, ...more] : more, of: verify };
}

/** Views of one store that differ: nobody but the platform can fix that. */
function isBeyondRepair(journal: Journal, run: Run): boolean {
  if (run.mode !== 'parity') return false;
  const { byRule } = journal.findingCounts(run.id);
  return countOfRule(byRule, 'thumbnail-missing') + countOfRule(byRule, 'thumbnail-multiple') === 0;
}

/** Every mismatch of this verify is a rendition in whose place no original can be put. */
function hasOnlyRenditions(journal: Journal, { id, counts }: Run): boolean {
  const { bySign, byRule } = journal.findingCounts(id);
  const renditions = countOfRule(byRule, 'rendition-copied');
  const all = (bySign['~'] ?? 0) + (bySign['+'] ?? 0) + (bySign['-'] ?? 0);
  return renditions > 0 && renditions === all && renditions <= (counts['renditionsKept'] ?? 0);
}

/** A repair prefers the source by itself; where that would undo somebody's work, it is proposed with a question. */
function hasEdits(journal: Journal, run: Run): boolean {
  return countOfRule(journal.findingCounts(run.id).byRule, 'edited-on-target') > 0;
}

/** A revert is continued by the run that it takes back. */
const runWords = ({ revertsRun }: Run): string[] => (revertsRun === undefined ? [] : [revertsRun]);
