import type { ProductImage } from '@cutover/field-mapper';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { valuesOf } from '../plan/differences.ts';
import { image, named } from './image.fixture.ts';
import { isPair, type MarchRow, march } from './march.ts';
import type { Alike } from './pair-images.ts';

/** `=12~3`: sign, source id, target id and the fields that differ. */
function short(rows: readonly MarchRow[]): string[] {
  return rows.map((row) => {
    const source = 'source' in row ? row.source.imageId : '';
    const target = 'target' in row ? row.target.imageId : '';
    const fields = 'fields' in row && row.fields.length > 0 ? ` ${row.fields.join(',')}` : '';
    return `${row.sign} ${source}:${target}${fields}${row.unsure === true ? ' ?' : ''}`;
  });
}

const stores = (source: ProductImage[], target: ProductImage[], links?: [number, number][]): string[] =>
  short(
    march({ mode: 'transfer', source, target, ...(links === undefined ? {} : { links: new Map(links) }) }),
  );

describe('march across two stores', () => {
  it('pairs by file stem, whatever suffixes the stores gave', () => {
    const source = [named('mug', 1, { sortOrder: 0, isThumbnail: true }), named('lid', 2, { sortOrder: 1 })];
    const target = [
      image({ imageId: 71, imageFile: 'z/900/lid__55555__66666.jpg', sortOrder: 1 }),
      image({
        imageId: 70,
        imageFile: 'z/900/mug__12345.1393831046__99999.jpg',
        sortOrder: 0,
        isThumbnail: true,
      }),
    ];
    expect(stores(source, target)).toEqual(['= 1:70', '= 2:71']);
  });

  it('keeps the number of true twins, and pairs those that say the same', () => {
    const source = [
      named('twin', 1, { sortOrder: 0, description: 'front', isThumbnail: true }),
      named('twin', 2, { sortOrder: 1, description: 'back' }),
      named('twin', 3, { sortOrder: 2, description: 'front' }),
    ];
    const target = [
      named('twin', 50, { sortOrder: 1, description: 'back' }),
      named('twin', 51, { sortOrder: 0, description: 'front', isThumbnail: true }),
    ];
    const rows = (alike?: Alike) =>
      short(march({ mode: 'transfer', source, target, ...(alike === undefined ? {} : { alike }) }));
    expect(rows((a, b) => a.description === b.description)).toEqual(['= 1:51', '= 2:50', '+ 3:']);
    // Unseen, a place does not tell which of two of one text the target has: the store may have moved it.
    expect(rows()).toEqual(['= 1:51 ?', '= 2:50', '+ 3: ?']);
  });

  it('trusts what an earlier run made over any name', () => {
    const source = [named('mug', 1, { isThumbnail: true }), named('mug', 2)];
    const target = [
      named('mug', 70, { sortOrder: 1, isThumbnail: true }),
      named('renamed', 71, { sortOrder: 2 }),
    ];
    expect(
      stores(source, target, [
        [2, 71],
        [1, 70],
      ]),
    ).toEqual(['= 1:70', '= 2:71']);
  });

  it('names the fields that differ, and expects a thumbnail where the source has none', () => {
    const source = [named('a', 1, { sortOrder: 0, description: 'Käse' }), named('b', 2, { sortOrder: 1 })];
    const target = [
      named('a', 70, { sortOrder: 4, description: 'Kase' }),
      named('b', 71, { sortOrder: 5, isThumbnail: true }),
    ];
    expect(stores(source, target)).toEqual([
      '~ 1:70 is_thumbnail,sort_order,description',
      '~ 2:71 is_thumbnail,sort_order',
    ]);
  });

  it('takes renumbered places for equal where the source has ties and the order is kept', () => {
    const source = [
      named('a', 1, { sortOrder: 0, isThumbnail: true }),
      named('b', 2, { sortOrder: 0 }),
      named('c', 3, { sortOrder: 1 }),
    ];
    const kept = [
      named('a', 70, { sortOrder: 0, isThumbnail: true }),
      named('b', 71, { sortOrder: 1 }),
      named('c', 72, { sortOrder: 2 }),
    ];
    expect(stores(source, kept)).toEqual(['= 1:70', '= 2:71', '= 3:72']);
    const reversed = [
      named('a', 70, { sortOrder: 1, isThumbnail: true }),
      named('b', 71, { sortOrder: 0 }),
      named('c', 72, { sortOrder: 2 }),
    ];
    // Only the places are: what else differs is told.
    const reworded = kept.map((one) => ({ ...one, description: 'new' }));
    expect(stores(source, reworded)).toEqual([
      '~ 1:70 description',
      '~ 2:71 description',
      '~ 3:72 description',
    ]);
    // No store can be told more than one place for two images: each gets its own.
    expect(stores(source, reversed)).toEqual(['~ 1:70 sort_order', '~ 2:71 sort_order', '= 3:72']);
  });

  it('lists what only the target has, last', () => {
    expect(stores([named('a', 1, { isThumbnail: true })], [named('old', 9, { sortOrder: 0 })])).toEqual([
      '+ 1:',
      '- :9',
    ]);
  });
});

describe('march of two views of one store', () => {
  it('pairs by id and names the fields', () => {
    const v2 = [image({ imageId: 1, sortOrder: 0 }), image({ imageId: 2 }), image({ imageId: 3 })];
    const v3 = [
      image({ imageId: 1, sortOrder: 0 }),
      image({ imageId: 2, description: 'x' }),
      image({ imageId: 4 }),
    ];
    expect(short(march({ mode: 'parity', source: v2, target: v3 }))).toEqual([
      '= 1:1',
      '~ 2:2 description',
      '+ 3:',
      '- :4',
    ]);
  });
});

