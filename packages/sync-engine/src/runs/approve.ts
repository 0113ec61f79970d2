// Between plan and first write: the plan is measured, refused when it is too large, and shown to a person. Invariant: a
// run that has reached `applying` was approved; it is measured, and not asked about again, when it is continued.
import type { Run } from '@cutover/journal';
import type { Approval, Engine, MaxChanges, Prefer, With } from '../engine.ts';
import { EngineError } from '../engine-error.ts';
import { type Costing, summarise } from './estimate.ts';
import { changesOf } from './plan-counts.ts';

/** Whose word counts, once somebody has said so. */
export type Preferred = Exclude<Prefer, 'ask'>;

/**
 * @param beforeWriting called once it is approved, before the run is one that writes.
 * @returns the preference to plan once more with, where that was the answer; undefined: go.
 * @throws EngineError `declined`, `refused-max-changes`
 */
export async function approvePlan(
  engine: With<Costing>,
  run: Run,
  planRun: string,
  options: Approval,
  beforeWriting: () => Promise<void> = async () => await Promise.resolve(),
): Promise<Preferred | undefined> {
  const { journal } = engine;
  const { phase } = journal.run(run.id) ?? run;
  // A plan that was approved once is not asked about again: the same command continues.
  if (phase === 'applying' || phase === 'settling') {
    refuseWhatIsLeft(engine, run, planRun, options);
    return undefined;
  }
  if (phase === 'scanning') await journal.setPhase(run.id, 'planned');
  const plan = await summarise(engine, planRun);
  const changes = plan.create + plan.update + plan.remove + plan.set;
  const most = changesMax(engine, planRun, options.maxChanges);
  if (most !== undefined && changes > most)
    throw new EngineError({
      code: 'refused-max-changes',
      run: run.id,
      changes,
      most,
      when: 'before-writing',
    });
  const answer = changes + plan.conflicts > 0 ? await options.approve(plan) : 'go';
  if (typeof answer === 'object') return answer.prefer;
  if (answer === 'no') throw new EngineError({ code: 'declined', run: run.id });
  await beforeWriting();
  await journal.setPlanRun(run.id, planRun);
  await journal.setPhase(run.id, 'applying');
  return undefined;
}

/** The bound is the command's: one that continues a run may be given another than the one that began it. */
function refuseWhatIsLeft(engine: Engine, run: Run, planRun: string, { maxChanges }: Approval): void {
  const most = changesMax(engine, planRun, maxChanges);
  // A million actions take a moment to count, and nobody has asked.
  if (most === undefined) return;
  const { made, left, all } = changesOf(engine.journal, run, planRun);
  if (left === 0 || all <= most) return;
  throw new EngineError({ code: 'refused-max-changes', run: run.id, changes: all, most, when: { made } });
}

/** How many changes `--max-changes` allows; undefined: any number. A percentage is of the images compared. */
export function changesMax(
  engine: Engine,
  planRun: string,
  maxChanges: MaxChanges | undefined,
): number | undefined {
  if (maxChanges === undefined) return undefined;
  const images = engine.journal.run(planRun)?.counts['images'] ?? 0;
  return 'count' in maxChanges ? maxChanges.count : Math.floor((images * maxChanges.percent) / 100);
}
