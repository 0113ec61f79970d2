// `migrate`: carries out the plan of the newest diff that nobody has carried out, or makes one; asks first; goes on by
// itself after an interruption; ends when nothing is in doubt that could be told.
import type { Run } from '@cutover/journal';
import { readAndPlan } from '../compare/read-and-plan.ts';
import type { Engine, MigrateOptions, MigrateResult } from '../engine.ts';
import { sourceGoal } from '../plan/source-goal.ts';
import { approvePlan, changesMax } from '../runs/approve.ts';
import { planToCarryOut } from '../runs/chosen-plan.ts';
import { summarise } from '../runs/estimate.ts';
import { openOrResume } from '../runs/runs.ts';
import { emitPlan, writingResult } from '../runs/writing-result.ts';
import { isStop, withStoppableContent } from '../stopped.ts';
import { carryOut } from '../write/carry-out.ts';

export async function migrate(given: Engine, options: MigrateOptions): Promise<MigrateResult> {
  const engine = withStoppableContent(given);
  if (options.dryRun) return await rehearse(engine);
  const diffPlan = planToCarryOut(engine)?.run;
  const { run } = await openOrResume(engine, { command: 'migrate', planRun: diffPlan });
  // Until a plan is approved, the newest one counts.
  let planRun = run.planRun ?? diffPlan;
  try {
    planRun ??= await planItself(engine, run);
    await takeUpFailed(engine, run, planRun, options);
    await approvePlan(engine, run, planRun, options);
    const plans = { engine, run, planRun };
    const failures = await carryOut(
      { ...plans, goal: sourceGoal(plans) },
      changesMax(engine, planRun, options.maxChanges),
    );
    const result = writingResult(engine, run, planRun);
    // Not finished: what is left is for the same command, once somebody has looked at why they failed.
    if (failures !== undefined) return { ...result, exitCode: 4, stoppedAfterFailures: failures };
    await engine.journal.finishRun(run.run, result.exitCode);
    return result;
  } catch (error) {
    if (!isStop(error, engine.control)) throw error;
    return { ...writingResult(engine, run, planRun ?? run.run), exitCode: 130 };
  }
}

async function planItself(engine: Engine, run: Run): Promise<string> {
  await readAndPlan(engine, run);
  return run.run;
}

/** Once for a run: what fails again after that has had its chance. */
async function takeUpFailed(
  { journal }: Engine,
  run: Run,
  planRun: string,
  { retryFailed }: MigrateOptions,
): Promise<void> {
  const { phase } = journal.run(run.run) ?? run;
  if (retryFailed === undefined || phase === 'applying' || phase === 'settling') return;
  await journal.retryFailed(planRun, retryFailed.reason);
}

/** `--dry-run`: reads and plans in a run of its own, which no real run ever continues or carries out. */
async function rehearse(engine: Engine): Promise<MigrateResult> {
  const { run } = await openOrResume(engine, { command: 'migrate', dryRun: true });
  try {
    await readAndPlan(engine, run);
    const { estimate } = await summarise(engine, run.run);
    emitPlan(engine, run);
    const result = { ...writingResult(engine, run, run.run), exitCode: 0 as const, estimate };
    await engine.journal.finishRun(run.run, result.exitCode);
    return result;
  } catch (error) {
    if (!isStop(error, engine.control)) throw error;
    return { ...writingResult(engine, run, run.run), exitCode: 130 };
  }
}
