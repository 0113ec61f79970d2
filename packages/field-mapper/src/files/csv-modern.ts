// BigCommerce's present product CSV (50 headings): `Item` says what a row is, and Image rows follow their product.
// Columns are found by heading, since exports differ by a column or two.
import { CellFault, flagCell, idCell, pictureCells, sortCell } from './csv-cells.ts';
import type { Headings } from './csv-headings.ts';
import type { CsvRecord } from './csv-records.ts';
import { quoted } from './file-problem.ts';
import { type FileProduct, type FileRow, type MapWarning, problem } from './image-row.ts';

/** Is this the heading of a modern export? */
export function isModern(headings: Headings): boolean {
  return (
    headings.has('Item') &&
    (headings.has('Image URL (Import)') || headings.has('Internal Image URL (Export)'))
  );
}

/** The rows of one modern file, fed record by record because a row belongs to the product above it. */
export function createModernReader(headings: Headings): (record: CsvRecord) => FileRow[] {
  /** `unread`: its own row was at fault, so that its images cannot be said to belong to anything. */
  let product: FileProduct | 'none' | 'unread' = 'none';
  let place = 0;

  return (record) => {
    const { line } = record;
    const item = headings.cell(record, 'Item').toLowerCase();
    const fault = headings.faultOf(record);
    if (item === 'product') {
      place = 0;
      product = 'unread';
    }
    try {
      if (fault !== undefined) return [problem({ line, reason: fault })];
      if (item === 'product') {
        product = {
          productId: idCell(headings.cell(record, 'ID'), 'ID', 'product_id'),
          sku: headings.cell(record, 'SKU'),
          name: headings.cell(record, 'Name'),
        };
        return variantRow(headings, record, product, true);
      }
      if (item === 'video' || (item === '' && record.cells.every((cell) => cell.trim() === ''))) return [];
      if (item !== 'image' && item !== 'variant') {
        return [
          problem({
            line,
            column: 'Item',
            reason: `${quoted(item)} is not Product, Variant, Image or Video`,
          }),
        ];
      }
      if (product === 'none')
        return [problem({ line, reason: `an ${item} row before any Product row`.replace('an v', 'a v') })];
      if (product === 'unread')
        return [problem({ line, reason: `the product of this ${item} row could not be read` })];
      if (item === 'variant') return variantRow(headings, record, product, false);
      place += 1;
      return [imageRow(headings, record, product, place - 1)];
    } catch (error) {
      if (!(error instanceof CellFault)) throw error;
      return [problem({ line, column: error.column, field: error.field, reason: error.message })];
    }
  };
}

function imageRow(headings: Headings, record: CsvRecord, product: FileProduct, place: number): FileRow {
  const warnings: MapWarning[] = [];
  const cell = (column: string) => headings.cell(record, column);
  const { imageFile, address } = pictureCells(
    ['Image URL (Import)', 'Internal Image URL (Export)'].map((column) => ({ column, text: cell(column) })),
  );
  if (imageFile === '' && address === '') {
    throw new CellFault(
      'Image URL (Import)',
      'image_url',
      'an Image row needs a picture here or under "Internal Image URL (Export)"',
    );
  }
  return {
    kind: 'product-image',
    line: record.line,
    image: {
      productId: product.productId,
      imageId: idCell(cell('ID'), 'ID', 'id'),
      imageFile,
      description: headings.text(record, 'Image Description'),
      isThumbnail: flagCell(cell('Image is Thumbnail'), 'Image is Thumbnail', 'is_thumbnail'),
      sortOrder: sortCell(cell('Image Sort Order'), 'Image Sort Order', place, warnings),
      urls: { zoom: '', standard: '', thumbnail: '', tiny: '' },
    },
    product,
    address,
    warnings,
  };
}

/** A Product row carries the image of its base variant in the same column as a Variant row. */
function variantRow(headings: Headings, record: CsvRecord, product: FileProduct, base: boolean): FileRow[] {
  const image = headings.cell(record, 'Variant Image URL');
  if (image === '') return [];
  const recordId = base ? 0 : idCell(headings.cell(record, 'ID'), 'ID', 'id');
  const sku = headings.cell(record, 'SKU');
  const variant = { productId: product.productId, recordId, sku, image };
  return [{ kind: 'variant-image', line: record.line, image: variant, product, warnings: [] }];
}
