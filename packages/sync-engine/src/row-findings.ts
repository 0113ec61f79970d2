// The words for one row of a march: which sign and rule it gets, how bad it is and what differs. Pure.
import type { ProductImage } from '@cutover/field-mapper';
import type { FindingRow, ImageRef, SnapshotProduct } from '@cutover/journal';
import { type Edits, noEdits } from './edits.ts';
import type { Engine } from './engine.ts';
import type { MarchRow } from './march.ts';
import type { PairRow } from './march-product.ts';
import { thumbnailOf } from './predict.ts';

/** A product of both sides with its rows. */
export interface Compared {
  readonly source: SnapshotProduct;
  readonly target: SnapshotProduct;
  readonly rows: readonly MarchRow[];
  /** What somebody has edited on the target; default: nothing. */
  readonly edits?: Edits;
  /** Target images of which nobody can say whether they still show the source's picture; default: none. */
  readonly unsure?: ReadonlySet<number>;
}

export function refOf(product: SnapshotProduct, imageId?: number): ImageRef {
  return imageId === undefined
    ? { productId: product.productId, sku: product.sku }
    : { productId: product.productId, imageId, sku: product.sku };
}

/** Why nothing is done with an image of which only its picture could tell whose counterpart it is. */
export const unsureWords =
  'an image of the same name is there, and only the pictures could tell whether it is this one; they could not be looked at, so nothing is done with it';

/** The row of `diff`: one finding an image, with the rule it breaks where one store is compared with itself. */
export function diffFinding(
  engine: Engine,
  row: MarchRow,
  { source, target, rows, edits = noEdits }: Compared,
): FindingRow {
  const refs = {
    ...('source' in row ? { source: refOf(source, row.source.imageId) } : {}),
    ...('target' in row ? { target: refOf(target, row.target.imageId) } : {}),
  };
  const base = { kind: 'product-image' as const, ...refs };
  if (row.unsure === true)
    return { ...base, sign: '!', rule: 'picture-unchecked', severity: 'critical', message: unsureWords };
  if (engine.mode === 'parity') return { ...base, ...parityVerdict(row, rows) };
  if (row.sign === '=') {
    const isKept = engine.settings.prefer === 'target' && edits.of(row.target.imageId).length > 0;
    const message = isKept ? 'kept as somebody has edited it on the target' : 'the same on both stores';
    return { ...base, sign: '=', message };
  }
  if (row.sign === '~') return { ...base, sign: '~', fields: row.fields, ...differs(engine, row, edits) };
  if (row.sign === '+') return { ...base, sign: '+', message: 'missing on the target' };
  return { ...base, sign: '-', message: 'only on the target' };
}

function differs(
  { settings }: Engine,
  row: PairRow,
  edits: Edits,
): Pick<FindingRow, 'rule' | 'severity' | 'message'> {
  const words = editedWords(row, edits);
  const changes = `differs: ${changesOf(row)}`;
  if (words === undefined) return { message: changes };
  return settings.prefer === 'source'
    ? { message: `${changes} (edited on the target since; the source is preferred)` }
    : { rule: 'edited-on-target', severity: 'critical', message: words };
}

/** What somebody has edited on the target of that which differs, with both values; undefined: nothing. */
export function editedWords(row: PairRow, edits: Edits): string | undefined {
  const edited = edits.of(row.target.imageId);
  if (edited.length === 0) return undefined;
  const values = edited.map((field) => {
    const [there, here] = [valueOf(field, row.target), valueOf(field, row.source)];
    return `${field} ${there} on the target, ${here} on the source`;
  });
  const others = row.fields.filter((field) => !edited.includes(field));
  const more = others.length === 0 ? '' : `; differs too: ${changesOf({ ...row, fields: others })}`;
  return `edited on the target since it was written: ${values.join('; ')}${more}`;
}

function parityVerdict(
  row: MarchRow,
  rows: readonly MarchRow[],
): Pick<FindingRow, 'sign' | 'rule' | 'severity' | 'fields' | 'message'> {
  const missing = { rule: 'view-image-missing', severity: 'critical' as const };
  if (row.sign === '+') return { sign: '+', ...missing, message: 'V2 shows this image and V3 does not' };
  if (row.sign === '-') return { sign: '-', ...missing, message: 'V3 shows this image and V2 does not' };
  if (row.sign === '~') {
    return {
      sign: '~',
      rule: 'view-field-differs',
      severity: 'critical',
      fields: row.fields,
      message: `V2 and V3 differ: ${changesOf(row)}`,
    };
  }
  const thumbnail = thumbnailFault(row.target.imageId, rows);
  return thumbnail === undefined
    ? { sign: '=', message: 'the same in both views' }
    : { sign: '~', ...thumbnail, severity: 'critical', fields: ['is_thumbnail'] };
}

/** What is wrong with the product's thumbnail, told of the image that has to change. */
export function thumbnailFault(
  imageId: number,
  rows: readonly MarchRow[],
): { rule: string; message: string } | undefined {
  const images = rows.flatMap((row) => (row.sign === '+' ? [] : [row.target]));
  const flagged = images.filter((image) => image.isThumbnail);
  const keeper = thumbnailOf(images);
  if (flagged.length === 0 && keeper?.imageId === imageId) {
    return {
      rule: 'thumbnail-missing',
      message: 'no image of this product is the thumbnail; migrate makes this one it',
    };
  }
  if (
    flagged.length > 1 &&
    keeper?.imageId !== imageId &&
    flagged.some((image) => image.imageId === imageId)
  ) {
    return {
      rule: 'thumbnail-multiple',
      message: `${flagged.length} images of this product are the thumbnail; migrate keeps ${keeper?.imageId} and clears this one`,
    };
  }
  return undefined;
}

const VALUE_LENGTH_MAX = 40;

const shown: Readonly<Record<string, (image: ProductImage) => string | number | boolean>> = {
  description: (image) => image.description,
  sort_order: (image) => image.sortOrder,
  is_thumbnail: (image) => image.isThumbnail,
  image_file: (image) => image.imageFile,
  url_zoom: (image) => image.urls.zoom,
  url_standard: (image) => image.urls.standard,
  url_thumbnail: (image) => image.urls.thumbnail,
  url_tiny: (image) => image.urls.tiny,
};

const valueOf = (field: string, image: ProductImage): string => quoted(shown[field]?.(image) ?? '');

/** Each differing field with what the target shows and what it should show. */
function changesOf({ fields, source, target }: PairRow): string {
  return fields
    .map((field) =>
      shown[field] === undefined ? field : `${field} ${valueOf(field, target)} → ${valueOf(field, source)}`,
    )
    .join(', ');
}

function quoted(value: string | number | boolean): string {
  if (typeof value !== 'string') return String(value);
  const text =
    value.length > VALUE_LENGTH_MAX ? `${value.slice(0, VALUE_LENGTH_MAX).toWellFormed()}…` : value;
  return JSON.stringify(text);
}
