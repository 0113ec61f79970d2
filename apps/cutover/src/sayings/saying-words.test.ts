import type {
  ActionReason,
  ChoiceSaying,
  GradeSaying,
  LeftAloneSaying,
  PictureReason,
  PictureSaying,
  ProductSaying,
  RowSaying,
  SampleSaying,
  SlotSaying,
  VariantSaying,
} from '@cutover/sync-engine';
import { expect, it } from 'vitest';
import { each, type SamplesOf } from '../testing/saying-samples.ts';
import { sayingWords } from './saying-words.ts';
import type { Code } from './words-of.ts';

type Others =
  | ActionReason
  | ChoiceSaying
  | GradeSaying
  | LeftAloneSaying
  | PictureReason
  | PictureSaying
  | ProductSaying
  | RowSaying
  | SampleSaying
  | SlotSaying
  | VariantSaying;

const samples: SamplesOf<Exclude<Code, Others['code']>> = {
  'on-target': [
    [
      { code: 'on-target', says: { code: 'picture-turned' } },
      'on the target: its EXIF data turns it, and where that is not heeded it lies on its side',
    ],
  ],
  'images-not-compared': [
    [
      {
        code: 'images-not-compared',
        why: { code: 'without-counterpart', by: 'sku' },
        images: 1,
        sourceProductId: 7,
      },
      'no product on the target has the same sku; 1 image of source product 7 not compared',
    ],
    [
      {
        code: 'images-not-compared',
        why: { code: 'without-key', by: 'sku' },
        images: 1200,
        sourceProductId: 7,
      },
      'the source product has no sku to pair by; 1200 images of source product 7 not compared',
    ],
  ],
  'rendition-too': [
    [
      {
        code: 'rendition-too',
        says: { code: 'differs', differences: [{ field: 'description' }] },
        is: 'stays',
      },
      'differs: description; a rendition, because no original could be reached; none can be reached now either',
    ],
  ],
  'picture-too': [
    [
      {
        code: 'picture-too',
        says: { code: 'differs', differences: [{ field: 'sort_order', values: [1, 2] }] },
        picture: { code: 'another-picture', apart: undefined },
      },
      'differs: sort_order target 2 → source 1; the picture too: another picture (of another shape)',
    ],
  ],
  'of-slot': [
    [
      {
        code: 'of-slot',
        slot: { slot: { modifierId: 3, valueId: 5 } },
        says: { code: 'picture-turned' },
      },
      'modifier value modifier value 5: its EXIF data turns it, and where that is not heeded it lies on its side',
    ],
  ],
  'left-alone': [
    [
      { code: 'left-alone', why: { code: 'not-kept' } },
      'left as it is: it was removed, and its picture was not kept',
    ],
  ],
  'in-doubt': [
    [
      { code: 'in-doubt', action: 'a1', candidates: [8, 9] },
      'action a1 is in doubt, so nothing is done about it; it may have made one of these images: 8, 9',
    ],
  ],
  'slot-in-doubt': [
    [
      { code: 'slot-in-doubt', action: 'a1', kind: 'swatch' },
      'action a1 is in doubt, so nothing is done about it; it may have set what a swatch shows',
    ],
  ],
};

it.each(each(samples))('%o', (saying, words) => {
  expect(sayingWords(saying)).toBe(words);
});
