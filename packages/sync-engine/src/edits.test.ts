import type { Link, SeenImage, WantedFields } from '@cutover/journal';
import { expect, it } from 'vitest';
import { editsOf } from './edits.ts';

const image = (facts: Partial<SeenImage> = {}): SeenImage => ({
  image_id: 71,
  description: 'ours',
  sort_order: 2,
  is_thumbnail: false,
  image_file: 'a/1/blue__11111.jpg',
  ...facts,
});
const link = (wanted: WantedFields): Link => ({
  sourceProductId: 1,
  sourceImageId: 11,
  targetProductId: 2,
  targetImageId: 71,
  sourceFile: 'a/1/blue__22222.jpg',
  planRun: 'r0001-2222',
  wanted,
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
])('an image: %s', (_, found, left, wanted, edited) => {
  const edits = editsOf({
    found: [found],
    left: left === undefined ? undefined : [left],
    links: wanted === undefined ? [] : [link(wanted)],
  });
  expect(edits.of(71)).toEqual(edited);
});

it('an image that has come since the last run was never ours', () => {
  const edits = editsOf({ found: [image({ image_id: 72 })], left: [image()], links: [] });
  expect(edits.of(72)).toEqual([]);
});
