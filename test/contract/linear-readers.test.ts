// What strangers have written costs as many steps as it has letters: twice the text, twice the steps, whatever it is made of.
import {
  createMapper,
  mayBeOneName,
  pairingKey,
  parseIso8601,
  parseRfc2822,
  picturePlaces,
  readProductPairsCsv,
  renditionPath,
  stemOf,
} from '@cutover/field-mapper';
import { sniffFormat, stencilOriginal, uploadFileName } from '@cutover/image-content';
import { describe, expect, test } from 'vitest';
import { countedSteps, type Slices } from '../support/counted-steps.ts';

const CHUNK_BYTES = 512;

async function* chunked(text: string): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) yield bytes.subarray(at, at + CHUNK_BYTES);
}

/** How many records `map` makes of a file; one that cannot be read on has none. */
async function mapped(text: string): Promise<number> {
  const mapper = createMapper({ onBadRow: 'skip' });
  try {
    for await (const _ of mapper.map(chunked(text)));
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'UnreadableFileError') throw error;
  }
  return mapper.counts().records;
}

const image = '"id":1,"product_id":2,"image_file":"a/1/x.jpg","is_thumbnail":true,"sort_order":0';
const fields = (count: number, name: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => `"${name(index)}":1`).join();
const modern = (picture: string): string =>
  `Item,ID,Name,SKU,Image URL (Import),Image Description,Image is Thumbnail,Image Sort Order\nProduct,5,,,"${picture}",,,\n`;
const doubled = (picture: (index: number) => string, count: number): string =>
  `Item,ID,${Array.from({ length: count }, () => 'Image URL (Import)').join()}\nProduct,5,${Array.from({ length: count }, (_, index) => picture(index)).join()}\n`;

/** Files made for a reader to lose itself in; n is about their length. */
const files: readonly (readonly [name: string, file: (n: number) => string])[] = [
  ['blanks', (n) => ' '.repeat(n)],
  ['blank lines', (n) => '\n'.repeat(n)],
  ['blanks in front of JSON', (n) => `${' '.repeat(n)}[{${image}}]`],
  ['blanks behind a heading', (n) => `Item${' '.repeat(n)}`],
  ['blanks in front of a heading', (n) => `${' '.repeat(n)}${modern('a/1/x.jpg')}`],
  ['a long first line of JSON', (n) => `{${image},${fields(n / 8, (index) => `k${index}`)}}`],
  ['an open tag', (n) => `<?xml ${'<'.repeat(n)}`],
  ['comments of markup', (n) => '<!---->'.repeat(n / 7)],
  ['an open quote in the heading', (n) => `"${'x\n'.repeat(n / 2)}`],
  ['short rows', (n) => `${modern('a/1/x.jpg')}${'Product,5,,,,,,\n'.repeat(n / 16)}`],
  ['blanks within an address', (n) => modern(`http://a.b/${' '.repeat(n)}x`)],
  ['addresses in one cell', (n) => modern('http://a.b/c.jpg '.repeat(n / 17))],
  ['addresses in addresses', (n) => modern(`http://a.b/${'=http://a.b/'.repeat(n / 12)}`)],
  ['dots of a host', (n) => modern(`//${'a.'.repeat(n / 2)}`)],
  ['separators', (n) => modern(`a.jpg${', ;|'.repeat(n / 4)}x`)],
  [
    'dividers of a merged cell',
    (n) => `Product ID,Product Name,Images\n5,x,"Product Image File: a${' |'.repeat(n / 2)}x"\n`,
  ],
  ['a heading that stands often', (n) => doubled((index) => `a${index}.jpg`, n / 20)],
  ['paths under one heading', (n) => doubled((index) => `a/1/x${index}.jpg`, n / 20)],
];

