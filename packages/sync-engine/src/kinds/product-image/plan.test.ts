import type { ProductImage } from '@cutover/field-mapper';
import type { NewAction } from '@cutover/journal';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { march } from '../../match/march.ts';
import type { Alike } from '../../match/pair-images.ts';
import { actionKey } from '../../plan/actions.ts';
import { image, named } from '../../testing/images.ts';
import { planFor, short } from '../../testing/plans.ts';
import type { PlanInput } from './plan.ts';

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

  it('clears it too where something else of the right one is wrong', () => {
    const source = [
      named('a', 1, { sortOrder: 0, isThumbnail: true, description: 'new' }),
      named('b', 2, { sortOrder: 1 }),
    ];
    const target = [
      named('a', 70, { sortOrder: 0, isThumbnail: true }),
      named('b', 71, { sortOrder: 1, isThumbnail: true }),
    ];
    expect(short(planFor(source, target))).toEqual([
      'update 1:70 {"description":"new"}',
      'update 2:71 {"is_thumbnail":false}',
    ]);
  });

  it('removes nothing as surplus while of a source image nobody can say whether it is there', () => {
    const source = [named('a', 1, { sortOrder: 0 }), named('a', 2, { sortOrder: 1 })];
    const target = [named('a', 70, { sortOrder: 1 }), named('copy', 71, { sortOrder: 45 })];
    const mirror = { policy: 'mirror' } as const;
    expect(short(planFor(source, target, mirror))).toEqual([]);
    expect(short(planFor(source, target, { ...mirror, alike: () => true }))).toEqual([
      'create 1: {"description":"","sort_order":0,"is_thumbnail":true}',
      'remove :71 {}',
    ]);
    const guess = { sign: '-', target: named('c', 72), unsure: true } as const;
    const rows = [...march({ mode: 'transfer', source: [], target: [named('copy', 71)] }), guess];
    expect(short(planFor([], [], { ...mirror, rows }))).toEqual(['remove :71 {}']);
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

  it('says of each action where it belongs and when its turn is', () => {
    const product = { kind: 'product-image', productId: 9 };
    const create = { verb: 'create', subject: product, sku: 'S' };
    const update = (from: number, imageId: number) => ({
      verb: 'update',
      subject: { ...product, imageId },
      from: { productId: 1, imageId: from },
      sku: 'S',
    });
    const remove = (imageId: number) => ({
      verb: 'remove',
      subject: { ...product, imageId },
      from: { productId: 1 },
      replaces: false,
      sku: 'S',
    });
    const all = (sort_order: number, is_thumbnail = false) => ({ description: '', sort_order, is_thumbnail });
    const source = [
      named('a', 1, { sortOrder: 0, isThumbnail: true }),
      named('b', 2, { sortOrder: 1 }),
      named('c', 3, { sortOrder: 2 }),
      named('d', 4, { sortOrder: 3 }),
    ];
    const target = [
      named('c', 70, { sortOrder: 7, isThumbnail: true }),
      named('d', 71, { sortOrder: 8 }),
      named('old', 72, { sortOrder: 9 }),
      named('older', 73, { sortOrder: 10 }),
    ];
    expect(planFor(source, target, { policy: 'mirror' })).toEqual([
      { ...create, from: { productId: 1, imageId: 1 }, wanted: all(0, true), position: 0 },
      { ...create, from: { productId: 1, imageId: 2 }, wanted: all(1), position: 1 },
      { ...update(3, 70), wanted: { sort_order: 2 }, position: 100_000 },
      { ...update(4, 71), wanted: { sort_order: 3 }, position: 100_001 },
      { ...remove(72), position: 200_004 },
      { ...remove(73), position: 200_005 },
    ]);
  });

  it('updates in ascending order of the places, and at one place of the target images', () => {
    const source = [1, 2, 3].map((id) =>
      named(`${id}`, id, { sortOrder: id === 3 ? 5 : 0, description: 'new', isThumbnail: id === 1 }),
    );
    const target = [
      named('1', 72, { sortOrder: 0, isThumbnail: true }),
      named('2', 71, { sortOrder: 1 }),
      named('3', 70, { sortOrder: 5 }),
    ];
    const rows = march({ mode: 'transfer', source, target });
    const plans = [rows, rows.toReversed()].map((some) => short(planFor(source, target, { rows: some })));
    const ascending = [
      'update 2:71 {"description":"new"}',
      'update 1:72 {"description":"new"}',
      'update 3:70 {"description":"new"}',
    ];
    expect(plans).toEqual([ascending, ascending]);
  });

  it.each<[string, Partial<PlanInput>]>([
    ['a write in doubt may have made', { maybeOurs: new Set([70]) }],
    ['a source that is known to be short may still have', { sourceIsWhole: false }],
  ])('never removes, even under mirror, what %s', (_, guard) => {
    const source = [named('a', 1, { isThumbnail: true })];
    const target = [named('a', 69, { sortOrder: 1, isThumbnail: true }), named('old', 70)];
    const mirror = { policy: 'mirror' } as const;
    expect(
      [planFor(source, target, mirror), planFor(source, target, { ...mirror, ...guard })].map(short),
    ).toEqual([['remove :70 {}'], []]);
  });

  it('never plans again what is in doubt', () => {
    const source = [named('a', 1, { isThumbnail: true }), named('b', 2)];
    expect(short(planFor(source, [], { doubtful: new Set([1]) }))).toEqual([
      'create 2: {"description":"","sort_order":2,"is_thumbnail":false}',
    ]);
  });
});

