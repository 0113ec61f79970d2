// Watches every request of a revert at the moment when it reaches the target, and again when the target has done with it:
// nothing of the target's own is ever missing, nothing is removed that is not kept, nothing is there twice.
import type { StoreControl } from '@cutover/sandbox-store';
import { imageOf, type Shown, shownBy, words } from './shown.ts';
import type { SimulatedWorld } from './simulated-world.ts';
import type { Watch } from './watch.ts';
import { createWriteWatch } from './watch-writes.ts';
import { imageIdOf, productIdOf } from './written-address.ts';

export interface RevertWatched {
  readonly world: SimulatedWorld;
  readonly before: Shown;
  /** As the revert finds it: what it puts back comes later. */
  readonly found: Shown;
  /** The target's own that the journal knows to be removed by the migration: they come back before anything goes. */
  readonly removed: () => readonly { readonly productId: number; readonly picture: string }[];
  /** Pictures of a product that the migration may have made there, and how often. */
  readonly made: ReadonlyMap<number, ReadonlyMap<string, number>>;
}

export function createRevertWatch({ world, before, found, removed, made }: RevertWatched): Watch {
  const { target } = world;
  /** The target's own, and what others have added: there now, and to stay. */
  const staying = [...found].map(([productId, images]) => ({
    productId,
    images: images.filter(
      (image) => imageOf(before, image.id) !== undefined || made.get(productId)?.has(image.picture) !== true,
    ),
  }));
  return createWriteWatch({
    onArrival({ method, url }, complain) {
      if (method !== 'DELETE') return;
      const image = target.images(productIdOf(url)).find(({ id }) => id === imageIdOf(url));
      if (image === undefined) return;
      if (!world.keeps(image.picture)) complain(`image ${image.id} is removed, and its picture is not kept`);
      for (const { productId, picture } of removed())
        if (productId === image.productId && !target.images(productId).some((one) => one.picture === picture))
          complain(`image ${image.id} is removed before ${picture.slice(7, 15)} is put back`);
      if (imageOf(before, image.id) !== undefined)
        complain(`image ${image.id} was there before, and is removed`);
    },
    onDone(_, complain) {
      const now = shownBy(target);
      for (const { images } of staying)
        for (const image of images)
          if (imageOf(now, image.id) === undefined) complain(`${words(image)} is missing`);
      for (const one of tooMany({ target, before, found, made })) complain(one);
    },
  });
}

/** Pictures that a product has more often than it can have by what was there, what was made and what others have added. */
function tooMany({
  target,
  before,
  found,
  made,
}: Omit<RevertWatched, 'world' | 'removed'> & { target: StoreControl }): string[] {
  return [...before.keys()].flatMap((productId) => {
    const most = new Map(made.get(productId));
    const add = (picture: string): void => void most.set(picture, (most.get(picture) ?? 0) + 1);
    for (const { picture } of before.get(productId) ?? []) add(picture);
    for (const { id, picture } of found.get(productId) ?? [])
      if (imageOf(before, id)?.picture !== picture && made.get(productId)?.has(picture) !== true)
        add(picture);
    const counts = Map.groupBy(target.images(productId), (image) => image.picture);
    return [...counts].flatMap(([picture, images]) =>
      images.length > (most.get(picture) ?? 0)
        ? [
            `product ${productId} has ${images.length} of ${picture.slice(7, 15)}, and ${most.get(picture) ?? 0} at most belong there`,
          ]
        : [],
    );
  });
}
