import type { GradeSaying } from '@cutover/sync-engine';
import { expect, it } from 'vitest';
import { each, type SamplesOf } from '../testing/saying-samples.ts';
import { sayingWords } from './saying-words.ts';

const samples: SamplesOf<GradeSaying['code']> = {
  'no-alt-text': [
    [
      { code: 'no-alt-text' },
      'no alt text, so screen readers and search engines see nothing; migrate adds none',
    ],
  ],
  'alt-text-long': [
    [
      { code: 'alt-text-long', length: 300, cutAt: 255 },
      'the alt text has 300 characters; stores may cut it at 255',
    ],
  ],
  'alt-text-is-file': [
    [
      { code: 'alt-text-is-file', text: 'IMG_2034' },
      'the alt text is the name of a file, IMG_2034, and says nothing of the picture',
    ],
  ],
  'alt-text-with-markup': [
    [
      { code: 'alt-text-with-markup', markup: `<a href="https://shop.example.com/a/long/path">` },
      'the alt text holds <a href="https://shop.example.com/a/long, which is read aloud as it stands',
    ],
  ],
  'alt-texts-alike': [
    [
      { code: 'alt-texts-alike', images: 4 },
      'all 4 images have the same alt text, which cannot say what each of them shows',
    ],
  ],
  'visible-without-images': [
    [{ code: 'visible-without-images' }, 'shoppers see the product, and it has no image'],
  ],
  'listed-without-thumbnail': [
    [
      { code: 'listed-without-thumbnail' },
      'no image is the thumbnail, so listings show a placeholder; migrate chooses this one',
    ],
  ],
  'listed-with-thumbnails': [
    [
      { code: 'listed-with-thumbnails', thumbnails: 2 },
      '2 images are the thumbnail, so listings show any of them; migrate keeps this one',
    ],
  ],
  'place-shared': [
    [
      { code: 'place-shared', place: 3 },
      'has sort order 3, like the image before it, so the store chooses which comes first',
    ],
  ],
  'place-at-end': [
    [
      { code: 'place-at-end', place: 2147483647 },
      'has sort order 2147483647, so near to the end of what a store can count that its siblings find no place behind it',
    ],
  ],
  'images-beyond-panel': [
    [
      { code: 'images-beyond-panel', images: 501, shown: 500 },
      '501 images; the control panel shows 500 and a product holds at most 1,000',
    ],
  ],
  'images-full': [
    [
      { code: 'images-full', images: 1000 },
      '1000 images; a product holds at most 1,000, so nothing can be added',
    ],
  ],
  'files-named-by-camera': [
    [
      { code: 'files-named-by-camera', named: 1, images: 1 },
      '1 of 1 file has the name that a camera or scanner gave',
    ],
    [
      { code: 'files-named-by-camera', named: 3, images: 4 },
      '3 of 4 files have the name that a camera or scanner gave',
    ],
  ],
  'description-shows-store': [
    [
      { code: 'description-shows-store', pictures: 1, first: '/a.jpg' },
      'the description shows a picture of this store, /a.jpg; it breaks when the store is closed',
    ],
    [
      { code: 'description-shows-store', pictures: 2, first: 'x'.repeat(121) },
      `the description shows 2 pictures of this store, such as ${'x'.repeat(120)}…; it breaks when the store is closed`,
    ],
  ],
  'variant-shows-rendition': [
    [
      { code: 'variant-shows-rendition', variant: 'MUG-L' },
      'variant MUG-L shows a resized copy of a product image, and not the original',
    ],
  ],
  'picture-of-rule': [
    [
      { code: 'picture-of-rule', rule: 4, picture: 'a/b.jpg', where: [] },
      'rule 4 shows a picture, a/b.jpg, always; V3 has no slot for it',
    ],
    [
      {
        code: 'picture-of-rule',
        rule: 4,
        picture: 'a/b.jpg',
        where: [{ sku: 7 }, { option: 2, value: 3 }, { option: undefined, value: undefined }],
      },
      'rule 4 shows a picture, a/b.jpg, where SKU 7 and option 2 is value 3 and option ? is value ?; V3 has no slot for it',
    ],
    [
      {
        code: 'picture-of-rule',
        rule: 4,
        picture: 'a/b.jpg',
        where: [
          { choice: { name: 'Lid', label: 'Wood' } },
          { variant: { slot: { variantId: 8 }, sku: 'MUG-L' } },
          { variant: { slot: { variantId: 9 }, sku: '', choices: [{ name: 'Size', label: 'M' }] } },
          { variant: { slot: { variantId: 10 } } },
        ],
      },
      'rule 4 shows a picture, a/b.jpg, where Lid is Wood and SKU MUG-L and Size: M and variant 10; V3 has no slot for it',
    ],
    [
      {
        code: 'picture-of-rule',
        rule: 4,
        picture: 'a/b.jpg',
        where: [{ choice: { name: 'Lid', label: 'Wood' } }],
        notIn: 'modifier-image',
      },
      'rule 4 shows a picture, a/b.jpg, where Lid is Wood; that modifier value does not show it',
    ],
  ],
  'primary-not-listed': [
    [
      { code: 'primary-not-listed', imageId: 9 },
      "V2 shows image 9 as the product's picture, and V3 does not list it",
    ],
  ],
  'primary-is-another': [
    [{ code: 'primary-is-another', imageId: 9 }, 'V3 says that this image is the thumbnail, V2 says image 9'],
  ],
};

it.each(each(samples))('%o', (saying, words) => {
  expect(sayingWords(saying)).toBe(words);
});
