// Products of whose images a glance at both snapshots tells that they are equal, and nothing that the journal knows could
// tell otherwise: they need no march. Between two stores, whatever a run has made, sent, replaced or missed on a product is
// for a march. How the product was left before needs no question: what equals the source differs by nobody's edit.
import type { ImageGlance, SameImage } from '@cutover/journal';
import type { Engine } from '../../engine.ts';
import { sameAtAGlance, sameInBothViews } from '../../match/same-at-a-glance.ts';
import type { Moment, ProductPair } from '../../plan/considered.ts';
import type { Asked } from './known.ts';

type Snapshots = NonNullable<Extract<Moment, { at: 'compare' }>['glance']>;
interface Glancing {
  readonly mode: Engine['mode'];
  readonly journal: Pick<Engine['journal'], 'glances' | 'viewGlances'>;
}

export function sameAtSight(
  { journal, mode }: Glancing,
  { sourceSnapshot, targetSnapshot }: Snapshots,
  products: readonly ProductPair[],
  asked: Asked,
): Map<number, readonly SameImage[]> {
  if (mode === 'parity') {
    const { sourceIds, targetIds } = idsOf(products);
    const sources = journal.viewGlances(sourceSnapshot, sourceIds);
    const targets = journal.viewGlances(targetSnapshot, targetIds);
    return sameAmong(products, (source, target) =>
      sameInBothViews(sources.get(source) ?? [], targets.get(target) ?? []),
    );
  }
  const linked = new Set(asked.links.map((link) => link.targetProductId));
  const unlinked = products.filter(({ targetProductId }) => !linked.has(targetProductId));
  if (unlinked.length === 0) return new Map();
  const { sourceIds, targetIds } = idsOf(unlinked);
  const sources = journal.glances(sourceSnapshot, sourceIds);
  const targets = journal.glances(targetSnapshot, targetIds);
  const isUntouched = untouchedBy(asked);
  return sameAmong(unlinked, (source, target) => {
    const [ours, theirs] = [sources.get(source) ?? [], targets.get(target) ?? []];
    return isUntouched(ours, theirs) ? sameAtAGlance(ours, theirs) : undefined;
  });
}

const idsOf = (products: readonly ProductPair[]) => ({
  sourceIds: products.map(({ sourceProductId }) => sourceProductId),
  targetIds: products.map(({ targetProductId }) => targetProductId),
});

function sameAmong(
  products: readonly ProductPair[],
  sameOf: (sourceProductId: number, targetProductId: number) => readonly SameImage[] | undefined,
): Map<number, readonly SameImage[]> {
  const found = new Map<number, readonly SameImage[]>();
  for (const { sourceProductId, targetProductId } of products) {
    const same = sameOf(sourceProductId, targetProductId);
    if (same !== undefined) found.set(targetProductId, same);
  }
  return found;
}

/** Whether no run has sent, replaced or missed any of these images. */
function untouchedBy({
  sent,
  shown,
  replacements,
  missed,
}: Asked): (source: readonly ImageGlance[], target: readonly ImageGlance[]) => boolean {
  const sources = new Set([...missed.keys(), ...replacements.map((one) => one.sourceImageId)]);
  const targets = new Set([...sent.keys(), ...shown.keys(), ...replacements.map((one) => one.targetImageId)]);
  return (source, target) =>
    (sources.size === 0 || !source.some(({ imageId }) => sources.has(imageId))) &&
    (targets.size === 0 || !target.some(({ imageId }) => targets.has(imageId)));
}
