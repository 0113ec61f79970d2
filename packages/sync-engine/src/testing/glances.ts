// Products of two stores for the laws of a first look: mostly the same on both sides, and in all the ways in which they are
// not quite; and what the journal's rows show of them.
import type { ProductImage } from '@cutover/field-mapper';
import type { ImageGlance, ViewGlance } from '@cutover/journal';
import fc from 'fast-check';
import { image } from './images.ts';

export function glanceOf(of: ProductImage): ImageGlance {
  const { productId, imageId, imageFile, description, isThumbnail, sortOrder, odd } = of;
  return {
    productId,
    imageId,
    imageFile,
    description,
    isThumbnail,
    sortOrder,
    isOdd: odd !== undefined,
  };
}

export const viewGlanceOf = (of: ProductImage): ViewGlance => ({ ...glanceOf(of), urls: of.urls });

export interface BothSides {
  readonly source: readonly ProductImage[];
  readonly target: readonly ProductImage[];
}

/** Of one letter in several spellings, of signs alone, with the endings of stores, and none at all. */
const names = fc.constantFrom(
  'mug',
  'MUG',
  'm%75g',
  'müg',
  'mu\u0308g',
  'mug.1650000001.386.513',
  'lid',
  'lid__12345',
  'image',
  '%20',
  ' ',
  '%',
  '__12345',
  'käse',
  'a/b?c',
  'mug#1',
  '',
);
const texts = fc.constantFrom('', 'front', 'back', 'Käse', 'Ka\u0308se');
const facts = fc
  .record({
    imageFile: fc
      .tuple(names, fc.constantFrom('.jpg', '__12345.jpg', '__54321.jpg', ''))
      .map(([name, end]) => (name === '' ? '' : `a/001/${name}${end}`)),
    description: texts,
    sortOrder: fc.integer({ min: -1, max: 4 }),
    isThumbnail: fc.boolean(),
    odd: fc.oneof(
      { weight: 25, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: fc.constantFrom(['sort_order'], ['is_thumbnail']) },
    ),
  })
  .map(
    ({ odd, ...all }): Omit<ProductImage, 'productId' | 'imageId' | 'urls'> => ({
      ...all,
      ...(odd === undefined ? {} : { odd }),
    }),
  );

/** What may be otherwise on the target: a name's ending, most often nothing that counts. */
const changes = fc.oneof(
  { weight: 30, arbitrary: fc.constant({}) },
  { weight: 15, arbitrary: fc.constant('renamed' as const) },
  { weight: 1, arbitrary: facts.map(({ imageFile }) => ({ imageFile })) },
  { weight: 1, arbitrary: facts.map(({ description }) => ({ description })) },
  { weight: 1, arbitrary: facts.map(({ sortOrder }) => ({ sortOrder })) },
  { weight: 1, arbitrary: facts.map(({ isThumbnail }) => ({ isThumbnail })) },
  { weight: 1, arbitrary: facts.map(({ odd = ['description'] }) => ({ odd })) },
  { weight: 1, arbitrary: fc.constant('missing' as const) },
  { weight: 1, arbitrary: fc.constant('twice' as const) },
);

/** Ids are the source's from 1, the target's from 71, in any order of the places. */
export const bothSides: fc.Arbitrary<BothSides> = fc
  .tuple(
    fc.array(fc.tuple(facts, changes), { maxLength: 5 }),
    // So that most have a place of their own, as in nearly all stores.
    fc.boolean(),
    fc.boolean(),
    fc.oneof({ weight: 5, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: facts.map((one) => [one]) }),
  )
  .map(([drawn, isPlaced, isReversed, more]) => {
    const source = drawn.map(([one], at) =>
      image({ imageId: at + 1, ...one, ...(isPlaced ? { sortOrder: at * 2, isThumbnail: at === 0 } : {}) }),
    );
    const shown = source.flatMap((one, at) => {
      const change = drawn[at]?.[1] ?? {};
      if (change === 'missing') return [];
      if (change === 'twice') return [one, one];
      if (change !== 'renamed') return [{ ...one, ...change }];
      return [{ ...one, imageFile: one.imageFile.replace(/\.jpg$/, '__98765.jpg') }];
    });
    const all = [...(isReversed ? shown.toReversed() : shown), ...more];
    const target = all.map((one, at) => image({ ...one, imageId: 71 + at, productId: 9 }));
    return { source, target };
  });

const address = 'https://cdn.example/s-1/products/1/images/1/mug.1650000001.1280.1280.jpg';
/** What of an address says nothing, and what does; most often V3 shows V2's own. */
const addresses = fc.oneof(
  { weight: 12, arbitrary: fc.constant(address) },
  { weight: 4, arbitrary: fc.constant(`${address}?c=2`) },
  fc.constantFrom(
    `${address}#top`,
    address.replace('1650000001', '1650000009'),
    address.replace('cdn.example', 'cdn.other'),
    address.replace('mug', 'm%75g'),
    address.replace('mug', 'lid'),
    '',
  ),
);
const urls = fc.record({ zoom: addresses, standard: addresses, thumbnail: addresses, tiny: addresses });
const noUrls = { zoom: '', standard: '', thumbnail: '', tiny: '' };
const someUrls = fc.oneof({ weight: 9, arbitrary: urls }, fc.constant(noUrls));

/** One product as both views of one store show it. */
export const bothViews: fc.Arbitrary<BothSides> = fc
  .tuple(
    fc.array(fc.tuple(facts, changes, someUrls, someUrls, fc.boolean()), { maxLength: 4 }),
    fc.boolean(),
    fc.boolean(),
  )
  .map(([drawn, isFlagged, isReversed]) => {
    const source = drawn.map(([one, , shown], at) =>
      image({ imageId: at + 1, ...one, urls: shown, ...(isFlagged ? { isThumbnail: at === 0 } : {}) }),
    );
    const target = source.flatMap((one, at) => {
      const [, change = {}, , shown = noUrls, isAsIs = true] = drawn[at] ?? [];
      const here = isAsIs ? one : { ...one, urls: shown };
      if (change === 'missing') return [];
      return typeof change === 'string' ? [here] : [{ ...here, ...change }];
    });
    return { source, target: isReversed ? target.toReversed() : target };
  });
