// What is found in one row of a march: which sign and rule it gets, how bad it is and what differs. Pure.

import type { ImageKind, ImageRef, SameImage, SnapshotProduct } from '@cutover/journal';
import type { Deciding, Decisions, With } from '../engine.ts';
import type { Found, FoundSame } from '../found.ts';
import { isPair, type MarchRow, type PairRow } from '../match/march.ts';
import { isOdd, thumbnailOf } from '../match/predict.ts';
import { differencesOf, valuesOf } from '../plan/differences.ts';
import { editedIn } from '../plan/edited.ts';
import { type Edits, noEdits } from '../plan/edits.ts';
import type { OfRendition, SlotRow } from '../plan/looked.ts';
import { findingOf, type RuleId } from '../rules.ts';
import type { RowSaying, Saying } from '../sayings.ts';

/** A product of both sides with its rows. */
export interface Compared {
  readonly kind: ImageKind;
  readonly source: SnapshotProduct;
  readonly target: SnapshotProduct;
  readonly rows: readonly MarchRow[];
  /** Images of both sides that were equal at a glance: they have no rows; default: none. */
  readonly same?: readonly SameImage[] | undefined;
  /** Of a kind that is held by slots; default: none. */
  readonly slots?: readonly SlotRow[] | undefined;
  /** What somebody has edited on the target; default: nothing. */
  readonly edits?: Edits;
  /** Target images that stay although another stands in their place, because somebody has edited them; default: none. */
  readonly spared?: ReadonlySet<number>;
  /** Target images that show another picture than they should; default: none. */
  readonly outdated?: ReadonlySet<number>;
  /** Target images of which nobody can say whether they still show the source's picture; default: none. */
  readonly unsure?: ReadonlySet<number>;
  /** Target images that show a rendition in place of an original; default: none. */
  readonly renditions?: ReadonlyMap<number, OfRendition>;
  /** V2 was not asked for its images: what is alike was not compared, and only what its page said differs. Default: it was. */
  readonly unasked?: true;
}

/** A finding whose rule, if it breaks one, is of the table. */
export type RuledFinding = Found & { readonly rule?: RuleId | undefined };

export function refOf(product: SnapshotProduct, imageId?: number): ImageRef {
  return imageId === undefined
    ? { productId: product.productId, sku: product.sku }
    : { productId: product.productId, imageId, sku: product.sku };
}

/** What decides how a row is spoken of. */
type Judging = Pick<With<Deciding>, 'mode' | 'decisions'>;

/** The row of `diff`: one finding an image, with the rule it breaks where one store is compared with itself. */
export function diffFinding(engine: Judging, row: MarchRow, product: Compared): RuledFinding {
  const { kind, source, target, rows, edits = noEdits, spared } = product;
  const refs = {
    ...('source' in row ? { source: refOf(source, row.source.imageId) } : {}),
    ...('target' in row ? { target: refOf(target, row.target.imageId) } : {}),
  };
  const base = { kind, ...refs };
  if (row.unsure === true)
    return findingOf('picture-unchecked', { ...base, sign: '!', says: { code: 'pictures-do-not-tell' } });
  if (engine.mode === 'parity') return ruled({ ...base, ...parityVerdict(row, rows) });
  if (isPair(row)) {
    const rendition = renditionFinding(engine, row, product, base);
    if (rendition !== undefined) return rendition;
  }
  if (row.sign === '=') {
    const isKept = engine.decisions.prefer === 'target' && edits.of(row.target.imageId).length > 0;
    const says = { code: isKept ? 'edit-kept' : 'same-on-both' } as const;
    return { ...base, sign: '=', says };
  }
  if (row.sign === '~')
    return ruled({
      ...base,
      sign: '~',
      fields: row.fields,
      values: valuesOf(row),
      ...differs(engine.decisions, row, edits),
    });
  if (row.sign === '+') return { ...base, sign: '+', says: { code: 'missing-on-target' } };
  if (spared?.has(row.target.imageId) === true)
    return engine.decisions.prefer === 'ask'
      ? findingOf('edited-on-target', { ...base, sign: '-', says: { code: 'edited-and-outdated' } })
      : { ...base, sign: '-', says: { code: 'edited-and-outdated' } };
  return { ...base, sign: '-', says: { code: becomesOf(engine.decisions, row.target.imageId, product) } };
}

/** A plan may remove an image that is outdated and keep one that is a person's own: their lines are not the same words. */
function becomesOf({ policy }: Decisions, imageId: number, { outdated }: Compared) {
  if (outdated?.has(imageId) === true) return 'outdated-on-target';
  return policy === 'copy' ? 'only-on-target-and-stays' : 'only-on-target';
}

