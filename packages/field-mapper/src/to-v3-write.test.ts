import { describe, expect, test } from 'vitest';
import type { ProductImage } from './product-image.ts';
import { checkSendable } from './sendable.ts';
import { isInt32, toV3Create, toV3Update, whyNotAnAddress } from './to-v3-write.ts';

const image: ProductImage = {
  productId: 1,
  imageId: 2,
  imageFile: 'p/022/name__36562.jpg',
  description: 'alt',
  isThumbnail: false,
  sortOrder: 3,
  urls: { zoom: '', standard: '', thumbnail: '', tiny: '' },
};
const webDavPath =
  "a path relative to V2's WebDAV import folder has no counterpart in V3: give a public address or upload the picture";
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
    expect(toV3Create(dated, { upload: true })).toStrictEqual({
      fields: { description: 'alt', is_thumbnail: false },
      cannotSend: [
        { field: 'sort_order', reason: '2147483648 is not a 32-bit integer' },
        { field: 'date_created', reason: 'V3 has no such field; the target notes its own time' },
        { field: 'date_modified', reason: 'kept by the store; the target notes its own time' },
      ],
    });
  });

  test('a WebDAV import path of V2 cannot be sent', () => {
    expect(toV3Create(image, { imageUrl: 'import/name.jpg' })).toStrictEqual({
      fields,
      cannotSend: [{ field: 'image_url', reason: webDavPath }],
    });
  });
});

test.each([
  ['https://example.com/a.jpg', undefined],
  ['HTTP://example.com/a.jpg', undefined],
  [`https://example.com/${'a'.repeat(235)}`, undefined],
  [`https://example.com/${'a'.repeat(236)}`, '256 characters long, V3 takes 255: upload the picture'],
  ['', 'there is no address'],
  ['import/a.jpg', webDavPath],
  ['import/a:b.jpg', webDavPath],
  ['ftp://example.com/a.jpg', 'not an http or https address'],
  ['ftp:https://example.com/a.jpg', 'not an http or https address'],
  ['s3://bucket/a.jpg', 'not an http or https address'],
  ['https://example.com/a b.jpg', 'holds spaces or letters outside ASCII: percent-encode it first'],
  ['https://', 'not an http or https address'],
  ['data:image/png;base64,AA', 'not an http or https address'],
])('address %s: %s', (address, reason) => {
  expect(whyNotAnAddress(address)).toBe(reason);
});

test('an update changes what is named and no more, false and zero included', () => {
  expect(toV3Update({})).toStrictEqual({});
  expect(toV3Update({ description: '', sortOrder: 0, isThumbnail: false })).toEqual({
    description: '',
    sort_order: 0,
    is_thumbnail: false,
  });
});

test('a sort order is an integer of 32 bits', () => {
  const values = [-(2 ** 31) - 1, -(2 ** 31), -1, 0, 1.5, 2 ** 31 - 1, 2 ** 31, Number.NaN];
  expect(values.filter(isInt32)).toEqual([-(2 ** 31), -1, 0, 2 ** 31 - 1]);
});

const long = {
  severity: 'warning',
  code: 'description-long',
  field: 'description',
  reason: "256 characters; the CSV import takes 255, the API's maximum is not documented",
};
const control = {
  severity: 'warning',
  code: 'description-control-characters',
  field: 'description',
  reason: 'holds control characters, which a store may refuse or drop',
};
const negative = {
  severity: 'warning',
  code: 'sort-order-negative',
  field: 'sort_order',
  reason: 'negative; V3 documents it as allowed, V2 did not, and themes may differ',
};
const range = {
  severity: 'error',
  code: 'sort-order-range',
  field: 'sort_order',
  reason: '1.5 is not a 32-bit integer',
};

test.each([
  [{ description: 'a'.repeat(255), sortOrder: 0 }, []],
  [{ description: 'a'.repeat(256), sortOrder: -1 }, [long, negative]],
  [{ description: 'a\u001b[31m', sortOrder: 1.5 }, [control, range]],
  [{ description: 'two\r\nlines\tand a tab', sortOrder: -(2 ** 31) }, [negative]],
])('problems of case %#', (sent, problems) => {
  expect(checkSendable(sent)).toEqual(problems);
});
