import fc from 'fast-check';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, test } from 'vitest';
import { PROBE_BYTES, seenPicture } from './measured.ts';
import { sniffFormat } from './picture-format.ts';
import { sizeSeen, unusableAs } from './unusable.ts';

/** What is said of a file by the bytes that are asked for; `length`: how long its host says that it is. */
function said(file: Uint8Array, length: number | 'unknown' = file.length): string {
  const start = file.subarray(0, PROBE_BYTES);
  const format = sniffFormat(start);
  if (format === undefined) throw new Error('no picture');
  return unusableAs(start, format, length === 'unknown' ? undefined : length) ?? 'nothing';
}

/** Noise, which no encoder makes small. */
const noise = (width: number, height: number): Sharp => {
  const values = Buffer.from(
    Array.from({ length: width * height * 3 }, (_, at) => (at * 7919 * (at % 251)) % 256),
  );
  return sharp(values, { raw: { width, height, channels: 3 } });
};
const flat = (width: number, height: number): Sharp =>
  sharp({ create: { width, height, channels: 3, background: '#c00' }, limitInputPixels: false });
const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
const u16 = (value: number): Buffer => u32(value).subarray(2);
/** Nobody checks the checksum. */
const chunk = (name: string, data: Uint8Array): Buffer =>
  Buffer.concat([u32(data.length), Buffer.from(name), data, u32(0)]);
const headerOf = (width: number, height: number): Buffer =>
  Buffer.concat([
    Buffer.from('\u0089PNG\r\n\u001a\n', 'latin1'),
    chunk('IHDR', Buffer.concat([u32(width), u32(height), Buffer.from([8, 2, 0, 0, 0])])),
  ]);
const end = chunk('IEND', Buffer.alloc(0));
/** A JPEG's segment, between its first two bytes and the rest. */
const withSegments = (jpeg: Buffer, marker: number, ...lengths: readonly number[]): Buffer =>
  Buffer.concat([
    jpeg.subarray(0, 2),
    ...lengths.map((length) =>
      Buffer.concat([Buffer.from([0xff, marker]), u16(length + 2), Buffer.alloc(length, 0xd9)]),
    ),
    jpeg.subarray(2),
  ]);
const asFrame = (jpeg: Buffer, width: number, height: number): Buffer => {
  const changed = Buffer.from(jpeg);
  const at = changed.indexOf(Buffer.from([0xff, 0xc0]));
  changed.writeUInt16BE(height, at + 5);
  changed.writeUInt16BE(width, at + 7);
  return changed;
};

const [png, jpeg, progressive, gif, webp, lossless] = await Promise.all([
  noise(200, 150).png().toBuffer(),
  noise(200, 150).jpeg().toBuffer(),
  noise(200, 150).jpeg({ progressive: true }).toBuffer(),
  noise(200, 150).gif().toBuffer(),
  noise(200, 150).webp().toBuffer(),
  noise(200, 150).webp({ lossless: true }).toBuffer(),
]);
const firstSegment = 4 + jpeg.readUInt16BE(4);
const long = await noise(400, 400).png().toBuffer();
/** The smallest GIF that is in use: a frame of one pixel, and not a byte of data. */
const smallest = Buffer.from('474946383961010001000000002c0000000001000100000000', 'hex');
const bmp = Buffer.concat([
  Buffer.from('424d3a0000000000000036000000280000000100000001000000010018000000000004000000', 'hex'),
  Buffer.alloc(16),
  Buffer.from([1, 2, 3, 0]),
]);

