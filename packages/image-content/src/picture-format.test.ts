import fc from 'fast-check';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import {
  apiAccepts,
  claimedFormat,
  contentTypeOf,
  extensionOf,
  namedFormat,
  type PictureFormat,
  sniffFormat,
} from './picture-format.ts';

const drawn = sharp({ create: { width: 8, height: 8, channels: 3, background: '#c00' } });
const bytes = (text: string) => Buffer.from(text, 'latin1');
const bmp = Buffer.from('424d3a000000000000003600000028000000010000000100000001001800', 'hex');

test.each<[string, () => Uint8Array | Promise<Uint8Array>, PictureFormat | undefined]>([
  ['JPEG', async () => await drawn.clone().jpeg().toBuffer(), 'jpeg'],
  ['PNG', async () => await drawn.clone().png().toBuffer(), 'png'],
  ['GIF', async () => await drawn.clone().gif().toBuffer(), 'gif'],
  ['WebP', async () => await drawn.clone().webp().toBuffer(), 'webp'],
  ['AVIF', async () => await drawn.clone().avif().toBuffer(), 'avif'],
  ['BMP', () => bmp, 'bmp'],
  ['text that begins like a BMP', () => bytes('BM is a car maker, of course, and no picture'), undefined],
  ['WBMP', () => Buffer.from([0, 0, 9, 2, 1, 2, 3, 4]), 'wbmp'],
  ['zeroes, which begin like a WBMP', () => new Uint8Array(64), undefined],
  [
    'XBM',
    () =>
      bytes('/* made by hand */\n#define a_width 8\n#define a_height 1\nstatic char a_bits[] = { 0x01 };'),
    'xbm',
  ],
  [
    'XBM behind many comments',
    () => bytes(`${'/***/'.repeat(100)}#define w_width 8\n#define w_height 1`),
    'xbm',
  ],
  // Decided in no time, however many ways there are to split it.
  ['many comments and no picture', () => bytes('/**/'.repeat(250)), undefined],
  ['SVG behind many comments', () => bytes(`${'<!-- - -- -->'.repeat(60)}<svg>`), 'svg'],
  ['many comments of XML and no picture', () => bytes('<!---->'.repeat(146)), undefined],
  ['a comment that does not end', () => bytes(`/* ${'*/ /* '.repeat(100)}`), undefined],
  ['C source', () => bytes('#define MAX 8\nint main() {}'), undefined],
  ['SVG', () => bytes('<?xml version="1.0"?>\n<!-- x --><svg xmlns="http://www.w3.org/2000/svg"/>'), 'svg'],
  ['HTML with an SVG in it', () => bytes('<!doctype html><html><svg></svg></html>'), undefined],
  ['TIFF', () => bytes('II*\0'), 'tiff'],
  ['a cut PNG signature', () => Buffer.from('89504e47', 'hex'), undefined],
  ['nothing', () => new Uint8Array(0), undefined],
])('%s', async (_, draw, format) => {
  const picture = await draw();
  expect(sniffFormat(picture)).toBe(format);
  // A view into a larger buffer has to be read at its own offset.
  const within = Buffer.concat([Buffer.alloc(13, 0xff), picture, Buffer.alloc(5)]);
  expect(sniffFormat(within.subarray(13, 13 + picture.length))).toBe(format);
});

test('what a store takes, and how it is called', () => {
  const formats: PictureFormat[] = ['bmp', 'gif', 'jpeg', 'png', 'wbmp', 'xbm', 'webp', 'avif', 'svg'];
  expect(formats.filter((format) => apiAccepts(format))).toEqual([
    'bmp',
    'gif',
    'jpeg',
    'png',
    'wbmp',
    'xbm',
    'webp',
  ]);
  expect(formats.filter((format) => apiAccepts(format, 'variant-image'))).toEqual(['gif', 'jpeg', 'png']);
  expect(formats.map((format) => claimedFormat(contentTypeOf(format)))).toEqual(formats);
  expect([
    claimedFormat('IMAGE/JPG; q=1'),
    claimedFormat('text/html'),
    claimedFormat(''),
    extensionOf('jpeg'),
  ]).toEqual(['jpeg', undefined, undefined, 'jpg']);
});

test('law: any bytes are told without a throw', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 64 }),
      (any) => sniffFormat(any) === undefined || sniffFormat(any) !== 'svg',
    ),
  );
});

test.each([
  ['a/001/mug__12345.jpg', 'jpeg'],
  ['MUG.JPEG', 'jpeg'],
  ['mug.tif', 'tiff'],
  ['mug.png', 'png'],
  ['mug', undefined],
  ['mug.constructor', undefined],
  ['mug.12345', undefined],
])('the name %s promises %s', (name, expected) => {
  expect(namedFormat(name)).toBe(expected);
});
