// Products of whose images a glance at both snapshots tells that they are equal, and nothing that the journal knows could
// tell otherwise: they need no march. Whatever a run has made, sent, replaced or missed on a product is for a march. How the
// product was left before needs no question: what equals the source differs by nobody's edit.
import type { ImageGlance, SameImage } from '@cutover/journal';
import type { Engine } from '../../engine.ts';
import { sameAtAGlance } from '../../match/same-at-a-glance.ts';
import type { Moment, ProductPair } from '../../plan/considered.ts';
import type { Asked } from './known.ts';

type Snapshots = NonNullable<Extract<Moment, { at: 'compare' }>['glance']>;

export function sameAtSight(
  { journal, mode }: Pick<Engine, 'mode'> & { readonly journal: Pick<Engine['journal'], 'glances'> },
  { sourceSnapshot, targetSnapshot }: Snapshots,
  products: readonly ProductPair[],
  asked: Asked,
): Map<number, readonly SameImage[]> {
  const found = new Map<number, readonly SameImage[]>();
  if (mode !== 'transfer') return found;
  const isUntouched = untouchedBy(asked);
  const glancesOf = (snapshot: number, ids: readonly number[]) => journal.glances(snapshot, ids);
  const sources = glancesOf(
    sourceSnapshot,
    products.map(({ sourceProductId }) => sourceProductId),
  );
  const targets = glancesOf(
    targetSnapshot,
    products.map(({ targetProductId }) => targetProductId),
  );
  for (const { sourceProductId, targetProductId } of products) {
    const source = sources.get(sourceProductId) ?? [];
    const target = targets.get(targetProductId) ?? [];
    const same = isUntouched(targetProductId, source, target) ? sameAtAGlance(source, target) : undefined;
    if (same !== undefined) found.set(targetProductId, same);
  }
  return found;
}

function untouchedBy({
  links,
  sent,
  shown,
  replacements,
  missed,
}: Asked): (
  targetProductId: number,
  source: readonly ImageGlance[],
  target: readonly ImageGlance[],
) => boolean {
  const linked = new Set(links.map((link) => link.targetProductId));
  const sources = new Set([...missed.keys(), ...replacements.map((one) => one.sourceImageId)]);
  const targets = new Set([...sent.keys(), ...shown.keys(), ...replacements.map((one) => one.targetImageId)]);
  return (productId, source, target) =>
    !linked.has(productId) &&
    (sources.size === 0 || !source.some(({ imageId }) => sources.has(imageId))) &&
    (targets.size === 0 || !target.some(({ imageId }) => targets.has(imageId)));
}
