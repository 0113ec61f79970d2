import type { NewAction, Slot } from '@cutover/journal';
import { expect, it } from 'vitest';
import type { RevertPlan } from '../plan/left-alone.ts';
import { kindOfSlot } from '../slots.ts';
import { inTurn } from './revert-goal.ts';

const [large, small]: [Slot, Slot] = [{ variantId: 5 }, { variantId: 6 }];
const [gift, none]: [Slot, Slot] = [
  { modifierId: 3, valueId: 7 },
  { modifierId: 3, valueId: 8 },
];
const planned = { sku: 'S', position: 0 };
const slotOf = (slot: Slot) => ({ kind: kindOfSlot(slot), productId: 9, slot });
const filled = (targetSlot: Slot): NewAction => ({
  ...planned,
  verb: 'set',
  subject: slotOf(targetSlot),
  putBack: { sha256: 'a' },
});
const image = { kind: 'product-image', productId: 9, imageId: 70 } as const;
const removed: NewAction = { ...planned, verb: 'remove', subject: image, replaces: false };
const kept = (of: { slot: Slot } | { imageId: number }) => ({
  ...of,
  fields: [],
  why: { code: 'gone-again' as const },
});

it('what is taken back begins with the images and goes on as the run has filled the slots, whatever their kind', () => {
  const writes = [
    { subject: image },
    { subject: slotOf(large) },
    { subject: slotOf(none) },
    { subject: slotOf(gift) },
    { subject: slotOf(small) },
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