describe('nothing is said of a picture that is whole,', () => {
  test.each<[string, () => Promise<Buffer> | Buffer]>([
    ['a PNG', () => png],
    ['a PNG that is longer than what is asked for', () => long],
    ['a PNG of one pixel', async () => await flat(1, 1).png().toBuffer()],
    ['a PNG that comes in by and by', async () => await flat(90, 90).png({ progressive: true }).toBuffer()],
    ['a PNG of two colours', async () => await flat(90, 90).png({ palette: true, colours: 2 }).toBuffer()],
    [
      'a large PNG of one colour',
      async () => await flat(8_000, 8_000).png({ compressionLevel: 9 }).toBuffer(),
    ],
    [
      'a PNG with a profile that fills what is asked for',
      () => Buffer.concat([png.subarray(0, 33), chunk('iCCP', Buffer.alloc(80_000)), png.subarray(33)]),
    ],
    ['a PNG without its end', () => png.subarray(0, -12)],
    ['a PNG with bytes behind its end', () => Buffer.concat([png, Buffer.alloc(9)])],
    ['a JPEG', () => jpeg],
    ['a JPEG that comes in by and by', () => progressive],
    ['a JPEG of one pixel', async () => await flat(1, 1).jpeg().toBuffer()],
    ['a large JPEG of one colour', async () => await flat(8_000, 8_000).jpeg({ quality: 1 }).toBuffer()],
    [
      'a large JPEG of one colour that comes in by and by',
      async () => await flat(8_000, 8_000).jpeg({ quality: 1, progressive: true }).toBuffer(),
    ],
    ['a grey JPEG', async () => await flat(90, 90).greyscale().jpeg().toBuffer()],
    ['a JPEG whose EXIF fills what is asked for', () => withSegments(jpeg, 0xe1, 65_000)],
    ['a JPEG with a profile of several parts', () => withSegments(jpeg, 0xe2, 65_000, 65_000, 9_000)],
    ['a JPEG without its end', () => jpeg.subarray(0, -2)],
    [
      'a JPEG with bytes between its segments',
      () => Buffer.concat([jpeg.subarray(0, firstSegment), Buffer.alloc(5), jpeg.subarray(firstSegment)]),
    ],
    ['a GIF', () => gif],
    ['a GIF of one pixel', async () => await flat(1, 1).gif().toBuffer()],
    ['the smallest GIF', () => Buffer.concat([smallest, Buffer.from(';')])],
    ['a large GIF of one colour', async () => await flat(5_000, 5_000).gif().toBuffer()],
    [
      'a GIF with a comment that fills what is asked for',
      () =>
        Buffer.concat([
          smallest.subarray(0, 13),
          Buffer.from([0x21, 0xfe]),
          ...Array.from({ length: 300 }, () => Buffer.alloc(256, 255)),
          Buffer.from([0]),
          smallest.subarray(13),
        ]),
    ],
    ['a WebP', () => webp],
    ['a WebP without loss', () => lossless],
    ['a WebP of one pixel', async () => await flat(1, 1).webp().toBuffer()],
    ['a WebP of several parts', async () => await flat(90, 90).withMetadata().webp().toBuffer()],
    ['a BMP of one pixel', () => bmp],
    ['a TIFF, whose pieces stand anywhere', () => Buffer.from('II*\0', 'latin1')],
  ])('%s, nor of its start', async (_, made) => {
    const file = await made();
    expect(said(file)).toBe('nothing');
    // A host that does not say how long it is, and one that has sent less than was asked for.
    expect(said(file, 'unknown')).toBe('nothing');
    const starts = [12, 30, 40, 100, 700].map((length) => file.subarray(0, length));
    const known = starts.filter((start) => sniffFormat(start) === sniffFormat(file));
    expect(known.map((start) => [said(start, file.length), said(start, 'unknown')])).toEqual(
      known.map(() => ['nothing', 'nothing']),
    );
  });
});

test.each<[string, Uint8Array, number | undefined, string]>([
  ['a PNG’s header alone', png.subarray(0, 33), undefined, 'cut-short'],
  ['a PNG’s header and the start of its data', png.subarray(0, 41), undefined, 'cut-short'],
  ['half a PNG', png.subarray(0, png.length / 2), undefined, 'cut-short'],
  ['a PNG that lacks the last byte of its data', png.subarray(0, -17), undefined, 'cut-short'],
  ['a PNG with no data', Buffer.concat([headerOf(9, 9), end]), undefined, 'cut-short'],
  [
    'a PNG with empty data',
    Buffer.concat([headerOf(9, 9), chunk('IDAT', Buffer.alloc(0)), end]),
    undefined,
    'cut-short',
  ],
  [
    'a PNG of which the rest is shorter than its data',
    Buffer.concat([headerOf(400, 400), u32(200_000), Buffer.from('IDAT'), Buffer.alloc(70_000)]),
    100_000,
    'cut-short',
  ],
  [
    'a PNG that cannot hold its pixels in so few bytes',
    Buffer.concat([headerOf(20_000, 20_000), chunk('IDAT', Buffer.alloc(100)), end]),
    undefined,
    'cut-short',
  ],
  [
    'a PNG of 100,000 × 100,000',
    Buffer.concat([headerOf(100_000, 100_000), chunk('IDAT', Buffer.alloc(100)), end]),
    undefined,
    'too-many-pixels',
  ],
  ['the start of one', headerOf(100_000, 100_000), 9_000_000, 'too-many-pixels'],
  [
    'a JPEG without its scan',
    jpeg.subarray(0, jpeg.indexOf(Buffer.from([0xff, 0xda]))),
    undefined,
    'cut-short',
  ],
  ['a JPEG that ends in a segment', jpeg.subarray(0, 60), undefined, 'cut-short'],
  [
    'a JPEG that ends in an EXIF longer than what is asked for',
    withSegments(jpeg, 0xe1, 65_533),
    65_530,
    'cut-short',
  ],
  ['a JPEG of nothing but its start and end', Buffer.from('ffd8ffd9', 'hex'), undefined, 'cut-short'],
  [
    'a JPEG that cannot hold its pixels in so few bytes',
    asFrame(jpeg, 20_000, 20_000),
    undefined,
    'cut-short',
  ],
  ['a JPEG of 65,535 × 65,535', asFrame(jpeg, 65_535, 65_535), 9_000_000, 'too-many-pixels'],
  ['a GIF’s header alone', gif.subarray(0, 13), undefined, 'cut-short'],
  [
    'a GIF without a frame',
    Buffer.concat([smallest.subarray(0, 13), Buffer.from(';')]),
    undefined,
    'cut-short',
  ],
  ['a GIF that ends in a frame’s header', smallest.subarray(0, 20), undefined, 'cut-short'],
  [
    'a GIF that cannot hold its pixels in so few bytes',
    Buffer.from('474946383961a00fa00f0000002c00000000a00fa00f000800003b', 'hex'),
    undefined,
    'cut-short',
  ],
  ['a GIF of 60,000 × 60,000', Buffer.from('47494638396160ea60ea0000002c', 'hex'), 9_000, 'too-many-pixels'],
  ['half a WebP', webp.subarray(0, webp.length / 2), undefined, 'cut-short'],
  ['half a WebP without loss', lossless.subarray(0, lossless.length / 2), undefined, 'cut-short'],
  ['the header of a BMP', bmp.subarray(0, 54), undefined, 'cut-short'],
])('%s is no picture that a store could use', (_, file, length, expected) => {
  expect(said(file, length ?? file.length)).toBe(expected);
});

