// What others do to the stores while we work: a second person, a catalog that is edited, a clock that is put right.
// Invariant: a deed happens once, after so many requests of all lives together, whoever has sent them.
import type { ImageRow, StoreControl } from '@cutover/sandbox-store';
import { createDraw } from './draw.ts';
import type { PlantedImage, PlantedProduct } from './planted-products.ts';

export type Deed = { readonly afterRequests: number } & (
  | { readonly does: 'add to target'; readonly sku: string; readonly image: PlantedImage }
  | {
      readonly does: 'describe on target' | 'move on target' | 'flag on target';
      readonly sku: string;
      readonly nth: number;
    }
  | { readonly does: 'add to source'; readonly sku: string; readonly image: PlantedImage }
  | { readonly does: 'describe on source' | 'remove from source'; readonly sku: string; readonly nth: number }
  | { readonly does: 'put the clock'; readonly byMs: number }
  /** The target answers nothing but 503 for so long. */
  | { readonly does: 'be away'; readonly forMs: number }
);

export function deedsOf(seed: number, source: readonly PlantedProduct[]): Deed[] {
  const { chance, int, pick } = createDraw(seed, 'deeds');
  const when = (): number => int(60);
  const where = (): string => source[int(source.length - 1)]?.sku ?? 'SKU-1';
  const deeds: Deed[] = [];
  if (chance(0.15))
    deeds.push({
      afterRequests: when(),
      does: 'add to target',
      sku: where(),
      image: newcomer(8000 + int(500), 'stranger'),
    });
  if (chance(0.15)) {
    for (let count = int(3); count >= 0; count -= 1) {
      const does = pick(['describe on target', 'move on target', 'flag on target'] as const);
      deeds.push({ afterRequests: when(), does, sku: where(), nth: int(9) });
    }
  }
  if (chance(0.15)) {
    for (let count = int(2); count >= 0; count -= 1) {
      const kind = int(2);
      if (kind === 0)
        deeds.push({
          afterRequests: when(),
          does: 'add to source',
          sku: where(),
          image: newcomer(7000 + int(500), 'newcomer'),
        });
      else
        deeds.push({
          afterRequests: when(),
          does: kind === 1 ? 'describe on source' : 'remove from source',
          sku: where(),
          nth: int(9),
        });
    }
  }
  if (chance(0.2))
    deeds.push({
      afterRequests: when(),
      does: 'put the clock',
      byMs: pick([-86_400_000, -3_600_000, 3_600_000, 86_400_000]),
    });
  return deeds.toSorted((a, b) => a.afterRequests - b.afterRequests);
}

/** Somebody puts one of the source's own pictures on the target, under a name and a text of his own. */
export function byHandOf(seed: number, source: readonly PlantedProduct[]): Deed[] {
  const { chance, int } = createDraw(seed, 'by hand');
  const product = source[int(source.length - 1)];
  const image = product?.images[int(Math.max(0, product.images.length - 1))];
  if (!chance(0.2) || product === undefined || image === undefined) return [];
  return [
    {
      afterRequests: int(40),
      does: 'add to target',
      sku: product.sku,
      image: newcomer(image.picture, 'by-hand'),
    },
  ];
}

function newcomer(picture: number, name: string): PlantedImage {
  return {
    picture,
    fileName: `${name}-${picture}.png`,
    description: `added meanwhile: ${name}`,
    sortOrder: 90,
    isThumbnail: false,
  };
}

export interface Others {
  /** Told of each request; does what is due. */
  onRequest(): void;
  /** They go home. */
  stop(): void;
  /** Images that others have added to the target, by SKU, with their pictures (by the stores' own key). */
  readonly addedToTarget: readonly { readonly sku: string; readonly id: number; readonly picture: string }[];
  /**
   * Images of the target that are nobody's counterpart, whatever they show, by id, as they were at first: those of a name
   * that the source's product did not have when all began, and those that others have added.
   */
  readonly theirs: ReadonlyMap<number, ImageRow>;
  /** Pictures that were on the source once and are not any more. */
  readonly removedFromSource: readonly { readonly sku: string; readonly picture: string }[];
  /** True when somebody has changed what a run may have seen already. */
  readonly edited: boolean;
}

export interface World {
  readonly source: StoreControl;
  readonly target: StoreControl;
  /** See the scenario. */
  readonly strangersBy?: 'name' | 'picture' | undefined;
  putClock(byMs: number): void;
  goAway(forMs: number): void;
  /** Told of each deed when it is done. */
  onDeed?(deed: Deed): void;
}

export function createOthers(deeds: readonly Deed[], world: World): Others {
  let waiting = [...deeds];
  let requests = 0;
  const addedToTarget: { sku: string; id: number; picture: string }[] = [];
  const removedFromSource: { sku: string; picture: string }[] = [];
  const theirs = new Map(strangersOn(world).map((image) => [image.id, image]));
  let edited = false;

  function act(deed: Deed): void {
    world.onDeed?.(deed);
    if (deed.does === 'put the clock') return world.putClock(deed.byMs);
    if (deed.does === 'be away') return world.goAway(deed.forMs);
    const store = deed.does.endsWith('target') ? world.target : world.source;
    const product = store.products().find((one) => one.sku === deed.sku);
    if (product === undefined) return;
    edited ||= deed.does !== 'add to target';
    if ('image' in deed) {
      const { picture, ...fields } = deed.image;
      const row = store.addImage({ ...fields, productId: product.id, picture: { tiny: picture } });
      if (deed.does === 'add to target') {
        addedToTarget.push({ sku: deed.sku, id: row.id, picture: row.picture });
        theirs.set(row.id, row);
      }
      return;
    }
    const images = store.images(product.id);
    const image = images[deed.nth % Math.max(1, images.length)];
    if (image === undefined) return;
    if (deed.does === 'remove from source') removedFromSource.push({ sku: deed.sku, picture: image.picture });
    change(store, image, images, deed.does);
  }

  return {
    addedToTarget,
    theirs,
    removedFromSource,
    get edited() {
      return edited;
    },
    stop() {
      waiting = [];
    },
    onRequest() {
      requests += 1;
      const due = waiting.filter((deed) => deed.afterRequests < requests);
      waiting = waiting.filter((deed) => !due.includes(deed));
      for (const deed of due) act(deed);
    },
  };
}

function strangersOn({ source, target, strangersBy = 'name' }: World): ImageRow[] {
  const tellOf = (image: ImageRow): string => (strangersBy === 'name' ? nameOf(image) : image.picture);
  return target.products().flatMap(({ id, sku }) => {
    const counterpart = source.products().find((one) => one.sku === sku);
    const known = new Set(source.images(counterpart?.id ?? 0).map(tellOf));
    return target.images(id).filter((image) => !known.has(tellOf(image)));
  });
}

/** The name that a file was given, without what stores add to it. */
function nameOf({ imageFile }: ImageRow): string {
  return imageFile.replace(/^.*\//, '').replaceAll(/__\d+/g, '');
}

/** What others write as a text. */
export const OTHER_WORDS = 'in other words';

function change(
  store: StoreControl,
  image: ImageRow,
  siblings: readonly ImageRow[],
  does: Deed['does'],
): void {
  if (does === 'remove from source') store.removeImage(image.id);
  else if (does === 'move on target') store.updateImage(image.id, { sortOrder: image.sortOrder + 40 });
  else if (does === 'flag on target') {
    for (const { id } of siblings) store.updateImage(id, { isThumbnail: id === image.id });
  } else store.updateImage(image.id, { description: OTHER_WORDS });
}
