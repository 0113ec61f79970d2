import type { ProductImage } from '@cutover/field-mapper';
import { describe, expect, it } from 'vitest';
import { image, named } from '../testing/images.ts';
import { type Alike, namesakes, pairAcross } from './pair-images.ts';

interface Case {
  readonly name: string;
  readonly source: readonly ProductImage[];
  readonly target: readonly ProductImage[];
  readonly links?: readonly (readonly [number, number])[];
  /** Target images that were made of another source image than any of these. */
  readonly made?: readonly number[];
  /** What pictures are known to show, as `source:target`; of all others nothing is known. */
  readonly pictures?: Readonly<Record<string, 'same' | 'other' | 'grey'>>;
  /** Images whose counterpart is a guess; none unless told otherwise. */
  readonly unsure?: { readonly source: readonly number[]; readonly target: readonly number[] };
  /** Source image id → target image id. */
  readonly pairs: Readonly<Record<number, number>>;
  /** Ids of the images whose pictures are worth a look; none unless told otherwise. */
  readonly look?: { readonly source: readonly number[]; readonly target: readonly number[] };
}

const idsOf = (images: readonly ProductImage[]): number[] => images.map(({ imageId }) => imageId);

const none = { source: [], target: [] };

function check({ source, target, links = [], made = [], pictures = {}, pairs, look, unsure }: Case): void {
  const alike: Alike = (a, b) => {
    const known = pictures[`${a.imageId}:${b.imageId}`];
    return known === undefined || known === 'grey' ? known : known === 'same';
  };
  const input = {
    source,
    target,
    links: new Map(links),
    isForeign: (_: ProductImage, b: ProductImage) => made.includes(b.imageId),
    alike,
  };
  const found = pairAcross(input);
  const open = namesakes(input);
  expect({
    pairs: Object.fromEntries([...found.partner].map(([imageId, other]) => [imageId, other.imageId])),
    unsure: { source: [...found.unsure.source], target: [...found.unsure.target] },
    look: { source: idsOf(open.source), target: idsOf(open.target) },
  }).toEqual({ pairs, unsure: unsure ?? none, look: look ?? none });
}

const noUrls = { zoom: '', standard: '', thumbnail: '', tiny: '' };
const mug = (imageId: number, sortOrder: number, description = ''): ProductImage =>
  named('mug', imageId, { sortOrder, description });

