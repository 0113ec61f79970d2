// One ordered walk over two image sets of one product. Invariant: every source image and every target image stands in
// exactly one row. Pairs by id where the views show the same records (parity); across stores by what an earlier run
// made (links), then by file stem and, among images of one stem, by what they say and by their order, so that true
// twins (the same picture twice) keep their number. Pure; knows no store and no journal.
import { differingFields, looseStem, type ProductImage, stemOf } from '@cutover/field-mapper';
import type { Mode } from '@cutover/journal';
import { hasTies, inOrder, keepsOrder, predict } from './predict.ts';

export type MarchRow =
  | {
      readonly sign: '=' | '~';
      readonly source: ProductImage;
      readonly target: ProductImage;
      readonly fields: readonly string[];
    }
  | { readonly sign: '+'; readonly source: ProductImage }
  | { readonly sign: '-'; readonly target: ProductImage };

export interface MarchInput {
  readonly mode: Mode;
  readonly source: readonly ProductImage[];
  readonly target: readonly ProductImage[];
  /** Source image id → the target image that an earlier run made of it. */
  readonly links?: ReadonlyMap<number, number>;
}

/** Rows in the source's order, then what only the target has. */
export function march(input: MarchInput): MarchRow[] {
  return input.mode === 'parity' ? marchViews(input) : marchStores(input);
}

function marchViews({ source, target }: MarchInput): MarchRow[] {
  const byId = new Map(target.map((image) => [image.imageId, image]));
  const rows = inOrder(source).map((image): MarchRow => {
    const other = byId.get(image.imageId);
    byId.delete(image.imageId);
    if (other === undefined) return { sign: '+', source: image };
    const fields = differingFields(image, other, 'parity');
    return { sign: fields.length === 0 ? '=' : '~', source: image, target: other, fields };
  });
  return [...rows, ...onlyTarget(byId.values())];
}

function marchStores({ source, target, links }: MarchInput): MarchRow[] {
  const sources = inOrder(predict(source));
  const free = new Map(inOrder(target).map((image) => [image.imageId, image]));
  const partner = new Map<number, ProductImage>();
  const pair = (image: ProductImage, other: ProductImage | undefined): void => {
    if (other === undefined || partner.has(image.imageId) || !free.has(other.imageId)) return;
    partner.set(image.imageId, other);
    free.delete(other.imageId);
  };

  for (const image of sources) {
    const linked = links?.get(image.imageId);
    if (linked !== undefined) pair(image, free.get(linked));
  }
  for (const stem of [stemOfImage, looseStemOfImage]) pairByStem(sources, free, partner, pair, stem);

  const pairs = sources.flatMap((image) => {
    const other = partner.get(image.imageId);
    return other === undefined ? [] : [{ source: image, target: other }];
  });
  // A product with ties cannot always be reproduced number by number; its order can.
  const ordersAgree = hasTies(sources) && keepsOrder(pairs);
  const rows = sources.map((image): MarchRow => {
    const other = partner.get(image.imageId);
    if (other === undefined) return { sign: '+', source: image };
    const fields = differingFields(image, other, 'transfer').filter(
      (field) => !(ordersAgree && field === 'sort_order'),
    );
    return { sign: fields.length === 0 ? '=' : '~', source: image, target: other, fields };
  });
  return [...rows, ...onlyTarget(free.values())];
}

/** Within one stem: first those that say the same at the same place, then those that say the same, then in order. */
function pairByStem(
  sources: readonly ProductImage[],
  free: ReadonlyMap<number, ProductImage>,
  partner: ReadonlyMap<number, ProductImage>,
  pair: (image: ProductImage, other: ProductImage | undefined) => void,
  stem: (image: ProductImage) => string,
): void {
  const groups = Map.groupBy([...free.values()], stem);
  const closeness: ((a: ProductImage, b: ProductImage) => boolean)[] = [
    (a, b) => a.description === b.description && a.sortOrder === b.sortOrder,
    (a, b) => a.description === b.description,
    () => true,
  ];
  for (const close of closeness) {
    for (const image of sources) {
      if (partner.has(image.imageId)) continue;
      const key = stem(image);
      if (key === '') continue;
      pair(
        image,
        groups.get(key)?.find((other) => free.has(other.imageId) && close(image, other)),
      );
    }
  }
}

function onlyTarget(images: Iterable<ProductImage>): MarchRow[] {
  return [...images].map((target) => ({ sign: '-', target }));
}

/** The name to pair by; from the file, or from an address where a view does not show the file. */
export function nameOf(image: ProductImage): string {
  return image.imageFile || image.urls.zoom || image.urls.standard || image.urls.thumbnail || image.urls.tiny;
}

function stemOfImage(image: ProductImage): string {
  return stemOf(nameOf(image));
}

function looseStemOfImage(image: ProductImage): string {
  return looseStem(stemOfImage(image));
}
