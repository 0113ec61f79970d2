import type { ProductImage } from '@cutover/field-mapper';
import type { NewAction } from '@cutover/journal';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { image, named } from './image.fixture.ts';
import { march } from './march.ts';
import { actionKey, type PlanInput, plan } from './plan.ts';

function planFor(source: ProductImage[], target: ProductImage[], more: Partial<PlanInput> = {}): NewAction[] {
  const mode = more.mode ?? 'transfer';
  return plan({
    mode,
    policy: 'copy',
    sourceProductId: 1,
    targetProductId: 9,
    sku: 'S',
    rows: march({ mode, source, target }),
    ...more,
  });
}

const short = (actions: readonly NewAction[]): string[] =>
  actions.map(
    (action) =>
      `${action.kind} ${action.sourceImageId ?? ''}:${action.targetImageId ?? ''} ${JSON.stringify(action.wanted)}`,
  );

describe('plan of a transfer', () => {
  it('creates in ascending order, with the thumbnail flag in its own create', () => {
    const source = [
      named('b', 2, { sortOrder: 1, isThumbnail: true, description: 'B' }),
      named('a', 1, { sortOrder: 0 }),
    ];
    expect(short(planFor(source, []))).toEqual([
      'create 1: {"description":"","sort_order":0,"is_thumbnail":false}',
      'create 2: {"description":"B","sort_order":1,"is_thumbnail":true}',
    ]);
  });

  it('updates only the fields that differ, and leaves the old thumbnail to the store', () => {
    const source = [
      named('a', 1, { sortOrder: 0, isThumbnail: true, description: 'new' }),
      named('b', 2, { sortOrder: 1 }),
    ];
    const target = [
      named('a', 70, { sortOrder: 0, description: 'old' }),
      named('b', 71, { sortOrder: 1, isThumbnail: true }),
    ];
    expect(short(planFor(source, target))).toEqual(['update 1:70 {"description":"new","is_thumbnail":true}']);
  });

  it('clears a second thumbnail by hand where the right one is flagged already', () => {
    const source = [named('a', 1, { sortOrder: 0, isThumbnail: true }), named('b', 2, { sortOrder: 1 })];
    const target = [
      named('a', 70, { sortOrder: 0, isThumbnail: true }),
      named('b', 71, { sortOrder: 1, isThumbnail: true }),
    ];
    expect(short(planFor(source, target))).toEqual(['update 2:71 {"is_thumbnail":false}']);
  });

  it('never takes the only thumbnail away while the right one is not there', () => {
    const source = [named('a', 1, { sortOrder: 0, isThumbnail: true }), named('b', 2, { sortOrder: 1 })];
    const target = [named('b', 71, { sortOrder: 1, isThumbnail: true })];
    expect(short(planFor(source, target, { doubtful: new Set([1]) }))).toEqual([]);
  });

  it('removes only under mirror, and last', () => {
    const source = [named('a', 1, { isThumbnail: true })];
    const target = [named('old', 70)];
    expect(short(planFor(source, target))).toEqual([
      'create 1: {"description":"","sort_order":1,"is_thumbnail":true}',
    ]);
    expect(short(planFor(source, target, { policy: 'mirror' }))).toEqual([
      'create 1: {"description":"","sort_order":1,"is_thumbnail":true}',
      'remove :70 {}',
    ]);
  });

  it('never plans again what is in doubt', () => {
    const source = [named('a', 1, { isThumbnail: true }), named('b', 2)];
    expect(short(planFor(source, [], { doubtful: new Set([1]) }))).toEqual([
      'create 2: {"description":"","sort_order":2,"is_thumbnail":false}',
    ]);
  });
});

