// What the snapshots of a run know of the images that its findings and actions name: the product, its name, the alt text,
// where the picture is. Read for a page of entries at a time, so that memory does not grow with the store.
import type { ImageRef, Journal, Run } from '@cutover/journal';
import { isSameSlot, kindOfSlot, showsPicture, slotOfRef } from '@cutover/sync-engine';
import { controlPanelPage } from '../terminal/control-panel.ts';

/** One image, or a product, on one side. */
export interface SideFacts {
  readonly productId: number;
  readonly imageId: number | undefined;
  readonly sku: string;
  readonly name: string;
  readonly altText: string | undefined;
  /** Address of the largest copy that the store shows. */
  readonly picture: string | undefined;
  /** The product's page in the store's control panel; none for what is no store's hash. */
  readonly panel: string | undefined;
}

export interface BothSides {
  readonly source: SideFacts | undefined;
  readonly target: SideFacts | undefined;
}

interface Refs {
  readonly source?: ImageRef | undefined;
  readonly target?: ImageRef | undefined;
}

/** For all of `entries`, in their order. */
export function sidesOf(journal: Journal, run: Run, entries: readonly Refs[]): BothSides[] {
  const source = sideReader(journal, run, 'source', entries);
  const target = sideReader(journal, run, 'target', entries);
  return entries.map((refs) => ({ source: source(refs.source), target: target(refs.target) }));
}

function sideReader(
  journal: Journal,
  run: Run,
  side: 'source' | 'target',
  entries: readonly Refs[],
): (ref: ImageRef | undefined) => SideFacts | undefined {
  const snapshot = (journal.snapshotOf(run.id, side) ?? journal.snapshotOf(run.planRun ?? run.id, side))
    ?.snapshot;
  const ids = [...new Set(entries.flatMap((refs) => refs[side]?.productId ?? []))];
  const images = snapshot === undefined ? undefined : journal.images(snapshot, ids);
  const named = entries.flatMap((refs) => slotOfRef(refs[side] ?? {}) ?? []);
  const slots = [...new Set(named.map(kindOfSlot))].flatMap((kind) =>
    snapshot === undefined ? [] : [...journal.slots(snapshot, kind, ids).values()].flat(),
  );
  const products = new Map(
    snapshot === undefined ? [] : ids.map((id) => [id, journal.product(snapshot, id)]),
  );
  const store = side === 'source' ? run.source : run.target;
  return (ref) => {
    if (ref === undefined) return undefined;
    const { productId, imageId } = ref;
    const place = slotOfRef(ref);
    const product = products.get(productId);
    const image = images?.get(productId)?.find((one) => one.imageId === imageId);
    const held =
      place === undefined
        ? undefined
        : slots.find((one) => one.productId === productId && isSameSlot(one.slot, place));
    const ofVariant = ref.variantSku ?? held?.sku ?? '';
    const sku = ofVariant === '' ? (ref.sku ?? product?.sku ?? '') : ofVariant;
    // Of a value: its product has others.
    const isValue = place !== undefined && !('variantId' in place);
    const label = isValue ? (ref.label ?? held?.choices[0]?.label) : undefined;
    return {
      productId,
      imageId,
      sku: label === undefined ? sku : `${sku}: ${label}`,
      name: product?.name ?? '',
      altText: image?.description,
      picture: [held?.address, image?.urls.zoom, image?.urls.standard].find(
        (url) => url !== undefined && showsPicture(url),
      ),
      panel: controlPanelPage(store, productId),
    };
  };
}
