import type { SetAction } from '@cutover/journal';
import { expect, it } from 'vitest';
import { inShort } from '../../sayings.fixture.ts';
import { planSlotRevert, type SlotRevert } from './revert-slots.ts';

const kept = 'a'.repeat(64);

function setOf(over: Partial<SetAction> = {}): SetAction {
  return {
    id: 'r0001-2222/0000001',
    planRun: 'r0001-2222',
    source: 'source1',
    target: 'target1',
    status: 'applied',
    reason: undefined,
    attempts: 1,
    candidates: [],
    resultImageId: undefined,
    updatedAt: '2026-11-21T12:00:00.000Z',
    kind: 'set',
    of: 'variant-image',
    targetProductId: 6,
    sku: 'MUG',
    targetSlot: { variantId: 5 },
    wanted: {},
    position: 0,
    before: { address: 'https://cdn/old.png' },
    archived: kept,
    shown: { address: 'https://cdn/new.png' },
    ...over,
  };
}

function shortOf(input: Partial<SlotRevert>): string[] {
  const { actions, left } = planSlotRevert({
    writes: [setOf()],
    done: [setOf()],
    now: [{ productId: 6, slot: { variantId: 5 }, address: 'https://cdn/new.png' }],
    inDoubt: [],
    ...input,
  });
  return [
    ...actions.map((one) => `set ${JSON.stringify(one.targetSlot)} ${one.putBack ?? ''}`),
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
      done: [setOf(), setOf({ putBack: kept, shown: { address: 'https://cdn/back.png' } })],
    },
    [],
  ],
  [
    'what was back and is another now is somebody’s',
    {
      now: showing('https://cdn/theirs.png'),
      done: [setOf(), setOf({ putBack: kept, shown: { address: 'https://cdn/back.png' } })],
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
