import { expect, test } from 'vitest';
import { type CatalogRow, createCatalog } from './catalog.ts';

/** A product of one place in a file, which tells how often it was asked what it is called. */
function askedProduct() {
  const asked = { times: 0 };
  const told = (text: string): string => {
    asked.times += 1;
    return text;
  };
  const product = {
    productId: 0,
    line: 2,
    get sku() {
      return told('PAN');
    },
    get name() {
      return told('Pan');
    },
  };
  return { product, asked };
}

const imageOf = (product: CatalogRow['product'], imageId: number): CatalogRow => ({
  kind: 'product-image',
  line: product.line,
  image: {
    productId: 0,
    imageId,
    imageFile: 'a/1.jpg',
    description: '',
    isThumbnail: false,
    sortOrder: 0,
    urls: { zoom: '', standard: '', thumbnail: '', tiny: '' },
  },
  product,
  address: '',
  warnings: [],
});

test('what a product is called, however long, is read as often with a hundred pictures as with one', () => {
  const timesAskedWith = (pictures: number): number => {
    const catalog = createCatalog(() => '');
    const { product, asked } = askedProduct();
    for (let id = 1; id <= pictures; id += 1) expect(catalog.add(imageOf(product, id))).toBeUndefined();
    expect(catalog.counts()).toEqual({
      products: 1,
      images: pictures,
      variants: 0,
      modifiers: 0,
      swatches: 0,
    });
    catalog.close();
    return asked.times;
  };
  expect(timesAskedWith(100)).toBe(timesAskedWith(1));
});

test('rows that name no place of their product are two products, each by its own line', () => {
  const catalog = createCatalog(() => '');
  const product = { productId: 0, sku: '', name: 'Pan', line: 0 };
  for (const line of [3, 4]) expect(catalog.add({ ...imageOf(product, line), line })).toBeUndefined();
  expect(catalog.counts()).toEqual({ products: 2, images: 2, variants: 0, modifiers: 0, swatches: 0 });
  catalog.close();
});
