// BigCommerce's present product CSV (50 headings): `Item` says what a row is, and Image rows follow their product.
// Columns are found by heading, since exports differ by a column or two.
import { CellFault, idCell } from './csv-cells.ts';
import type { Headings } from './csv-headings.ts';
import { guarded, hasPicture, type ImageColumns, imageRows, onePicture } from './csv-image.ts';
import type { CsvRecord } from './csv-records.ts';
import { createUnplaced } from './csv-unplaced.ts';
import { quoted } from './file-problem.ts';
import { type FileProduct, type FileRow, problem } from './image-row.ts';

/** Reads the records of one CSV file in their order; `end` gives what can be told only when all were read. */
export interface CsvReader {
  read(record: CsvRecord): FileRow[];
  end(): FileRow[];
}

const image = {
  id: 'ID',
  pictures: ['Image URL (Import)', 'Internal Image URL (Export)'],
  descriptions: ['Image Description', 'Image Alt Text'],
  thumbnail: 'Image is Thumbnail',
  sort: 'Image Sort Order',
} as const satisfies ImageColumns;
/** A Product row's id is the product's. */
const imageOfProductRow: ImageColumns = { ...image, id: '' };
const variantPicture = 'Variant Image URL';
const readNames: ReadonlySet<string> = new Set(
  [...image.pictures, ...image.descriptions, image.thumbnail, image.sort, variantPicture].map((name) =>
    name.toLowerCase(),
  ),
);

/** Is this the heading of a modern export? */
export function isModern(headings: Headings): boolean {
  return headings.has('Item') && [...image.pictures, variantPicture].some((name) => headings.has(name));
}

/** Reads one modern file, record by record because a row belongs to the product above it. */
export function createModernReader(headings: Headings): CsvReader {
  /** `unread`: its own row was at fault, so that its images cannot be said to belong to anything. */
  let product: FileProduct | 'none' | 'unread' = 'none';
  let place = 0;
  const unplaced = createUnplaced(headings, (name) => readNames.has(name));

  const images = (record: CsvRecord, columns: ImageColumns, owner: FileProduct): FileRow[] => {
    const cellsOf = (column: string) => headings.texts(record, column);
    const rows = imageRows(columns, cellsOf, { line: record.line, product: owner, place });
    place += rows.length;
    return rows;
  };

  const productRows = (record: CsvRecord): FileRow[] => {
    const { line } = record;
    place = 0;
    product = 'unread';
    const fault = headings.faultOf(record);
    if (fault !== undefined) return [problem({ line, reason: fault })];
    const productId = idCell(headings.cell(record, 'ID'), 'ID', 'product_id');
    const owner = {
      productId,
      sku: headings.cell(record, 'SKU'),
      name: headings.cell(record, 'Name'),
      line,
    };
    product = owner;
    const cellsOf = (column: string) => headings.texts(record, column);
    return [
      ...variantRow(headings, record, owner, 0),
      ...(hasPicture(image, cellsOf) ? images(record, imageOfProductRow, owner) : []),
    ];
  };

  const rowsOf = (record: CsvRecord): FileRow[] => {
    const { line } = record;
    const cellsOf = (column: string) => headings.texts(record, column);
    const item = headings.cell(record, 'Item').toLowerCase();
    if (item === 'product') return productRows(record);
    const fault = headings.faultOf(record);
    if (fault !== undefined) return [problem({ line, reason: fault })];
    const isOurs = item === 'image' || item === 'variant';
    const hasAny = hasPicture(image, cellsOf) || cellsOf(variantPicture).length > 0;
    if (!isOurs && !hasAny) return [];
    if (!isOurs) {
      const reason = `the picture of a row that is ${quoted(item)} and not Product, Variant or Image has no place`;
      return [problem({ line, column: 'Item', reason })];
    }
    const a = item === 'image' ? 'an image' : 'a variant';
    if (product === 'none') return [problem({ line, reason: `${a} row before any Product row` })];
    if (product === 'unread')
      return [problem({ line, reason: `the product of this ${item} row could not be read` })];
    if (item === 'variant') {
      refuse(
        hasPicture(image, cellsOf),
        image.pictures[0],
        `a Variant row's stands under "${variantPicture}"`,
      );
      return variantRow(headings, record, product, idCell(headings.cell(record, 'ID'), 'ID', 'id'));
    }
    refuse(
      !hasPicture(image, cellsOf),
      image.pictures[0],
      'an Image row needs a picture here or under "Internal Image URL (Export)"',
    );
    refuse(cellsOf(variantPicture).length > 0, variantPicture, 'a picture of a variant in an Image row');
    return images(record, image, product);
  };

  return {
    read(record) {
      unplaced.see(record);
      return guarded(record.line, () => rowsOf(record));
    },
    end: () => unplaced.remarks(),
  };
}

function refuse(isWrong: boolean, column: string, reason: string): void {
  if (isWrong) throw new CellFault(column, 'image_url', reason);
}

/** A Product row carries the image of its base variant in the same column as a Variant row. */
function variantRow(
  headings: Headings,
  record: CsvRecord,
  product: FileProduct,
  variantId: number,
): FileRow[] {
  const picture = onePicture([variantPicture], (column) => headings.texts(record, column));
  if (picture === '') return [];
  const sku = headings.cell(record, 'SKU');
  const variant = { productId: product.productId, variantId, skuId: 0, sku, image: picture };
  return [{ kind: 'variant-image', line: record.line, image: variant, product, warnings: [] }];
}