test('whatever the bytes are, there is an answer, and none is sure of what it has not seen', () => {
  const starts = [png, jpeg, progressive, gif, webp, bmp].map((file) => file.subarray(0, 700));
  fc.assert(
    fc.property(
      fc.constantFrom(...starts),
      fc.array(fc.tuple(fc.nat(699), fc.nat(255)), { maxLength: 6 }),
      fc.nat(700),
      (file, changes, length) => {
        const start = Buffer.from(file);
        for (const [at, value] of changes) if (at >= 12 && at < start.length) start[at] = value;
        const format = sniffFormat(start.subarray(0, length));
        if (format === undefined) return;
        const answer = unusableAs(start.subarray(0, length), format, undefined);
        expect([undefined, 'too-many-pixels', 'cut-short']).toContain(answer);
      },
    ),
    { numRuns: 3_000 },
  );
});

const turned = await flat(60, 40).jpeg().withMetadata({ orientation: 6 }).toBuffer();
const tall = await flat(30, 80).gif().toBuffer();
/** The same GIF with another screen, or its first frame elsewhere on it. */
function screened(
  gif: Buffer,
  { screen = [30, 80], left = 0 }: { screen?: number[]; left?: number },
): Buffer {
  const changed = Buffer.from(gif);
  for (const [index, side] of screen.entries()) changed.writeUInt16LE(side, 6 + 2 * index);
  changed.writeUInt16LE(left, changed.indexOf(Buffer.from([0x2c, 0, 0, 0, 0])) + 1);
  return changed;
}

describe('how large a picture is', () => {
  test.each([
    ['a PNG', png],
    ['a JPEG', jpeg],
    ['a progressive JPEG', progressive],
    ['a JPEG that is shown turned', turned],
    ['a JPEG behind an EXIF of 60,000 bytes', withSegments(jpeg, 0xe1, 60_000)],
    ['a GIF', gif],
    ['a tall GIF', tall],
  ])('%s has the size that a decoder tells, however much of it is there', async (_, file) => {
    const format = sniffFormat(file);
    const { width, height } = await sharp(file).metadata();
    const told = (bytes: Uint8Array) => format && sizeSeen(bytes, format);
    expect(told(file)).toEqual({ width, height });
    fc.assert(
      fc.property(fc.nat({ max: file.length }), (most) => {
        const size = told(file.subarray(0, most));
        expect([undefined, { width, height }]).toContainEqual(size);
      }),
      { numRuns: 200 },
    );
  });

  // A decoder lets the first frame enlarge the screen, and does not believe in a screen of 800 x 600 that no frame fills.
  test.each([
    ['has a larger frame than its screen', { screen: [10, 9] }, [30, 80]],
    ['has a screen that its frame does not fill', { screen: [800, 600] }, [30, 80]],
    ['has a frame that hangs over its screen', { left: 5 }, [35, 80]],
  ])('a GIF that %s has the size that a decoder says', async (_, changes, [width, height]) => {
    const file = screened(tall, changes);
    expect(sizeSeen(file, 'gif')).toBeUndefined();
    expect(await seenPicture(file, 'gif', file.length)).toMatchObject({ width, height });
  });

  test('where a header tells none only a decoder may know', () => {
    expect([sizeSeen(headerOf(0, 7), 'png'), sizeSeen(asFrame(jpeg, 200, 0), 'jpeg')]).toEqual([
      undefined,
      undefined,
    ]);
    expect(sizeSeen(webp, 'webp')).toBeUndefined();
  });
});
