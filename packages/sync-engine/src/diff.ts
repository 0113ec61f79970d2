// `diff`: reads both sides, marches, and saves findings and plan. Writes to no store.
import type { Run } from '@cutover/journal';
import { type CompareRequest, compare } from './compare.ts';
import type { DiffResult, Engine } from './engine.ts';
import { readBothSides } from './reading.ts';
import { diffFinding } from './row-findings.ts';
import { openOrResume } from './runs.ts';
import { isStop, withStoppableContent } from './stopped.ts';

export async function diff(given: Engine): Promise<DiffResult> {
  const engine = withStoppableContent(given);
  const { run } = await openOrResume(engine, { command: 'diff' });
  try {
    const planned = await readAndPlan(engine, run);
    const result = diffResult(engine, planned);
    await engine.journal.finishRun(run.run, result.exitCode);
    return result;
  } catch (error) {
    if (!isStop(error, engine.control)) throw error;
    return { ...diffResult(engine, engine.journal.run(run.run) ?? run), exitCode: 130 };
  }
}

/** Reads and marches what is left of the run, until its plan stands in the journal. */
export async function readAndPlan(
  engine: Engine,
  run: Run,
  narrowing: Pick<CompareRequest, 'mayDo' | 'wrongPictures'> = {},
): Promise<Run> {
  const { journal } = engine;
  const sides = await readBothSides(engine, run);
  const total = sides.source.images;
  let done = 0;
  const planned = await compare({
    engine,
    run,
    ...sides,
    ...narrowing,
    planning: true,
    finding: (row, product) => diffFinding(engine, row, product),
    onProgress: (images) => {
      done += images;
      engine.emit({ type: 'progress', run: run.run, phase: 'planning', done, total: Math.max(total, done) });
    },
  });
  if (planned.phase === 'scanning') await journal.setPhase(run.run, 'planned');
  return journal.run(run.run) ?? planned;
}

function diffResult(engine: Engine, run: Run): DiffResult {
  const count = (name: string): number => run.counts[name] ?? 0;
  const actions = engine.journal.actionCounts(run.run);
  const differs =
    count('changed') + count('missing') + count('extra') + count('error') + count('unmatchedProducts') > 0;
  return {
    run: run.run,
    exitCode: differs ? 3 : 0,
    products: count('products'),
    images: count('images'),
    same: count('same'),
    changed: count('changed'),
    missing: count('missing'),
    extra: count('extra'),
    error: count('error'),
    unmatchedProducts: count('unmatchedProducts'),
    planned: actions.create.pending + actions.update.pending + actions.remove.pending,
  };
}
