// One JSON value of a file as image rows: a V2 or a V3 image, a V3 product with its images, a V2 SKU or a V3 variant.
// Which one it is, the names of its fields tell. Invariant: nothing is taken that was not checked, and no field is left
// out without a warning.
import { fromV2, fromV3, isoOf } from '../convert.ts';
import { imageFields } from '../image-fields.ts';
import { isInt32 } from '../to-v3-write.ts';
import type { V2ProductImageWire, V3ProductImageWire } from '../wire.ts';
import { type MapError, quoted } from './file-problem.ts';
import { type FileProduct, type FileRow, type MapWarning, problem } from './image-row.ts';
import type { JsonElement } from './json-elements.ts';

type Json = Readonly<Record<string, unknown>>;

/** Thrown within this file only, to leave a row at the first fault of it. */
class RowFault extends Error {
  readonly field: string | undefined;

  constructor(field: string | undefined, reason: string) {
    super(reason);
    this.field = field;
  }
}

/** The rows of one element; a fault is a row too, so that the caller decides what a fault means. */
export function* jsonImageRows(element: JsonElement): Generator<FileRow> {
  const { line } = element;
  if (element.oversized) {
    yield problem({ line, reason: 'an element of this length is no image; it was not read' });
    return;
  }
  let value: unknown;
  try {
    value = JSON.parse(element.text);
  } catch {
    yield problem({ line, reason: `not valid JSON: ${quoted(element.text.trim())}` });
    return;
  }
  yield* rowsOf(value, line, 0);
}

/** Saved pages stand in envelopes and lists of pages; deeper than this is no saved answer and would use up the stack. */
const NESTING_MAX = 4;

function* rowsOf(value: unknown, line: number, nesting: number): Generator<FileRow> {
  if (nesting > NESTING_MAX) {
    yield problem({ line, reason: 'nested too deeply to be a saved answer' });
    return;
  }
  if (Array.isArray(value)) {
    for (const each of value) yield* rowsOf(each, line, nesting + 1);
    return;
  }
  if (!isObject(value)) {
    yield problem({ line, reason: 'not an object' });
    return;
  }
  if (isObject(value['data']) || Array.isArray(value['data'])) {
    yield* rowsOf(value['data'], line, nesting + 1);
    return;
  }
  if (value['images'] !== undefined) {
    yield* productRows(value, line);
    return;
  }
  yield guarded(line, () => (isVariant(value) ? variantRow(value, line) : imageRow(value, line, undefined)));
}

function* productRows(value: Json, line: number): Generator<FileRow> {
  const images = value['images'];
  if (!Array.isArray(images)) {
    yield problem({
      line,
      field: 'images',
      reason: 'a V2 product only names the address of its images; save the images themselves',
    });
    return;
  }
  const id = value['id'];
  if (!isId(id)) {
    yield problem({ line, field: 'id', reason: 'a product needs a whole number above 0 as id' });
    return;
  }
  const product = { productId: id, sku: textOr(value['sku'], ''), name: textOr(value['name'], '') };
  for (const image of images) {
    yield isObject(image)
      ? guarded(line, () => imageRow({ product_id: product.productId, ...image }, line, product))
      : problem({ line, field: 'images', reason: 'not an object' });
  }
}

function guarded(line: number, read: () => FileRow): FileRow {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof RowFault)) throw error;
    const fault: MapError = {
      line,
      reason: error.message,
      ...(error.field !== undefined && { field: error.field }),
    };
    return problem(fault);
  }
}

