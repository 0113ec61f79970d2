import { describe, expect, test } from 'vitest';
import type { ProductImage } from './product-image.ts';
import { checkSendable } from './sendable.ts';
import { toV3Create, toV3Update, whyNotAnAddress } from './to-v3-write.ts';

const image: ProductImage = {
  productId: 1,
  imageId: 2,
  imageFile: 'p/022/name__36562.jpg',
  description: 'alt',
  isThumbnail: false,
  sortOrder: 3,
  urls: { zoom: '', standard: '', thumbnail: '', tiny: '' },
};
const fields = { description: 'alt', sort_order: 3, is_thumbnail: false };

describe('toV3Create', () => {
  test('by address', () => {
    const imageUrl = 'https://example.com/a.jpg';
    expect(toV3Create(image, { imageUrl })).toEqual({
      fields: { image_url: imageUrl, ...fields },
      cannotSend: [],
    });
  });

  test('by upload, with what has no place in the target', () => {
    const dated = {
      ...image,
      sortOrder: 2 ** 31,
      dateCreated: '2012-09-24T01:14:30+00:00',
      dateModified: '2018-08-15T14:48:31+00:00',
    };
    expect(toV3Create(dated, { upload: true })).toEqual({
      fields: { description: 'alt', is_thumbnail: false },
      cannotSend: [
        { field: 'sort_order', reason: '2147483648 is not a 32-bit integer' },
        { field: 'date_created', reason: 'V3 has no such field; the target notes its own time' },
        { field: 'date_modified', reason: 'kept by the store; the target notes its own time' },
      ],
    });
  });

  test('a WebDAV import path of V2 cannot be sent', () => {
    const { fields: sent, cannotSend } = toV3Create(image, { imageUrl: 'import/name.jpg' });
    expect([sent, cannotSend.map(({ field }) => field)]).toEqual([fields, ['image_url']]);
  });
});

test.each([
  ['https://example.com/a.jpg', undefined],
  [`https://example.com/${'a'.repeat(235)}`, undefined],
  [`https://example.com/${'a'.repeat(236)}`, '256 characters long, V3 takes 255: upload the picture'],
  ['', 'there is no address'],
  ['ftp://example.com/a.jpg', 'not an http or https address'],
  ['https://example.com/a b.jpg', 'holds spaces or letters outside ASCII: percent-encode it first'],
  ['https://', 'not an http or https address'],
  ['data:image/png;base64,AA', 'not an http or https address'],
])('address %s: %s', (address, reason) => {
  expect(whyNotAnAddress(address)).toBe(reason);
});

test('an update changes what is named and no more, false and zero included', () => {
  expect(toV3Update({})).toEqual({});
  expect(toV3Update({ description: '', sortOrder: 0, isThumbnail: false })).toEqual({
    description: '',
    sort_order: 0,
    is_thumbnail: false,
  });
});

test.each([
  [{ description: 'a'.repeat(255), sortOrder: 0 }, []],
  [
    { description: 'a'.repeat(256), sortOrder: -1 },
    ['warning description-long', 'warning sort-order-negative'],
  ],
  [
    { description: 'a\u001b[31m', sortOrder: 1.5 },
    ['warning description-control-characters', 'error sort-order-range'],
  ],
  [{ description: 'two\r\nlines\tand a tab', sortOrder: -(2 ** 31) }, ['warning sort-order-negative']],
])('problems of case %#', (sent, problems) => {
  expect(checkSendable(sent).map(({ severity, code }) => `${severity} ${code}`)).toEqual(problems);
});
