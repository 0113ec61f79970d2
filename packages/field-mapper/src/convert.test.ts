import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromV2, fromV3, isoOf, toV2, toV3 } from './convert.ts';
import { formatIso8601, formatRfc2822 } from './dates.ts';
import type { ProductImage } from './product-image.ts';

const fromV2Docs = {
  id: 247,
  product_id: 77,
  date_created: 'Mon, 24 Sep 2012 01:14:30 +0000',
  image_file: 'sample_images/in_123__14581.jpg',
  is_thumbnail: true,
  sort_order: 0,
  description: null,
  zoom_url:
    'https://cdn3.bigcommerce.com/s-x/products/77/images/247/in_123__14581.1393831046.1280.1280.jpg?c=1',
  standard_url:
    'https://cdn3.bigcommerce.com/s-x/products/77/images/247/in_123__14581.1393831046.386.513.jpg?c=1',
  thumbnail_url:
    'https://cdn3.bigcommerce.com/s-x/products/77/images/247/in_123__14581.1393831046.220.290.jpg?c=1',
  tiny_url: 'https://cdn3.bigcommerce.com/s-x/products/77/images/247/in_123__14581.1393831046.44.58.jpg?c=1',
};
const canonical: ProductImage = {
  productId: 77,
  imageId: 247,
  imageFile: 'sample_images/in_123__14581.jpg',
  description: '',
  isThumbnail: true,
  sortOrder: 0,
  urls: {
    zoom: fromV2Docs.zoom_url,
    standard: fromV2Docs.standard_url,
    thumbnail: fromV2Docs.thumbnail_url,
    tiny: fromV2Docs.tiny_url,
  },
  dateCreated: '2012-09-24T01:14:30+00:00',
};

/** An image that tells no more than it must. */
const blank: ProductImage = {
  productId: 2,
  imageId: 1,
  imageFile: '',
  description: '',
  isThumbnail: false,
  sortOrder: -3,
  urls: { zoom: '', standard: '', thumbnail: '', tiny: '' },
};

test('a V2 image of the documentation becomes canonical, and V3 in shape', () => {
  expect(fromV2(fromV2Docs)).toStrictEqual(canonical);
  expect(toV3(fromV2(fromV2Docs))).toEqual({
    id: 247,
    product_id: 77,
    image_file: 'sample_images/in_123__14581.jpg',
    is_thumbnail: true,
    sort_order: 0,
    description: '',
    url_zoom: fromV2Docs.zoom_url,
    url_standard: fromV2Docs.standard_url,
    url_thumbnail: fromV2Docs.thumbnail_url,
    url_tiny: fromV2Docs.tiny_url,
    date_modified: '2012-09-24T01:14:30+00:00',
  });
});

test('what V3 leaves out or shows as null reads as empty', () => {
  const bare = {
    id: 1,
    product_id: 2,
    is_thumbnail: false,
    sort_order: -3,
    description: null,
    url_zoom: null,
    date_modified: '',
  };
  expect(fromV3(bare)).toStrictEqual(blank);
});

test('what the canonical image does not know is left out of both shapes', () => {
  const told = { id: 1, product_id: 2, is_thumbnail: false, sort_order: -3, description: '' };
  expect([toV2(blank), toV3(blank)]).toStrictEqual([told, told]);
});

test('a date that cannot be read is left out and does not stop a scan', () => {
  const { dateCreated: _, ...undated } = canonical;
  expect(fromV2({ ...fromV2Docs, date_created: 'yesterday' })).toStrictEqual(undated);
});

test.each([
  ['Mon, 24 Sep 2012 01:14:30 +0000', '2012-09-24T01:14:30+00:00'],
  [' 2018-08-15T14:48:31+00:00 ', '2018-08-15T14:48:31+00:00'],
  ['2018-08-15', undefined],
  ['', undefined],
  [null, undefined],
  [undefined, undefined],
])('the date %j of either view is %j', (text, iso) => {
  expect(isoOf(text)).toBe(iso);
});

const instants = fc.date({
  min: new Date('1900-01-02T00:00:00Z'),
  max: new Date('9999-12-30T00:00:00Z'),
  noInvalidDate: true,
});
/** Any text at all, halves of surrogate pairs and control characters included. */
const anyText = fc.string({ unit: fc.nat(0xffff).map((code) => String.fromCharCode(code)) });
const text = fc.option(anyText, { nil: undefined });
const v2Images = fc.record({
  id: fc.integer({ min: 1 }),
  product_id: fc.integer({ min: 1 }),
  date_created: instants.map(formatRfc2822),
  image_file: text,
  is_thumbnail: fc.boolean(),
  sort_order: fc.integer(),
  description: fc.option(anyText),
  zoom_url: text,
  standard_url: text,
  thumbnail_url: text,
  tiny_url: text,
});

test('law: through V3 and back nothing changes but the name of the date', () => {
  fc.assert(
    fc.property(v2Images, (wire) => {
      const { dateCreated, ...image } = fromV2(wire);
      expect(fromV3(toV3(fromV2(wire)))).toEqual({ ...image, dateModified: dateCreated });
    }),
  );
});

test('law: through V2 and back nothing changes', () => {
  fc.assert(
    fc.property(v2Images, instants, (wire, modified) => {
      const image = { ...fromV2(wire), dateModified: formatIso8601(modified) };
      expect(fromV2(toV2(image))).toEqual(image);
    }),
  );
});