function imageRow(value: Json, line: number, product: FileProduct | undefined): FileRow {
  const warnings: MapWarning[] = [];
  const file = textOf(value, 'image_file') ?? '';
  // A saved V2 request keeps the address here, where a V2 answer shows a path; it has no id yet.
  const isRequest = /^https?:\/\//i.test(file);
  if (isRequest)
    warnings.push({ field: 'image_url', reason: "V2's address under image_file; V3 takes it as image_url" });
  const common = {
    id: isRequest && value['id'] === undefined ? 0 : idOf(value, 'id'),
    product_id: idOf(value, 'product_id'),
    image_file: isRequest ? '' : file,
    description: textOf(value, 'description'),
    is_thumbnail: booleanOf(value, 'is_thumbnail', warnings),
    sort_order: integerOf(value, 'sort_order', warnings),
    date_modified: dateOf(value, 'date_modified', warnings),
  };
  const inV3 = isV3(value);
  const image = inV3
    ? fromV3({
        ...common,
        url_zoom: textOf(value, 'url_zoom'),
        url_standard: textOf(value, 'url_standard'),
        url_thumbnail: textOf(value, 'url_thumbnail'),
        url_tiny: textOf(value, 'url_tiny'),
      } satisfies V3ProductImageWire)
    : fromV2({
        ...common,
        date_created: dateOf(value, 'date_created', warnings),
        zoom_url: textOf(value, 'zoom_url'),
        standard_url: textOf(value, 'standard_url'),
        thumbnail_url: textOf(value, 'thumbnail_url'),
        tiny_url: textOf(value, 'tiny_url'),
      } satisfies V2ProductImageWire);
  const known = inV3 ? v3Names : v2Names;
  for (const field of Object.keys(value)) {
    if (!known.has(field))
      warnings.push({
        field: quoted(field).slice(1, -1),
        reason: 'left out: not a field of a product image',
      });
  }
  if (product !== undefined && product.productId !== image.productId) {
    throw new RowFault(
      'product_id',
      `the image says product ${image.productId}, it stands with product ${product.productId}`,
    );
  }
  return {
    kind: 'product-image',
    line,
    image,
    product: product ?? { productId: image.productId, sku: '', name: '' },
    address: textOf(value, 'image_url') || (isRequest ? file : ''),
    warnings,
  };
}

/** `is_sample` is known and without counterpart; it is left out without ado. */
const v2Names: ReadonlySet<string> = new Set(imageFields.flatMap(({ v2 }) => v2 ?? []));
const v3Names: ReadonlySet<string> = new Set(imageFields.flatMap(({ v3 }) => v3 ?? []));

/** V2 has a creation date and `…_url` names; where neither side's names are there, the rest reads alike. */
function isV3(value: Json): boolean {
  if ('date_created' in value || 'zoom_url' in value || 'is_sample' in value) return false;
  return true;
}

/** A SKU or variant has a SKU text, or its choices, and never says whether it is the thumbnail. */
function isVariant(value: Json): boolean {
  return !('is_thumbnail' in value) && ('sku' in value || 'sku_id' in value || 'option_values' in value);
}

function variantRow(value: Json, line: number): FileRow {
  const productId = idOf(value, 'product_id');
  const sku = textOf(value, 'sku') ?? '';
  return {
    kind: 'variant-image',
    line,
    image: {
      productId,
      recordId: idOf(value, 'id'),
      sku,
      image: textOf(value, 'image_url') || textOf(value, 'image_file') || '',
    },
    product: { productId, sku: '', name: '' },
    warnings: [],
  };
}

function idOf(value: Json, field: string): number {
  const id = value[field];
  if (!isId(id)) throw new RowFault(field, id === undefined ? 'is missing' : 'is not a whole number above 0');
  return id;
}

function textOf(value: Json, field: string): string | undefined {
  const text = value[field];
  if (text === undefined || text === null) return undefined;
  if (typeof text !== 'string') throw new RowFault(field, 'is not text');
  return text;
}

function booleanOf(value: Json, field: string, warnings: MapWarning[]): boolean {
  const flag = value[field];
  if (typeof flag === 'boolean') return flag;
  if (flag !== undefined && flag !== null) throw new RowFault(field, 'is neither true nor false');
  warnings.push({ field, reason: 'is missing; taken as false' });
  return false;
}

function integerOf(value: Json, field: string, warnings: MapWarning[]): number {
  const number = value[field];
  if (number === undefined || number === null) {
    warnings.push({ field, reason: 'is missing; taken as 0' });
    return 0;
  }
  if (typeof number !== 'number' || !isInt32(number))
    throw new RowFault(field, 'is not a whole number of 32 bits');
  return number;
}

/** A date only informs, so one that cannot be read is left out and told, and its image is kept. */
function dateOf(value: Json, field: string, warnings: MapWarning[]): string | undefined {
  const text = textOf(value, field);
  if (text === undefined || text === '') return undefined;
  if (isoOf(text) !== undefined) return text;
  warnings.push({ field, reason: `left out: ${quoted(text)} is not a date` });
  return undefined;
}

function isId(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOr(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise;
}
