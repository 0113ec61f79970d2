// Files that a user hands over: product CSV, products files, saved answers as JSON and JSON Lines. Laws: refused with
// UnreadableFileError or read; wherever chunks end, the same comes of it; what comes of it is bounded by what went in.
import {
  createMapper,
  type FileImage,
  type FileProduct,
  type MapError,
  type MapRecord,
  readImagesFile,
  readProductPairsCsv,
  UnreadableFileError,
} from '@cutover/field-mapper';
import fc from 'fast-check';
import { hitJson, hitSamples, noise } from './mutations.ts';
import { anyOrValid, type FuzzParser, onlyA, refuseControls } from './parser.ts';

type Kind = 'csv' | 'json' | 'jsonl' | 'auto';

async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** Everything that comes of a file. */
async function mapped(bytes: Uint8Array, size: number, from: Kind): Promise<string> {
  const records: MapRecord[] = [];
  const errors: MapError[] = [];
  const mapper = createMapper({ from, onBadRow: 'skip', onError: (error) => errors.push(error) });
  let refused: string | undefined;
  try {
    for await (const record of mapper.map(inChunks(bytes, size))) records.push(record);
  } catch (error) {
    refused = onlyA(error, UnreadableFileError).message;
  }
  for (const error of errors) refuseControls(error.reason);
  return JSON.stringify({ records, errors, refused, counts: mapper.counts() });
}

async function pairs(bytes: Uint8Array, size: number): Promise<string> {
  try {
    return JSON.stringify(await readProductPairsCsv(inChunks(bytes, size)));
  } catch (error) {
    return JSON.stringify(onlyA(error, UnreadableFileError).problems);
  }
}

async function imagesOf(bytes: Uint8Array, size: number, kind: Kind): Promise<string> {
  const errors: MapError[] = [];
  try {
    const images = readImagesFile(inChunks(bytes, size), { kind, onError: (error) => errors.push(error) });
    return JSON.stringify([withProductsOnce(await Array.fromAsync(images)), errors]);
  } catch (error) {
    return onlyA(error, UnreadableFileError).message;
  }
}

/** The rows of one product hold the same product, whose names, as keys, are whole: here it stands beside the first. */
function withProductsOnce(images: readonly FileImage[]): object[] {
  const seen = new Set<FileProduct>();
  return images.map(({ product, ...image }) => {
    const isSeen = seen.has(product);
    seen.add(product);
    return isSeen ? image : { ...image, product };
  });
}

async function sameInChunks(
  bytes: Uint8Array,
  choice: number,
  read: (size: number) => Promise<string>,
): Promise<string> {
  const whole = await read(Math.max(1, bytes.length));
  // A byte at a time takes long for a long file, and shows nothing there that a short one does not.
  const size = Math.max(1 + (choice % 61), Math.ceil(bytes.length / 200));
  const inParts = await read(size);
  if (inParts === whole) return whole;
  throw new Error(
    `in chunks of ${size} bytes it reads as ${inParts.slice(0, 500)}, and whole as ${whole.slice(0, 500)}`,
  );
}

const csvSamples = [
  'Item,ID,Name,SKU,Variant Image URL,Internal Image URL (Export),Image URL (Import),Image Description,Image is Thumbnail,Image Sort Order\nProduct,5,Pan,PAN,,,,,,\nImage,7,,,,p/700/pan__1.jpg,https://x.example/a.jpg,"A ""pan"", round",TRUE,0\nVariant,9,,PAN-R,https://x.example/r.jpg,,,,,\n',
  'Product ID,Product SKU,Product Name,Product Image ID - 1,Product Image File - 1,Product Image URL - 1,Product Image Sort - 1,Image Alt Text - 1,Product Image Is Thumbnail - 1\r\n7,POT,Pot,71,q/441/pot__5.jpg,https://x.example/b.jpg,3,"two\r\nlines",Y\r\n',
  'sep=;\nProduct ID;Product Image URL - 1;Product Image Sort - 1\n7;https://x.example/a.jpg;0\n',
  'Product ID\tProduct SKU\tProduct Name\tImages\n7\tOIL\tOil\t"Product Image ID: 1, Product Image File: a/1.jpg, Product Image Sort: 0"\n',
  'source_product_id,source_sku,target_product_id,target_sku\n1,,2,\n,PAN,,PAN-2\n',
  '\ufeffsource_sku\n"A,B"\n',
].map((text) => Buffer.from(text));
const csvWords = [
  '"',
  '""',
  ',',
  ';',
  '\t',
  '\n',
  '\r',
  '\r\n',
  '\0',
  '\u00e9',
  'Image',
  'Product',
  '-1',
  '1e9',
  '1.0',
  '=1+1',
  'C:\\a.jpg',
  '|',
  ' - 2',
];

const cell = fc
  .string({ unit: 'grapheme', maxLength: 30 })
  .filter((text) => text.trim() === text && text !== '');
const quotedCell = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const validPairs = fc
  .uniqueArray(cell, { minLength: 1, maxLength: 8 })
  .filter((skus) => skus.every((sku) => !sku.includes('\0')))
  .map((skus) => ({
    bytes: Buffer.from(`source_sku\n${skus.map(quotedCell).join('\n')}\n`),
    choice: 0,
    expected: JSON.stringify(linesOf(skus)),
  }));

