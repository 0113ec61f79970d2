import type { SeenImage, WantedFields } from '@cutover/journal';
import { describe, expect, it } from 'vitest';
import { aCreate, anUpdate } from '../../testing/actions.ts';
import { type EditsInput, editsOf, isReordered, sentBy, vouchedFor } from './edits-of.ts';

const image = (facts: Partial<SeenImage> = {}): SeenImage => ({
  image_id: 71,
  description: 'ours',
  sort_order: 2,
  is_thumbnail: false,
  image_file: 'a/1/blue__11111.jpg',
  ...facts,
});
const ours: WantedFields = { description: 'ours', sort_order: 2, is_thumbnail: false };

it.each<[string, SeenImage, SeenImage | undefined, WantedFields | undefined, string[]]>([
  ['as it was left', image(), image(), ours, []],
  ['another text', image({ description: 'theirs' }), image(), ours, ['description']],
  ['another place', image({ sort_order: 5 }), image(), ours, ['sort_order']],
  ['the thumbnail now', image({ is_thumbnail: true }), image(), ours, ['is_thumbnail']],
  [
    'everything',
    image({ description: '', sort_order: 0, is_thumbnail: true }),
    image(),
    ours,
    ['description', 'sort_order', 'is_thumbnail'],
  ],
  ['its place as sent, which the store had moved since', image(), image({ sort_order: 9 }), ours, []],
  ['never sent by us, and as it was left', image(), image(), undefined, []],
  ['never sent by us, and changed since', image({ description: '' }), image(), undefined, ['description']],
  ['of a run cut short, with our text', image({ sort_order: 9, is_thumbnail: true }), undefined, ours, []],
  ['of a run cut short, with another text', image({ description: '' }), undefined, ours, ['description']],
  ['of a run cut short that sent no text', image({ description: '' }), undefined, { sort_order: 1 }, []],
  ['nobody knows of', image(), undefined, undefined, []],
])('an image: %s', (_, now, left, wanted, edited) => {
  const edits = editsOf({
    now: [now],
    found: undefined,
    left: left === undefined ? undefined : [left],
    sent: wanted === undefined ? new Map() : new Map([[71, wanted]]),
  });
  expect(edits.of(71)).toEqual(edited);
});

it.each([
  [
    'a flag that the store had once set itself is somebody’s when it is there again',
    { is_thumbnail: true },
    ['is_thumbnail'],
  ],
  ['a place that the store had made of ours is not', { sort_order: 1 }, []],
] as const)('%s', (_, shown, edited) => {
  const edits = editsOf({
    now: [image(shown)],
    found: undefined,
    left: [image()],
    sent: new Map([[71, ours]]),
    shown: new Map([[71, { ...ours, ...shown }]]),
  });
  expect(edits.of(71)).toEqual(edited);
});

it('an image that has come since the last run was never ours', () => {
  const now = [image({ image_id: 72 })];
  const edits = editsOf({ now, found: undefined, left: [image()], sent: new Map() });
  expect(edits.of(72)).toEqual([]);
});

describe('while a run is at work', () => {
  it.each<[string, SeenImage, SeenImage, string[]]>([
    ['its own writes move places and thumbnails', image({ sort_order: 9, is_thumbnail: true }), image(), []],
    ['a text that it has not sent is an edit', image({ description: 'theirs' }), image(), ['description']],
    ['an edit that it found stays one', image({ sort_order: 9 }), image({ sort_order: 9 }), ['sort_order']],
  ])('%s', (_, now, found, edited) => {
    const sent = new Map([[71, ours]]);
    expect(editsOf({ now: [now], found: [found], left: [image()], sent }).of(71)).toEqual(edited);
  });

  it('a text that it has sent and that the store does not show is no edit', () => {
    const [now, sent] = [image({ description: 'old' }), new Map([[71, { description: 'new' }]])];
    const input = { now: [now], found: [now], left: undefined, sent };
    expect(
      editsOf({ ...input, sentNow: (id, field) => id === 71 && field === 'description' }).of(71),
    ).toEqual([]);
    expect(editsOf(input).of(71)).toEqual(['description']);
  });

  it('a text on an image that it made itself is an edit', () => {
    const now = [image({ description: 'theirs' })];
    expect(editsOf({ now, found: [], left: undefined, sent: new Map([[71, ours]]) }).of(71)).toEqual([
      'description',
    ]);
  });
});

