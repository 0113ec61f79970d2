import { expect, test } from 'vitest';
import { fromV2, toV2, toV3 } from './convert.ts';
import { imageFields } from './image-fields.ts';
import type { ProductImage } from './product-image.ts';
import { toV3Create } from './to-v3-write.ts';
import {
  fromWritable,
  tellingFields,
  unsaidValues,
  writableFields,
  writableValues,
} from './writable-fields.ts';

const image: ProductImage = {
  productId: 1,
  imageId: 2,
  imageFile: 'imageFile',
  description: 'description',
  isThumbnail: true,
  sortOrder: 3,
  urls: { zoom: 'urls.zoom', standard: 'urls.standard', thumbnail: 'urls.thumbnail', tiny: 'urls.tiny' },
  dateCreated: '2012-09-24T01:14:30+00:00',
  dateModified: '2018-08-15T14:48:31+00:00',
};

/** Written out by hand, so that a change of the table has to be meant. */
const table = `
  imageId         id             id             read-only      not sent  equal                never
  productId       product_id     product_id     read-only      not sent  equal                never
  imageFile       image_file     image_file     reinterpreted  sent      same-path-if-both-shown  never
  -               -              image_url      absent-in-v2   sent      never                never
  isThumbnail     is_thumbnail   is_thumbnail   same           sent      equal                equal
  sortOrder       sort_order     sort_order     same           sent      equal                equal
  description     description    description    same           sent      null-is-empty        null-is-empty
  urls.zoom       zoom_url       url_zoom       renamed        not sent  path-before-stamp    never
  urls.standard   standard_url   url_standard   renamed        not sent  path-before-stamp    never
  urls.thumbnail  thumbnail_url  url_thumbnail  renamed        not sent  path-before-stamp    never
  urls.tiny       tiny_url       url_tiny       renamed        not sent  path-before-stamp    never
  dateCreated     date_created   date_modified  reinterpreted  not sent  never                never
  dateModified    date_modified  date_modified  absent-in-v2   not sent  never                never
  -               is_sample      -              absent-in-v3   not sent  never                never`;

test('the table says of each field its names, what became of it, whether it is sent and how it is compared', () => {
  const rows = imageFields.map(({ canonical = '-', v2 = '-', v3 = '-', relation, writable, compare }) => {
    const { parity, transfer } = compare;
    return [canonical, v2, v3, relation, writable ? 'sent' : 'not sent', parity, transfer];
  });
  expect(rows).toEqual(
    table
      .trim()
      .split('\n')
      .map((line) => line.trim().split(/ {2,}/)),
  );
});

test('what toV2 and toV3 write are the names of the table', () => {
  const names = (view: 'v2' | 'v3') =>
    imageFields.flatMap((row) => (row.canonical === undefined ? [] : (row[view] ?? [])));
  expect(Object.keys(toV2(image)).toSorted()).toEqual(names('v2').toSorted());
  expect(Object.keys(toV3(image)).toSorted()).toEqual([...new Set(names('v3'))].toSorted());
});

test('each text stands in V2 and V3 under the names that the table gives it', () => {
  const v2: Readonly<Record<string, unknown>> = { ...toV2(image) };
  const v3: Readonly<Record<string, unknown>> = { ...toV3(image) };
  const texts = imageFields.filter(
    ({ canonical }) =>
      canonical === 'imageFile' || canonical?.startsWith('urls.') || canonical === 'description',
  );
  expect(texts.map(({ v2: name }) => v2[name ?? ''])).toEqual(texts.map(({ canonical }) => canonical));
  expect(texts.map(({ v3: name }) => v3[name ?? ''])).toEqual(texts.map(({ canonical }) => canonical));
});

test('the writable fields are those of the table that are no picture, each read where the table says', () => {
  const rows = imageFields.filter(
    ({ writable, v3 }) => writable && v3 !== 'image_file' && v3 !== 'image_url',
  );
  expect(new Set<string>(writableFields)).toEqual(new Set(rows.map(({ v3 }) => v3)));
  const kept: Readonly<Record<string, unknown>> = { ...image };
  for (const field of writableFields) {
    const canonical = rows.find(({ v3 }) => v3 === field)?.canonical ?? '';
    expect(writableValues(image)[field]).toEqual(kept[canonical]);
  }
  expect({ ...image, ...fromWritable(writableValues(image)) }).toEqual(image);
});

test('a create sends the writable fields and no other', () => {
  const { fields } = toV3Create(image, { imageUrl: 'https://example.com/a.jpg' });
  const writable = imageFields.filter((row) => row.writable && row.v3 !== 'image_file').map(({ v3 }) => v3);
  expect(Object.keys(fields).toSorted()).toEqual(writable.toSorted());
});

test('a field with one name and one meaning is spelled alike in both', () => {
  expect(
    imageFields.filter(
      ({ relation, v2, v3 }) => (relation === 'same' || relation === 'read-only') && v2 !== v3,
    ),
  ).toEqual([]);
});

test('the creation date is marked as reinterpreted and is never compared', () => {
  const row = imageFields.find(({ canonical }) => canonical === 'dateCreated');
  expect([
    row?.relation,
    row?.compare,
    toV3(fromV2({ ...toV2(image), date_modified: undefined })).date_modified,
  ]).toEqual(['reinterpreted', { parity: 'never', transfer: 'never' }, image.dateCreated]);
});

test('what an image of which nothing is said has, and what tells two of one name apart', () => {
  expect(unsaidValues).toEqual({ description: '', sort_order: 0, is_thumbnail: false });
  expect(tellingFields).toEqual({ words: ['description'], wordsAndPlace: ['description', 'sort_order'] });
});