/** Where each stands, its own line ends counted. */
function linesOf(skus: readonly string[]): object[] {
  let line = 2;
  return skus.map((sku) => {
    const row = { line, source: { sku } };
    line += sku.split('\n').length;
    return row;
  });
}

export const csv: FuzzParser = {
  name: 'csv',
  inputs: anyOrValid(fc.oneof({ weight: 6, arbitrary: hitSamples(csvSamples, csvWords) }, noise), validPairs),
  async play(bytes, choice) {
    const readers = [
      (size: number) => pairs(bytes, size),
      (size: number) => mapped(bytes, size, 'csv'),
      (size: number) => mapped(bytes, size, 'auto'),
      (size: number) => imagesOf(bytes, size, 'csv'),
    ] as const;
    return await sameInChunks(bytes, choice, readers[choice % readers.length] ?? readers[0]);
  },
};

const image = {
  id: 71,
  product_id: 7,
  image_file: 'p/700/pan__1.jpg',
  is_thumbnail: true,
  sort_order: 0,
  description: 'A pan',
};
const v3Product = {
  id: 7,
  name: 'Pan',
  sku: 'PAN',
  images: [{ ...image, url_zoom: 'https://x.example/a.jpg', date_modified: '2018-08-15T14:48:31+00:00' }],
  variants: [{ id: 9, product_id: 7, sku: 'PAN-R', sku_id: 348, image_url: 'https://x.example/a.jpg' }],
  options: [
    {
      id: 5,
      product_id: 7,
      option_values: [{ id: 51, label: 'Oak', value_data: { image_url: 'https://x/y' } }],
    },
  ],
  modifiers: [
    {
      id: 6,
      option_values: [{ id: 61, option_id: 6, label: 'Lid', adjusters: { image_url: 'https://x/y' } }],
    },
  ],
};
/** What is said of the product is said again with each of its images. */
const manyImages = Array.from({ length: 100 }, (_, sort_order) => ({ image_file: 'a/1.jpg', sort_order }));
const jsonDocuments = [
  { id: 7, name: 'Pan', sku: 'PAN', images: manyImages },
  // Found: what a product is called was handed on with each of its images.
  { name: 'n'.repeat(5_000), images: manyImages },
  [image, { ...image, id: 72, description: null }],
  { data: [image], meta: { pagination: { total: 1 } } },
  { data: [v3Product], meta: {} },
  { id: 5, product_id: 7, sku: 'PAN-R', image_file: 'a/b.jpg' },
  {
    id: 6,
    product_id: 7,
    image_file: 'r/1.jpg',
    conditions: [{ product_option_id: 1, option_value_id: 2, sku_id: 5 }],
  },
  { type: 'RECORD', record: { stream: 'images', data: image } },
  { errors: [{ message: 'no' }], data: null },
];
const jsonTexts = [
  ...jsonDocuments.map((document) => JSON.stringify(document)),
  ...jsonDocuments.map((document) => JSON.stringify(document, null, 2)),
  [image, image, v3Product].map((document) => JSON.stringify(document)).join('\n'),
  `[${JSON.stringify(image)}]\n[]\n[${JSON.stringify(image)}]`,
].map((text) => Buffer.from(text));
const jsonWords = [
  '{',
  '}',
  '[',
  ']',
  '"',
  '\\',
  '\\"',
  ',',
  ':',
  '\n',
  '\r\n',
  '\ufeff',
  '\0',
  'null',
  '-0',
  '1e999',
  '\\ud800',
  '"data":',
  '"__proto__":',
  '[[[[[[[[',
];

const imageRow = fc.record({
  id: fc.integer({ min: 1 }),
  product_id: fc.integer({ min: 1 }),
  is_thumbnail: fc.boolean(),
  sort_order: fc.integer({ min: 0, max: 1_000 }),
  description: fc.string({ unit: 'grapheme', maxLength: 30 }),
});
const validImages = fc.array(imageRow, { minLength: 1, maxLength: 5 }).map((rows) => ({
  bytes: Buffer.from(JSON.stringify(rows)),
  choice: readsRows,
  expected: JSON.stringify(rows),
}));
/** The choice that gives the records alone. */
const readsRows = 3;

async function recordsAlone(bytes: Uint8Array, size: number): Promise<string> {
  const { records }: { records: MapRecord[] } = JSON.parse(await mapped(bytes, size, 'json'));
  return JSON.stringify(
    records.map(({ record }) =>
      'sort_order' in record
        ? {
            id: record.id,
            product_id: record.product_id,
            is_thumbnail: record.is_thumbnail,
            sort_order: record.sort_order,
            description: record.description,
          }
        : record,
    ),
  );
}

export const json: FuzzParser = {
  name: 'json',
  inputs: anyOrValid(
    fc.oneof(
      { weight: 4, arbitrary: hitJson(jsonDocuments) },
      { weight: 4, arbitrary: hitSamples(jsonTexts, jsonWords) },
      noise,
    ),
    validImages,
  ),
  async play(bytes, choice) {
    const readers = [
      (size: number) => mapped(bytes, size, 'auto'),
      (size: number) => mapped(bytes, size, 'jsonl'),
      (size: number) => imagesOf(bytes, size, 'auto'),
      (size: number) => recordsAlone(bytes, size),
    ] as const;
    return await sameInChunks(bytes, choice, readers[choice % readers.length] ?? readers[0]);
  },
};
