// Carries an approved plan out, whichever command made it: writes, settles what is in doubt, sweeps what was written to,
// and tells how far it is.
import type { Run } from '@cutover/journal';
import type { Engine } from '../engine.ts';
import { EngineError } from '../engine-error.ts';
import { changesOf, tallyOf } from '../runs/plan-counts.ts';
import { emitAction } from '../runs/writing-result.ts';
import { createWriter, type Writer } from './apply.ts';
import type { Plans } from './goal.ts';
import { picturesToldBy } from './met-meanwhile.ts';
import { sweep } from './sweep.ts';
import type { Writing } from './writing.ts';

/** A sweep may find that an update has moved a sibling; after this many the rest is left to the next run. */
const SWEEPS_MAX = 3;

/** @param most how many changes are allowed in all. Returns how many failed when that was enough to stop. */
export async function carryOut(plans: Plans, most: number | undefined): Promise<number | undefined> {
  const { engine, run, planRun } = plans;
  const { journal } = engine;
  const failuresMax = engine.means.stopAfterFailures ?? Number.POSITIVE_INFINITY;
  let failures = 0;
  const isEnough = (): boolean => failures >= failuresMax;
  const hasStopped = (): boolean => isEnough() && journal.pendingProducts(planRun, 0, 1).length > 0;
  const tally = startingTally(engine, planRun);
  let changes = changesOf(journal, run, planRun).all;
  let writer: Writer | undefined;
  const progress = (phase: 'writing' | 'settling'): void =>
    engine.emit({
      type: 'progress',
      run: run.id,
      phase,
      done: tally.done,
      total: Math.max(tally.total, tally.done),
      leftMs: phase === 'writing' ? writer?.leftMs(tally.total - tally.done) : undefined,
    });
  let phase: 'writing' | 'settling' = 'writing';
  const writing: Writing = {
    plans,
    onAction: (action) => {
      emitAction(engine, run, action);
      if (action.status === 'failed') failures += 1;
      if (action.status === 'applied' || action.status === 'failed' || action.status === 'blocked')
        tally.done += 1;
      progress(phase);
    },
    onDoubt: (action, why) => emitAction(engine, run, action, why),
    onPlanned: (more) => {
      tally.total += more;
      changes += more;
      // What the look adds because the target has moved is bound by the same limit as the plan.
      if (most !== undefined && more > 0 && changes > most)
        throw new EngineError({ code: 'refused-max-changes', run: run.id, changes, most, when: 'grown' });
    },
    onSettling: () => progress('settling'),
    isEnough,
    told: picturesToldBy(plans),
  };
  progress(phase);
  writer = createWriter(writing);
  await writer.writePending();
  if (hasStopped()) return tellStop(engine, run, failures, failuresMax);
  phase = 'settling';
  if (journal.run(run.id)?.phase === 'applying') await journal.setPhase(run.id, 'settling');
  progress(phase);
  for (let round = 0; round < SWEEPS_MAX && (await sweep(writing)) > 0; round += 1) {
    await writer.writePending();
    if (hasStopped()) return tellStop(engine, run, failures, failuresMax);
    // Nothing is planned any more, but how the products were left is noted after the last write.
    if (round === SWEEPS_MAX - 1) await sweep(writing, false);
  }
  return undefined;
}

function tellStop({ emit }: Engine, run: Run, failures: number, most: number): number {
  emit({ type: 'notice', run: run.id, code: 'enough-failures', failures, most });
  return failures;
}

function startingTally(engine: Engine, planRun: string): { done: number; total: number } {
  return { ...tallyOf(engine.journal.actionCounts(planRun)) };
}