describe('names and links', () => {
  it.each<Case>([
    {
      name: 'a name that stands once on each side decides alone, whatever else they say',
      source: [mug(1, 0, 'front')],
      target: [mug(70, 5, 'back')],
      pairs: { 1: 70 },
    },
    {
      name: 'a name that stands once on each side decides nothing where the pictures were seen to differ',
      source: [mug(1, 0)],
      target: [mug(70, 0)],
      pictures: { '1:70': 'other' },
      pairs: {},
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
    {
      name: 'likeness is no proof: what no name has paired is no pair, however alike it looks',
      source: [mug(1, 0), named('sizes-us', 2)],
      target: [mug(70, 0), named('sizes-eu', 71)],
      pictures: { '2:71': 'same' },
      pairs: { 1: 70 },
    },
    {
      name: 'a name whose letters a store has dropped is told by its picture',
      source: [named('Käse и сыр 1', 1), named('мёд', 2)],
      target: [named('Kase-1', 70), named('image', 71)],
      pictures: { '1:70': 'same', '1:71': 'other', '2:70': 'other', '2:71': 'same' },
      pairs: { 1: 70, 2: 71 },
      look: { source: [1, 2], target: [70, 71] },
    },
    ...(['same', 'other', undefined] as const).map((picture) => ({
      name: `a name that may be the other, cut, is told by its picture: ${picture ?? 'not to be looked at'}`,
      source: [named(`${'a'.repeat(60)}-1`, 1)],
      target: [named('a'.repeat(40), 70)],
      ...(picture === undefined ? {} : { pictures: { '1:70': picture } }),
      pairs: picture === 'same' ? { 1: 70 } : {},
      ...(picture === undefined ? { unsure: { source: [1], target: [70] } } : {}),
      look: { source: [1], target: [70] },
    })),
    ...(['zoom', 'standard', 'thumbnail', 'tiny'] as const).map((size) => ({
      name: `a view that shows no file is read by its addresses: ${size}`,
      source: [
        image({ imageId: 1, imageFile: '', urls: { ...noUrls, [size]: 'https://cdn.example/mug.jpg' } }),
      ],
      target: [mug(70, 0)],
      pairs: { 1: 70 },
    })),
  ])('$name', check);

  it.each<Case>([
    {
      name: 'a name spelt loosely decides where the exact one found nobody',
      source: [named('tee-pot', 1)],
      target: [named('Tee Pot', 71)],
      pairs: { 1: 71 },
    },
    ...(['same', 'other'] as const).map((picture) => ({
      name: `names alike but for their spelling are told apart by pictures: ${picture}`,
      source: [named('tee-pot', 1), named('Tee Pot', 2)],
      target: [named('tee_pot', 71), named('tee-pot', 70)],
      pictures: { '1:70': 'same', '2:70': 'other', '2:71': picture } as const,
      pairs: picture === 'same' ? { 1: 70, 2: 71 } : { 1: 70 },
      look: { source: [1, 2], target: [70, 71] },
    })),
    {
      name: 'what pictures have parted is not paired because it is left over',
      source: [mug(1, 0), mug(2, 1)],
      target: [mug(70, 1), mug(71, 2)],
      pictures: { '1:70': 'other', '1:71': 'other', '2:70': 'same', '2:71': 'same' },
      pairs: { 2: 70 },
      look: { source: [1, 2], target: [70, 71] },
    },
  ])('$name', check);
});

describe('several images of one name', () => {
  it.each<Case>([
    {
      name: 'say the same at the same places on both sides: nobody has to look',
      source: [mug(1, 0, 'front'), mug(2, 1, 'back')],
      target: [mug(70, 1, 'back'), mug(71, 0, 'front')],
      pairs: { 1: 71, 2: 70 },
    },
    {
      name: 'stand elsewhere on the other side: pictures decide',
      source: [mug(1, 0), mug(2, 1)],
      target: [mug(70, 0), mug(71, 2)],
      pictures: { '1:71': 'same', '1:70': 'other', '2:70': 'same' },
      pairs: { 1: 71, 2: 70 },
      look: { source: [1, 2], target: [70, 71] },
    },
    {
      name: 'are twins at one place: pictures decide',
      source: [mug(1, 0), mug(2, 0)],
      target: [mug(70, 0), mug(71, 0)],
      pictures: { '1:71': 'same', '2:70': 'same' },
      pairs: { 1: 71, 2: 70 },
      look: { source: [1, 2], target: [70, 71] },
    },
    {
      name: 'are twins, and somebody has moved the first: the one that stands in its place stays',
      source: [mug(1, 0), mug(2, 1)],
      target: [mug(71, 1), mug(70, 21)],
      pictures: { '1:70': 'same', '1:71': 'same', '2:70': 'same', '2:71': 'same' },
      pairs: { 1: 70, 2: 71 },
      look: { source: [1, 2], target: [71, 70] },
    },
    {
      name: 'are twins at shared places: nobody is moved past another',
      source: [mug(1, 0), mug(2, 1), mug(3, 1), mug(4, 2)],
      target: [mug(70, 0), mug(71, 2), mug(72, 3), mug(73, 9)],
      pictures: Object.fromEntries(
        [1, 2, 3, 4].flatMap((a) => [70, 71, 72, 73].map((b) => [`${a}:${b}`, 'same' as const])),
      ),
      pairs: { 1: 70, 2: 71, 3: 72, 4: 73 },
      look: { source: [1, 2, 3, 4], target: [70, 71, 72, 73] },
    },
    {
      name: 'are one more on the other side: pictures decide',
      source: [mug(1, 0), mug(2, 1)],
      target: [mug(70, 0), mug(71, 1), mug(72, 1)],
      pictures: { '1:70': 'other', '1:71': 'same', '2:70': 'other', '2:71': 'other', '2:72': 'same' },
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
      name: 'neither alike nor certainly different: what they say and their order decide',
      source: [mug(1, 0, 'front'), mug(2, 1)],
      target: [mug(70, 0), mug(71, 1, 'front')],
      pictures: { '1:70': 'grey', '1:71': 'grey', '2:70': 'grey', '2:71': 'grey' },
      pairs: { 1: 71, 2: 70 },
      look: { source: [1, 2], target: [70, 71] },
    },
    {
      name: 'not to be looked at: those that say the same at the same place are a pair, the rest is a guess',
      source: [mug(1, 0, 'front'), mug(2, 1, 'front')],
      target: [mug(70, 1, 'front'), mug(71, 2, 'front')],
      pairs: { 1: 71, 2: 70 },
      unsure: { source: [1], target: [71] },
      look: { source: [1, 2], target: [70, 71] },
    },
    {
      name: 'not to be looked at: the likeliest guess is the one that says the same',
      source: [mug(1, 0, 'front')],
      target: [mug(70, 0, 'back'), mug(71, 1, 'front')],
      pairs: { 1: 71 },
      unsure: { source: [1], target: [70, 71] },
      look: { source: [1], target: [70, 71] },
    },
    {
      name: 'not to be looked at: guessed in their order, and who is left over is no less unsure',
      source: [mug(1, 1, 'a'), mug(2, 0, 'b'), mug(3, 2, 'c')],
      target: [mug(70, 9, 'd'), mug(71, 8, 'e')],
      pairs: { 1: 70, 2: 71 },
      unsure: { source: [2, 1, 3], target: [71, 70] },
      look: { source: [2, 1, 3], target: [71, 70] },
    },
    {
      name: 'only one of them not to be looked at: what is certain stands',
      source: [mug(1, 0), mug(2, 1), mug(3, 2)],
      target: [mug(70, 5), mug(71, 6)],
      pictures: { '1:70': 'same', '1:71': 'other', '2:70': 'other', '2:71': 'other' },
      pairs: { 1: 70, 3: 71 },
      unsure: { source: [3], target: [71] },
      look: { source: [1, 2, 3], target: [70, 71] },
    },
  ])('$name', check);
});

describe('an image that was made of another source image', () => {
  const input = {
    source: [mug(2, 0)],
    target: [mug(70, 0)],
    made: [70],
    look: { source: [2], target: [70] },
  };
  it.each<Case>([
    { ...input, name: 'is not the counterpart of one of its name', pictures: { '2:70': 'other' }, pairs: {} },
    { ...input, name: 'is, where it shows the same picture', pictures: { '2:70': 'same' }, pairs: { 2: 70 } },
    ...([{ '2:70': 'grey' }, {}] as const).map((pictures) => ({
      ...input,
      name: 'may be, where nobody can tell',
      pictures,
      pairs: { 2: 70 },
      unsure: { source: [2], target: [70] },
    })),
    {
      name: 'is its own, where that is still there, and needs no look',
      source: [mug(1, 0), mug(2, 1)],
      target: [mug(70, 0)],
      links: [[1, 70]],
      pairs: { 1: 70 },
    },
  ])('$name', check);
});