/** The same of images that have no rows, because they are equal at a glance. */
export function sameFinding(
  { mode }: Pick<With<Deciding>, 'mode'>,
  { kind, source, target }: Compared,
  images: readonly SameImage[],
): FoundSame {
  const refs = { source: refOf(source), target: refOf(target) };
  const says = { code: mode === 'parity' ? 'same-in-both-views' : 'same-on-both' } as const;
  return { common: { kind, ...refs, sign: '=', says }, images };
}

/** Whatever else differs, and unless somebody's edit stands in its way. */
function renditionFinding(
  { decisions }: Judging,
  row: PairRow,
  { renditions, edits = noEdits }: Compared,
  base: Pick<Found, 'kind' | 'source' | 'target'>,
): RuledFinding | undefined {
  const is = renditions?.get(row.target.imageId);
  if (is === undefined) return undefined;
  const others = row.fields.filter((field) => field !== 'image_file');
  const differing = others.length === 0 ? undefined : differs(decisions, { ...row, fields: others }, edits);
  const rule = differing?.rule;
  const fields = [...others, 'image_file'];
  const says: Saying =
    differing === undefined
      ? { code: 'shows-rendition', is }
      : { code: 'rendition-too', says: differing.says, is };
  const finding = {
    ...base,
    sign: '~',
    fields,
    values: valuesOf({ ...row, fields }),
    says,
  } as const;
  // What a plan fixes is a difference like any other.
  return is === 'replaced' ? ruled({ ...finding, rule }) : findingOf(rule ?? 'rendition-copied', finding);
}

/** What breaks a rule has the rule's severity; what merely differs has none. */
function ruled({ rule, ...facts }: RuledFinding): RuledFinding {
  return rule === undefined ? facts : findingOf(rule, facts);
}

function differs(
  { prefer }: Decisions,
  row: PairRow,
  edits: Edits,
): Pick<Found, 'says'> & { readonly rule?: RuleId } {
  const edited = editedIn(row, edits);
  const differences = differencesOf(row);
  if (edited === undefined) return { says: { code: 'differs', differences } };
  return prefer === 'source'
    ? { says: { code: 'differs-and-edited', differences } }
    : { rule: 'edited-on-target', says: edited };
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

function parityVerdict(
  given: MarchRow,
  rows: readonly MarchRow[],
): Pick<Found, 'sign' | 'fields' | 'values' | 'says'> & { readonly rule?: RuleId } {
  const row = withoutUnread(given);
  const missing = { rule: 'view-image-missing' } as const;
  if (row.sign === '+') return { sign: '+', ...missing, says: { code: 'only-in-view', view: 'v2' } };
  if (row.sign === '-') return { sign: '-', ...missing, says: { code: 'only-in-view', view: 'v3' } };
  if (row.sign === '~') {
    return {
      sign: '~',
      rule: 'view-field-differs',
      fields: row.fields,
      values: valuesOf(row),
      says: { code: 'views-differ', differences: differencesOf(row) },
    };
  }
  if (row.unread !== undefined)
    return { sign: '!', fields: row.unread, says: { code: 'fields-without-value', fields: row.unread } };
  const thumbnail = thumbnailFault(row.target.imageId, rows);
  return thumbnail === undefined
    ? { sign: '=', says: { code: 'same-in-both-views' } }
    : { sign: '~', ...thumbnail, fields: ['is_thumbnail'] };
}

/** What is wrong with the product's thumbnail, told of the image that has to change. */
export function thumbnailFault(
  imageId: number,
  rows: readonly MarchRow[],
): { rule: RuleId; says: RowSaying } | undefined {
  const images = rows.flatMap((row) => (row.sign === '+' ? [] : [row.target]));
  const flagged = images.filter((image) => image.isThumbnail);
  if (isOdd(images, 'is_thumbnail')) return undefined;
  const keeper = thumbnailOf(images);
  if (keeper === undefined) return undefined;
  if (flagged.length === 0 && keeper.imageId === imageId) {
    return {
      rule: 'thumbnail-missing',
      says: { code: 'no-thumbnail' },
    };
  }
  if (
    flagged.length > 1 &&
    keeper.imageId !== imageId &&
    flagged.some((image) => image.imageId === imageId)
  ) {
    return {
      rule: 'thumbnail-multiple',
      says: { code: 'several-thumbnails', thumbnails: flagged.length, kept: keeper.imageId },
    };
  }
  return undefined;
}
