// `diff`: reads both sides, marches, and saves findings and plan. Writes to no store.
import type { Run } from '@cutover/journal';
import type { OfKinds } from '../carried.ts';
import { readAndPlan } from '../compare/read-and-plan.ts';
import type { DiffRequest, DiffResult, Engine, With } from '../engine.ts';
import { notMovedOf } from '../read/not-moved.ts';
import { byKindOf } from '../runs/by-kind.ts';
import { confidenceOfRun } from '../runs/confidence.ts';
import { seenByKind } from '../runs/images-seen.ts';
import { inRun } from '../runs/in-run.ts';
import { planCounts } from '../runs/plan-counts.ts';
import { comparedIn, proofOf } from '../runs/proof.ts';

export async function diff(given: Engine, request: DiffRequest): Promise<DiffResult> {
  const { selection, decisions, which, sample = 1 } = request;
  // Between two stores V2 is not what is compared.
  const also = given.mode === 'parity' ? { sample } : {};
  return await inRun({ ...given, selection, decisions }, (engine) => ({
    open: { command: 'diff', choices: request, which, also },
    work: async (run) => diffResult(engine, await readAndPlan(engine, run)),
    soFar: (run) => diffResult(engine, engine.journal.run(run.id) ?? run),
  }));
}

function diffResult(engine: With<OfKinds>, run: Run): DiffResult {
  const count = (name: string): number => run.counts[name] ?? 0;
  const { remaining: planned } = planCounts(engine.journal.actionCounts(run.id));
  const differs =
    count('changed') +
      count('missing') +
      count('extra') +
      count('error') +
      count('shortListings') +
      count('unmatchedProducts') >
    0;
  const seen = seenByKind(engine.journal, run);
  const compared = comparedIn(run);
  const proof = proofOf(run);
  const confidence = confidenceOfRun(engine.journal, run);
  // A sample that met no picture has proved nothing of those that there are, or may be, elsewhere.
  const hasMissedAll =
    confidence?.code === 'sample-empty' &&
    (count('unaskedImages') > 0 || (compared.products === 0 && count('unaskedProducts') > 0));
  return {
    run: run.id,
    outcome: differs ? 'differs' : hasMissedAll ? 'incomplete' : 'done',
    products: count('products'),
    pairedProducts: compared.products,
    images: seen.images,
    pairedImages: compared.images,
    same: count('same'),
    changed: count('changed'),
    missing: count('missing'),
    extra: count('extra'),
    error: count('error'),
    unmatchedProducts: count('unmatchedProducts'),
    ...notMovedOf(engine.journal, run),
    ...byKindOf(engine, seen),
    planned,
    ...(confidence === undefined ? {} : { confidence }),
    ...(proof === undefined ? {} : { proof }),
  };
}
