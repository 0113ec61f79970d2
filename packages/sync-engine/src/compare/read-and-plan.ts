// From two stores to a plan in the journal: both sides are read, and what is left of the comparison is made.
import type { Run, Snapshot } from '@cutover/journal';
import { carries } from '../carried.ts';
import type { Choices, With } from '../engine.ts';
import { progressOf } from '../progress.ts';
import { readBothSides } from '../read/both-sides.ts';
import { keepPace } from '../runs/estimate.ts';
import { type CompareRequest, compare } from './compare.ts';
import { diffFinding, sameFinding } from './row-findings.ts';

/** Reads and marches what is left of the run, until its plan stands in the journal. */
export async function readAndPlan(
  engine: With<Choices>,
  run: Run,
  narrowing: Pick<CompareRequest, 'mayDo' | 'wrongPictures' | 'lookAtSlot'> = {},
): Promise<Run> {
  const { journal } = engine;
  const sides = await readBothSides(engine, run);
  const planned = await compare({
    engine,
    run,
    ...sides,
    ...narrowing,
    planning: true,
    // Whose pictures are to be looked at is not told by a glance.
    ...(narrowing.wrongPictures === undefined
      ? { sameFinding: (product, images) => sameFinding(engine, product, images) }
      : {}),
    finding: (row, product) => diffFinding(engine, row, product),
    onProgress: progressOf(engine, run.id, 'planning', sides.source.images),
  });
  if (planned.phase === 'scanning') {
    tellUnmet(engine, planned, sides.target);
    await keepPace(engine, run.id);
    await journal.setPhase(run.id, 'planned');
  }
  return journal.run(run.id) ?? planned;
}

/** A march over the source's products meets no product of the target's own: what is on those is left alone, and said. */
function tellUnmet(engine: With<Choices>, { id, counts }: Run, target: Snapshot): void {
  if (engine.mode === 'parity' || engine.selection.products !== undefined) return;
  // Where images are not compared, none is met.
  if (!carries(engine, 'product')) return;
  const images = target.images - (counts['targetImagesMet'] ?? 0);
  if (images > 0) engine.emit({ type: 'notice', run: id, code: 'images-unmet', images });
}
