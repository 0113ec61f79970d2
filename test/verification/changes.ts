// What can happen to a picture on its way to another store: what a verify of the content must find, and what it must let
// pass, because stores and CDNs do it to every picture.
import sharp, { type OverlayOptions, type Sharp } from 'sharp';

export interface Change {
  readonly what: string;
  /** @param other another picture of the same store. */
  make(picture: Buffer, other: Buffer): Promise<Buffer>;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Puts pieces over a picture, and leaves size and quality as they are. */
async function over(picture: Buffer, pieces: (size: Size) => readonly OverlayOptions[]): Promise<Buffer> {
  const { width, height } = await sharp(picture).metadata();
  return await sharp(picture)
    .composite([...pieces({ width, height })])
    .jpeg({ quality: 90 })
    .toBuffer();
}

function plain({ width, height }: Size, background: string): OverlayOptions {
  const whole = { width: Math.max(1, Math.round(width)), height: Math.max(1, Math.round(height)) };
  return { input: { create: { ...whole, channels: 3, background } } };
}

const drawn = (size: Size, shapes: string): OverlayOptions => ({
  input: Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" viewBox="0 0 100 100" preserveAspectRatio="none">${shapes}</svg>`,
  ),
});

const jpeg =
  (make: (image: Sharp, size: Size) => Sharp) =>
  async (picture: Buffer): Promise<Buffer> => {
    const { width, height } = await sharp(picture).metadata();
    return await make(sharp(picture), { width, height })
      .flatten({ background: '#fff' })
      .jpeg({ quality: 90 })
      .toBuffer();
  };

const share = (part: number, whole: number): number => Math.max(1, Math.round(part * whole));

