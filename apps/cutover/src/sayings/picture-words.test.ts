import type { PictureSaying } from '@cutover/sync-engine';
import { expect, it } from 'vitest';
import { each, type SamplesOf } from '../testing/saying-samples.ts';
import { sayingWords } from './saying-words.ts';

const tried = [
  { origin: 'v2', why: 'answered 404' },
  { origin: 'template:1', why: 'no picture' },
] as const;

const samples: SamplesOf<PictureSaying['code']> = {
  'address-long': [
    [
      { code: 'address-long', length: 300, most: 255 },
      'the address of the original has 300 characters and V3 takes 255; migrate uploads the picture instead',
    ],
  ],
  'original-is-no-picture': [
    [
      { code: 'original-is-no-picture', why: 'it is HTML' },
      'the address of the original shows no picture: it is HTML',
    ],
  ],
  'address-is-no-picture': [
    [{ code: 'address-is-no-picture', why: 'it is HTML' }, 'the address shows no picture: it is HTML'],
  ],
  'only-address-empty': [
    [
      { code: 'only-address-empty', why: 'answered 404' },
      'the only address of the picture gives none (answered 404); migrate cannot fix it',
    ],
  ],
  'only-smaller-copy': [
    [
      { code: 'only-smaller-copy', tried },
      'the original is gone: tried v2 (answered 404), template 1 of --source-originals (no picture); only a smaller copy is left, and migrate does not copy that in its place',
    ],
  ],
  'no-copy': [
    [
      { code: 'no-copy', tried: [], copy: undefined },
      'no original: no address to try; and no copy of it either (no address); migrate cannot fix it',
    ],
    [
      { code: 'no-copy', tried: [{ origin: 'given', why: 'answered 404' }], copy: 'answered 410' },
      'no original: tried given (answered 404); and no copy of it either (answered 410); migrate cannot fix it',
    ],
  ],
  'picture-not-seen': [
    [
      { code: 'picture-not-seen', why: 'answered 503', helps: undefined },
      'the picture could not be looked at: answered 503',
    ],
    [
      { code: 'picture-not-seen', why: 'answered 405', helps: 'a-closer-probe' },
      'the picture could not be looked at: answered 405; its host takes no HEAD, --probe bytes asks otherwise',
    ],
    [
      { code: 'picture-not-seen', why: 'its host is not public', helps: 'private-hosts' },
      'the picture could not be looked at: its host is not public; --allow-private-hosts allows it',
    ],
  ],
  'format-refused': [
    [
      { code: 'format-refused', format: 'svg', by: undefined },
      'the picture is an SVG, which V3 does not take; convert it first',
    ],
    [
      { code: 'format-refused', format: 'webp', by: 'modifier-image' },
      'the picture is a WebP, and a modifier value takes GIF, JPEG and PNG alone; convert it first',
    ],
  ],
  'picture-too-large': [
    [
      { code: 'picture-too-large', bytes: 9000000, megabytes: 8 },
      '9000000 bytes; V3 takes at most 8 MB, so migrate will be refused',
    ],
  ],
  'picture-large': [
    [
      { code: 'picture-large', bytes: 8100000, megabytes: 8 },
      '8100000 bytes; V3 takes at most 8 MB, and that may mean less, so migrate may be refused',
    ],
  ],
  'format-few-show': [
    [{ code: 'format-few-show', format: 'bmp' }, 'the picture is a BMP, which few browsers show'],
  ],
  'in-print-colours': [
    [
      { code: 'in-print-colours', format: 'jpeg' },
      'the picture is a JPEG in CMYK, the colours of print, which browsers show wrongly',
    ],
  ],
  'too-wide-to-resize': [
    [
      { code: 'too-wide-to-resize', format: 'gif', width: 6000, most: 5120 },
      'the picture is a GIF 6000 pixels wide; stores resize none over 5120',
    ],
  ],
  'too-long-to-resize': [
    [
      { code: 'too-long-to-resize', format: 'gif', frames: 200, most: 150 },
      'the picture is a GIF of 200 frames; stores resize none of more than 150',
    ],
  ],
  'named-otherwise': [
    [
      { code: 'named-otherwise', ending: '.jpg', format: 'png' },
      'the file is named .jpg, and its bytes are a PNG',
    ],
  ],
  'picture-small': [
    [
      { code: 'picture-small', width: 300, height: 200, least: 500 },
      '300 × 200 pixels; the longer side should have 500',
    ],
  ],
  'picture-turned': [
    [{ code: 'picture-turned' }, 'its EXIF data turns it, and where that is not heeded it lies on its side'],
  ],
  'picture-of-one-colour': [
    [
      { code: 'picture-of-one-colour' },
      'the picture is of almost one colour, so it shows nothing of the product',
    ],
  ],
  'picture-damaged': [
    [
      { code: 'picture-damaged', why: 'it ends too soon' },
      'the picture is cut short or damaged: it ends too soon',
    ],
  ],
  'picture-not-decoded': [
    [
      { code: 'picture-not-decoded', why: 'it would take too long' },
      'the picture could not be looked at whole: it would take too long',
    ],
  ],
  'shown-by-image': [
    [{ code: 'shown-by-image', imageId: 9 }, 'shows the same picture as image 9 of the product'],
  ],
  'shown-by-others': [
    [{ code: 'shown-by-others', others: 1 }, 'shows the same picture as images of 1 other product'],
    [{ code: 'shown-by-others', others: 2 }, 'shows the same picture as images of 2 other products'],
  ],
  'shown-by-many': [
    [{ code: 'shown-by-many', products: 20 }, '20 products show this picture, so it shows none of them'],
  ],
};

it.each(each(samples))('%o', (saying, words) => {
  expect(sayingWords(saying)).toBe(words);
});
