// BigCommerce's legacy ("bulk edit") product CSV: a row a product, its images side by side in numbered groups of
// columns, as many groups as the fullest product has. `Product Image File - N` and `Product Image Path - N` are both
// found in exports and templates.
import { CellFault, flagCell, idCell, pictureCells, sortCell } from './csv-cells.ts';
import type { Headings } from './csv-headings.ts';
import type { CsvRecord } from './csv-records.ts';
import { type FileProduct, type FileRow, type MapWarning, problem } from './image-row.ts';

const GROUP = /^product image (?:id|file|path|url) - (\d{1,4})$/;

/** Is this the heading of a legacy export with images? */
export function isLegacy(headings: Headings): boolean {
  return headings.names.some((name) => GROUP.test(name));
}

/** The rows of one legacy record. */
export function createLegacyReader(headings: Headings): (record: CsvRecord) => FileRow[] {
  const groups = [...new Set(headings.names.flatMap((name) => GROUP.exec(name)?.[1] ?? []))]
    .map(Number)
    .sort((a, b) => a - b);
  let owner: FileProduct = { productId: 0, sku: '', name: '' };

  return (record) => {
    const { line } = record;
    const fault = headings.faultOf(record);
    if (fault !== undefined) return [problem({ line, reason: fault })];
    const cell = (column: string) => headings.cell(record, column);
    const item = cell('Item Type').toLowerCase();
    const sku = cell('Product Code/SKU') || cell('Product SKU');
    return guarded(line, () => {
      const productId = idCell(cell('Product ID'), 'Product ID', 'product_id');
      if (item === '' || item === 'product') {
        owner = { productId, sku, name: cell('Product Name') };
        if (record.cells.every((text) => text.trim() === '')) return [];
        return groups.flatMap((group) => guarded(line, () => imageRow(headings, record, owner, group)));
      }
      const picture = pictureOf(headings, record, groups[0] ?? 1);
      const image = picture.address || picture.imageFile;
      if (image === '') return [];
      if (item !== 'sku') {
        const reason = `the image of a "${item}" row has no place in a product image; it is a modifier's or a rule's`;
        return [problem({ line, column: 'Item Type', reason })];
      }
      // A SKU row's own id column is the SKU's, so that it belongs to the product above it.
      const variant = { productId: owner.productId, recordId: 0, sku, image };
      return [{ kind: 'variant-image', line, image: variant, product: owner, warnings: [] }];
    });
  };
}

function imageRow(headings: Headings, record: CsvRecord, product: FileProduct, group: number): FileRow[] {
  const warnings: MapWarning[] = [];
  const column = (name: string) => `Product Image ${name} - ${group}`;
  const cell = (name: string) => headings.cell(record, column(name));
  const picture = pictureOf(headings, record, group);
  const imageId = idCell(cell('ID'), column('ID'), 'id');
  if (picture.imageFile === '' && picture.address === '') {
    if (imageId === 0 && cell('Description') === '') return [];
    throw new CellFault(
      column('File'),
      'image_file',
      'the image has an id or a description here, and no picture',
    );
  }
  const image = {
    productId: product.productId,
    imageId,
    imageFile: picture.imageFile,
    description: headings.text(record, column('Description')),
    isThumbnail: flagCell(cell('Is Thumbnail'), column('Is Thumbnail'), 'is_thumbnail'),
    sortOrder: sortCell(cell('Sort'), column('Sort'), group - 1, warnings),
    urls: { zoom: '', standard: '', thumbnail: '', tiny: '' },
  };
  return [{ kind: 'product-image', line: record.line, image, product, address: picture.address, warnings }];
}

function pictureOf(headings: Headings, record: CsvRecord, group: number) {
  const columns = ['File', 'Path', 'URL'].map((name) => `Product Image ${name} - ${group}`);
  return pictureCells(columns.map((column) => ({ column, text: headings.cell(record, column) })));
}

function guarded(line: number, read: () => FileRow[]): FileRow[] {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof CellFault)) throw error;
    return [problem({ line, column: error.column, field: error.field, reason: error.message })];
  }
}
