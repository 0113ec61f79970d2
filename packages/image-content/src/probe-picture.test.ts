import sharp from 'sharp';
import { expect, test } from 'vitest';
import type { ContentHttp } from './content-http.ts';
import { probePicture } from './probe-picture.ts';

const drawn = sharp({ create: { width: 30, height: 20, channels: 3, background: '#c00' } });
const bmp = Buffer.from('424d3a000000000000003600000028000000010000000100000001001800', 'hex');
const text = (latin1: string) => Buffer.from(latin1, 'latin1');
const heic = text('\0\0\0\u0018ftypheic\0\0\0\0mif1heic');

/** A host that gives these bytes, however many were asked for, under a type that says nothing. */
function host(bytes: Uint8Array, contentType = 'image/jpeg'): ContentHttp {
  const answer = { status: 206, contentType, contentLength: 123_456, finalUrl: 'https://cdn.example/a.jpg' };
  return {
    head: () => Promise.reject(new Error('one request is enough')),
    get: (_, options) =>
      Promise.resolve({ ...answer, bytes: bytes.subarray(0, options?.rangeBytes ?? bytes.length) }),
  };
}

class Failure extends Error {
  readonly reason: string;
  readonly status: number | undefined;
  constructor(reason: string, status?: number) {
    super(`https://cdn.example/a.jpg ${reason}`);
    this.reason = reason;
    this.status = status;
  }
}
const failing = (failure: Failure): ContentHttp => ({
  head: () => Promise.reject(failure),
  get: () => Promise.reject(failure),
});
const address = 'https://cdn.example/a.jpg';
const size = { width: 30, height: 20 };

test.each<[string, () => Uint8Array | Promise<Uint8Array>, object]>([
  ['JPEG', async () => await drawn.clone().jpeg().toBuffer(), { format: 'jpeg', ...size, isCmyk: false }],
  [
    'progressive JPEG',
    async () => await drawn.clone().jpeg({ progressive: true }).toBuffer(),
    { format: 'jpeg', isCmyk: false },
  ],
  [
    'grey JPEG',
    async () => await drawn.clone().greyscale().jpeg().toBuffer(),
    { format: 'jpeg', isCmyk: false },
  ],
  [
    'JPEG in CMYK',
    async () => await drawn.clone().toColourspace('cmyk').jpeg().toBuffer(),
    { format: 'jpeg', isCmyk: true },
  ],
  ['PNG', async () => await drawn.clone().png().toBuffer(), { format: 'png', ...size }],
  [
    'PNG with a palette',
    async () => await drawn.clone().png({ palette: true }).toBuffer(),
    { format: 'png', ...size },
  ],
  ['GIF', async () => await drawn.clone().gif().toBuffer(), { format: 'gif', ...size }],
  ['TIFF', async () => await drawn.clone().tiff().toBuffer(), { format: 'tiff' }],
  ['AVIF', async () => await drawn.clone().avif().toBuffer(), { format: 'avif' }],
  ['HEIC', () => heic, { format: 'heic' }],
  ['PDF', () => text('%PDF-1.7\n%\u00e2\u00e3'), { format: 'pdf' }],
  ['BMP', () => bmp, { format: 'bmp', width: 1, height: 1 }],
])('%s is recognised by its bytes, whatever its type says', async (_, bytes, expected) => {
  expect(await probePicture(host(await bytes()), address)).toMatchObject({
    is: 'picture',
    bytes: 123_456,
    ...expected,
  });
});

test('a large WBMP is recognised by its type and its header', async () => {
  const start = Buffer.concat([Buffer.from([0, 0, 0x88, 0x00, 0x88, 0x00]), Buffer.alloc(70_000)]);
  expect(await probePicture(host(start, 'image/vnd.wap.wbmp'), address)).toMatchObject({
    is: 'picture',
    format: 'wbmp',
    width: 1024,
    height: 1024,
  });
  expect(await probePicture(host(start), address)).toMatchObject({ is: 'no-picture' });
});

test('a side that no number can hold is no size', async () => {
  const xbm = text(`#define a_width 1${'0'.repeat(20)}\n#define a_height 16\n`);
  expect(await probePicture(host(xbm), address)).toEqual({ is: 'picture', format: 'xbm', bytes: 123_456 });
});

test.each<[string, ContentHttp, object]>([
  ['nothing', host(Buffer.alloc(0)), { is: 'no-picture', why: 'it is empty' }],
  ['words', host(text('<!doctype html>')), { is: 'no-picture', why: 'its bytes are no picture' }],
  ['a page', failing(new Failure('not-an-image', 200)), { is: 'no-picture', why: 'it is a page of text' }],
  ['404', failing(new Failure('not-found', 404)), { is: 'gone', why: 'answered 404' }],
  ['401', failing(new Failure('refused', 401)), { is: 'unchecked', why: 'answered 401' }],
  ['451', failing(new Failure('refused', 451)), { is: 'unchecked', why: 'answered 451' }],
  ['503', failing(new Failure('unreachable', 503)), { is: 'unchecked', why: 'answered 503' }],
  ['no connection', failing(new Failure('unreachable')), { is: 'unchecked', why: `${address} unreachable` }],
  [
    'a private host',
    failing(new Failure('blocked')),
    { is: 'unchecked', why: `${address} blocked`, isBlocked: true },
  ],
])('%s is no fault of a picture that is not one', async (_, content, expected) => {
  expect(await probePicture(content, address)).toEqual(expected);
});

