/**
 * THE rules of a product's images, whichever API version asks: one thumbnail at most, who is renumbered,
 * who succeeds, what a list shows. Knows nothing of wire names and statuses.
 */
import { imageFileName } from './image-file-name.ts';
import type { ImageRow } from './state/rows.ts';
import type { Store } from './store.ts';

/** The most images a product may have. */
export const imagesPerProductMax = 1000;
/** The largest sort_order: an int32. */
const sortOrderMax = 2_147_483_647;

/** What a client may say about an image. */
export interface ImageWish {
  readonly isThumbnail?: boolean | undefined;
  readonly sortOrder?: number | undefined;
  readonly description?: string | undefined;
  /** Where a store takes it: wall-clock milliseconds. */
  readonly dateModified?: number | undefined;
  /** Where a store takes it: the product that the image is to belong to. */
  readonly productId?: number | undefined;
}
/** Why the rules of a product refuse an image that is valid by itself. */
export type ImageRefusal = 'too-many-images' | 'no-place-left';
/** A picture that the store has accepted. */
export interface AcceptedPicture {
  readonly picture: string;
  readonly extension: string;
  readonly uploadName: string;
}

/** The images a list shows now in one view, by id. */
export function listedImages(store: Store, view: 'v2' | 'v3', productId?: number): ImageRow[] {
  const latest = store.now() - store.switches['list-lag-ms'];
  return store.tables
    .images(productId)
    .filter((image) => image.listedFrom <= latest && image.planted.hiddenFrom !== view);
}

/** One image in one view, or undefined where that view does not show it or it belongs to another product. */
export function imageInView(
  store: Store,
  view: 'v2' | 'v3',
  productId: number,
  imageId: number,
): ImageRow | undefined {
  const image = store.tables.image(imageId);
  if (image === undefined || image.productId !== productId || image.planted.hiddenFrom === view)
    return undefined;
  return image;
}

/** Adds an image. The first image of a product becomes its thumbnail. */
export function createImage(
  store: Store,
  askedProductId: number,
  { picture, extension, uploadName }: AcceptedPicture,
  wish: ImageWish,
): ImageRow | ImageRefusal {
  const { tables, switches } = store;
  return tables.atomically(() => {
    const productId = wish.productId ?? askedProductId;
    const siblings = tables.images(productId);
    if (siblings.length >= imagesPerProductMax) return 'too-many-images';
    const now = store.now();
    const last = siblings.reduce((most, { sortOrder }) => Math.max(most, sortOrder), -1);
    const sortOrder = wish.sortOrder ?? (switches['default-sort'] === 'last' ? next(last) : 0);
    const isBumping = wish.sortOrder !== undefined && switches['sort-on-create'] === 'bump';
    const isBehindAll = wish.sortOrder === undefined && sortOrder === last;
    if ((isBumping || isBehindAll) && hasNoPlace(store, siblings, sortOrder)) return 'no-place-left';
    if (isBumping) bump(store, siblings, sortOrder);
    const isThumbnail = siblings.length === 0 || wish.isThumbnail === true;
    const id = tables.takeImageId();
    const image: ImageRow = {
      id,
      productId,
      imageFile: imageFileName(uploadName, extension, [store.hash, store.seed, id], switches),
      picture,
      isThumbnail,
      sortOrder,
      description: keptText(store, wish.description ?? ''),
      dateCreated: now,
      dateModified: wish.dateModified ?? now,
      listedFrom: now,
      planted: {},
    };
    tables.putImage(image);
    if (isThumbnail) clearOtherThumbnails(store, image);
    renumber(store, productId);
    touchProduct(store, productId);
    return tables.image(id) ?? image;
  });
}