describe('what a run leaves behind', () => {
  const edited = image({ description: 'theirs', sort_order: 9, is_thumbnail: true });
  it.each<[string, Partial<EditsInput>, SeenImage]>([
    ['is what is there', { now: [image()], left: [image()] }, image()],
    ['keeps what was there before an edit', { now: [edited], found: [edited], left: [image()] }, image()],
    [
      'keeps a text that was sent before an edit',
      { now: [image({ description: 'theirs' })], found: [], sent: new Map([[71, ours]]) },
      image(),
    ],
    [
      'keeps a text that it found and never sent, where somebody has changed it meanwhile',
      { now: [image({ description: 'theirs' })], found: [image()] },
      image(),
    ],
    [
      'is what it has made of an edit that it has overwritten',
      {
        now: [image({ sort_order: 4 })],
        found: [image({ sort_order: 9 })],
        left: [image()],
        sentNow: (id, field) => id === 71 && field === 'sort_order',
      },
      image({ sort_order: 4 }),
    ],
    [
      'keeps what was there before an edit that the store has moved on when a sibling was written',
      { now: [image({ sort_order: 10 })], found: [image({ sort_order: 9 })], left: [image()] },
      image(),
    ],
  ])('%s', (_, input, expected) => {
    const nothing: EditsInput = { now: [], found: undefined, left: undefined, sent: new Map() };
    expect(vouchedFor({ ...nothing, ...input })).toEqual([expected]);
  });

  it('takes no thumbnail for chosen once the image that somebody had chosen is gone', () => {
    const [chosen, heir] = [image(), image({ image_id: 72, is_thumbnail: true })];
    const input: EditsInput = {
      now: [heir],
      found: [
        { ...chosen, is_thumbnail: true },
        { ...heir, is_thumbnail: false },
      ],
      left: [chosen, heir],
      sent: new Map(),
    };
    expect([editsOf(input).of(72), editsOf(input).choseThumbnail, vouchedFor(input)]).toEqual([
      [],
      false,
      [heir],
    ]);
    const still = {
      ...input,
      now: [
        { ...chosen, is_thumbnail: true },
        { ...heir, is_thumbnail: false },
      ],
    };
    expect([editsOf(still).of(72), editsOf(still).choseThumbnail]).toEqual([['is_thumbnail'], true]);
  });

  it('is seen as edited by the next run too, however many come', () => {
    const sent = new Map([[71, ours]]);
    const input = { now: [edited], found: undefined, sent };
    let left = [image()];
    for (let run = 0; run < 3; run += 1) {
      expect(editsOf({ ...input, left }).of(71)).toEqual(['description', 'sort_order', 'is_thumbnail']);
      left = vouchedFor({ ...input, found: [edited], left });
    }
  });
});

describe('what a plan has sent', () => {
  const asked = [
    [71, 'description'],
    [71, 'sort_order'],
    [71, 'is_thumbnail'],
    [72, 'is_thumbnail'],
  ] as const;
  it.each<[string, Parameters<typeof sentBy>[0], boolean[]]>([
    ['nothing', [], [false, false, false, false]],
    ['a text', [anUpdate('applied', { wanted: { description: '' } })], [true, false, false, false]],
    ['a place', [anUpdate('applied', { wanted: { sort_order: 0 } })], [false, true, false, false]],
    [
      'a flag, which all lose to one',
      [anUpdate('applied', { wanted: { is_thumbnail: true } })],
      [false, false, true, true],
    ],
    [
      'a flag that was taken away',
      [anUpdate('applied', { wanted: { is_thumbnail: false } })],
      [false, false, true, false],
    ],
    [
      'a new image with the flag',
      [aCreate('applied', { wanted: { ...ours, is_thumbnail: true } })],
      [false, false, true, true],
    ],
    [
      'a text that is in doubt',
      [anUpdate('started', { wanted: { description: '' } })],
      [false, false, false, false],
    ],
  ])('%s', (_, actions, expected) => {
    const sent = sentBy(actions);
    expect(asked.map(([imageId, field]) => sent(imageId, field))).toEqual(expected);
  });
});

describe('the order of the images', () => {
  const places = (...at: readonly (readonly [image: number, place: number])[]): SeenImage[] =>
    at.map(([image_id, sort_order]) => image({ image_id, sort_order }));
  const left = places([1, 0], [2, 1], [3, 2]);
  const moved = places([2, 1], [3, 2], [1, 22]);
  it.each([
    ['as it was left', left, left, false],
    ['other places, the same order', places([1, 0], [2, 7], [3, 9]), left, false],
    ['one that was moved behind the others', moved, moved, true],
    ['one that came since', places([4, 0], [1, 1], [2, 2], [3, 3]), left, false],
    ['one that was moved, and is gone by now', moved, places([2, 1], [3, 2]), false],
    ['one that was moved beside one that is gone by now', moved, places([1, 22], [2, 1]), true],
  ])('%s', (_, found, now, isTheirs) => {
    expect(isReordered({ now, found, left, sent: new Map() })).toBe(isTheirs);
  });
});
