// What the snapshots of a run know of the images that its findings and actions name: the product, its name, the alt text,
// where the picture is. Read for a page of entries at a time, so that memory does not grow with the store.
import type { ImageRef, Journal, Run } from '@cutover/journal';
import { isSameSlot, kindOfSlot, showsPicture, slotNames, slotOfRef } from '@cutover/sync-engine';
import { pictureName } from '../sayings/picture-name.ts';
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
    if (run.startedAt < startedAt || run.id === id || run.pruned !== undefined) continue;
    const snapshot = journal.snapshotOf(run.id, 'target');
    if (snapshot?.complete === true) return snapshot.snapshot;
  }
  return undefined;
}

/** Those that are given, so that they do not take out what the snapshot knows. */
const namesIn = ({ variantSku, label }: ImageRef): Pick<ImageRef, 'variantSku' | 'label'> => ({
  ...(variantSku === undefined ? {} : { variantSku }),
  ...(label === undefined ? {} : { label }),
});

const isGiven = (url: string | undefined): boolean => url !== undefined && showsPicture(url);

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

/** What the run has read of this side itself, or its plan; a revert those of the run that it takes back. */
export function snapshotOfSide(
  journal: Pick<Journal, 'run' | 'snapshotOf'>,
  { id, planRun, revertsRun }: Run,
  side: 'source' | 'target',
): number | undefined {
  const own = journal.snapshotOf(id, side) ?? journal.snapshotOf(planRun ?? id, side);
  if (own !== undefined || revertsRun === undefined) return own?.snapshot;
  const reverted = journal.run(revertsRun);
  return journal.snapshotOf(reverted?.planRun ?? revertsRun, side)?.snapshot;
}

function sideReader(
  journal: Journal,
  run: Run,
  side: 'source' | 'target',
  entries: readonly Refs[],
): (ref: ImageRef | undefined) => SideFacts | undefined {
  const snapshot = snapshotOfSide(journal, run, side);
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
    const sku = ref.sku ?? product?.sku ?? '';
    return {
      productId,
      imageId,
      sku: pictureName({ sku, ...(held === undefined ? {} : slotNames(held)), ...namesIn(ref) }),
      name: product?.name ?? '',
      altText: image?.description,
      picture: [held?.address, image?.urls.zoom, image?.urls.standard].find(isGiven),
      panel: controlPanelPage(store, productId),
    };
  };
}
