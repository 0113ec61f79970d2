// How a command ends that met an error: what it means, which store it came from, and the command that continues.
import type { Context } from '../context.ts';
import type { Outcome } from '../reporters/reporter.ts';
import { sameCommand } from '../runs/next-command.ts';
import { explain } from '../sayings/explain.ts';
import { ofStore } from './problem-of-store.ts';
import type { NamedStores } from './stores.ts';

/** A problem of the table, with the run it belongs to and the command that continues it; bugs go on up. */
export function failedOutcome(
  context: Context,
  error: unknown,
  named: NamedStores,
  run: string | undefined,
): Outcome {
  const told = explain(error);
  if (told === undefined) throw error;
  const problem = ofStore(told, error, named, context.environment);
  // A V2 that is gone does not come back by trying.
  const continues = (problem.exitCode === 8 && problem.code !== 'v2-gone') || problem.exitCode === 130;
  return {
    run,
    problem: continues ? { ...problem, next: sameCommand(context) } : problem,
  };
}
