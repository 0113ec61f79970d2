// What is said of a run whose findings and plan were let go, and where those that took their place are to be seen.
import type { Command } from '@cutover/journal';
import { reportCommand } from '../command-line/report-command.ts';

export interface PrunedRun {
  readonly run: string;
  readonly command: Command;
  /** The run that has taken its place; undefined: that one is gone, too. */
  readonly later: string | undefined;
}

export const prunedWhy = ({ run, command, later }: PrunedRun): string =>
  `What run ${run} (${command}) read and found is no longer kept: ${later === undefined ? `a later ${command}` : `run ${later} (${command})`} has looked at the same.`;

/** @param see the command that shows a run; default: its report, as a page. */
export const prunedNext = ({ later }: PrunedRun, see: (run: string) => string = reportCommand): string =>
  later === undefined ? '`cutover runs` lists the runs.' : `\`${see(later)}\` shows that one.`;
