// One run as `status` and `runs` show it: how far it is, whether the same command would continue it, and what comes
// next. Everything comes from the journal; nothing is asked of a store.
import type { Command, Journal, Run } from '@cutover/journal';
import type { Context } from '../context.ts';
import { shellLine } from '../options/shell-words.ts';
import type { RunRow } from '../reporters/json-lines.ts';
import { pad, visible } from '../reporters/visible.ts';

export function runRow(
  context: Pick<Context, 'program' | 'options' | 'io'>,
  journal: Journal,
  run: Run,
  isUnderWay: boolean,
): RunRow {
  const isFinished = run.finishedAt !== undefined;
  return {
    run: run.run,
    command: run.command,
    mode: run.mode,
    source: run.source,
    target: run.target,
    phase: run.phase,
    ...progressOf(journal, run),
    resumable: !isFinished && !run.dryRun && !isUnderWay,
    next: isFinished ? commandFor(context, run, following(run)) : commandFor(context, run, run.command),
  };
}

/** Images, or for a migration the changes of its plan. */
function progressOf(journal: Journal, run: Run): { done: number; total: number } {
  if (run.command === 'migrate' && run.planRun !== undefined) {
    const all = Object.values(journal.actionCounts(run.planRun));
    const done = all.reduce((sum, one) => sum + one.applied + one.failed + one.blocked, 0);
    return { done, total: done + all.reduce((sum, one) => sum + one.pending + one.started, 0) };
  }
  const done = run.counts['images'] ?? 0;
  const snapshot = journal.snapshotOf(run.run, 'source');
  return { done, total: Math.max(done, snapshot?.expectedImages ?? snapshot?.images ?? 0) };
}

/** What a person does after a run of this kind. */
function following(run: Run): Command | 'report' {
  if (run.dryRun || (run.command === 'verify' && run.exitCode === 3)) return run.dryRun ? 'migrate' : 'diff';
  if (run.command === 'migrate' && run.exitCode !== 0) return 'migrate';
  return ({ audit: 'diff', diff: 'migrate', migrate: 'verify', verify: 'report' } as const)[run.command];
}

function commandFor(
  { program, options, io }: Pick<Context, 'program' | 'options' | 'io'>,
  run: Run,
  command: Command | 'report',
): string {
  const journal = options.journal === 'cutover.db' ? [] : ['--journal', options.journal];
  if (command === 'report')
    return shellLine([...program.split(' '), 'report', ...journal, '--run', run.run], io.platform);
  const words = [...program.split(' '), command, '--source', run.source];
  if (run.mode === 'transfer') words.push('--target', run.target);
  words.push(...journal);
  // The options that a continued run must share with the command that continues it, where they are not the default.
  const kept: readonly (readonly [name: string, flag: string, fallback: string])[] = [
    ['productsFile', '--products', ''],
    ['match', '--match', 'sku'],
    ['policy', '--policy', 'copy'],
  ];
  for (const [name, flag, fallback] of kept) {
    const value = String(run.options[name] ?? fallback);
    if (value !== fallback) words.push(flag, value);
  }
  if (run.command === command && command === 'verify' && run.finishedAt === undefined)
    words.push(...verifyWords(run));
  return shellLine(words, io.platform);
}

/** An unfinished verify is continued by the same level and sample. */
function verifyWords(run: Run): string[] {
  const { level, sample } = run.options;
  return [
    ...(typeof level === 'string' && level !== 'fields' ? ['--level', level] : []),
    ...(typeof sample === 'number' && sample < 1 ? ['--sample', `${sample * 100}%`] : []),
  ];
}

/** Two lines for people: the facts, and the command. */
export function runText(row: RunRow, run: Run, isUnderWay: boolean): string[] {
  const stores = row.mode === 'parity' ? row.source : `${row.source} → ${row.target}`;
  const state = isUnderWay ? `${row.phase}, under way` : stateText(run);
  return [
    `${pad(row.run, 16)}${pad(row.command + (run.dryRun ? ' (dry)' : ''), 14)}${pad(visible(stores), 26)}  ${pad(`${row.done}/${row.total}`, 16)}  ${state}`,
    `    started ${run.startedAt}${run.resumes === 0 ? '' : `, continued ${run.resumes}×`}; next: ${row.next}`,
  ];
}

function stateText(run: Run): string {
  if (run.finishedAt === undefined) return run.dryRun ? `${run.phase}, given up` : `${run.phase}, stopped`;
  return `finished, exit code ${run.exitCode ?? 'unknown'}`;
}
