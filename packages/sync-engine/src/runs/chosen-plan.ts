// Which plan `migrate` carries out. Invariant: a plan that would undo what somebody has decided since, or that knows less
// than what was written since, is never chosen by itself.
import { isOfPlan, type Run } from '@cutover/journal';
import type { DiffRequest, Engine } from '../engine.ts';
import { EngineError } from '../engine-error.ts';
import { ofThesePair, optionsKeyOf, otherOptions, prunedError } from './runs.ts';

/**
 * The run whose plan `migrate` carries out: the finished diff that is named, or the one that a finished migrate carried
 * out (what is left of it); else the newest diff that nobody has carried out.
 */
export function planToCarryOut(engine: Engine, request: DiffRequest): Run | undefined {
  const { journal } = engine;
  const { which } = request;
  const optionsKey = optionsKeyOf(request, which);
  if (which.runId !== undefined) {
    const run = ofThesePair(engine, which.runId);
    if (run.command !== 'diff' && run.command !== 'migrate')
      throw new EngineError({ code: 'no-plan-of-run', run: run.id, command: run.command });
    if (run.command === 'diff' && run.optionsKey !== optionsKey)
      throw otherOptions({ choices: request, which }, run);
    if (run.pruned !== undefined) throw prunedError(engine, run);
    if (run.command === 'diff' && run.finishedAt !== undefined) return run;
    if (run.command === 'migrate' && run.finishedAt !== undefined && run.planRun !== undefined) {
      refuseReverted(engine, run);
      refuseOvertaken(engine, run);
      if (run.optionsKey !== optionsKey) throw otherOptions({ choices: request, which }, run);
      return journal.run(run.planRun);
    }
  }
  if (which.startNew) return undefined;
  const plan = journal.freshPlan(optionsKey);
  // A plan with nothing to do is no plan: what has come to the source since is not in it.
  if (plan === undefined || journal.pendingProducts(plan.id, 0, 1).length === 0) return undefined;
  // A run that has written after it knows more; an older plan would only know less.
  const newest = journal
    .runs({ limit: 100 })
    .find((other) => isOfPlan(other) && !other.dryRun && other.planRun !== undefined);
  return newest !== undefined && newest.updatedAt > plan.startedAt ? undefined : plan;
}

/** What a plan read is old once another one was carried out: taken up again, it would write old values over newer ones. */
function refuseOvertaken({ journal }: Engine, run: Run): void {
  const later = journal
    .runs({ limit: 100 })
    .find(
      (other) =>
        isOfPlan(other) &&
        !other.dryRun &&
        other.planRun !== run.planRun &&
        other.startedAt > run.startedAt &&
        journal.writtenProducts(other.id, 0, 1).length > 0,
    );
  if (later === undefined) return;
  throw new EngineError({ code: 'plan-overtaken', run: run.id, by: later.id, command: later.command });
}

/** What is left of a plan is not worth more than the word of whoever has taken it back. */
function refuseReverted({ journal }: Engine, run: Run): void {
  const revert = journal
    .runs({ command: 'revert' })
    .find((other) => other.revertsRun === run.id && other.planRun !== undefined);
  if (revert === undefined) return;
  throw new EngineError({ code: 'run-reverted', run: run.id, by: revert.id });
}
