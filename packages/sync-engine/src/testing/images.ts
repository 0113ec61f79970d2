// Images for the tests of the pure verbs: a few facts given, the rest plausible.
import type { ProductImage } from '@cutover/field-mapper';

export function image(facts: Partial<ProductImage> & { imageId: number }): ProductImage {
  return {
    productId: 1,
    imageFile: `a/001/picture-${facts.imageId}__${10_000 + facts.imageId}.jpg`,
    description: '',
    isThumbnail: false,
    sortOrder: facts.imageId,
    urls: { zoom: '', standard: '', thumbnail: '', tiny: '' },
    ...facts,
  };
}

/** A picture of that name, as a store lists it. */
export function named(stem: string, imageId: number, facts: Partial<ProductImage> = {}): ProductImage {
  return image({ imageId, imageFile: `a/001/${stem}__${10_000 + imageId}.jpg`, ...facts });
}
