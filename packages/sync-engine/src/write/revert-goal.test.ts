import type { NewAction, Slot } from '@cutover/journal';
import { expect, it } from 'vitest';
import type { RevertPlan } from '../plan/left-alone.ts';
import { inTurn } from './revert-goal.ts';

const [large, small]: [Slot, Slot] = [{ variantId: 5 }, { variantId: 6 }];
const [gift, none]: [Slot, Slot] = [
  { modifierId: 3, valueId: 7 },
  { modifierId: 3, valueId: 8 },
];
const planned = { targetProductId: 9, sku: 'S', wanted: {}, position: 0 } as const;
const filled = (targetSlot: Slot): NewAction => ({
  ...planned,
  kind: 'set',
  of: 'variant-image',
  targetSlot,
  putBack: 'a',
});
const removed: NewAction = { ...planned, kind: 'remove', of: 'product-image', targetImageId: 70 };
const kept = (of: { slot: Slot } | { imageId: number }) => ({
  ...of,
  fields: [],
  why: { code: 'gone-again' as const },
});

it('what is taken back begins with the images and goes on as the run has filled the slots, whatever their kind', () => {
  const writes = [
    {},
    { targetSlot: large },
    { targetSlot: none },
    { targetSlot: gift },
    { targetSlot: small },
  ];
  const plans: RevertPlan[] = [
    { actions: [removed], left: [kept({ imageId: 71 })] },
    { actions: [filled(large), filled(small)], left: [] },
    { actions: [filled(gift)], left: [kept({ slot: none })] },
  ];
  expect(inTurn(plans, writes)).toEqual({
    actions: [removed, filled(large), filled(gift), filled(small)],
    left: [kept({ imageId: 71 }), kept({ slot: none })],
  });
});
