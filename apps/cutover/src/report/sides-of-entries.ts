// What the snapshots of a run know of the images that its findings and actions name: the product, its name, the alt text,
// where the picture is. Read for a page of entries at a time, so that memory does not grow with the store.
import type { ImageRef, Journal, Run } from '@cutover/journal';
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
  const hasVariants = entries.some((refs) => refs[side]?.variantId !== undefined);
  const slots =
    snapshot === undefined || !hasVariants ? undefined : journal.slots(snapshot, 'variant-image', ids);
  const products = new Map(
    snapshot === undefined ? [] : ids.map((id) => [id, journal.product(snapshot, id)]),
  );
  const store = side === 'source' ? run.source : run.target;
  return (ref) => {
    if (ref === undefined) return undefined;
    const { productId, imageId, variantId } = ref;
    const product = products.get(productId);
    const image = images?.get(productId)?.find((one) => one.imageId === imageId);
    const variant =
      variantId === undefined
        ? undefined
        : slots?.get(productId)?.find(({ slot }) => 'variantId' in slot && slot.variantId === variantId);
    const ofVariant = ref.variantSku ?? variant?.sku ?? '';
    return {
      productId,
      imageId,
      sku: ofVariant === '' ? (ref.sku ?? product?.sku ?? '') : ofVariant,
      name: product?.name ?? '',
      altText: image?.description,
      picture: [variant?.address, image?.urls.zoom, image?.urls.standard].find(
        (url) => url !== undefined && url !== '',
      ),
      panel: controlPanelPage(store, productId),
    };
  };
}
