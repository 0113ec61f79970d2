import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { drawingOf, drawPicture } from './drawn-picture.ts';
import { pictureTypeOf } from './picture-type.ts';
import { subjects } from './subjects.ts';
import { tinyPicture } from './tiny-picture.ts';

/** 64 bits: whether each of 8 × 8 cells is darker than the next one to the right. */
async function differenceHash(bytes: Uint8Array): Promise<string> {
  const grey = await sharp(bytes).greyscale().resize(9, 8, { fit: 'fill' }).raw().toBuffer();
  const cells = Array.from({ length: 64 }, (_, cell) => cell + Math.floor(cell / 8));
  return cells.map((at) => ((grey[at] ?? 0) < (grey[at + 1] ?? 0) ? '1' : '0')).join('');
}

describe('drawn pictures', () => {
  it('are what their drawing says', async () => {
    const seeds = [1, 2, 3, 5, 8, 13, 21, 34];
    const seen = await Promise.all(
      seeds.map(async (seed) => sharp(await drawPicture(seed, 'mug')).metadata()),
    );
    expect(
      seen.map(({ format, width, height }) => [format === 'jpeg' ? 'jpg' : format, width, height]),
    ).toEqual(seeds.map((seed) => Object.values(drawingOf(seed))));
  });

  it('are the same bytes each time', async () => {
    expect(await drawPicture(5, 'hat')).toEqual(await drawPicture(5, 'hat'));
  });

  it('come in several types and sizes, some larger than the largest copy', () => {
    const drawings = Array.from({ length: 200 }, (_, seed) => drawingOf(seed));
    expect(new Set(drawings.map(({ extension }) => extension))).toEqual(
      new Set(['jpg', 'png', 'webp', 'gif']),
    );
    expect(drawings.filter(({ width }) => width > 1280).length).toBeGreaterThan(5);
  });

  it('differ from each other by many bits of a perceptual hash, those of one subject too', async () => {
    const bytes = await Promise.all(
      Array.from({ length: 40 }, (_, seed) => drawPicture(seed, subjects[seed % 2] ?? 'mug')),
    );
    const hashes = await Promise.all(bytes.map(differenceHash));
    const distance = (one: string, other: string): number =>
      Array.from(one).filter((bit, at) => bit !== other[at]).length;
    const least = hashes.map((hash, at) =>
      Math.min(64, ...hashes.slice(0, at).map((other) => distance(hash, other))),
    );
    expect(Math.min(...least)).toBeGreaterThan(10);
  });
});

it('tiny pictures are valid and follow from their seed', async () => {
  expect(await sharp(tinyPicture(1)).metadata()).toMatchObject({ format: 'png', width: 8, height: 8 });
  expect([
    tinyPicture(1).join() === tinyPicture(1).join(),
    tinyPicture(1).join() === tinyPicture(2).join(),
  ]).toEqual([true, false]);
});

describe('pictureTypeOf', () => {
  const text = (start: string): Uint8Array => Buffer.concat([Buffer.from(start, 'latin1'), Buffer.alloc(20)]);
  const wbmpOf = (width: number[], bits: number): Uint8Array =>
    Buffer.concat([Buffer.from([0, 0, ...width, 2]), Buffer.alloc(bits, 0xff)]);
  it.each([
    ['JPEG', Buffer.from([0xff, 0xd8, 0xff, 0xe0]), 'jpg'],
    ['PNG', tinyPicture(1), 'png'],
    ['GIF', text('GIF89a'), 'gif'],
    ['WEBP', text('RIFF\0\0\0\0WEBPVP8 '), 'webp'],
    ['BMP', text('BM'), 'bmp'],
    ['XBM', text('#define x_width 8\n'), 'xbm'],
    ['XBM behind a comment', text('/* drawn by *hand* */\n/**/ #define x_width 8\n'), 'xbm'],
    ['XBM without a name', text('\n#define width 8\n'), 'xbm'],
    ['another C source', text('#define ANSWER 42\n'), undefined],
    ['a comment that never ends', text('/* #define x_width 8\n'), undefined],
    ['many comments and no XBM', text('/**/'.repeat(250)), undefined],
    ['WBMP', Buffer.from([0, 0, 8, 2, 0xff, 0x0f]), 'wbmp'],
    ['WBMP over 127 pixels', wbmpOf([0x81, 0x00], 16 * 2), 'wbmp'],
    ['WBMP over 127 pixels that is cut', wbmpOf([0x81, 0x00], 16 * 2 - 1), undefined],
    ['WBMP whose width never ends', wbmpOf([0x80, 0x80, 0x80, 0x80, 0x80, 0x01], 4), undefined],
    ['HTML', text('<!doctype html>'), undefined],
    ['a WAV in a RIFF', text('RIFF\0\0\0\0WAVEfmt '), undefined],
    ['nothing', new Uint8Array(), undefined],
    ['zeros', new Uint8Array(20), undefined],
    ['SVG', text('<svg xmlns='), undefined],
  ])('%s', (_, bytes, extension) => expect(pictureTypeOf(bytes)?.extension).toBe(extension));
});