test('an abort is thrown', async () => {
  await expect(probePicture(failing(new Failure('aborted')), address)).rejects.toThrow('aborted');
});

test.each<[string, string, number | undefined, object]>([
  ['a picture', 'image/jpeg', 9, { is: 'claimed', bytes: 9 }],
  ['a picture of a type that nobody knows', 'image/x-new', undefined, { is: 'claimed', bytes: undefined }],
  ['anything', 'application/octet-stream', 9, { is: 'claimed', bytes: 9 }],
  ['a document', 'application/pdf', 9, { is: 'claimed', bytes: 9 }],
  ['a film', 'video/mp4', 9, { is: 'no-picture', why: 'it says that it is video/mp4' }],
  ['nothing', 'image/jpeg', 0, { is: 'no-picture', why: 'it is empty' }],
])(
  'one that says that it is %s is believed so far, and not asked for',
  async (_, contentType, contentLength, expected) => {
    const content: ContentHttp = {
      head: async () => await Promise.resolve({ status: 200, contentType, contentLength, finalUrl: address }),
      get: async () => await Promise.reject(new Error('HEAD is enough')),
    };
    expect(await probePicture(content, address, 'head')).toEqual(expected);
  },
);

test('a host that takes no HEAD has told nothing, and there is another way', async () => {
  expect(await probePicture(failing(new Failure('refused', 405)), address, 'head')).toEqual({
    is: 'unchecked',
    why: 'answered 405',
    takesNoHead: true,
  });
});

const upTo = { wholeBytesMax: 100_000 };

test('a picture that is looked at whole is decoded, and one that is too long is not', async () => {
  const jpeg = await drawn.clone().jpeg().toBuffer();
  const whole = await probePicture(host(jpeg), address, 'content', upTo);
  expect(whole).toMatchObject({ is: 'picture', whole: { frames: 1, sight: { isOneColour: true } } });
  const long = Buffer.concat([jpeg, Buffer.alloc(upTo.wholeBytesMax + 1 - jpeg.length)]);
  expect(await probePicture(host(long), address, 'content', upTo)).not.toHaveProperty('whole');
  expect(
    await probePicture(host(long.subarray(0, upTo.wholeBytesMax)), address, 'content', upTo),
  ).toHaveProperty('whole');
});

const vastPng = async (): Promise<Uint8Array> => {
  const bytes = await drawn.clone().png().toBuffer();
  bytes.writeUInt32BE(60_000, 16);
  bytes.writeUInt32BE(60_000, 20);
  return Buffer.concat([bytes, Buffer.alloc(70_000, 'x')]);
};
const vastGif = Buffer.concat([
  Buffer.from('474946383961ffffffff0000002c00000000ffffffff0008', 'hex'),
  Buffer.alloc(70_000, 'x'),
]);

test.each([
  ['a PNG of 60,000 × 60,000', vastPng],
  ['a GIF of 65,535 × 65,535', () => vastGif],
])('%s is too large to be looked at, and is not called broken', async (_, made) => {
  const unchecked = { is: 'unchecked', why: 'it has more than 1,000,000,000 pixels' };
  const bytes = await made();
  expect(await probePicture(host(bytes), address)).toEqual(unchecked);
  expect(await probePicture(host(bytes), address, 'content', upTo)).toEqual(unchecked);
});

test('a picture that ends early is none', async () => {
  const bytes = (await drawn.clone().png().toBuffer()).subarray(0, 40);
  const answer = { status: 200, contentType: '', contentLength: 40, finalUrl: address, bytes };
  const short: ContentHttp = { ...host(bytes), get: async () => await Promise.resolve(answer) };
  expect(await probePicture(short, address)).toEqual({
    is: 'no-picture',
    why: 'it ends before its picture does',
  });
});

test('a picture of a format that is not decoded here, or that is damaged, is said to be so', async () => {
  expect(await probePicture(host(bmp), address, 'content', upTo)).toMatchObject({ whole: { frames: 1 } });
  const jpeg = await sharp({ create: { width: 300, height: 300, channels: 3, background: '#c00' } })
    .jpeg()
    .toBuffer();
  expect(
    await probePicture(host(jpeg.subarray(0, jpeg.length - 100)), address, 'content', upTo),
  ).toMatchObject({
    whole: { undecoded: { isBroken: true } },
  });
});
