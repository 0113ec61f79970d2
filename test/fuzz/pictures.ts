// Pictures that a store, a CDN or somebody's server gives. Laws: refused with PictureError or known by a size that can be;
// probing refuses nothing and says what it is; what was drawn is known again.
import {
  type ContentHttp,
  fingerprint,
  likeness,
  PictureError,
  pixelsMax,
  probePicture,
} from '@cutover/image-content';
import fc from 'fast-check';
import sharp from 'sharp';
import { hitSamples, noise } from './mutations.ts';
import { anyOrValid, type FuzzParser, onlyA, refuseControls } from './parser.ts';

interface Sample {
  readonly format: string;
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array;
}

const width = 24;
const height = 16;
const drawn = sharp({ create: { width, height, channels: 3, background: '#c02040' } });

async function decoded(): Promise<Sample[]> {
  const formats = ['jpeg', 'png', 'gif', 'webp', 'avif'] as const;
  return await Promise.all(
    formats.map(async (format) => ({
      format,
      width,
      height,
      bytes: await drawn.clone().withMetadata({ orientation: 1 }).toFormat(format).toBuffer(),
    })),
  );
}

function bmp(): Sample {
  const bytes = Buffer.alloc(54 + 4 * width * height);
  bytes.write('BM', 'latin1');
  bytes.writeUInt32LE(bytes.length, 2);
  bytes.writeUInt32LE(54, 10);
  bytes.writeUInt32LE(40, 14);
  bytes.writeInt32LE(width, 18);
  bytes.writeInt32LE(height, 22);
  return { format: 'bmp', width, height, bytes };
}

const texts: readonly Sample[] = [
  {
    format: 'xbm',
    width,
    height,
    bytes: Buffer.from(
      `/* x */\n#define a_width ${width}\n#define a_height ${height}\nstatic char a_bits[] = { 0x00 };`,
    ),
  },
  {
    format: 'wbmp',
    width,
    height,
    bytes: Buffer.from([0, 0, width, height, ...Array.from({ length: 48 }, () => 0)]),
  },
];
const samples: readonly Sample[] = [...(await decoded()), bmp(), ...texts];
const unread = [
  '<svg xmlns="x"><!-- a --></svg>',
  '%PDF-1.7',
  'II*\0',
  '\0\0\0\u0018ftypheic\0\0\0\0mif1heic',
];
const words = [
  '\u00ff\u00d8\u00ff',
  '\u0089PNG\r\n\u001a\n',
  'GIF89a',
  'RIFF',
  'WEBP',
  'BM',
  'IHDR',
  'Exif\0\0',
  'VP8X',
  'ftypavif',
  '\u00ff\u00ff\u00ff\u00ff',
  '\0\0\0\0',
  '\u007f\u00ff\u00ff\u00ff',
  '#define w_width 99999999999999999999',
  '/*',
  '*/',
  '<!--',
  '-->',
];

const any = fc.oneof(
  {
    weight: 8,
    arbitrary: hitSamples(
      [...samples.map(({ bytes }) => bytes), ...unread.map((text) => Buffer.from(text, 'latin1'))],
      words,
    ),
  },
  noise,
);
const valid = fc.constantFrom(...samples).map((sample) => ({
  bytes: sample.bytes,
  choice: 0,
  expected: JSON.stringify({ format: sample.format, width: sample.width, height: sample.height }),
}));

export const pictures: FuzzParser = {
  name: 'pictures',
  inputs: anyOrValid(any, valid),
  play: async (bytes, choice) => (choice % 2 === 0 ? await known(bytes) : await probed(bytes, choice)),
};

async function known(bytes: Uint8Array): Promise<string> {
  try {
    const print = await fingerprint(bytes);
    refuseOddSize(print.width, print.height);
    if (print.width * print.height > pixelsMax) throw new Error('more pixels than are decoded');
    if (!likeness(print, print).same) throw new Error('a picture is not like itself');
    return JSON.stringify({ format: print.format, width: print.width, height: print.height });
  } catch (error) {
    const { reason, message } = onlyA(error, PictureError);
    refuseControls(message);
    return reason;
  }
}

async function probed(bytes: Uint8Array, choice: number): Promise<string> {
  const contentType = ['image/jpeg', 'image/vnd.wap.wbmp', '', 'text/html'][(choice >> 1) % 4] ?? '';
  const content: ContentHttp = {
    head: () => Promise.reject(new Error('one request is enough')),
    get: () =>
      Promise.resolve({ status: 206, contentType, contentLength: 1, finalUrl: 'https://x.example/a', bytes }),
  };
  const told = await probePicture(content, 'https://x.example/a');
  if (told.is === 'picture' && told.width !== undefined) refuseOddSize(told.width, told.height);
  return JSON.stringify(told);
}

function refuseOddSize(wide: number, high: number | undefined): void {
  for (const side of [wide, high])
    if (!Number.isSafeInteger(side) || side === undefined || side < 1)
      throw new Error(`${wide} × ${high} is no size`);
}
