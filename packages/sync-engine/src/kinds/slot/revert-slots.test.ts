import {
  putBackBy,
  type SetAction,
  type SetOfSource,
  type Slot,
  type StandingSet,
  targetSlotOf,
} from '@cutover/journal';
import { expect, it } from 'vitest';
import { SETS_FROM } from '../../plan/actions.ts';
import { kindOfSlot } from '../../slots.ts';
import { inShort } from '../../testing/sayings.ts';
import { planSlotRevert, type SlotRevert } from './revert-slots.ts';

const kept = 'a'.repeat(64);
const slotOf = (slot: Slot): SetAction['subject'] => ({ kind: kindOfSlot(slot), productId: 6, slot });

function setOf(over: Partial<SetOfSource & StandingSet> = {}): SetOfSource & StandingSet {
  return {
    id: 'r0001-2222/0000001',
    planRun: 'r0001-2222',
    source: 'source1',
    target: 'target1',
    status: 'applied',
    reason: undefined,
    attempts: 1,
    candidates: [],
    updatedAt: '2026-11-21T12:00:00.000Z',
    verb: 'set',
    subject: slotOf({ variantId: 5 }),
    from: { productId: 1, slot: { variantId: 4 } },
    sku: 'MUG',
    position: 0,
    before: { address: 'https://cdn/old.png' },
    archived: kept,
    shown: { address: 'https://cdn/new.png' },
    ...over,
  };
}

function putBackOf(sha256: string): SetAction {
  const { from: _, ...set } = { ...setOf(), shown: { address: 'https://cdn/back.png' } };
  return { ...set, putBack: { sha256 } };
}

function shortOf(input: Partial<SlotRevert>): string[] {
  const { actions, left } = planSlotRevert({
    kind: 'variant-image',
    writes: [setOf()],
    done: [setOf()],
    now: [{ productId: 6, slot: { variantId: 5 }, address: 'https://cdn/new.png' }],
    inDoubt: [],
    ...input,
  });
  return [
    ...actions.map((one) => `set ${JSON.stringify(targetSlotOf(one))} ${putBackBy(one) ?? ''}`),
    ...left.map(({ why, isKept }) => `${isKept === true ? 'kept: ' : ''}${inShort(why)}`),
  ];
}

const showing = (address: string) => [{ productId: 6, slot: { variantId: 5 }, address }];

it.each<[string, Partial<SlotRevert>, string[]]>([
  ['what it showed before comes back from the kept bytes', {}, [`set {"variantId":5} ${kept}`]],
  [
    'an address with another host or version is the same',
    { now: showing('https://cdn2/new.png?c=2') },
    [`set {"variantId":5} ${kept}`],
  ],
  [
    'of several writes the first one tells what was there, and the last one what is',
    {
      writes: [
        setOf({ shown: { address: 'https://cdn/mid.png' } }),
        setOf({ before: { address: 'https://cdn/mid.png' }, archived: 'b'.repeat(64) }),
      ],
    },
    [`set {"variantId":5} ${kept}`],
  ],
  ['somebody else’s picture stays', { now: showing('https://cdn/theirs.png') }, ['slot-changed']],
  [
    'what is back already is left in peace',
    {
      now: showing('https://cdn/back.png'),
      done: [setOf(), putBackOf(kept)],
    },
    [],
  ],
  [
    'what was back and is another now is somebody’s',
    {
      now: showing('https://cdn/theirs.png'),
      done: [setOf(), putBackOf(kept)],
    },
    ['slot-changed'],
  ],
  [
    'an empty slot stays filled',
    { writes: [setOf({ before: { address: '' }, archived: undefined })] },
    ['kept: slot-was-empty variant-image'],
  ],
  [
    'bytes that were not kept do not come back',
    { writes: [setOf({ archived: undefined })] },
    ['slot-not-kept'],
  ],
  ['a variant that is gone is named', { now: [] }, ['slot-gone variant-image']],
  ['nothing is done in doubt', { inDoubt: [{ variantId: 5 }] }, ['slot-put-back-in-doubt']],
])('%s', (_, input, expected) => {
  expect(shortOf(input)).toEqual(expected);
});

it('slots of one kind alone are answered for, each in its place among the slots of all kinds', () => {
  const value = { modifierId: 3, valueId: 7 };
  const writes = [setOf(), setOf({ subject: slotOf(value) }), setOf({ subject: slotOf({ variantId: 8 }) })];
  const now = writes.map(({ subject: { slot } }) => ({ productId: 6, slot, address: 'https://cdn/new.png' }));
  const placesOf = (kind: SlotRevert['kind']) =>
    planSlotRevert({ kind, writes, done: writes, now, inDoubt: [] }).actions.map((one) => [
      targetSlotOf(one),
      one.position - SETS_FROM,
    ]);
  expect([placesOf('variant-image'), placesOf('modifier-image'), placesOf('swatch')]).toEqual([
    [
      [{ variantId: 5 }, 0],
      [{ variantId: 8 }, 2],
    ],
    [[value, 1]],
    [],
  ]);
});
