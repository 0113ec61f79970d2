// The words for one row of a march: which sign and rule it gets, how bad it is and what differs. Pure.
import type { FindingRow, ImageKind, ImageRef, SnapshotProduct } from '@cutover/journal';
import type { Deciding, Decisions, With } from '../engine.ts';
import type { MarchRow, PairRow } from '../match/march.ts';
import { isOdd, thumbnailOf } from '../match/predict.ts';
import { storesDiffer, valuesOf, viewsDiffer } from '../plan/difference-words.ts';
import { type Edits, noEdits } from '../plan/edits.ts';
import type { SlotRow } from '../plan/looked.ts';
import { editedWords, sparedWords, unsureWords } from '../plan/row-words.ts';
import { findingOf, type RuleId } from '../rules.ts';

/** A product of both sides with its rows. */
export interface Compared {
  readonly of: ImageKind;
  readonly source: SnapshotProduct;
  readonly target: SnapshotProduct;
  readonly rows: readonly MarchRow[];
  /** Of a kind that is held by slots; default: none. */
  readonly slots?: readonly SlotRow[] | undefined;
  /** What somebody has edited on the target; default: nothing. */
  readonly edits?: Edits;
  /** Target images that stay although another stands in their place, because somebody has edited them; default: none. */
  readonly spared?: ReadonlySet<number>;
  /** Target images of which nobody can say whether they still show the source's picture; default: none. */
  readonly unsure?: ReadonlySet<number>;
  /** V2 was not asked for its images: what is alike was not compared, and only what its page said differs. Default: it was. */
  readonly unasked?: true;
}

/** A finding whose rule, if it breaks one, is of the table. */
export type RuledFinding = FindingRow & { readonly rule?: RuleId | undefined };

export function refOf(product: SnapshotProduct, imageId?: number): ImageRef {
  return imageId === undefined
    ? { productId: product.productId, sku: product.sku }
    : { productId: product.productId, imageId, sku: product.sku };
}

/** The row of `diff`: one finding an image, with the rule it breaks where one store is compared with itself. */
export function diffFinding(
  engine: With<Deciding>,
  row: MarchRow,
  { of, source, target, rows, edits = noEdits, spared }: Compared,
): RuledFinding {
  const refs = {
    ...('source' in row ? { source: refOf(source, row.source.imageId) } : {}),
    ...('target' in row ? { target: refOf(target, row.target.imageId) } : {}),
  };
  const base = { kind: of, ...refs };
  if (row.unsure === true)
    return findingOf('picture-unchecked', { ...base, sign: '!', message: unsureWords });
  if (engine.mode === 'parity') return ruled({ ...base, ...parityVerdict(row, rows) });
  if (row.sign === '=') {
    const isKept = engine.decisions.prefer === 'target' && edits.of(row.target.imageId).length > 0;
    const message = isKept ? 'kept as somebody has edited it on the target' : 'the same on both stores';
    return { ...base, sign: '=', message };
  }
  if (row.sign === '~')
    return ruled({
      ...base,
      sign: '~',
      fields: row.fields,
      values: valuesOf(row),
      ...differs(engine.decisions, row, edits),
    });
  if (row.sign === '+') return { ...base, sign: '+', message: 'missing on the target' };
  if (spared?.has(row.target.imageId) === true)
    return engine.decisions.prefer === 'ask'
      ? findingOf('edited-on-target', { ...base, sign: '-', message: sparedWords })
      : { ...base, sign: '-', message: sparedWords };
  return { ...base, sign: '-', message: 'only on the target' };
}

/** What breaks a rule has the rule's severity; what merely differs has none. */
function ruled({ rule, ...facts }: RuledFinding): RuledFinding {
  return rule === undefined ? facts : findingOf(rule, facts);
}

function differs(
  { prefer }: Decisions,
  row: PairRow,
  edits: Edits,
): Pick<FindingRow, 'message'> & { readonly rule?: RuleId } {
  const words = editedWords(row, edits);
  const changes = `differs: ${storesDiffer(row)}`;
  if (words === undefined) return { message: changes };
  return prefer === 'source'
    ? { message: `${changes} (edited on the target since; the source is preferred)` }
    : { rule: 'edited-on-target', message: words };
}

/**
 * Two views of one image without the fields of which one shows no value: that is a finding of its own, and what it explains
 * is no difference. Nor are they equal: what is left `unread` could not be compared. Across stores the march leaves them out.
 */
export function withoutUnread(row: MarchRow): MarchRow {
  if (row.sign !== '~') return row;
  const odd = new Set<string>([...(row.source.odd ?? []), ...(row.target.odd ?? [])]);
  const unread = row.fields.filter((field) => odd.has(field));
  if (unread.length === 0) return row;
  const fields = row.fields.filter((field) => !odd.has(field));
  return { ...row, sign: fields.length === 0 ? '=' : '~', fields, unread };
}

export const unreadWords = (fields: readonly string[]): string =>
  `could not be compared: ${fields.join(', ')}, for which there is no value on one side`;

function parityVerdict(
  given: MarchRow,
  rows: readonly MarchRow[],
): Pick<FindingRow, 'sign' | 'fields' | 'values' | 'message'> & { readonly rule?: RuleId } {
  const row = withoutUnread(given);
  const missing = { rule: 'view-image-missing' } as const;
  if (row.sign === '+') return { sign: '+', ...missing, message: 'V2 shows this image and V3 does not' };
  if (row.sign === '-') return { sign: '-', ...missing, message: 'V3 shows this image and V2 does not' };
  if (row.sign === '~') {
    return {
      sign: '~',
      rule: 'view-field-differs',
      fields: row.fields,
      values: valuesOf(row),
      message: `V2 and V3 differ: ${viewsDiffer(row)}`,
    };
  }
  if (row.unread !== undefined) return { sign: '!', fields: row.unread, message: unreadWords(row.unread) };
  const thumbnail = thumbnailFault(row.target.imageId, rows);
  return thumbnail === undefined
    ? { sign: '=', message: 'the same in both views' }
    : { sign: '~', ...thumbnail, fields: ['is_thumbnail'] };
}

/** What is wrong with the product's thumbnail, told of the image that has to change. */
export function thumbnailFault(
  imageId: number,
  rows: readonly MarchRow[],
): { rule: RuleId; message: string } | undefined {
  const images = rows.flatMap((row) => (row.sign === '+' ? [] : [row.target]));
  const flagged = images.filter((image) => image.isThumbnail);
  if (isOdd(images, 'is_thumbnail')) return undefined;
  const keeper = thumbnailOf(images);
  if (flagged.length === 0 && keeper?.imageId === imageId) {
    return {
      rule: 'thumbnail-missing',
      message: 'no image of this product is the thumbnail; migrate chooses this one',
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
