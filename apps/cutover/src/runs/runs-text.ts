// Runs as lines, of at most 80 columns where the names are short: the stores once above their runs, each run with its
// facts on one line, and the next command of the run that decides it on another, whole, so that it can be pasted.

import type { Run } from '@cutover/journal';
import { exitCodeOf } from '../command-line/exit-codes.ts';
import { percentText } from '../command-line/read-value.ts';
import type { RunRow } from '../reporters/json-lines.ts';
import { sourceWithDigest, sourceWords, storesWords } from '../sayings/stores-words.ts';
import { localMinute, number } from '../terminal/quantities.ts';
import { visible } from '../terminal/visible.ts';
import { filledBy, signsOf } from '../terminal/wrapped-by.ts';
import { stillWrongWords } from './still-wrong.ts';
import { isOnlyAsked } from './work-done.ts';

export interface ShownRun {
  readonly run: Run;
  readonly row: RunRow;
  readonly isUnderWay: boolean;
  /** Of a plan that was only shown: somebody has said no to it, or it was too large. */
  readonly isRefused: boolean;
  /** How many commands went on with it. */
  readonly continued: number;
  /** Whether the command that comes next stands below it. */
  readonly showsNext: boolean;
}

/** The cells hold words of our own alone, all in signs that take one cell each. */
export function runsText(shown: readonly ShownRun[]): string[] {
  const cells = shown.map(cellsOf);
  const widths = [0, 1, 2, 3].map((at) => Math.max(...cells.map((row) => signsOf(row[at] ?? ''))));
  const headingOf = headingsOf(shown);
  return shown.flatMap((one, at) => {
    const before = shown[at - 1];
    const stores = headingOf(one.run);
    const heading = before !== undefined && headingOf(before.run) === stores ? [] : [stores];
    const [state = '', ...columns] = (cells[at] ?? []).toReversed();
    const line = columns.toReversed().map((cell, column) => filledBy(signsOf, cell, widths[column] ?? 0));
    return [...heading, `  ${line.join('  ')}  ${state}`, ...moreOf(one).map((text) => `    ${text}`)];
  });
}

function cellsOf({ run, row, isUnderWay, isRefused }: ShownRun): string[] {
  return [
    row.run,
    row.command + (run.dryRun ? ' (dry)' : ''),
    localMinute(run.startedAt),
    row.total === 0 && run.outcome === 'done' ? 'nothing to do' : `${number(row.done)}/${number(row.total)}`,
    isUnderWay ? `${phaseWord(row.phase)} now` : stateText(run, isRefused),
  ];
}

function moreOf({ row, continued, showsNext }: ShownRun): string[] {
  const facts = [
    ...(row.sample === undefined ? [] : [`a sample of ${percentText(row.sample)} of the products`]),
    ...(continued === 0 ? [] : [`continued ${continued}×`]),
    ...(showsNext && row.stillWrong !== undefined ? [stillWrongWords(row.stillWrong)] : []),
    ...(showsNext ? [visible(`next: ${row.next}`)] : []),
  ];
  return facts.length === 0 ? [] : [facts.join('; ')];
}

/** Two files of one name, or one before and after it changed, have the digest beside the name. */
function headingsOf(shown: readonly ShownRun[]): (run: Run) => string {
  const sources = Map.groupBy(shown, ({ run }) => sourceWords(run));
  const isShared = (run: Run): boolean =>
    (sources.get(sourceWords(run)) ?? []).some((other) => other.run.source !== run.source);
  return (run) => visible(storesWords(run, isShared(run) ? sourceWithDigest(run) : undefined));
}

/** The phases of the journal by the words of the screen; `--json` keeps their own. */
const phaseWords: Readonly<Record<string, string>> = {
  scanning: 'reading',
  planned: 'planning',
  applying: 'writing',
};
const phaseWord = (phase: string): string => phaseWords[phase] ?? phase;

function stateText(run: Run, isRefused: boolean): string {
  if (run.finishedAt !== undefined)
    return run.outcome === 'done'
      ? 'finished'
      : `finished, exit ${run.outcome === undefined ? '?' : exitCodeOf(run.outcome)}`;
  if (run.dryRun) return 'given up';
  if (!isOnlyAsked(run)) return `stopped ${phaseWord(run.phase)}`;
  // One that was killed between its plan and its first change was not refused by anybody.
  return isRefused ? 'not approved' : 'stopped, not begun';
}
