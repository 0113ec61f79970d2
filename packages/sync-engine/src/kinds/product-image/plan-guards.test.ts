import type { NewAction } from '@cutover/journal';
import { describe, expect, it } from 'vitest';
import { actionKey } from '../../plan/actions.ts';
import { aCreate, anUpdate, aPutBack } from '../../testing/actions.ts';
import { planGuards } from './plan.ts';

describe('what keeps a plan from guessing', () => {
  it('is what the writes in doubt may have done', () => {
    const doubts = [
      aCreate('blocked', { sourceImageId: 1, candidates: [71, 72] }),
      anUpdate('blocked', { sourceImageId: 2 }),
      aPutBack('blocked', { candidates: [73] }),
    ];
    expect(planGuards(doubts, { images: 3, expectedImages: undefined })).toEqual({
      doubtful: new Set([1, 0]),
      maybeOurs: new Set([71, 72, 73]),
      sourceIsWhole: true,
    });
  });
  it.each([
    [3, undefined, true],
    [3, 2, true],
    [3, 3, true],
    [3, 4, false],
  ])(
    'is a source of %j images of which %j were announced: whole %j',
    (images, expectedImages, sourceIsWhole) => {
      expect(planGuards([], { images, expectedImages })).toEqual({
        doubtful: new Set(),
        maybeOurs: new Set(),
        sourceIsWhole,
      });
    },
  );
});

describe('the key of an action', () => {
  const product = { of: 'product-image', targetProductId: 9, position: 0 } as const;
  const update = {
    ...product,
    kind: 'update',
    sourceImageId: 1,
    targetImageId: 70,
    wanted: { description: '' },
  } as const satisfies NewAction;
  const remove = { ...product, kind: 'remove', targetImageId: 70, wanted: {} } as const satisfies NewAction;
  const set = {
    ...product,
    kind: 'set',
    of: 'variant-image',
    sourceSlot: { variantId: 1 },
    targetSlot: { variantId: 2 },
    wanted: {},
  } as const satisfies NewAction;
  const putBack = { ...product, kind: 'create', targetImageId: 70, wanted: update.wanted } as const;
  const all: readonly NewAction[] = [
    update,
    { ...update, sourceImageId: 2 },
    { ...update, sourceImageId: undefined },
    { ...update, targetImageId: 71 },
    { ...update, wanted: {} },
    { ...update, wanted: { description: 'a' } },
    { ...update, wanted: { description: '', sort_order: 0 } },
    { ...update, wanted: { description: '', is_thumbnail: false } },
    { ...product, kind: 'create', sourceProductId: 5, sourceImageId: 1, wanted: update.wanted },
    { ...putBack, putBack: 'b1946ac9' },
    { ...putBack, putBack: 'c1946ac9' },
    remove,
    { ...remove, replaces: true },
    set,
    { ...set, sourceSlot: { variantId: 3 } },
    { ...set, targetSlot: { variantId: 3 } },
    { ...set, of: 'swatch', targetSlot: { optionId: 2, valueId: 3 } },
  ];
  it('is another for everything that is asked of a store', () => {
    const keys = all.map(actionKey);
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
  });
  it('is the same for the same, whenever its turn is and whatever a removal makes room for', () => {
    expect(actionKey({ ...update, sku: 'S', position: 7 })).toBe(actionKey(update));
    expect(actionKey({ ...remove, replaces: true, sourceImageId: 5 })).toBe(
      actionKey({ ...remove, replaces: true }),
    );
  });
});
