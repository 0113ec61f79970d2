// `migrate`: carries out the plan of the newest diff that nobody has carried out, or makes one; asks first; goes on by
// itself after an interruption; ends when nothing is in doubt that could be told.

import type { Action, Run } from '@cutover/journal';
import { readAndPlan } from '../compare/read-and-plan.ts';
import type { Approval, Choices, Engine, MigrateRequest, MigrateResult, With } from '../engine.ts';
import { kindsAsked } from '../kinds/kinds.ts';
import { approvePlan, changesMax, type Preferred } from '../runs/approve.ts';
import { planToCarryOut } from '../runs/chosen-plan.ts';
import type { Costing } from '../runs/estimate.ts';
import { inRun, rehearsed } from '../runs/in-run.ts';
import { countsBefore, planCounts } from '../runs/plan-counts.ts';
import { untilWordsAgree } from '../runs/preferred.ts';
import { ofThesePair } from '../runs/runs.ts';
import { unlessStopped, writingResult } from '../runs/writing-result.ts';
import { carryOut } from '../write/carry-out.ts';
import { sourceGoal } from '../write/source-goal.ts';

export async function migrate(given: Engine, request: MigrateRequest): Promise<MigrateResult> {
  if (request.dryRun) return await rehearse(given, request);
  return await untilWordsAgree(
    request,
    async (asked, onPreferred) => await migrateOnce(given, asked, onPreferred),
  );
}

async function migrateOnce(
  given: Engine,
  request: MigrateRequest,
  onPreferred: (word: Preferred) => void,
): Promise<MigrateResult> {
  const { selection, decisions, means, which } = request;
  return await inRun({ ...given, selection, decisions, means }, (engine) => {
    const diffPlan = planToCarryOut(engine, request)?.id;
    // Until a plan is approved, the newest one counts.
    const planOf = (run: Run): string | undefined => run.planRun ?? diffPlan;
    return {
      open: { command: 'migrate', choices: request, means, which, planRun: diffPlan },
      work: async (run) => {
        const planRun = planOf(run) ?? (await planItself(engine, run));
        const preferred = await approveWithFailed(engine, run, planRun, request);
        if (preferred !== undefined) {
          onPreferred(preferred);
          return { unfinished: writingResult(engine, run, planRun) };
        }
        const plans = { engine, run, planRun, kinds: kindsAsked(engine) };
        const failures = await carryOut(
          { ...plans, goal: sourceGoal(plans) },
          changesMax(engine, planRun, request.maxChanges),
        );
        // Not finished after so many: what is left is for the same command, once somebody has looked at why they failed.
        return unlessStopped(writingResult(engine, run, planRun), failures);
      },
      soFar: (run) => writingResult(engine, run, planOf(run) ?? run.id),
    };
  });
}

async function planItself(engine: With<Choices>, run: Run): Promise<string> {
  await readAndPlan(engine, run);
  return run.id;
}

/**
 * Shows the plan, of a retry with what it takes up of what has failed: once for a run, since what fails again after that has
 * had its chance. While somebody is asked, it has failed as before, whatever becomes of this process: so the next retry finds
 * its reason, and takes up no more than is asked.
 */
async function approveWithFailed(
  engine: With<Costing>,
  run: Run,
  planRun: string,
  request: MigrateRequest,
): Promise<Preferred | undefined> {
  const { journal } = engine;
  const { retryFailed } = request;
  const { phase } = journal.run(run.id) ?? run;
  if (phase === 'applying' || phase === 'settling') return await approvePlan(engine, run, planRun, request);
  const noteBefore = notingBefore(engine, run, planRun);
  if (retryFailed === undefined) return await approvePlan(engine, run, planRun, request, noteBefore);
  const failed = journal.actions(planRun, { status: ['failed'] });
  const takeUp = async () => await journal.retryFailed(planRun, retryFailed.reason);
  const asking: Approval = {
    ...request,
    async approve(plan) {
      await leaveFailed(engine, failed);
      const answer = await request.approve(plan);
      if (answer === 'go') await takeUp();
      return answer;
    },
  };
  await takeUp();
  try {
    return await approvePlan(engine, run, planRun, asking, noteBefore);
  } catch (error) {
    await leaveFailed(engine, failed);
    throw error;
  }
}

/** @returns what notes, once, how far earlier runs had come with the plan, as it is now: what is done from then on is the run's. */
function notingBefore({ journal }: Engine, run: Run, planRun: string): () => Promise<void> {
  const isTakenUp = journal
    .runs({ command: 'migrate' })
    .some((other) => other.id !== run.id && other.planRun === planRun);
  // An earlier version noted it before it asked.
  if (!isTakenUp || journal.run(run.id)?.counts['createdBefore'] !== undefined)
    return async () => await Promise.resolve();
  const before = {
    ...countsBefore(planCounts(journal.actionCounts(planRun))),
    renditionsBefore: journal.renditionCount(planRun),
  };
  return async () => await journal.addCounts(run.id, before);
}

/** As it failed before. */
async function leaveFailed({ journal }: Engine, failed: readonly Action[]): Promise<void> {
  for (const { id, failure } of failed)
    if (failure !== undefined && journal.action(id)?.status === 'pending') await journal.failed(id, failure);
}

/** `--dry-run`: reads and plans in a run of its own, which no real run ever continues or carries out. */
async function rehearse(given: Engine, request: MigrateRequest): Promise<MigrateResult> {
  const { selection, decisions, means, which } = request;
  if (which.runId !== undefined) ofThesePair(given, which.runId);
  return await inRun({ ...given, selection, decisions, means }, (engine) => {
    const soFar = (run: Run): MigrateResult => writingResult(engine, run, run.id);
    return {
      open: { command: 'migrate', choices: request, means, which, dryRun: true },
      work: async (run) => {
        await readAndPlan(engine, run);
        return await rehearsed(engine, run, soFar(run));
      },
      soFar,
    };
  });
}