describe('files', () => {
  async function growth(file: (n: number) => string, slices?: Slices): Promise<number> {
    const steps = async (n: number) => await countedSteps(async () => await mapped(file(n)), slices);
    const [once, twice] = [await steps(30_000), await steps(60_000)];
    return twice / once;
  }

  test.each(files)('%s', async (_, file) => {
    expect(await growth(file)).toBeLessThan(2.5);
  });

  test.each<[string, (n: number) => string]>([
    ['one key again and again', (n) => `{\n${image},${fields(n / 8, () => 'k')}}`],
    ['many keys', (n) => `{\n${image},${fields(n / 8, (index) => `k${index}`)}}`],
    ['many keys in an array', (n) => `[{${image},${fields(n / 8, (index) => `k${index}`)}}]`],
  ])('%s, of which no piece is cut out of the whole', async (_, file) => {
    expect(await growth(file, 'whole')).toBeLessThan(2.5);
  });

  test('a products file, also in one piece', async () => {
    const file = (rows: number): string =>
      `source_product_id,source_sku\n${Array.from({ length: rows }, (_, index) => `${index + 1},S${index}`).join('\n')}`;
    async function* whole(text: string): AsyncGenerator<Uint8Array> {
      yield Buffer.from(text);
    }
    for (const pieces of [chunked, whole]) {
      const steps = async (rows: number) =>
        await countedSteps(async () => await readProductPairsCsv(pieces(file(rows))));
      const [once, twice] = [await steps(2_000), await steps(4_000)];
      expect(twice / once).toBeLessThan(2.5);
    }
  });

  test('more blanks than anybody puts in front are refused, and the rest of them is not read', async () => {
    let pieces = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (; pieces < 1_000; pieces += 1) yield Buffer.alloc(65_536, ' ');
    }
    const mapping = createMapper().map(endless()).next();
    await expect(mapping).rejects.toThrow('line 1: the file begins with more than 1048576 blanks');
    expect(pieces).toBe(16);
  });

  test('an image with more fields than a call may have arguments is an image', async () => {
    expect(await mapped(`[{${image},${fields(200_000, (index) => `k${index}`)}}]`)).toBe(1);
  });
});

const rendition = (name: string) => `https://cdn.example/s-1/products/1/images/2/${name}`;
const sourceImage = (imageFile: string) => ({
  productId: 1,
  imageId: 2,
  imageFile,
  urls: { zoom: '', standard: '', thumbnail: '', tiny: '' },
});

/** Names, addresses and dates as a store may show them. */
const texts: readonly (readonly [name: string, text: (n: number) => string])[] = [
  ['letters', (n) => 'x'.repeat(n)],
  ['blanks', (n) => `${' '.repeat(n)}x`],
  ['dots', (n) => `${'.'.repeat(n)}x`],
  ['slashes', (n) => `${'/'.repeat(n)}x`],
  ['suffixes', (n) => `x${'__12345'.repeat(n / 7)}.jpg`],
  ['stamps', (n) => `x${'.1650000001'.repeat(n / 11)}.jpg`],
  ['sizes', (n) => `x${'.1650000001.386.513'.repeat(n / 19)}.jpg`],
  ['torn escapes', (n) => `${'%'.repeat(n)}x`],
  ['torn escapes at the end', (n) => `x${'%e'.repeat(n / 2)}`],
  ['escapes of escapes', (n) => `x%${'25'.repeat(n / 2)}41`],
  ['escapes of no letters', (n) => `${'%61'.repeat(n / 6)}${'%ff'.repeat(n / 6)}`],
  ['digits', (n) => '1'.repeat(n)],
  ['renditions in one another', (n) => rendition('a/products/1/images/2/'.repeat(n / 22))],
  ['marks of a query', (n) => `a.jpg${'?#'.repeat(n / 2)}`],
  ['schemes', (n) => 'http://'.repeat(n / 7)],
];

const readers: readonly (readonly [name: string, read: (text: string) => unknown])[] = [
  ['stemOf', (text) => stemOf(text)],
  ['mayBeOneName', (text) => mayBeOneName(text, `${text}y`)],
  ['picturePlaces', (text) => picturePlaces(text)],
  ['renditionPath', (text) => renditionPath(text)],
  ['pairingKey', (text) => pairingKey({ productId: 1, sku: text, name: text, url: text }, 'url')],
  ['uploadFileName', (text) => uploadFileName(sourceImage(text), 'jpeg')],
  ['stencilOriginal', (text) => stencilOriginal(text)],
  ['parseRfc2822', (text) => tried(() => parseRfc2822(text))],
  ['parseIso8601', (text) => tried(() => parseIso8601(text))],
  ['sniffFormat', (text) => sniffFormat(Buffer.from(text))],
];

function tried(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    return error;
  }
}

describe.each(readers)('%s', (_, read) => {
  test.each(texts)('%s', async (__, text) => {
    const steps = async (n: number) => await countedSteps(() => read(text(n)));
    const [once, twice] = [await steps(20_000), await steps(40_000)];
    expect(twice / once).toBeLessThan(2.5);
  });
});