/** Which writes renumber the images that stand at or behind the place that is given. */
type Bumps = 'none' | 'updates' | 'all';

/** A store that keeps the documented rules: one thumbnail, and a sole image becomes it. */
function applyTo(
  target: readonly ProductImage[],
  actions: readonly NewAction[],
  source: readonly ProductImage[],
  bumps: Bumps = 'none',
): ProductImage[] {
  let images = [...target];
  let nextId = Math.max(1000, ...target.map((one) => one.imageId));
  const makeRoom = (place: number | undefined, but?: ProductImage): void => {
    if (place === undefined || (but !== undefined && place <= but.sortOrder)) return;
    images = images.map((one) =>
      one.imageId !== but?.imageId && one.sortOrder >= place ? { ...one, sortOrder: one.sortOrder + 1 } : one,
    );
  };
  const flag = (imageId: number): void => {
    images = images.map((one) => ({ ...one, isThumbnail: one.imageId === imageId }));
  };
  for (const action of actions) {
    if (action.verb === 'remove') images = images.filter((one) => one.imageId !== action.subject.imageId);
    if (action.verb === 'update') {
      const { subject, wanted } = action;
      if (bumps !== 'none')
        makeRoom(
          wanted.sort_order,
          images.find((one) => one.imageId === subject.imageId),
        );
      images = images.map((one) =>
        one.imageId === subject.imageId
          ? {
              ...one,
              description: wanted.description ?? one.description,
              sortOrder: wanted.sort_order ?? one.sortOrder,
              isThumbnail: wanted.is_thumbnail ?? one.isThumbnail,
            }
          : one,
      );
      if (wanted.is_thumbnail === true) flag(subject.imageId);
    }
    if (action.verb === 'create') {
      const { wanted } = action;
      if (bumps === 'all') makeRoom(wanted.sort_order);
      const origin = source.find((one) => 'from' in action && one.imageId === action.from.imageId);
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
        expect(once.filter((action) => action.verb === 'remove')).toEqual([]);
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

  it('comes to an end with twins at shared places that nobody has a link for, on stores that renumber too', () => {
    const twins = (from: number): fc.Arbitrary<ProductImage[]> =>
      fc
        .array(
          fc.record({
            stem: fc.constantFrom('mug', 'lid'),
            description: fc.constantFrom('', '', 'front'),
            sortOrder: fc.integer({ min: 0, max: 3 }),
            isThumbnail: fc.boolean(),
          }),
          { maxLength: 7 },
        )
        .map((rows) => rows.map(({ stem, ...facts }, index) => named(stem, from + index, facts)));
    fc.assert(
      fc.property(
        twins(1),
        twins(100),
        fc.constantFrom('copy' as const, 'mirror' as const),
        fc.constantFrom<Bumps>('none', 'updates', 'all'),
        (source, target, policy, bumps) => {
          const alike: Alike = () => true;
          let images = target;
          for (let round = 0; round < 5; round += 1)
            images = applyTo(images, planFor(source, images, { policy, alike }), source, bumps);
          expect(short(planFor(source, images, { policy, alike }))).toEqual([]);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
