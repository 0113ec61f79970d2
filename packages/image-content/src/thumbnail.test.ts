import sharp from 'sharp';
import { expect, test } from 'vitest';
import { fingerprint } from './fingerprint.ts';
import { thumbnail } from './thumbnail.ts';

const drawn = sharp({ create: { width: 1_000, height: 400, channels: 4, background: '#c00' } });

test.each([
  ['PNG', async () => await drawn.clone().png().toBuffer()],
  ['GIF', async () => await drawn.clone().gif().toBuffer()],
  ['JPEG in grey', async () => await drawn.clone().toColourspace('b-w').jpeg().toBuffer()],
  ['JPEG in printing colours', async () => await drawn.clone().toColourspace('cmyk').jpeg().toBuffer()],
])('a %s becomes a small WebP, and tells of the whole picture what a fingerprint does', async (_, encode) => {
  const bytes = await encode();
  const { webp, width, height, of } = await thumbnail(bytes);
  const { format, width: shownWidth, height: shownHeight } = await sharp(webp).metadata();
  expect([width, height, format, shownWidth, shownHeight]).toEqual([256, 102, 'webp', 256, 102]);
  expect(of).toEqual(await fingerprint(bytes));
});

test('nothing of the file but its pixels is handed on', async () => {
  const bytes = await drawn
    .clone()
    .withExif({ IFD0: { Copyright: 'a secret of the photographer' } })
    .jpeg()
    .toBuffer();
  expect(Buffer.from(bytes).toString('latin1')).toContain('a secret');
  const { webp } = await thumbnail(bytes);
  expect(Buffer.from(webp).toString('latin1')).not.toContain('a secret');
});

test.each([
  ['nothing', Buffer.alloc(0), 'empty'],
  ['a page', Buffer.from('<!doctype html>'), 'broken'],
  ['a cut GIF', Buffer.from('GIF89a'), 'broken'],
  [
    'an XBM',
    Buffer.from('#define a_width 8\n#define a_height 1\nstatic char a_bits[] = { 0x01 };'),
    'unsupported',
  ],
  ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'unsupported'],
])('%s is refused with its reason', async (_, bytes, reason) => {
  await expect(thumbnail(bytes)).rejects.toMatchObject({ name: 'PictureError', reason });
});
