// From two stores to a plan in the journal: both sides are read, and what is left of the comparison is made.
import type { Run } from '@cutover/journal';
import type { Engine } from '../engine.ts';
import { progressOf } from '../progress.ts';
import { readBothSides } from '../read/both-sides.ts';
import { type CompareRequest, compare } from './compare.ts';
import { diffFinding } from './row-findings.ts';

/** Reads and marches what is left of the run, until its plan stands in the journal. */
export async function readAndPlan(
  engine: Engine,
  run: Run,
  narrowing: Pick<CompareRequest, 'mayDo' | 'wrongPictures'> = {},
): Promise<Run> {
  const { journal } = engine;
  const sides = await readBothSides(engine, run);
  const planned = await compare({
    engine,
    run,
    ...sides,
    ...narrowing,
    planning: true,
    finding: (row, product) => diffFinding(engine, row, product),
    onProgress: progressOf(engine, run.id, 'planning', sides.source.images),
  });
  if (planned.phase === 'scanning') await journal.setPhase(run.id, 'planned');
  return journal.run(run.id) ?? planned;
}
