import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { differingFields } from './differing-fields.ts';
import { imageFields } from './image-fields.ts';
import type { ProductImage } from './product-image.ts';

const cdn = 'https://cdn8.bigcommerce.com/s-id30h7ohwf/products/158/images/382/towel__83011__60806';
const image: ProductImage = {
  productId: 158,
  imageId: 382,
  imageFile: 'a/521/towel__83011__60806.jpg',
  description: 'A towel',
  isThumbnail: true,
  sortOrder: 0,
  urls: {
    zoom: `${cdn}.1534344511.1280.1280.jpg?c=2`,
    standard: `${cdn}.1534344511.386.513.jpg?c=2`,
    thumbnail: `${cdn}.1534344511.220.290.jpg?c=2`,
    tiny: `${cdn}.1534344511.44.58.jpg?c=2`,
  },
};
const none = { zoom: '', standard: '', thumbnail: '', tiny: '' };
const zoom = (url: string): ProductImage => ({ ...image, urls: { ...image.urls, zoom: url } });

describe('parity', () => {
  test.each([
    ['sample_images/stencil/sieve.jpg', []],
    ['%%SAMPLE%%/stencil/sieve.jpg', []],
    ['sample_images/stencil/spoon.jpg', ['image_file']],
    ['stencil/sieve.jpg', ['image_file']],
  ])('a sample picture in one view, %s in the other', (imageFile, fields) => {
    const sample = { ...image, imageFile: '%%SAMPLE%%/stencil/sieve.jpg' };
    expect(differingFields(sample, { ...image, imageFile }, 'parity')).toEqual(fields);
  });

  test.each<[string, ProductImage, string[]]>([
    ['the same image', image, []],
    ['another id', { ...image, imageId: 383 }, ['id']],
    ['another product', { ...image, productId: 159 }, ['product_id']],
    ['another file', { ...image, imageFile: 'a/521/other.jpg' }, ['image_file']],
    ['a file that one view does not show', { ...image, imageFile: '' }, []],
    [
      'all else',
      { ...image, isThumbnail: false, sortOrder: 1, description: '' },
      ['is_thumbnail', 'sort_order', 'description'],
    ],
    ['a description in another normal form', { ...image, description: 'A towel\u0301' }, ['description']],
    [
      'another host, stamp, size and query',
      zoom(
        'https://cdn3.bigcommerce.com/bcapp/x1/products/158/images/382/towel__83011__60806.1348449270.500.659.jpg',
      ),
      [],
    ],
    ['an address with escapes', zoom(`${cdn.replace('towel', 't%6Fwel')}.1534344511.1280.1280.jpg`), []],
    [
      "another image's rendition",
      zoom(`${cdn.replace('382', '383')}.1534344511.1280.1280.jpg`),
      ['url_zoom'],
    ],
    ['another name in the rendition', zoom(`${cdn}__11111.1534344511.1280.1280.jpg`), ['url_zoom']],
    ['a view without addresses', { ...image, urls: none }, []],
    ['dates, which are different facts', { ...image, dateModified: '2018-08-15T14:48:31+00:00' }, []],
  ])('%s', (_, other, fields) => {
    expect([differingFields(image, other, 'parity'), differingFields(other, image, 'parity')]).toEqual([
      fields,
      fields,
    ]);
  });
});

describe.each(['zoom', 'standard', 'thumbnail', 'tiny'] as const)('the %s address', (name) => {
  const others = ['url_zoom', 'url_standard', 'url_thumbnail', 'url_tiny'].filter(
    (url) => url !== `url_${name}`,
  );
  test.each([
    ['is another', { ...image.urls, [name]: 'https://example.com/other.jpg' }, [`url_${name}`]],
    ['is missing', { ...image.urls, [name]: '' }, [`url_${name}`]],
    ['is the only one shown', { ...none, [name]: image.urls[name] }, others],
  ])('%s', (_, urls, fields) => {
    expect(differingFields(image, { ...image, urls }, 'parity')).toEqual(fields);
  });
});

test('across stores only what can be sent and read back counts', () => {
  const elsewhere = { ...image, imageId: 9, productId: 8, imageFile: 'z/1/towel__22222.jpg', urls: none };
  expect(differingFields(image, elsewhere, 'transfer')).toEqual([]);
  expect(
    differingFields(image, { ...elsewhere, isThumbnail: false, sortOrder: 4, description: 'B' }, 'transfer'),
  ).toEqual(['is_thumbnail', 'sort_order', 'description']);
});

test('law: an image never differs from itself, whatever its texts', () => {
  const text = fc.string();
  const address = text.map((path) => `https://cdn.example/${path}`);
  const anyImage = fc.record({
    productId: fc.nat(),
    imageId: fc.nat(),
    imageFile: fc.string(),
    description: fc.string({ unit: fc.nat(0xffff).map((code) => String.fromCharCode(code)) }),
    isThumbnail: fc.boolean(),
    sortOrder: fc.integer(),
    urls: fc.record({ zoom: text, standard: address, thumbnail: text, tiny: text }),
  });
  fc.assert(
    fc.property(anyImage, (any) => differingFields(any, structuredClone(any), 'parity').length === 0),
  );
});

test('every field that is compared across stores can be written', () => {
  const compared = imageFields.filter(({ compare }) => compare.transfer !== 'never');
  expect(compared.filter(({ writable }) => !writable)).toEqual([]);
});
