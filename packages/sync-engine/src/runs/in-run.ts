// The way that every command goes: a run is opened or continued, the work is done, and the run is finished, or left as it
// is where somebody asked to stop. And the end that all dry runs have in common.
import { JournalError, type Run } from '@cutover/journal';
import type { Engine, Estimate, MigrateResult, ResultBase, With } from '../engine.ts';
import { isStop, withStoppableContent } from '../stopped.ts';
import { type Costing, countsOf, summarise } from './estimate.ts';
import { pruneOvertaken } from './overtaken.ts';
import { type OpenOptions, openOrResume } from './runs.ts';
import { emitPlan } from './writing-result.ts';

export interface Course<Result extends ResultBase> {
  readonly open: OpenOptions;
  /** @returns what the run has come to; `unfinished` leaves it to be continued by the same command. */
  readonly work: (run: Run) => Promise<Result | Unfinished<Result>>;
  /** What it has come to so far, from the journal alone. */
  readonly soFar: (run: Run) => Result;
}

export interface Unfinished<Result> {
  readonly unfinished: Result;
}

/** @param given whose pictures a stop does not reach; what is handed to `course` does. */
export async function inRun<Result extends ResultBase, Given extends Engine>(
  given: Given,
  course: (engine: Given) => Course<Result>,
): Promise<Result> {
  const engine = withStoppableContent(given);
  const { open, work, soFar } = course(engine);
  const { run } = await openOrResume(engine, open);
  try {
    const result = await work(run);
    if ('unfinished' in result) return result.unfinished;
    if (result.outcome !== 'stopped') await engine.journal.finishRun(run.id, result.outcome);
    if (result.outcome !== 'stopped' && open.beside !== true) await letGo(engine);
    return result;
  } catch (error) {
    if (!isStop(error, engine.control)) throw error;
    return { ...soFar(run), outcome: 'stopped' };
  }
}

/** The run is over, and stands as it does: a disk that is full keeps nothing but its rows, and the next run lets them go. */
async function letGo({ journal, control }: Engine): Promise<void> {
  try {
    await pruneOvertaken(journal, journal.runs(), control.stopping);
  } catch (error) {
    if (!(error instanceof JournalError) || error.code !== 'full') throw error;
  }
}

/** A dry run that could plan is fine, whatever it plans: it shows each action, and what carrying them out would cost. */
export async function rehearsed<Result extends MigrateResult>(
  engine: With<Costing>,
  run: Run,
  planned: Result,
): Promise<Result & { readonly estimate: Estimate }> {
  const { estimate } = await summarise(engine, run.id);
  await engine.journal.addCounts(run.id, countsOf(estimate));
  await emitPlan(engine, run);
  return { ...planned, outcome: 'done', estimate };
}