const anyImages = (from: number): fc.Arbitrary<ProductImage[]> =>
  fc
    .array(
      fc.record({
        stem: fc.constantFrom('mug', 'lid', 'box', 'twin', 'Ünï', '', 'a__12345'),
        description: fc.constantFrom('', 'front', 'back'),
        sortOrder: fc.integer({ min: -2, max: 4 }),
        isThumbnail: fc.boolean(),
      }),
      { maxLength: 8 },
    )
    .map((rows) => rows.map(({ stem, ...facts }, index) => named(stem, from + index, facts)));

describe('laws of the march', () => {
  it('partitions its input: each image stands in exactly one row', () => {
    fc.assert(
      fc.property(
        anyImages(1),
        anyImages(100),
        fc.constantFrom('parity' as const, 'transfer' as const),
        (source, target, mode) => {
          const rows = march({ mode, source, target });
          const ids = (side: 'source' | 'target'): number[] =>
            rows
              .flatMap((row) =>
                side in row ? [(row as Record<typeof side, ProductImage>)[side].imageId] : [],
              )
              .toSorted((a, b) => a - b);
          expect({ source: ids('source'), target: ids('target') }).toEqual({
            source: source.map((one) => one.imageId),
            target: target.map((one) => one.imageId),
          });
        },
      ),
    );
  });

  it('finds nothing to do between a set with one thumbnail and itself', () => {
    fc.assert(
      fc.property(anyImages(1), (images) => {
        const one = images.map((each, index) => ({
          ...each,
          imageFile: each.imageFile.replace('/__', '/x__'),
          isThumbnail: index === 0,
        }));
        const signs = march({ mode: 'transfer', source: one, target: one }).map((row) => row.sign);
        expect(signs).toEqual(one.map(() => '='));
      }),
    );
  });
});

describe('a value that a view shows as none', () => {
  const views = (source: Partial<ProductImage>, target: Partial<ProductImage>): string[] =>
    short(
      march({
        mode: 'parity',
        source: [image({ imageId: 1, ...source })],
        target: [image({ imageId: 1, ...target })],
      }),
    );
  const place = { sortOrder: 0, odd: ['sort_order'] };
  const flag = { isThumbnail: false, odd: ['is_thumbnail'] };
  it.each([
    [place, { sortOrder: 5 }, '~ 1:1 sort_order'],
    [{ sortOrder: 5 }, place, '~ 1:1 sort_order'],
    [flag, { isThumbnail: true }, '~ 1:1 is_thumbnail'],
    [place, { sortOrder: 0 }, '= 1:1'],
    [place, place, '= 1:1'],
  ])('%j beside %j in the other view of one store: %s', (source, target, row) => {
    expect(views(source, target)).toEqual([row]);
  });
  it('differs from nothing across two stores', () => {
    expect(
      stores([image({ imageId: 1, ...place })], [image({ imageId: 1, sortOrder: 5, isThumbnail: true })]),
    ).toEqual(['= 1:1']);
  });
});

it('a place that only an order asks for is not said to be what the source shows', () => {
  const source = [10, 20, 35].map((sortOrder, nth) =>
    named(`p${nth}`, nth + 1, { sortOrder, isThumbnail: nth === 0 }),
  );
  const target = [1, 3, 2].map((sortOrder, nth) =>
    named(`p${nth}`, nth + 70, { sortOrder, isThumbnail: nth === 0 }),
  );
  const rows = march({ mode: 'transfer', source, target, renumbers: true }).filter(isPair);
  expect(rows.map((row) => [row.source.sortOrder, valuesOf(row)])).toEqual([
    [3, {}],
    [4, {}],
    [5, { sort_order: [35, 2] }],
  ]);
});

it('a walk to the end of a store that renumbers goes on where it was cut short', () => {
  const source = [0, 1, 2, 3, 4, 5].map((nth) =>
    named(`p${nth}`, nth + 1, { sortOrder: nth, isThumbnail: nth === 0 }),
  );
  const moves = (order: readonly number[]): string[] => {
    const target = order.map((nth, place) =>
      named(`p${nth}`, nth + 70, { sortOrder: place, isThumbnail: nth === 0 }),
    );
    const rows = march({ mode: 'transfer', source, target, renumbers: true }).filter(isPair);
    return rows
      .filter(({ sign }) => sign === '~')
      .map((row) => `${row.target.imageId} to ${row.source.sortOrder}`);
  };
  // From the order 5 4 3 2 1 0 on, one move each.
  expect(moves([5, 4, 3, 2, 1, 0])).toEqual(['71 to 7', '72 to 8', '73 to 9', '74 to 10', '75 to 11']);
  expect(moves([5, 4, 3, 2, 0, 1])).toEqual(['72 to 8', '73 to 9', '74 to 10', '75 to 11']);
  expect(moves([5, 4, 3, 0, 1, 2])).toEqual(['73 to 9', '74 to 10', '75 to 11']);
  // One that a late answer has put elsewhere meanwhile is found again.
  expect(moves([5, 4, 0, 2, 3, 1])).toEqual(['72 to 8', '73 to 9', '74 to 10', '75 to 11']);
  expect(moves([0, 1, 2, 3, 4, 5])).toEqual([]);
});

it.each([
  ['two that nobody can look at, for one place', 2, 1, ['~ 1:70 is_thumbnail ?', '+ 2: ?']],
  ['as many on both sides', 2, 2, ['~ 1:70 is_thumbnail', '= 2:71']],
])('namesakes of one text and place: %s', (_, ours, theirs, rows) => {
  const of = (first: number, length: number): ProductImage[] =>
    Array.from({ length }, (__, nth) => named('same', first + nth, { sortOrder: 0, description: 'front' }));
  expect(stores(of(1, ours), of(70, theirs))).toEqual(rows);
});
