import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { fingerprint } from './fingerprint.ts';
import { likeness } from './likeness.ts';

const towel = (body: string, stripe: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="600"><rect width="800" height="600" fill="#fff"/><path d="M120 80 L680 120 L620 520 L160 480 Z" fill="${body}"/><path d="M150 180 L660 210 L650 290 L155 250 Z" fill="${stripe}"/><circle cx="560" cy="420" r="60" fill="${stripe}"/></svg>`;
const ring =
  '<svg xmlns="http://www.w3.org/2000/svg" width="800" height="600"><rect width="800" height="600" fill="#fff"/><circle cx="400" cy="300" r="200" fill="none" stroke="#a33" stroke-width="70"/></svg>';

/** Each of the four columns of the colour grid holds one bar of either colour. */
const bars = (left: string, right: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="600"><rect width="800" height="600" fill="${right}"/>${[0, 200, 400, 600].map((x) => `<rect x="${x}" width="100" height="600" fill="${left}"/>`).join('')}</svg>`;

/** As hard for means over cells as can be: edges from black to white, in both directions. */
const stripes = `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="600"><rect width="800" height="600" fill="#fff"/>${[0, 1, 2, 3, 4, 5, 6].map((at) => `<rect x="${at * 117}" y="${at * 53}" width="${40 + at * 9}" height="${90 + at * 21}"/>`).join('')}</svg>`;

const original = await sharp(Buffer.from(towel('#a33', '#236')))
  .png()
  .toBuffer();
const picture = () => sharp(original);
const flat = async (colour: string) =>
  await sharp({ create: { width: 300, height: 300, channels: 3, background: colour } })
    .png()
    .toBuffer();
const drawn = async (svg: string) => await sharp(Buffer.from(svg)).png().toBuffer();

/** The header of a BMP and no more; a negative height says that the top row comes first. */
function bmpOf(width: number, height: number): Buffer {
  const bmp = Buffer.alloc(58);
  bmp.write('BM');
  bmp.writeUInt32LE(40, 14);
  bmp.writeInt32LE(width, 18);
  bmp.writeInt32LE(height, 22);
  return bmp;
}

async function compare(a: Uint8Array, b: Uint8Array) {
  return likeness(await fingerprint(a), await fingerprint(b));
}

describe('the same picture', () => {
  test.each<[string, () => Promise<Uint8Array>]>([
    ['as a poor JPEG', async () => await picture().jpeg({ quality: 35 }).toBuffer()],
    ['as WebP', async () => await picture().webp({ quality: 70 }).toBuffer()],
    ['as GIF', async () => await picture().gif().toBuffer()],
    ['as AVIF', async () => await picture().avif({ quality: 50 }).toBuffer()],
    ['at half the size', async () => await picture().resize(400).jpeg({ quality: 80 }).toBuffer()],
    ['as a tiny rendition', async () => await picture().resize(66).jpeg({ quality: 80 }).toBuffer()],
    ['as the tiniest rendition', async () => await picture().resize(44).jpeg({ quality: 60 }).toBuffer()],
    ['with a colour profile', async () => await picture().withIccProfile('p3').png().toBuffer()],
    [
      'in another orientation, with the flag that turns it back',
      async () =>
        await picture().rotate(270).withMetadata({ orientation: 6 }).jpeg({ quality: 90 }).toBuffer(),
    ],
    [
      'on transparency in the place of white',
      async () =>
        await drawn(towel('#a33', '#236').replace('<rect width="800" height="600" fill="#fff"/>', '')),
    ],
  ])('%s', async (_, encode) => {
    expect(await compare(original, await encode())).toMatchObject({
      same: true,
      undecided: false,
      aspectDiffers: false,
    });
  });

  test.each([
    [1_153, 1_159],
    [577, 1_201],
    [2_051, 1_031],
    [1_607, 905],
  ])(
    'as a JPEG of %i × %i, whose last blocks are cut, and made small while it is decoded',
    async (width, height) => {
      const whole = await sharp(Buffer.from(stripes))
        .resize(width, height, { fit: 'fill', kernel: 'nearest' })
        .png()
        .toBuffer();
      const jpeg = await sharp(whole).jpeg({ quality: 90 }).toBuffer();
      const rendition = await sharp(whole).resize(251).jpeg({ quality: 80 }).toBuffer();
      const far = await Promise.all([compare(whole, jpeg), compare(jpeg, rendition)]);
      expect(
        far.map(({ same, colourDistance = 255, distance = 64 }) => [
          same,
          colourDistance <= 6,
          distance <= 4,
        ]),
      ).toEqual([
        [true, true, true],
        [true, true, true],
      ]);
    },
  );

  test('as the first frame of an animation', async () => {
    const frames = [
      await picture().resize(200, 150).png().toBuffer(),
      await sharp(Buffer.from(ring)).resize(200, 150).png().toBuffer(),
    ];
    const animation = await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer();
    expect(await compare(original, animation)).toMatchObject({ same: true, aspectDiffers: false });
  });

  test('byte for byte', async () => {
    expect(await compare(original, original)).toEqual({
      same: true,
      undecided: false,
      distance: 0,
      colourDistance: 0,
      aspectDiffers: false,
    });
  });
});

describe('another picture', () => {
  test.each<[string, () => Promise<Uint8Array>, () => Promise<Uint8Array>]>([
    ['recoloured', async () => original, async () => await drawn(towel('#3a3', '#236'))],
    [
      'recoloured to the same grey',
      async () => await drawn(towel('#a33', '#236')),
      async () => await drawn(towel('#2b6b2b', '#236')),
    ],
    ['with a stripe of another colour', async () => original, async () => await drawn(towel('#a33', '#c72'))],
    [
      'of the same mean colours everywhere',
      async () => await drawn(bars('#000', '#fff')),
      async () => await drawn(bars('#fff', '#000')),
    ],
    ['of another shape', async () => original, async () => await drawn(ring)],
    ['mirrored', async () => original, async () => await picture().flop().png().toBuffer()],
    ['upside down', async () => original, async () => await picture().flip().png().toBuffer()],
    [
      'cropped',
      async () => original,
      async () => await picture().extract({ left: 200, top: 0, width: 400, height: 600 }).png().toBuffer(),
    ],
    [
      'stretched',
      async () => original,
      async () => await picture().resize(800, 800, { fit: 'fill' }).png().toBuffer(),
    ],
    ['flat grey for flat white', async () => await flat('#fff'), async () => await flat('#ccc')],
    ['flat red for flat blue', async () => await flat('#c00'), async () => await flat('#00c')],
  ])('%s', async (_, a, b) => {
    expect(await compare(await a(), await b())).toMatchObject({ same: false, undecided: false });
  });
});

test('a fingerprint tells the size as seen', async () => {
  const turned = await picture().withMetadata({ orientation: 6 }).jpeg().toBuffer();
  expect(await fingerprint(turned)).toMatchObject({ width: 600, height: 800, format: 'jpeg' });
  const { look: _, ...facts } = await fingerprint(original);
  expect(facts).toEqual({
    sha256: createHash('sha256').update(original).digest('hex'),
    width: 800,
    height: 600,
    format: 'png',
  });
});

test('old formats are measured and their likeness left undecided', async () => {
  const bmp = bmpOf(7, -5);
  const wbmp = Buffer.from([0, 0, 9, 2, 1, 2, 3, 4]);
  const xbm = Buffer.from('#define a_width 8\n#define a_height 1\nstatic char a_bits[] = { 0x01 };');
  const sizes = await Promise.all([bmp, wbmp, xbm].map(async (bytes) => await fingerprint(bytes)));
  expect(sizes.map(({ width, height, format, look }) => ({ width, height, format, look }))).toEqual([
    { width: 7, height: 5, format: 'bmp', look: undefined },
    { width: 9, height: 2, format: 'wbmp', look: undefined },
    { width: 8, height: 1, format: 'xbm', look: undefined },
  ]);
  expect(await compare(bmp, original)).toEqual({
    same: false,
    undecided: true,
    distance: undefined,
    colourDistance: undefined,
    aspectDiffers: false,
  });
  expect(await compare(bmp, bmp)).toMatchObject({ same: true, undecided: false });
});

describe('what cannot be a picture is refused with its reason', () => {
  const bomb = async () => {
    // A PNG that claims 60,000 × 60,000 in its header.
    const png = Buffer.from(await flat('#fff'));
    png.writeUInt32BE(60_000, 16);
    png.writeUInt32BE(60_000, 20);
    return png;
  };
  test.each<[string, () => Promise<Uint8Array>, string]>([
    ['nothing', async () => new Uint8Array(0), 'empty'],
    ['text', async () => Buffer.from('hello'), 'broken'],
    ['half a PNG', async () => original.subarray(0, original.length / 2), 'broken'],
    [
      'half a JPEG',
      async () => {
        const jpeg = await picture().jpeg().toBuffer();
        return jpeg.subarray(0, jpeg.length / 2);
      },
      'broken',
    ],
    ['SVG', async () => Buffer.from(ring), 'unsupported'],
    ['a BMP without size', async () => bmpOf(0, 0), 'broken'],
    [
      'a picture of too many pixels',
      async () =>
        await sharp({ create: { width: 8_001, height: 8_000, channels: 3, background: '#fff' } })
          .png({ compressionLevel: 1 })
          .toBuffer(),
      'too-many-pixels',
    ],
    ['a BMP of too many pixels', async () => bmpOf(60_000, 60_000), 'too-many-pixels'],
    ['a header of too many pixels', bomb, 'too-many-pixels'],
  ])('%s', async (_, bytes, reason) => {
    await expect(fingerprint(await bytes())).rejects.toMatchObject({ name: 'PictureError', reason });
  });

  test('in words of its own, for those of the decoder may be another picture’s', async () => {
    const jpeg = await picture().jpeg().toBuffer();
    const twice = Buffer.concat([jpeg.subarray(0, 2), jpeg]);
    const gif = Buffer.concat([Buffer.from('GIF89a'), Buffer.from([8, 0, 8, 0, 0, 0, 0]), Buffer.alloc(50)]);
    const words = await Promise.all(
      [twice, gif, twice].map(async (bytes) => {
        const error: unknown = await fingerprint(bytes).catch((reason: unknown) => reason);
        return error instanceof Error ? error.message : '';
      }),
    );
    expect(words).toEqual(Array(3).fill('the picture cannot be decoded'));
  });
});
