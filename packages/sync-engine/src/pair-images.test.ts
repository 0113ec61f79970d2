import type { ProductImage } from '@cutover/field-mapper';
import { describe, expect, it } from 'vitest';
import { image, named } from './image.fixture.ts';
import { type Alike, namesakes, pairAcross } from './pair-images.ts';

interface Case {
  readonly name: string;
  readonly source: readonly ProductImage[];
  readonly target: readonly ProductImage[];
  readonly links?: readonly (readonly [number, number])[];
  /** What pictures are known to show, as `source:target`; of all others nothing is known. */
  readonly pictures?: Readonly<Record<string, 'same' | 'other'>>;
  /** Source image id → target image id. */
  readonly pairs: Readonly<Record<number, number>>;
  /** Ids of the images whose pictures are worth a look; none unless told otherwise. */
  readonly look?: { readonly source: readonly number[]; readonly target: readonly number[] };
}

const idsOf = (images: readonly ProductImage[]): number[] => images.map(({ imageId }) => imageId);

function check({ source, target, links = [], pictures = {}, pairs, look }: Case): void {
  const alike: Alike = (a, b) => {
    const known = pictures[`${a.imageId}:${b.imageId}`];
    return known === undefined ? undefined : known === 'same';
  };
  const input = { source, target, links: new Map(links), alike };
  const found = [...pairAcross(input)].map(([imageId, other]) => [imageId, other.imageId]);
  const open = namesakes(input);
  expect({
    pairs: Object.fromEntries(found),
    look: { source: idsOf(open.source), target: idsOf(open.target) },
  }).toEqual({ pairs, look: look ?? { source: [], target: [] } });
}

const noUrls = { zoom: '', standard: '', thumbnail: '', tiny: '' };
const mug = (imageId: number, sortOrder: number, description = ''): ProductImage =>
  named('mug', imageId, { sortOrder, description });

describe('names and links', () => {
  it.each<Case>([
    {
      name: 'a name that stands once on each side decides alone, whatever else they say or show',
      source: [mug(1, 0, 'front')],
      target: [mug(70, 5, 'back')],
      pictures: { '1:70': 'other' },
      pairs: { 1: 70 },
    },
    {
      name: 'a link counts for more than a name',
      source: [mug(1, 0), named('lid', 2)],
      target: [mug(70, 0), named('lid', 71)],
      links: [
        [1, 71],
        [2, 70],
      ],
      pairs: { 1: 71, 2: 70 },
    },
    {
      name: 'a link to an image that is gone, or taken by another link, leaves it to the names',
      source: [mug(1, 0), named('lid', 2), named('box', 3)],
      target: [mug(70, 0), named('lid', 71), named('pot', 72)],
      links: [
        [1, 72],
        [2, 99],
        [3, 72],
      ],
      pairs: { 1: 72, 2: 71 },
    },
    {
      name: 'without a name there is no pair',
      source: [image({ imageId: 1, imageFile: '' }), image({ imageId: 2, imageFile: 'a/-_-.jpg' })],
      target: [image({ imageId: 70, imageFile: '' }), image({ imageId: 71, imageFile: 'a/___.jpg' })],
      pairs: {},
    },
    ...(['zoom', 'standard', 'thumbnail', 'tiny'] as const).map((size) => ({
      name: `a view that shows no file is read by its addresses: ${size}`,
      source: [
        image({ imageId: 1, imageFile: '', urls: { ...noUrls, [size]: 'https://cdn.example/mug.jpg' } }),
      ],
      target: [mug(70, 0)],
      pairs: { 1: 70 },
    })),
  ])('$name', check);

  it('a name spelt loosely decides where the exact one found nobody, whatever pictures show', () => {
    const found = pairAcross({
      source: [named('tee-pot', 1), named('Tee Pot', 2)],
      target: [named('tee_pot', 71), named('tee-pot', 70)],
      alike: () => false,
    });
    expect([...found].map(([imageId, other]) => [imageId, other.imageId])).toEqual([
      [1, 70],
      [2, 71],
    ]);
  });
});

describe('several images of one name', () => {
  it.each<Case>([
    {
      name: 'say the same at the same places on both sides: nobody has to look',
      source: [mug(1, 0, 'front'), mug(2, 1, 'back')],
      target: [mug(70, 1, 'back'), mug(71, 0, 'front')],
      pictures: { '1:71': 'other', '2:70': 'other' },
      pairs: { 1: 71, 2: 70 },
    },
    {
      name: 'stand elsewhere on the other side: pictures decide',
      source: [mug(1, 0), mug(2, 1)],
      target: [mug(70, 0), mug(71, 2)],
      pictures: { '1:71': 'same', '1:70': 'other' },
      pairs: { 1: 71, 2: 70 },
      look: { source: [1, 2], target: [70, 71] },
    },
    {
      name: 'are twins at one place: pictures decide',
      source: [mug(1, 0), mug(2, 0)],
      target: [mug(70, 0), mug(71, 0)],
      pictures: { '1:71': 'same' },
      pairs: { 1: 71, 2: 70 },
      look: { source: [1, 2], target: [70, 71] },
    },
    {
      name: 'are one more on the other side: pictures decide',
      source: [mug(1, 0), mug(2, 1)],
      target: [mug(70, 0), mug(71, 1), mug(72, 1)],
      pictures: { '1:70': 'other', '2:71': 'other' },
      pairs: { 1: 71, 2: 72 },
      look: { source: [1, 2], target: [70, 71, 72] },
    },
    {
      name: 'are one here and two there: pictures decide',
      source: [mug(1, 0)],
      target: [mug(70, 0), mug(71, 1)],
      pictures: { '1:70': 'other', '1:71': 'same' },
      pairs: { 1: 71 },
      look: { source: [1], target: [70, 71] },
    },
    {
      name: 'are two here and one there: pictures decide',
      source: [mug(1, 0), mug(2, 1)],
      target: [mug(70, 0)],
      pictures: { '2:70': 'same' },
      pairs: { 2: 70 },
      look: { source: [1, 2], target: [70] },
    },
    {
      name: 'show other pictures: they are not taken for each other',
      source: [mug(1, 0), mug(2, 0)],
      target: [mug(70, 0)],
      pictures: { '1:70': 'other', '2:70': 'other' },
      pairs: {},
      look: { source: [1, 2], target: [70] },
    },
    {
      name: 'without pictures: those that say the same at the same place first',
      source: [mug(1, 0, 'front'), mug(2, 1, 'front')],
      target: [mug(70, 1, 'front'), mug(71, 2, 'front')],
      pairs: { 1: 71, 2: 70 },
      look: { source: [1, 2], target: [70, 71] },
    },
    {
      name: 'without pictures: what they say counts for more than where they stand',
      source: [mug(1, 0, 'front')],
      target: [mug(70, 0, 'back'), mug(71, 1, 'front')],
      pairs: { 1: 71 },
      look: { source: [1], target: [70, 71] },
    },
    {
      name: 'without pictures: in their order, so that twins keep their number',
      source: [mug(1, 1, 'a'), mug(2, 0, 'b'), mug(3, 2, 'c')],
      target: [mug(70, 9, 'd'), mug(71, 8, 'e')],
      pairs: { 1: 70, 2: 71 },
      look: { source: [2, 1, 3], target: [71, 70] },
    },
  ])('$name', check);
});
