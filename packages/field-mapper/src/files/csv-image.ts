// The cells of one image of a product CSV as rows, whichever layout they stand in: a row, a numbered group of columns, or
// a part of a merged cell. One group is one image, unless its picture cell lists several addresses.
import { stemOf } from '../file-stem.ts';
import { type PicturePlace, picturePlaces } from '../picture-place.ts';
import { agreed, CellFault, flagCell, idCell, sortCell } from './csv-cells.ts';
import { type FileProduct, type FileRow, type MapWarning, problem } from './image-row.ts';
import { rowPicture } from './row-picture.ts';

/** Which columns say what of an image; the first of several that is filled counts. */
export interface ImageColumns {
  readonly id: string;
  readonly pictures: readonly string[];
  readonly descriptions: readonly string[];
  readonly thumbnail: string;
  readonly sort: string;
}

/** The filled cells under a heading; several where the heading repeats. */
export type CellsOf = (column: string) => readonly string[];

/** Where an image stands: its line, its product, and its place among the product's images for want of a better one. */
export interface ImagePosition {
  readonly line: number;
  readonly product: FileProduct;
  readonly place: number;
}

/** The images of one group; none where nothing stands there. Throws {@link CellFault}. */
export function imageRows(columns: ImageColumns, cellsOf: CellsOf, position: ImagePosition): FileRow[] {
  const { line, product, place } = position;
  const warnings: MapWarning[] = [];
  const trimmed = (column: string) => cellsOf(column).map((text) => text.trim());
  const pictures = picturesOf(columns.pictures, cellsOf);
  const id = agreed(
    trimmed(columns.id).map((text) => idCell(text, columns.id, 'id')),
    columns.id,
    'id',
  );
  const description = descriptionOf(columns, cellsOf, warnings);
  if (pictures.length === 0) {
    if (id === undefined && description === '') return [];
    const reason = 'the image has an id or a description here, and no picture';
    throw new CellFault(columns.pictures[0] ?? '', 'image_file', reason);
  }
  if (pictures.length > 1 && id !== undefined) {
    const reason = `${pictures.length} pictures in one cell, and one image id: an image has one picture`;
    throw new CellFault(columns.pictures[0] ?? '', 'image_url', reason);
  }
  const isThumbnail = trimmed(columns.thumbnail).map((text) =>
    flagCell(text, columns.thumbnail, 'is_thumbnail'),
  );
  const sort = trimmed(columns.sort).map((text) => sortCell(text, columns.sort));
  const first = agreed(sort, columns.sort, 'sort_order') ?? placed(place, warnings);
  const flagged = agreed(isThumbnail, columns.thumbnail, 'is_thumbnail') ?? false;
  if (pictures.length > 1) {
    const reason = `${pictures.length} pictures in one cell: an image for each, in their order`;
    warnings.push({ field: 'image_url', reason });
  }
  return pictures.map((places, index) => {
    const picture = rowPicture(places, 'by a file');
    return {
      kind: 'product-image',
      line,
      image: {
        productId: product.productId,
        imageId: id ?? 0,
        imageFile: picture.imageFile,
        description,
        isThumbnail: flagged && index === 0,
        sortOrder: first + index,
        urls: { zoom: '', standard: '', thumbnail: '', tiny: '' },
      },
      product,
      address: picture.address,
      ...(picture.folderPath !== '' && { folderPath: picture.folderPath }),
      warnings: index === 0 ? [...warnings, ...picture.warnings] : picture.warnings,
    };
  });
}

/** Does anything stand where a picture would? */
export function hasPicture({ pictures }: Pick<ImageColumns, 'pictures'>, cellsOf: CellsOf): boolean {
  return pictures.some((column) => cellsOf(column).length > 0);
}

/** The one text of a picture where there can be one picture only, an address before a path; '' where there is none. */
export function onePicture(columns: readonly string[], cellsOf: CellsOf): string {
  const texts = columns.flatMap((column) => agreed(disagreeing(cellsOf(column)), column, 'image_url') ?? []);
  const address = texts.find((text) => picturePlaces(text).some(({ kind }) => kind === 'address'));
  return address ?? texts[0] ?? '';
}

/** What a row is read as; a cell at fault is a fault of the row. */
export function guarded(line: number, read: () => FileRow[]): FileRow[] {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof CellFault)) throw error;
    return [problem({ line, column: error.column, field: error.field, reason: error.message })];
  }
}

/** For each picture the places that the columns name for it, in the order of the columns. */
function picturesOf(columns: readonly string[], cellsOf: CellsOf): (readonly PicturePlace[])[] {
  const named = columns.map((column) => {
    const text = agreed(disagreeing(cellsOf(column)), column, 'image_url') ?? '';
    const places = picturePlaces(text);
    if (places.some(({ kind }) => kind === 'unclear')) {
      const reason = 'holds one address in another or several that cannot be told apart: give each a cell';
      throw new CellFault(column, 'image_url', reason);
    }
    return places;
  });
  const count = Math.max(...named.map((places) => places.length));
  return Array.from({ length: count }, (_, index) => named.flatMap((places) => places[index] ?? []));
}

/** What is left of a repeated heading's cells when a bare name yields to the path or address that ends in it. */
function disagreeing(cells: readonly string[]): readonly string[] {
  const texts = cells.map((text) => text.trim());
  const long = new Set(texts.filter((text) => /[/\\]/.test(text)));
  const stems = new Set([...long].map((text) => stemOf(text)));
  return texts.filter((text) => long.has(text) || !stems.has(stemOf(text)));
}

/** Alt text as it is, for it is content. */
function descriptionOf({ descriptions }: ImageColumns, cellsOf: CellsOf, warnings: MapWarning[]): string {
  const [first, ...others] = descriptions.flatMap((column) => {
    const text = agreed(cellsOf(column), column, 'description');
    return text === undefined ? [] : [{ column, text }];
  });
  if (first === undefined) return '';
  for (const { column, text } of others) {
    if (text.trim() !== first.text.trim())
      warnings.push({
        field: 'description',
        reason: `"${column}" says otherwise; "${first.column}" is taken`,
      });
  }
  return first.text;
}

function placed(place: number, warnings: MapWarning[]): number {
  warnings.push({ field: 'sort_order', reason: `is blank; its place in the file (${place}) is taken` });
  return place;
}