export const damages: readonly Change[] = [
  { what: 'another product’s picture', make: async (_, other) => other },
  { what: 'nothing: an empty file', make: async () => Buffer.alloc(0) },
  {
    what: 'a web page instead of it',
    make: async () => Buffer.from('<!doctype html><title>Not found</title>'),
  },
  {
    what: 'cut off after half of its bytes',
    make: async (picture) => picture.subarray(0, picture.length >> 1),
  },
  { what: 'zeros in the place of its bytes', make: async (picture) => Buffer.alloc(picture.length) },
  { what: 'mirrored', make: jpeg((image) => image.flop()) },
  { what: 'upside down', make: jpeg((image) => image.rotate(180)) },
  { what: 'turned by a quarter', make: jpeg((image) => image.rotate(90)) },
  {
    what: 'cropped to its middle half',
    make: jpeg((image, { width, height }) =>
      image.extract({
        left: share(0.25, width),
        top: share(0.25, height),
        width: share(0.5, width),
        height: share(0.5, height),
      }),
    ),
  },
  {
    what: 'cropped to four fifths of its width',
    make: jpeg((image, { width, height }) =>
      image.extract({ left: 0, top: 0, width: share(0.8, width), height }),
    ),
  },
  {
    what: 'stretched to twice its height',
    make: jpeg((image, { width, height }) => image.resize(width, 2 * height, { fit: 'fill' })),
  },
  {
    what: 'squeezed to nine tenths of its width',
    make: jpeg((image, { width, height }) => image.resize(share(0.9, width), height, { fit: 'fill' })),
  },
  {
    what: 'a resized copy of half its size',
    make: jpeg((image, { width }) => image.resize(share(0.5, width))),
  },
  {
    what: 'a resized copy, enlarged to another size',
    make: jpeg((image, { width }) => image.resize(share(1.25, width))),
  },
  { what: 'inverted', make: jpeg((image) => image.negate({ alpha: false })) },
  { what: 'in another colour: the hue turned by 90°', make: jpeg((image) => image.modulate({ hue: 90 })) },
  {
    what: 'its red and blue exchanged',
    make: jpeg((image) =>
      image.recomb([
        [0, 0, 1],
        [0, 1, 0],
        [1, 0, 0],
      ]),
    ),
  },
  { what: 'twice as bright', make: jpeg((image) => image.linear(2, 0)) },
  { what: 'half as bright', make: jpeg((image) => image.linear(0.5, 0)) },
  { what: 'all white', make: async (picture) => await over(picture, (size) => [plain(size, '#fff')]) },
  { what: 'all black', make: async (picture) => await over(picture, (size) => [plain(size, '#000')]) },
  {
    what: 'grey from its middle down, as half a download',
    make: async (picture) =>
      await over(picture, (size) => [
        { ...plain({ ...size, height: size.height / 2 }, '#808080'), gravity: 'south' },
      ]),
  },
  {
    what: 'grey in its last quarter',
    make: async (picture) =>
      await over(picture, (size) => [
        { ...plain({ ...size, height: size.height / 4 }, '#808080'), gravity: 'south' },
      ]),
  },
  {
    what: 'a placeholder: a grey frame with a cross',
    make: async (picture) =>
      await over(picture, (size) => [
        drawn(
          size,
          '<rect width="100" height="100" fill="#eee"/><path d="M10 10L90 90M90 10L10 90" stroke="#999" stroke-width="4"/>',
        ),
      ]),
  },
  {
    what: 'with a black bar across its middle',
    make: async (picture) =>
      await over(picture, (size) => [drawn(size, '<rect y="40" width="100" height="20" fill="#000"/>')]),
  },
  {
    what: 'with another picture in its corner, a quarter of it',
    make: async (picture, other) => {
      const { width, height } = await sharp(picture).metadata();
      const corner = await sharp(other)
        .resize(share(0.5, width), share(0.5, height), { fit: 'fill' })
        .png()
        .toBuffer();
      return await over(picture, () => [{ input: corner, gravity: 'southeast' }]);
    },
  },
  {
    what: 'moved to the right by a quarter',
    make: async (picture) => {
      const { width, height } = await sharp(picture).metadata();
      const left = await sharp(picture)
        .extract({ left: 0, top: 0, width: share(0.75, width), height })
        .flatten({ background: '#fff' })
        .png()
        .toBuffer();
      return await over(picture, (size) => [
        plain(size, '#fff'),
        { input: left, left: width - share(0.75, width), top: 0 },
      ]);
    },
  },
  {
    what: 'on a border of a fifth of its width',
    make: jpeg((image, { width, height }) =>
      image
        .resize(share(0.6, width), share(0.6, height), { fit: 'fill' })
        .extend({
          left: share(0.2, width),
          right: share(0.2, width),
          top: share(0.2, height),
          bottom: share(0.2, height),
          background: '#fff',
        })
        .resize(width, height, { fit: 'fill' }),
    ),
  },
];

export const harmless: readonly Change[] = [
  ...[95, 82, 70, 60].map(
    (quality): Change => ({
      what: `encoded again as JPEG of quality ${quality}`,
      make: async (picture) =>
        await sharp(picture).flatten({ background: '#fff' }).jpeg({ quality }).toBuffer(),
    }),
  ),
  {
    what: 'encoded again as a progressive JPEG by another encoder',
    make: async (picture) =>
      await sharp(picture).flatten({ background: '#fff' }).jpeg({ quality: 75, mozjpeg: true }).toBuffer(),
  },
  ...[85, 60].map(
    (quality): Change => ({
      what: `turned into WebP of quality ${quality}`,
      make: async (picture) => await sharp(picture).webp({ quality, effort: 1 }).toBuffer(),
    }),
  ),
  {
    what: 'turned into PNG',
    make: async (picture) => await sharp(picture).png({ compressionLevel: 1 }).toBuffer(),
  },
  {
    what: 'given a colour profile and the camera’s notes',
    make: async (picture) =>
      await sharp(picture)
        .flatten({ background: '#fff' })
        .withIccProfile('p3')
        .withExif({ IFD0: { Copyright: 'the agency' } })
        .jpeg({ quality: 90 })
        .toBuffer(),
  },
  {
    what: 'stored on its side, with the flag that turns it back',
    make: async (picture) =>
      await sharp(picture)
        .rotate(270)
        .flatten({ background: '#fff' })
        .withMetadata({ orientation: 6 })
        .jpeg({ quality: 90 })
        .toBuffer(),
  },
];
