import type { PictureReason } from '@cutover/sync-engine';
import { expect, test } from 'vitest';
import { each, type SamplesOf } from '../testing/saying-samples.ts';
import { sayingWords } from './saying-words.ts';

const notFound = { code: 'no-picture-there', reason: 'not-found' } as const;
const noAnswer = { code: 'no-picture-there', reason: 'unreachable' } as const;
const sha256 = 'ab12';
const [kept, tried] = [{ code: 'no-address' } as const, [{ origin: 'given', why: notFound }]];

const samples: SamplesOf<PictureReason['code']> = {
  reported: [[{ code: 'reported', text: 'ENOSPC' }, 'ENOSPC']],
  'no-picture-there': [
    [notFound, 'not found'],
    [noAnswer, 'no answer'],
    [{ ...noAnswer, status: 503 }, 'answered 503'],
    [{ ...noAnswer, reason: 'refused' }, 'refused'],
    [{ ...noAnswer, reason: 'refused', status: 403 }, 'answered 403'],
    [{ ...noAnswer, reason: 'not-an-image' }, 'not a picture'],
    [{ ...noAnswer, reason: 'empty' }, 'empty'],
    [{ ...noAnswer, reason: 'redirect' }, 'redirected too often, or to nowhere'],
    [{ ...noAnswer, reason: 'too-large' }, 'too large'],
    [{ ...noAnswer, reason: 'blocked' }, 'not asked'],
    [{ ...noAnswer, reason: 'broken' }, 'a damaged picture'],
    [{ ...noAnswer, reason: 'cut-short' }, 'a picture that is cut short'],
    [{ ...noAnswer, reason: 'too-many-pixels' }, 'more pixels than any store takes'],
    [{ ...noAnswer, reason: 'unsupported' }, 'a picture that cannot be decoded here'],
  ],
  'host-blocked': [
    [
      { code: 'host-blocked', text: 'a.example was not asked: it is private' },
      'a.example was not asked: it is private; --allow-private-hosts allows it',
    ],
  ],
  'no-address': [[{ code: 'no-address' }, 'no address']],
  'other-type': [
    [{ code: 'other-type', contentType: 'text/html' }, 'answers with text/html'],
    [{ code: 'other-type', contentType: '' }, 'answers with no type'],
  ],
  empty: [[{ code: 'empty' }, 'empty']],
  'of-rendition': [[{ code: 'of-rendition', name: 'zoom', says: notFound }, 'zoom: not found']],
  'of-page-copy': [
    [{ code: 'of-page-copy', size: '500x659', says: notFound }, "on the product's page, 500x659: not found"],
  ],
  'of-source-picture': [[{ code: 'of-source-picture', says: notFound }, 'source picture: not found']],
  'of-target-picture': [[{ code: 'of-target-picture', says: notFound }, 'target picture: not found']],
  'of-original': [
    [
      { code: 'of-original', refusals: [noAnswer, { ...noAnswer, status: 503 }] },
      'original: no answer, answered 503',
    ],
  ],
  'not-decoded-here': [[{ code: 'not-decoded-here', format: 'svg' }, 'a svg cannot be decoded here']],
  'another-picture': [
    [{ code: 'another-picture', apart: undefined }, 'another picture (of another shape)'],
    [
      { code: 'another-picture', apart: { bits: 31, colours: 120 } },
      'another picture (differs by 48 % in shape and up to 47 % in colour)',
    ],
    [
      { code: 'another-picture', apart: { bits: undefined, colours: 120 } },
      'another picture (differs by up to 47 % in colour)',
    ],
    [{ code: 'another-picture', apart: { bits: undefined, colours: undefined } }, 'another picture'],
  ],
  'rendition-sent': [
    [
      {
        code: 'rendition-sent',
        source: { width: 2000, height: 1000 },
        target: { width: 1280, height: 640 },
      },
      'source is 2000×1000, target is 1280×640: a rendition, not the original',
    ],
  ],
  'likeness-unknown': [[{ code: 'likeness-unknown' }, 'whether it is the same picture is not known']],
  'source-changed': [
    [
      { code: 'source-changed' },
      'changed on the source since it was sent; a verify of the content compares it',
    ],
  ],
  'addresses-tried': [
    [{ code: 'addresses-tried', tried: [], isBlocked: false }, 'no address to try'],
    [
      {
        code: 'addresses-tried',
        tried: [...tried, { origin: 'stencil-original', why: noAnswer }],
        isBlocked: false,
      },
      'tried given (not found), the CDN’s address of the original (no answer)',
    ],
    [
      { code: 'addresses-tried', tried, isBlocked: true },
      'tried given (not found); --allow-private-hosts allows it',
    ],
  ],
  'original-unavailable': [
    [{ code: 'original-unavailable', why: notFound }, 'its original is not available: not found'],
  ],
  'shown-unavailable': [
    [{ code: 'shown-unavailable', why: kept }, 'what it shows is not available: no address'],
  ],
  'no-picture-downloaded': [[{ code: 'no-picture-downloaded' }, 'what was downloaded is not a picture']],
  'long-address': [
    [
      { code: 'long-address', length: 300, most: 255 },
      '300 characters, at most 255; an upload has no such limit',
    ],
  ],
  'format-not-taken': [
    [{ code: 'format-not-taken', format: 'tiff' }, 'the picture is a TIFF'],
    [{ code: 'format-not-taken', format: 'webp' }, 'the picture is a WebP'],
    [{ code: 'format-not-taken', format: 'svg' }, 'the picture is an SVG'],
    [{ code: 'format-not-taken', format: 'avif' }, 'the picture is an AVIF'],
    [{ code: 'format-not-taken', format: 'xbm' }, 'the picture is an XBM'],
  ],
  'format-not-taken-by-slot': [
    [
      { code: 'format-not-taken-by-slot', format: 'webp', kind: 'modifier-image' },
      'the picture is a WebP, and a modifier value takes GIF, JPEG and PNG alone',
    ],
  ],
  'too-long-for-slot': [
    [
      { code: 'too-long-for-slot', bytes: 1_000_001, megabytes: 1, kind: 'variant-image' },
      '1000001 bytes, and a variant takes 1 MB as an upload',
    ],
    [
      { code: 'too-long-for-slot', bytes: 8_388_609, megabytes: 8, kind: 'modifier-image' },
      '8388609 bytes, and a modifier value takes 8 MB as an upload',
    ],
  ],
  'slot-takes-address': [
    [
      { code: 'slot-takes-address', kind: 'swatch', but: 'not-fetched' },
      'a swatch takes an address alone, and the store could not fetch this one',
    ],
    [
      { code: 'slot-takes-address', kind: 'swatch', but: 'uploads-only' },
      'a swatch takes an address alone, and only uploads may be sent',
    ],
    [
      { code: 'slot-takes-address', kind: 'swatch', but: 'none-given' },
      'a swatch takes an address alone, and the file gives none',
    ],
  ],
  'slot-shows-copy': [
    [
      { code: 'slot-shows-copy', kind: 'variant-image' },
      'the variant shows a resized copy, and its original is not known',
    ],
  ],
  'former-address-lost': [
    [
      { code: 'former-address-lost', kind: 'swatch' },
      'the address at which it showed its picture before does not give that any more, and a swatch takes no upload',
    ],
  ],
  'not-kept-here': [[{ code: 'not-kept-here', sha256 }, 'the picture ab12 is not kept on this machine']],
  'kept-is-no-picture': [
    [{ code: 'kept-is-no-picture', sha256 }, 'what is kept as ab12 is not a picture'],
    [{ code: 'kept-is-no-picture', sha256: undefined }, 'no picture'],
  ],
};

test.each(each(samples))('%j', (saying, words) => {
  expect(sayingWords(saying)).toBe(words);
});
