/** The addresses a store gives its pictures, and the way back from a path on the CDN to a picture. */
import type { Box } from './pictures/picture-store.ts';
import type { ImageRow, RuleImage } from './state/rows.ts';
import type { Store } from './store.ts';

/** The boxes of the resized copies; real stores set their own, so nothing may rely on these numbers. */
export const boxes = {
  zoom: { width: 1280, height: 1280 },
  standard: { width: 386, height: 513 },
  thumbnail: { width: 220, height: 290 },
  tiny: { width: 44, height: 58 },
} as const satisfies Record<string, Box>;

export type Rendition = keyof typeof boxes;

/** The address of a resized copy as one of the views shows it. */
export function renditionAddress(store: Store, image: ImageRow, rendition: Rendition, stamp: number): string {
  const { width, height } = boxes[rendition];
  const [name, extension] = baseName(image.imageFile);
  return `${store.origin()}/cdn/s-${store.hash}/products/${image.productId}/images/${image.id}/${name}.${stamp}.${width}.${height}.${extension}?c=1`;
}

/** The address of the original. */
export function originalAddress(store: Store, image: ImageRow): string {
  const [name, extension] = baseName(image.imageFile);
  return `${store.origin()}/cdn/s-${store.hash}/images/stencil/original/products/${image.productId}/${image.id}/${name}.${stampOf(image)}.${extension}`;
}

/** The address of a variant's, modifier value's or swatch's picture. */
export function ruleImageAddress(store: Store, { file }: RuleImage): string {
  return `${store.origin()}/cdn/s-${store.hash}/product_images/attribute_rule_images/${file}`;
}

/** The stamp in an image's addresses: when it was last changed, in unix seconds. */
export function stampOf(image: ImageRow): number {
  return Math.floor(image.dateModified / 1000);
}

function baseName(imageFile: string): [string, string] {
  const file = imageFile.split('/').at(-1) ?? imageFile;
  const dot = file.lastIndexOf('.');
  return [encodeURIComponent(file.slice(0, dot)), encodeURIComponent(file.slice(dot + 1))];
}
