/** An id as a path segment; throws RangeError for what is no id, since it would name another resource. */
export function segment(id: number): string {
  if (Number.isSafeInteger(id) && id > 0) return String(id);
  throw new RangeError('an id is a whole number above 0');
}

export const productsPath = '/v3/catalog/products';
export const productPath = (productId: number): string => `${productsPath}/${segment(productId)}`;
export const imagesPath = (productId: number): string => `${productPath(productId)}/images`;
export const variantPath = (productId: number, variantId: number): string =>
  `${productPath(productId)}/variants/${segment(variantId)}`;
export const modifierValuePath = (productId: number, modifierId: number, valueId: number): string =>
  `${productPath(productId)}/modifiers/${segment(modifierId)}/values/${segment(valueId)}`;
export const optionValuePath = (productId: number, optionId: number, valueId: number): string =>
  `${productPath(productId)}/options/${segment(optionId)}/values/${segment(valueId)}`;
