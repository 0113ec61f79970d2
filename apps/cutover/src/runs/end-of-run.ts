// What all four verbs tell at their end, and how a run that a signal stopped tells it: the facts so far, and the
// command that continues.
import type { ResultOutcome } from '@cutover/sync-engine';
import { exitCodeOf } from '../command-line/exit-codes.ts';
import type { Context } from '../context.ts';
import { problemOf } from '../errors.ts';
import type { Outcome } from '../reporters/reporter.ts';
import { sameCommand } from './next-command.ts';

interface Result {
  readonly run: string;
  readonly outcome: ResultOutcome;
  readonly products: number;
  readonly images: number;
}

export function endOfRun(
  context: Context,
  { run, outcome, products, images }: Result,
  told: Required<Pick<Outcome, 'facts' | 'summary'>> & { next: string },
): Outcome {
  const base = { run, exitCode: exitCodeOf(outcome), products, images, ...told };
  return outcome === 'stopped'
    ? { ...base, problem: problemOf('stopped', 'Nothing is lost.', sameCommand(context)) }
    : base;
}