/** Changes an image, and its siblings where the rules say so. */
export function updateImage(
  store: Store,
  image: ImageRow,
  wish: ImageWish,
  replacement?: AcceptedPicture,
): ImageRow | ImageRefusal {
  const { tables, switches } = store;
  return tables.atomically(() => {
    const current = tables.image(image.id) ?? image;
    const productId = wish.productId ?? current.productId;
    const siblings = tables.images(productId).filter(({ id }) => id !== current.id);
    if (productId !== current.productId && siblings.length >= imagesPerProductMax) return 'too-many-images';
    const sortOrder = wish.sortOrder ?? current.sortOrder;
    if (sortOrder > current.sortOrder && switches['sort-on-update'] === 'bump') {
      if (hasNoPlace(store, siblings, sortOrder)) return 'no-place-left';
      bump(store, siblings, sortOrder);
    }
    const now = store.now();
    const changed: ImageRow = {
      ...current,
      productId,
      sortOrder,
      description: wish.description === undefined ? current.description : keptText(store, wish.description),
      isThumbnail: thumbnailAfter(store, current, siblings, wish.isThumbnail),
      dateModified: wish.dateModified ?? now,
      ...(replacement === undefined
        ? {}
        : {
            picture: replacement.picture,
            imageFile: imageFileName(
              replacement.uploadName,
              replacement.extension,
              [store.hash, store.seed, current.id, now],
              switches,
            ),
          }),
    };
    tables.putImage(changed);
    if (changed.isThumbnail && (wish.isThumbnail === true || productId !== current.productId))
      clearOtherThumbnails(store, changed);
    for (const touched of new Set([productId, current.productId])) {
      renumber(store, touched);
      touchProduct(store, touched);
    }
    return tables.image(changed.id) ?? changed;
  });
}

/** Removes an image; who becomes thumbnail then is a switch. */
export function removeImage(store: Store, image: ImageRow): void {
  const { tables, switches } = store;
  tables.atomically(() => {
    tables.removeImage(image.id);
    const rest = tables.images(image.productId);
    const succession = switches['thumbnail-succession'];
    if (image.isThumbnail && succession !== 'none' && !rest.some(({ isThumbnail }) => isThumbnail)) {
      const [heir] =
        succession === 'lowest-id' ? rest : rest.toSorted((a, b) => a.sortOrder - b.sortOrder || a.id - b.id);
      if (heir !== undefined) tables.putImage({ ...heir, isThumbnail: true });
    }
    touchProduct(store, image.productId);
  });
}

function thumbnailAfter(
  store: Store,
  current: ImageRow,
  siblings: readonly ImageRow[],
  wish: boolean | undefined,
): boolean {
  if (wish !== false || !current.isThumbnail) return wish ?? current.isThumbnail;
  const isOnly = !siblings.some(({ isThumbnail }) => isThumbnail);
  return isOnly && store.switches['thumbnail-unset'] === 'kept';
}

function bump(store: Store, siblings: readonly ImageRow[], from: number): void {
  const touched = store.switches['sort-bump-dates'] === 'touched' ? { dateModified: store.now() } : {};
  for (const sibling of siblings) {
    if (sibling.sortOrder >= from) {
      store.tables.putImage({ ...sibling, ...touched, sortOrder: next(sibling.sortOrder) });
    }
  }
}

/** The place behind this one; the last place has none and stays. */
function next(sortOrder: number): number {
  return Math.min(sortOrder + 1, sortOrderMax);
}

/** Whether a store that would not keep an image in the last place has to move one from there. */
function hasNoPlace({ switches }: Store, siblings: readonly ImageRow[], from: number): boolean {
  if (switches['sort-overflow'] === 'kept') return false;
  return siblings.some(({ sortOrder }) => sortOrder >= from && sortOrder === sortOrderMax);
}

function keptText({ switches }: Store, text: string): string {
  switch (switches['description-kept']) {
    case 'as-sent':
      return text;
    case 'trimmed':
      return text.trim();
    case 'cut-255':
      return Array.from(text).slice(0, 255).join('');
    case 'nfc':
      return text.normalize('NFC');
  }
}

/** A store that knows an order and no places. */
function renumber(store: Store, productId: number): void {
  if (store.switches['sort-kept'] !== 'renumbered') return;
  const images = store.tables.images(productId).toSorted((a, b) => a.sortOrder - b.sortOrder || a.id - b.id);
  for (const [place, image] of images.entries())
    if (image.sortOrder !== place) store.tables.putImage({ ...image, sortOrder: place });
}

function clearOtherThumbnails(store: Store, thumbnail: ImageRow): void {
  for (const sibling of store.tables.images(thumbnail.productId)) {
    if (sibling.id !== thumbnail.id && sibling.isThumbnail) {
      store.tables.putImage({ ...sibling, isThumbnail: false });
    }
  }
}

function touchProduct(store: Store, productId: number): void {
  if (store.switches['image-bumps-product'] === 'no') return;
  const product = store.tables.product(productId);
  if (product !== undefined) store.tables.putProduct({ ...product, dateModified: store.now() });
}
