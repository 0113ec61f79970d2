// BigCommerce's legacy ("bulk edit") product CSV: a row a product, its images side by side in numbered groups of
// columns, as many groups as the fullest product has. `Product Image File - N` and `Product Image Path - N` are both
// found in exports and templates; the default export merges all images into one column.
import { agreed, idCell } from './csv-cells.ts';
import { type Headings, headingName } from './csv-headings.ts';
import { guarded, type ImageColumns, imageRows, onePicture } from './csv-image.ts';
import { isMergedHeading, mergedImages } from './csv-merged.ts';
import type { CsvReader } from './csv-modern.ts';
import type { CsvRecord } from './csv-records.ts';
import { createUnplaced } from './csv-unplaced.ts';
import { quoted } from './file-problem.ts';
import { type FileProduct, type FileRow, leftOutRow, problem } from './image-row.ts';

const GROUP = /^product image (?:id|file|path|url) - (\d{1,4})$/;
const OF_PRODUCT = ['Product ID', 'Product Code/SKU', 'Product SKU', 'Product Name'];

/** Is this the heading of a legacy export with images? */
export function isLegacy(headings: Headings): boolean {
  if (headings.names.some((name) => GROUP.test(name))) return true;
  return headings.names.some(isMergedHeading) && OF_PRODUCT.some((name) => headings.has(name));
}

/** Reads one legacy file. */
export function createLegacyReader(headings: Headings): CsvReader {
  const groups = [...new Set(headings.names.flatMap((name) => GROUP.exec(name)?.[1] ?? []))]
    .map(Number)
    .sort((a, b) => a - b)
    .map((number) => ({ number, columns: columnsOf(number) }));
  const merged = headings.names.filter(isMergedHeading);
  const read = new Set([...merged, ...groups.flatMap(({ columns }) => namesOf(columns))]);
  const unplaced = createUnplaced(headings, (name) => read.has(name));
  /** `unread`: its own row was at fault, so that the rows below it cannot be said to belong to anything. */
  let owner: FileProduct | 'unread' = { productId: 0, sku: '', name: '', line: 0 };

  const productRows = (record: CsvRecord, sku: string): FileRow[] => {
    const { line } = record;
    const cellsOf = (column: string) => headings.texts(record, column);
    owner = 'unread';
    const fault = headings.faultOf(record);
    if (fault !== undefined) return [problem({ line, reason: fault })];
    const productId = idCell(headings.cell(record, 'Product ID'), 'Product ID', 'product_id');
    const product = { productId, sku, name: headings.cell(record, 'Product Name'), line };
    owner = product;
    const rows = groups.flatMap(({ number, columns }) =>
      guarded(line, () => imageRows(columns, cellsOf, { line, product, place: number - 1 })),
    );
    for (const column of merged) {
      const found = guarded(line, () => {
        const text = agreed(cellsOf(column), column, 'image_file') ?? '';
        return mergedImages(column, text, { line, product, place: rows.length });
      });
      const before = new Set(rows.map(pictureOf));
      // One by one: a cell may name more pictures than a call may have arguments.
      for (const row of found)
        if (row.kind !== 'product-image' || !before.has(pictureOf(row))) rows.push(row);
    }
    return rows;
  };

  const otherRows = (record: CsvRecord, item: string, sku: string): FileRow[] => {
    const { line } = record;
    const fault = headings.faultOf(record);
    if (fault !== undefined) return [problem({ line, reason: fault })];
    const cellsOf = (column: string) => headings.texts(record, column);
    const columns = [...groups.map(({ columns: { pictures } }) => pictures), ...merged.map((name) => [name])];
    const pictures = columns.map((each) => onePicture(each, cellsOf)).filter((text) => text !== '');
    const [image, ...more] = pictures;
    if (image === undefined) return [];
    if (item !== 'sku' && item !== 'rule') {
      const reason = `the picture of a row that is ${quoted(item)} and not Product, SKU or Rule has no place`;
      return [problem({ line, column: 'Item Type', reason })];
    }
    if (owner === 'unread')
      return [problem({ line, reason: `the product of this ${item} row could not be read` })];
    const left = (reason: string): FileRow => leftOutRow(line, reason);
    if (sku === '')
      return pictures.map(() => left(`the picture of a ${item} row without a SKU belongs to no variant`));
    // A SKU row's own id column is the SKU's, so that it belongs to the product above it.
    const variant = { productId: owner.productId, variantId: 0, skuId: 0, sku, image };
    return [
      { kind: 'variant-image', line, image: variant, product: owner, warnings: [] },
      ...more.map(() => left('a variant has one picture, and the row names another one before this')),
    ];
  };

  return {
    read(record) {
      const { line } = record;
      if (headings.faultOf(record) === undefined && record.cells.every((text) => text.trim() === ''))
        return [];
      unplaced.see(record);
      const item = headings.cell(record, 'Item Type').toLowerCase();
      const sku = headings.cell(record, 'Product Code/SKU') || headings.cell(record, 'Product SKU');
      return guarded(line, () =>
        item === '' || item === 'product' ? productRows(record, sku) : otherRows(record, item, sku),
      );
    },
    end: () => unplaced.remarks(),
  };
}

function columnsOf(number: number): ImageColumns {
  const column = (name: string) => `Product Image ${name} - ${number}`;
  return {
    id: column('ID'),
    pictures: ['File', 'Path', 'URL'].map(column),
    descriptions: [
      column('Description'),
      column('Alt Text'),
      `Image Alt Text - ${number}`,
      `Image Description - ${number}`,
    ],
    thumbnail: column('Is Thumbnail'),
    sort: column('Sort'),
  };
}

/** An export may say the same images in numbered columns and once more in the merged one. */
const pictureOf = (row: FileRow): string =>
  row.kind === 'product-image' ? row.address || row.image.imageFile : '';

const namesOf = ({ id, pictures, descriptions, thumbnail, sort }: ImageColumns): string[] =>
  [id, ...pictures, ...descriptions, thumbnail, sort].map(headingName);
