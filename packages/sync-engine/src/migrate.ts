// `migrate`: carries out the plan of the newest diff that nobody has carried out, or makes one; asks first; goes on by
// itself after an interruption; ends when nothing is in doubt that could be told.
import type { Action, Run } from '@cutover/journal';
import { createWriter, sweep, type Writing } from './apply.ts';
import { readAndPlan } from './diff.ts';
import {
  type Engine,
  EngineError,
  type MigrateOptions,
  type MigrateResult,
  type PlanSummary,
} from './engine.ts';
import { summarise } from './estimate.ts';
import { openOrResume, planToCarryOut } from './runs.ts';
import { isStop, withStoppableContent } from './stopped.ts';

/** A sweep may find that an update has moved a sibling; after this many the rest is left to the next run. */
const SWEEPS_MAX = 3;

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
    const failures = await carryOut(engine, run, planRun, changesMax(engine, planRun, options));
    const result = migrateResult(engine, run, planRun);
    // Not finished: what is left is for the same command, once somebody has looked at why they failed.
    if (failures !== undefined) return { ...result, exitCode: 4, stoppedAfterFailures: failures };
    await engine.journal.finishRun(run.run, result.exitCode);
    return result;
  } catch (error) {
    if (!isStop(error, engine.control)) throw error;
    return { ...migrateResult(engine, run, planRun ?? run.run), exitCode: 130 };
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

async function approvePlan(
  engine: Engine,
  run: Run,
  planRun: string,
  options: MigrateOptions,
): Promise<void> {
  const { journal } = engine;
  const { phase } = journal.run(run.run) ?? run;
  // A plan that was approved once is not asked about again: the same command continues.
  if (phase === 'applying' || phase === 'settling') return;
  if (phase === 'scanning') await journal.setPhase(run.run, 'planned');
  const plan = await summarise(engine, planRun);
  refuseIfTooLarge(engine, run, planRun, plan, options);
  if (plan.create + plan.update + plan.remove > 0 && !(await options.approve(plan))) {
    throw new EngineError('declined', 'Nothing was written.', {
      run: run.run,
      next: 'The plan is kept; the same command asks again.',
    });
  }
  await journal.setPlanRun(run.run, planRun);
  await journal.setPhase(run.run, 'applying');
}

function refuseIfTooLarge(
  engine: Engine,
  run: Run,
  planRun: string,
  plan: PlanSummary,
  options: MigrateOptions,
): void {
  const most = changesMax(engine, planRun, options);
  const changes = plan.create + plan.update + plan.remove;
  if (most !== undefined && changes > most) throw tooLarge(run, changes, most, 'Nothing was written.');
}

/** How many changes `--max-changes` allows; undefined: any number. A percentage is of the images compared. */
function changesMax(engine: Engine, planRun: string, { maxChanges }: MigrateOptions): number | undefined {
  if (maxChanges === undefined) return undefined;
  const images = engine.journal.run(planRun)?.counts['images'] ?? 0;
  return 'count' in maxChanges ? maxChanges.count : Math.floor((images * maxChanges.percent) / 100);
}

function tooLarge(run: Run, changes: number, most: number, state: string): EngineError {
  return new EngineError(
    'refused-max-changes',
    `The plan holds ${changes === 1 ? '1 change' : `${changes} changes`}, more than the ${most} that --max-changes allows. ${state}`,
    {
      run: run.run,
      next: 'Look at the plan with `cutover diff`, then raise --max-changes or name fewer products with --products.',
    },
  );
}

async function carryOut(
  engine: Engine,
  run: Run,
  planRun: string,
  most: number | undefined,
): Promise<number | undefined> {
  const { journal } = engine;
  const failuresMax = engine.settings.stopAfterFailures ?? Number.POSITIVE_INFINITY;
  let failures = 0;
  const isEnough = (): boolean => failures >= failuresMax;
  const hasStopped = (): boolean => isEnough() && journal.pendingProducts(planRun, 0, 1).length > 0;
  const tally = startingTally(engine, planRun);
  const progress = (phase: 'writing' | 'settling'): void =>
    engine.emit({
      type: 'progress',
      run: run.run,
      phase,
      done: tally.done,
      total: Math.max(tally.total, tally.done),
    });
  let phase: 'writing' | 'settling' = 'writing';
  const writing: Writing = {
    plans: { engine, run, planRun },
    onAction: (action) => {
      emitAction(engine, run, action);
      if (action.status === 'failed') failures += 1;
      if (action.status === 'applied' || action.status === 'failed' || action.status === 'blocked')
        tally.done += 1;
      progress(phase);
    },
    onPlanned: (more) => {
      tally.total += more;
      // What the look adds because the target has moved is bound by the same limit as the plan.
      if (most !== undefined && tally.total > most)
        throw tooLarge(run, tally.total, most, 'It has grown because the target has changed.');
    },
    onSettling: () => progress('settling'),
    isEnough,
  };
  progress(phase);
  const writer = createWriter(writing);
  await writer.carryOut();
  if (hasStopped()) return tellStop(engine, run, failures);
  phase = 'settling';
  if (journal.run(run.run)?.phase === 'applying') await journal.setPhase(run.run, 'settling');
  progress(phase);
  for (let round = 0; round < SWEEPS_MAX && (await sweep(writing)) > 0; round += 1) {
    await writer.carryOut();
    if (hasStopped()) return tellStop(engine, run, failures);
  }
  return undefined;
}

function tellStop(engine: Engine, run: Run, failures: number): number {
  engine.emit({
    type: 'notice',
    run: run.run,
    message: `stopped after ${failures} failures (--stop-after-failures ${engine.settings.stopAfterFailures ?? ''}); nothing new was begun, the same command continues`,
  });
  return failures;
}

function startingTally(engine: Engine, planRun: string): { done: number; total: number } {
  const counts = Object.values(engine.journal.actionCounts(planRun));
  const done = counts.reduce((sum, one) => sum + one.applied + one.failed + one.blocked, 0);
  return { done, total: done + counts.reduce((sum, one) => sum + one.pending + one.started, 0) };
}

function emitAction(engine: Engine, run: Run, action: Action): void {
  const target = action.resultImageId ?? action.targetImageId;
  engine.emit({
    type: 'action',
    run: run.run,
    action: action.action,
    kind: action.kind,
    status: action.status,
    ...(action.sourceProductId === undefined
      ? {}
      : {
          source: {
            productId: action.sourceProductId,
            ...(action.sourceImageId === undefined ? {} : { imageId: action.sourceImageId }),
            ...(action.sku === undefined ? {} : { sku: action.sku }),
          },
        }),
    target: { productId: action.targetProductId, ...(target === undefined ? {} : { imageId: target }) },
    ...(action.reason === undefined ? {} : { reason: action.reason }),
  });
}

function migrateResult(engine: Engine, run: Run, planRun: string): MigrateResult {
  const { journal } = engine;
  const counts = journal.actionCounts(planRun);
  const facts = journal.run(planRun)?.counts ?? {};
  const failed = counts.create.failed + counts.update.failed + counts.remove.failed;
  const remaining = counts.create.pending + counts.update.pending + counts.remove.pending;
  const inDoubt = journal.doubts(engine.source.hash, engine.target.hash).length;
  const unmatchedProducts = facts['unmatchedProducts'] ?? 0;
  const left = failed + remaining + inDoubt + unmatchedProducts + (facts['error'] ?? 0);
  return {
    run: run.run,
    exitCode: left > 0 ? 4 : 0,
    products: facts['products'] ?? 0,
    images: facts['images'] ?? 0,
    created: counts.create.applied,
    updated: counts.update.applied,
    removed: counts.remove.applied,
    failed,
    remaining,
    inDoubt,
    unmatchedProducts,
  };
}

/** `--dry-run`: reads and plans in a run of its own, which no real run ever continues or carries out. */
async function rehearse(engine: Engine): Promise<MigrateResult> {
  const { run } = await openOrResume(engine, { command: 'migrate', dryRun: true });
  try {
    await readAndPlan(engine, run);
    const { estimate } = await summarise(engine, run.run);
    for (let after: string | undefined; ; ) {
      const page = engine.journal.actions(run.run, { limit: 500, ...(after === undefined ? {} : { after }) });
      for (const action of page) emitAction(engine, run, action);
      if (page.length < 500) break;
      after = page.at(-1)?.action;
    }
    const result = { ...migrateResult(engine, run, run.run), exitCode: 0 as const, estimate };
    await engine.journal.finishRun(run.run, result.exitCode);
    return result;
  } catch (error) {
    if (!isStop(error, engine.control)) throw error;
    return { ...migrateResult(engine, run, run.run), exitCode: 130 };
  }
}
