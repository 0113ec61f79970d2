import { imageFields, type ProductImage, writableFields } from '@cutover/field-mapper';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { thumbnailFault } from '../compare/row-findings.ts';
import { bothSides, bothViews, glanceOf, viewGlanceOf } from '../testing/glances.ts';
import { named } from '../testing/images.ts';
import { isPair, march } from './march.ts';
import { namesakes } from './pair-images.ts';
import { sameAtAGlance, sameInBothViews } from './same-at-a-glance.ts';

const sameOf = (source: readonly ProductImage[], target: readonly ProductImage[]) =>
  sameAtAGlance(source.map(glanceOf), target.map(glanceOf));

const first = named('mug', 2, { sortOrder: 0, isThumbnail: true, description: 'front' });
const second = named('lid', 1, { sortOrder: 1 });
const firstThere = named('mug', 71, { sortOrder: 0, isThumbnail: true, description: 'front' });
const secondThere = named('lid', 72, { sortOrder: 1 });
const there = [firstThere, secondThere];

describe('two products are the same at a glance', () => {
  it('where each place shows the same under one name, whatever ending a store has put to it', () => {
    expect(sameOf([second, first], there)).toEqual([
      [2, 71],
      [1, 72],
    ]);
  });

  it('without images, and with the thumbnail that a store gives where the source has none', () => {
    expect([sameOf([], []), sameOf([{ ...first, isThumbnail: false }, second], there)]).toEqual([
      [],
      [
        [2, 71],
        [1, 72],
      ],
    ]);
  });

  it.each([
    ['one more on the target', [first, second], [...there, named('jug', 73, { sortOrder: 2 })]],
    ['one less', [first, second], [firstThere]],
    ['another name', [first, second], [firstThere, { ...secondThere, imageFile: 'a/001/cup.jpg' }]],
    ['a name that is none', [{ ...first, imageFile: 'a/%20' }], [{ ...firstThere, imageFile: 'a/%20' }]],
    ['no file', [{ ...first, imageFile: '' }], [{ ...firstThere, imageFile: '' }]],
    [
      'another spelling of the text',
      [{ ...first, description: 'ä' }],
      [{ ...firstThere, description: 'a\u0308' }],
    ],
    ['another place', [first], [{ ...firstThere, sortOrder: 3 }]],
    [
      'a place that two share',
      [first, { ...second, sortOrder: 0 }],
      [firstThere, { ...secondThere, sortOrder: 0 }],
    ],
    ['another thumbnail', [first], [{ ...firstThere, isThumbnail: false }]],
    ['a second thumbnail', [first, second], [firstThere, { ...secondThere, isThumbnail: true }]],
    ['a value that is none, on the source', [{ ...first, odd: ['description'] }], [firstThere]],
    ['a value that is none, on the target', [first], [{ ...firstThere, odd: ['description'] }]],
  ])('but not with %s', (_, source, target) => {
    expect(sameOf(source, target)).toBeUndefined();
  });
});

it('law: what is the same at a glance a march finds equal, image by image and in its order, and asks for no picture', () => {
  let same = 0;
  fc.assert(
    fc.property(bothSides, ({ source, target }) => {
      const found = sameOf(source, target);
      if (found === undefined) return;
      if (found.length > 1) same += 1;
      const input = { mode: 'transfer', source, target } as const;
      expect(
        march(input).map((row) => (isPair(row) ? [row.sign, row.source.imageId, row.target.imageId] : [])),
      ).toEqual(found.map(([from, to]) => ['=', from, to]));
      expect(march(input).filter((row) => row.unsure === true)).toEqual([]);
      expect(namesakes(input)).toEqual({ source: [], target: [] });
    }),
    { numRuns: 4_000 },
  );
  // A law about nothing would hold.
  expect(same).toBeGreaterThan(300);
});

it('law: the order in which a store lists its images makes no difference', () => {
  fc.assert(
    fc.property(bothSides, ({ source, target }) => {
      expect(sameOf(source.toReversed(), target.toReversed())).toEqual(sameOf(source, target));
    }),
  );
});

describe('one store, whose views are the same at a glance', () => {
  const viewsOf = (source: readonly ProductImage[], target: readonly ProductImage[]) =>
    sameInBothViews(source.map(viewGlanceOf), target.map(viewGlanceOf));
  const address = 'https://cdn.example/products/1/images/1/mug.1650000001.386.513.jpg';
  const urls = { zoom: address, standard: address, thumbnail: address, tiny: address };
  const one = { ...first, urls };

  it('where one shows what the other does, but for what stands behind a question mark', () => {
    const theirs = [second, { ...one, urls: { ...urls, tiny: `${address}?c=2` } }];
    expect([viewsOf([second, one], theirs), viewsOf([], [])]).toEqual([
      [
        [2, 2],
        [1, 1],
      ],
      [],
    ]);
  });

  it.each([
    ['an image that one does not show', [one, second], [one]],
    ['another id', [one], [{ ...one, imageId: 3 }]],
    ['another product', [one], [{ ...one, productId: 9 }]],
    ['another file', [one], [{ ...one, imageFile: 'a/001/cup.jpg' }]],
    ['another text', [one], [{ ...one, description: '' }]],
    ['another place', [one], [{ ...one, sortOrder: 3 }]],
    [
      'another thumbnail',
      [one, second],
      [
        { ...one, isThumbnail: false },
        { ...second, isThumbnail: true },
      ],
    ],
    ['another address', [one], [{ ...one, urls: { ...urls, tiny: address.replace('mug', 'cup') } }]],
    ['no thumbnail', [second], [second]],
    ['two thumbnails', [one, { ...second, isThumbnail: true }], [one, { ...second, isThumbnail: true }]],
    ['a value that is none', [{ ...one, odd: ['description'] }], [{ ...one, odd: ['description'] }]],
  ])('but not with %s', (_, source, target) => {
    expect(viewsOf(source, target)).toBeUndefined();
  });

  it('law: are equal for a march, image by image and in its order, and no thumbnail is at fault', () => {
    let same = 0;
    fc.assert(
      fc.property(bothViews, ({ source, target }) => {
        const found = viewsOf(source, target);
        if (found === undefined) return;
        if (found.length > 1) same += 1;
        const rows = march({ mode: 'parity', source, target });
        expect(
          rows.map((row) => (isPair(row) ? [row.sign, row.source.imageId, row.target.imageId] : [])),
        ).toEqual(found.map(([from, to]) => ['=', from, to]));
        expect(target.filter(({ imageId }) => thumbnailFault(imageId, rows) !== undefined)).toEqual([]);
      }),
      { numRuns: 4_000 },
    );
    expect(same).toBeGreaterThan(100);
  });
});

it('a glance sees every field by which two stores, or two views, are compared', () => {
  const compared = (mode: 'transfer' | 'parity') =>
    imageFields.flatMap(({ v3, compare }) => (v3 !== undefined && compare[mode] !== 'never' ? [v3] : []));
  const ofRecord = [
    'id',
    'product_id',
    'image_file',
    'url_zoom',
    'url_standard',
    'url_thumbnail',
    'url_tiny',
  ];
  expect([compared('transfer').toSorted(), compared('parity').toSorted()]).toEqual([
    [...writableFields].toSorted(),
    [...ofRecord, ...writableFields].toSorted(),
  ]);
});