describe('plan of repairs on one store', () => {
  const cases: { name: string; v3: ProductImage[]; expected: string[] }[] = [
    {
      name: 'one thumbnail: nothing',
      v3: [image({ imageId: 1, isThumbnail: true }), image({ imageId: 2 })],
      expected: [],
    },
    { name: 'no images: nothing', v3: [], expected: [] },
    {
      name: 'none: the first in order becomes it',
      v3: [image({ imageId: 1, sortOrder: 5 }), image({ imageId: 2, sortOrder: 3 })],
      expected: ['update 2:2 {"is_thumbnail":true}'],
    },
    {
      name: 'two: the first in order stays',
      v3: [
        image({ imageId: 1, isThumbnail: true, sortOrder: 5 }),
        image({ imageId: 2, isThumbnail: true, sortOrder: 3 }),
      ],
      expected: ['update 1:1 {"is_thumbnail":false}'],
    },
  ];
  it.each(cases)('$name', ({ v3, expected }) => {
    expect(short(planFor(v3, v3, { mode: 'parity' }))).toEqual(expected);
  });
});

/** A store that keeps the documented rules: one thumbnail, and a sole image becomes it. */
function applyTo(
  target: readonly ProductImage[],
  actions: readonly NewAction[],
  source: readonly ProductImage[],
): ProductImage[] {
  let images = [...target];
  let nextId = 1000;
  const flag = (imageId: number): void => {
    images = images.map((one) => ({ ...one, isThumbnail: one.imageId === imageId }));
  };
  for (const { kind, wanted, sourceImageId, targetImageId } of actions) {
    if (kind === 'remove') images = images.filter((one) => one.imageId !== targetImageId);
    if (kind === 'update') {
      images = images.map((one) =>
        one.imageId === targetImageId
          ? {
              ...one,
              description: wanted.description ?? one.description,
              sortOrder: wanted.sort_order ?? one.sortOrder,
              isThumbnail: wanted.is_thumbnail ?? one.isThumbnail,
            }
          : one,
      );
      if (wanted.is_thumbnail === true && targetImageId !== undefined) flag(targetImageId);
    }
    if (kind === 'create') {
      const origin = source.find((one) => one.imageId === sourceImageId);
      nextId += 1;
      const made = image({
        imageId: nextId,
        imageFile: origin?.imageFile ?? '',
        description: wanted.description ?? '',
        sortOrder: wanted.sort_order ?? 0,
      });
      images = [...images, made];
      if (wanted.is_thumbnail === true || images.length === 1) flag(nextId);
    }
  }
  return images;
}

const anyImages = (from: number, thumbnails: fc.Arbitrary<boolean>): fc.Arbitrary<ProductImage[]> =>
  fc
    .uniqueArray(
      fc.record({
        stem: fc.constantFrom('mug', 'lid', 'box', 'twin', 'kettle'),
        description: fc.constantFrom('', 'front', 'back'),
        sortOrder: fc.integer({ min: 0, max: 20 }),
        isThumbnail: thumbnails,
      }),
      { maxLength: 7, selector: (row) => row.sortOrder },
    )
    .map((rows) => rows.map(({ stem, ...facts }, index) => named(stem, from + index, facts)));

describe('laws of the plan', () => {
  it('is deterministic, and copy never removes', () => {
    fc.assert(
      fc.property(anyImages(1, fc.boolean()), anyImages(100, fc.boolean()), (source, target) => {
        const once = planFor(source, target);
        expect(planFor(source, target)).toEqual(once);
        expect(once.filter((action) => action.kind === 'remove')).toEqual([]);
        expect(once.map((action) => action.position)).toEqual(
          once.map((action) => action.position).toSorted((a, b) => a - b),
        );
        expect(new Set(once.map(actionKey)).size).toBe(once.length);
      }),
    );
  });

  it('leaves nothing to do but what the thumbnail rule moved, and then nothing at all', () => {
    fc.assert(
      fc.property(
        anyImages(1, fc.boolean()),
        anyImages(100, fc.boolean()),
        fc.constantFrom('copy' as const, 'mirror' as const),
        (source, target, policy) => {
          let images = applyTo(target, planFor(source, target, { policy }), source);
          images = applyTo(images, planFor(source, images, { policy }), source);
          expect(short(planFor(source, images, { policy }))).toEqual([]);
        },
      ),
    );
  });
});
