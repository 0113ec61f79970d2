// What a picture is called in a list, the one place that says it: by the SKU of its product, or of its variant, and by the
// label of what is chosen where it has no other name.
import type { ImageRef } from '@cutover/journal';

/** '' where nothing is known but ids; not yet harmless to show. */
export function pictureName({ sku = '', variantSku = '', label = '' }: Omit<ImageRef, 'productId'>): string {
  const known = variantSku === '' ? sku : variantSku;
  return label === '' || known === '' ? known || label : `${known}: ${label}`;
}

/** `image 7`, `variant 5`, `value 9`; '' of a product. */
export function pictureId({ imageId, variantId, valueId }: Omit<ImageRef, 'productId'>): string {
  if (imageId !== undefined) return `image ${imageId}`;
  if (variantId !== undefined) return `variant ${variantId}`;
  return valueId === undefined ? '' : `value ${valueId}`;
}
