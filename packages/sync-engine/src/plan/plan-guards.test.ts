import type { Action } from '@cutover/journal';
import { describe, expect, it } from 'vitest';
import { actionKey, planGuards } from './plan.ts';

describe('what keeps a plan from guessing', () => {
  const doubt = (facts: Partial<Action>): Action => ({
    action: 'r0001-2222/0000001',
    planRun: 'r0001-2222',
    source: 's',
    target: 't',
    kind: 'create',
    status: 'blocked',
    targetProductId: 9,
    sku: 'S',
    wanted: {},
    position: 0,
    reason: undefined,
    attempts: 1,
    candidates: [],
    resultImageId: undefined,
    updatedAt: 'then',
    ...facts,
  });
  it('is what the writes in doubt may have done', () => {
    const doubts = [
      doubt({ kind: 'create', sourceImageId: 1, candidates: [71, 72] }),
      doubt({ kind: 'update', sourceImageId: 2, candidates: [] }),
      doubt({ kind: 'create', sourceImageId: undefined, candidates: [73] }),
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
  const action = {
    kind: 'update',
    sourceImageId: 1,
    targetImageId: 70,
    wanted: { description: '' },
  } as const;
  const others: Parameters<typeof actionKey>[0][] = [
    { ...action, kind: 'create' },
    { ...action, sourceImageId: 2 },
    { ...action, sourceImageId: undefined },
    { ...action, targetImageId: 71 },
    { ...action, targetImageId: undefined },
    { ...action, wanted: {} },
    { ...action, wanted: { description: 'a' } },
    { ...action, wanted: { description: '', sort_order: 0 } },
    { ...action, wanted: { description: '', is_thumbnail: false } },
    { ...action, archive: 'b1946ac9' },
    { ...action, replaces: true },
  ];
  it('is another for everything that is asked of a store', () => {
    const keys = [action, ...others].map(actionKey);
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
  });
  it('is the same for the same, whenever its turn is', () => {
    const later = { ...action, sku: 'S', targetProductId: 9, position: 7, replaces: false };
    expect(actionKey(later)).toBe(actionKey(action));
  });
});
