import type { NewAction } from '@cutover/journal';
import { describe, expect, it } from 'vitest';
import { actionKey } from '../../plan/actions.ts';
import { aCreate, anUpdate, aPutBack } from '../../testing/actions.ts';
import { planGuards } from './plan.ts';

describe('what keeps a plan from guessing', () => {
  it('is what the writes in doubt may have done', () => {
    const doubts = [
      aCreate('blocked', { from: { productId: 5, imageId: 1 }, candidates: [71, 72] }),
      anUpdate('blocked', { from: { productId: 5, imageId: 2 } }),
      aPutBack('blocked', { candidates: [73] }),
    ];
    expect(planGuards(doubts, { images: 3, expectedImages: undefined })).toEqual({
      doubtful: new Set([1]),
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
  const product = { kind: 'product-image', productId: 9 } as const;
  const subject = { ...product, imageId: 70 };
  const from = { productId: 5, imageId: 1 };
  const wanted = { description: '' };
  const update: NewAction = { verb: 'update', subject, from, wanted, position: 0 };
  const remove = { verb: 'remove', subject, replaces: false, position: 0 } as const;
  const replace = { ...remove, replaces: true };
  const slot = { variantId: 2 };
  const set = {
    verb: 'set',
    subject: { kind: 'variant-image', productId: 9, slot },
    from: { productId: 5, slot: { variantId: 1 } },
    position: 0,
  } as const satisfies NewAction;
  const create = { verb: 'create', subject: product, wanted, position: 0 } as const;
  const all: readonly NewAction[] = [
    update,
    { ...update, from: { productId: 5, imageId: 2 } },
    { verb: 'update', subject, wanted, position: 0 },
    { ...update, subject: { ...product, imageId: 71 } },
    { ...update, wanted: {} },
    { ...update, wanted: { description: 'a' } },
    { ...update, wanted: { description: '', sort_order: 0 } },
    { ...update, wanted: { description: '', is_thumbnail: false } },
    { ...create, from },
    { ...create, putBack: { sha256: 'b1946ac9', imageId: 70 } },
    { ...create, putBack: { sha256: 'c1946ac9', imageId: 70 } },
    { ...create, putBack: { sha256: 'c1946ac9', imageId: 71 } },
    remove,
    replace,
    set,
    { ...set, from: { ...set.from, slot: { variantId: 3 } } },
    { ...set, from: { ...set.from, imageId: 1 } },
    { ...set, subject: { ...set.subject, slot: { variantId: 3 } } },
    { ...set, subject: { kind: 'swatch', productId: 9, slot: { optionId: 2, valueId: 3 } } },
    { verb: 'set', subject: set.subject, putBack: { sha256: 'b1946ac9' }, position: 0 },
  ];
  it('is another for everything that is asked of a store', () => {
    const keys = all.map(actionKey);
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
  });
  it('is the same for the same, whenever its turn is and whatever a removal makes room for', () => {
    expect(actionKey({ ...update, sku: 'S', position: 7 })).toBe(actionKey(update));
    expect(actionKey({ ...replace, from })).toBe(actionKey(replace));
  });
});
