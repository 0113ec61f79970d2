// How many images a run was about, in one place for results, reports and lists. Invariant: a comparison, a migration and a
// verify of the same stores count the same: each image that was seen of the kinds asked for, those of products without a
// counterpart included; an image and its counterpart are one.
import type { Journal, Run } from '@cutover/journal';
import { type CarriedSlots, isAboutImages, slotCounts } from '../carried.ts';
import { verifyCounts } from './verify-counts.ts';

/** @param run the one that has read: of a migration the one whose plan it carries out. */
export function imagesSeen(journal: Pick<Journal, 'snapshotOf'>, run: Run): number {
  const { images = 0, unmatchedImages = 0, onTarget } = run.counts;
  if (run.command === 'verify' && onTarget !== undefined) {
    const { checked, unchecked, onlyOnTarget } = verifyCounts(journal, run);
    return checked + unchecked + onlyOnTarget;
  }
  return run.command === 'diff' || run.command === 'migrate'
    ? images + unmatchedImages + unmetOnTarget(journal, run)
    : images;
}

/** Of those: without what a sample left out, nor what a verify could not check. */
export function imagesLookedAt(journal: Pick<Journal, 'snapshotOf'>, run: Run): number {
  const seen = imagesSeen(journal, run);
  if (run.command === 'verify') return seen - Math.min(seen, verifyCounts(journal, run).unchecked);
  return run.command === 'diff' ? seen - Math.min(seen, run.counts['unaskedImages'] ?? 0) : seen;
}

/** All of them, and those of them that slots show, by kind. */
export interface SeenByKind {
  readonly images: number;
  readonly slots: Readonly<Record<CarriedSlots, number>>;
}

/** As {@link imagesSeen}; of no run: none. */
export function seenByKind(journal: Pick<Journal, 'snapshotOf'>, run: Run | undefined): SeenByKind {
  const seen = (kind: CarriedSlots): number => {
    const { met, unmatched } = slotCounts[kind];
    return (run?.counts[met] ?? 0) + (run?.counts[unmatched] ?? 0);
  };
  return {
    images: run === undefined ? 0 : imagesSeen(journal, run),
    slots: { variant: seen('variant'), modifier: seen('modifier'), swatch: seen('swatch') },
  };
}

/** Images of products that only the target has: a march over the source's products does not meet them. */
function unmetOnTarget(journal: Pick<Journal, 'snapshotOf'>, run: Run): number {
  const { targetImagesMet: met } = run.counts;
  // An earlier version has not counted what it met.
  if (met === undefined || !run.marched || !isAboutImages(run)) return 0;
  // Nobody asked about the others.
  if (run.mode === 'transfer' && (run.options['products'] ?? '') !== '') return 0;
  return Math.max(0, (journal.snapshotOf(run.id, 'target')?.images ?? 0) - met);
}
