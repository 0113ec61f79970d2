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
  /** The digest of the picture as it was kept on this machine; default: it was not. */
  readonly kept?: string | undefined;
  /** The product's page in the store's control panel; none for what is no store's hash. */
  readonly panel: string | undefined;
}

export interface BothSides {
  readonly source: SideFacts | undefined;
  readonly target: SideFacts | undefined;
}

/**
 * The same, with the addresses of pictures that the run has made and so could not read: as the newest run has seen them that
 * has read the target since.
 */
export function seenSince(journal: Journal, run: Run, sides: readonly BothSides[]): BothSides[] {
  const unseen = sides.flatMap(({ target }) =>
    target?.imageId !== undefined && target.picture === undefined ? [target.productId] : [],
  );
  const since = unseen.length === 0 ? undefined : newestSnapshot(journal, run);
  if (since === undefined) return [...sides];
  const images = journal.images(since, [...new Set(unseen)]);
  return sides.map(({ source, target }) => {
    const seen = images.get(target?.productId ?? 0)?.find(({ imageId }) => imageId === target?.imageId);
    const picture = target?.picture ?? [seen?.urls.zoom, seen?.urls.standard].find(isGiven);
    return { source, target: target === undefined ? undefined : { ...target, picture } };
  });
}

function newestSnapshot(journal: Journal, { id, startedAt, source, target }: Run): number | undefined {
  for (const run of journal.runs({ source, target })) {
    if (run.startedAt < startedAt || run.id === id) continue;
    const snapshot = journal.snapshotOf(run.id, 'target');
    if (snapshot?.complete === true) return snapshot.snapshot;
  }
  return undefined;
}

const isGiven = (url: string | undefined): boolean => url !== undefined && url !== '';

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
      picture: [variant?.address, image?.urls.zoom, image?.urls.standard].find(isGiven),
      panel: controlPanelPage(store, productId),
    };
  };
}
