// Findings into actions: what one product needs, in the order in which it may be done. Laws: `copy` removes outdated
// pictures only; creates come in ascending order, then updates, then removals; parity never creates; a row that is a guess
// gets no action, and while a source image is one, nothing of its product is removed as surplus. A picture that is
// outdated is made again first and removed last. What somebody has edited on the target is overwritten under
// `--prefer source` alone. Pure and deterministic.

import { pickWritable, writableValues } from '@cutover/field-mapper';
import type { Action, Mode, NewAction, NewImage, Snapshot, WantedFields } from '@cutover/journal';
import type { Policy, Prefer } from '../../engine.ts';
import type { MarchRow } from '../../match/march.ts';
import { isOdd, thumbnailOf } from '../../match/predict.ts';
import { REMOVALS_FROM, UPDATES_FROM } from '../../plan/actions.ts';
import { type Edits, noEdits, ownOf } from '../../plan/edits.ts';

export interface PlanInput {
  readonly mode: Mode;
  readonly policy: Policy;
  readonly sourceProductId: number;
  readonly targetProductId: number;
  readonly sku: string;
  readonly rows: readonly MarchRow[];
  /** Source images whose create is still in doubt: never planned a second time. */
  readonly doubtful?: ReadonlySet<number>;
  /** Target images that a write in doubt may have made: never removed, and left as they are. */
  readonly maybeOurs?: ReadonlySet<number>;
  /** False when the source's listing is known to be short: what it does not show may still be there. */
  readonly sourceIsWhole?: boolean;
  /** Target images that show another picture than they should: each is made again, then removed. */
  readonly outdated?: ReadonlySet<number>;
  /** The source image that stands in the place of a target image already, where another was made of it; default: none. */
  readonly successors?: ReadonlyMap<number, number>;
  /** Target images that stay, whatever the policy: somebody has edited them; default: none. */
  readonly spared?: ReadonlySet<number>;
  /** What somebody has changed on the target since a run wrote it, or found it right. */
  readonly edits?: Edits;
  /** Default: `source`. */
  readonly prefer?: Prefer;
}

/** What keeps a plan from guessing: writes in doubt on the product, and a source that is known to be short. */
export function planGuards(
  doubts: readonly Action[],
  source: Pick<Snapshot, 'images' | 'expectedImages'>,
): Required<Pick<PlanInput, 'doubtful' | 'maybeOurs' | 'sourceIsWhole'>> {
  return {
    doubtful: new Set(
      doubts.flatMap((action) => (action.verb === 'create' && 'from' in action ? [action.from.imageId] : [])),
    ),
    maybeOurs: new Set(doubts.flatMap((action) => action.candidates)),
    sourceIsWhole: source.expectedImages === undefined || source.images >= source.expectedImages,
  };
}

export function plan(input: PlanInput): NewAction[] {
  return input.mode === 'parity' ? planRepairs(input) : planTransfer(input);
}

const subjectOf = ({ targetProductId: productId }: PlanInput): NewImage => ({
  kind: 'product-image',
  productId,
});

function planTransfer(all: PlanInput): NewAction[] {
  // Nobody acts on a guess.
  const input = { ...all, rows: all.rows.filter((row) => row.unsure !== true) };
  const { rows, doubtful, maybeOurs, sku, sourceProductId: productId } = input;
  const subject = subjectOf(input);
  const creates = rows
    .flatMap((row) => {
      const isMissing = row.sign === '+' || (row.sign !== '-' && isReplaced(input, row));
      return isMissing && doubtful?.has(row.source.imageId) !== true ? [row] : [];
    })
    .map(
      (row, index): NewAction => ({
        verb: 'create',
        subject,
        from: { productId, imageId: row.source.imageId },
        sku,
        wanted: allOf(input, row),
        position: index,
      }),
    );
  const mayClear = rightThumbnailIsFlagged(rows);
  const updates = rows
    .flatMap((row) => {
      if (row.sign !== '~' || isReplaced(input, row) || maybeOurs?.has(row.target.imageId) === true)
        return [];
      // The text and place of a picture that is not made are not for the one that stays.
      if (row.fields.includes('image_file')) return [];
      const wanted = wantedOf(input, row, mayClear);
      return Object.keys(wanted).length === 0 ? [] : [{ row, wanted }];
    })
    // Ascending, because a store may renumber the siblings at or behind the place that is given.
    .toSorted(
      (a, b) =>
        a.row.source.sortOrder - b.row.source.sortOrder || a.row.target.imageId - b.row.target.imageId,
    )
    .map(
      ({ row, wanted }, index): NewAction => ({
        verb: 'update',
        subject: { ...subject, imageId: row.target.imageId },
        from: { productId, imageId: row.source.imageId },
        sku,
        wanted,
        position: UPDATES_FROM + index,
      }),
    );
  const isTold = all.rows.every((row) => row.sign === '-' || row.unsure !== true);
  return [...creates, ...updates, ...removals(input, isTold)];
}

/** Its picture is made again, unless that would undo somebody's edit that nobody has decided about. */
function isReplaced(
  { outdated, edits = noEdits, prefer = 'source' }: PlanInput,
  { target }: Extract<MarchRow, { sign: '=' | '~' }>,
): boolean {
  return (
    outdated?.has(target.imageId) === true && !(prefer === 'ask' && ownOf(edits, target.imageId).length > 0)
  );
}

/** The fields of a new image: the source's, but for what somebody has edited on the image that it replaces. */
function allOf(
  { edits = noEdits, prefer = 'source' }: PlanInput,
  row: Exclude<MarchRow, { sign: '-' }>,
): WantedFields {
  const kept = row.sign !== '+' && prefer === 'target' ? edits.of(row.target.imageId) : [];
  const theirs =
    row.sign === '+' ? {} : pickWritable(writableValues(row.target), (field) => kept.includes(field));
  const chosen =
    prefer !== 'source' && edits.choseThumbnail === true
      ? { is_thumbnail: row.sign !== '+' && row.target.isThumbnail }
      : {};
  return { ...writableValues(row.source), ...theirs, ...chosen };
}

/**
 * Flagging the right thumbnail clears the others by the store's own rule; only what is still flagged beside it is cleared
 * by hand. While the right one is not there, whatever the store shows is better than no thumbnail at all.
 */
function rightThumbnailIsFlagged(rows: readonly MarchRow[]): boolean {
  return rows.some(
    (row) => (row.sign === '=' || row.sign === '~') && row.source.isThumbnail && row.target.isThumbnail,
  );
}

function wantedOf(
  { edits = noEdits, prefer = 'source' }: PlanInput,
  row: Extract<MarchRow, { sign: '=' | '~' }>,
  mayClear: boolean,
): WantedFields {
  const kept = prefer === 'source' ? [] : edits.of(row.target.imageId);
  const differs = new Set<string>(row.fields.filter((field) => !kept.includes(field)));
  const { source } = row;
  return pickWritable(
    writableValues(source),
    (field) => differs.has(field) && (field !== 'is_thumbnail' || source.isThumbnail || mayClear),
  );
}

/** @param isTold of each source image it is known whether it is there: of what may be its only picture, none is surplus. */
function removals(input: PlanInput, isTold: boolean): NewAction[] {
  const { rows, policy, maybeOurs, sourceIsWhole, outdated, successors, spared, doubtful, sku } = input;
  const mayRemove = policy === 'mirror' && sourceIsWhole !== false && isTold;
  return rows.flatMap((row, index): NewAction[] => {
    if (row.sign === '+' || maybeOurs?.has(row.target.imageId) === true) return [];
    if (spared?.has(row.target.imageId) === true) return [];
    const replaces =
      row.sign === '-'
        ? outdated?.has(row.target.imageId) === true
        : isReplaced(input, row) && doubtful?.has(row.source.imageId) !== true;
    if (!replaces && !(row.sign === '-' && mayRemove)) return [];
    const instead = row.sign === '-' ? successors?.get(row.target.imageId) : row.source.imageId;
    return [
      {
        verb: 'remove',
        subject: { ...subjectOf(input), imageId: row.target.imageId },
        from: { productId: input.sourceProductId, ...(replaces ? { imageId: instead } : {}) },
        sku,
        position: REMOVALS_FROM + index,
        replaces,
      },
    ];
  });
}

/** One store: only the thumbnail can be fixed, and only through V3's own view of it. */
function planRepairs(input: PlanInput): NewAction[] {
  const images = input.rows.flatMap((row) => (row.sign === '+' ? [] : [row.target]));
  const flagged = images.filter((image) => image.isThumbnail);
  const keeper = thumbnailOf(images);
  if (keeper === undefined || flagged.length === 1 || isOdd(images, 'is_thumbnail')) return [];
  const wrong = flagged.length === 0 ? [keeper] : flagged.filter((image) => image.imageId !== keeper.imageId);
  return wrong.map((image, index) => ({
    verb: 'update',
    subject: { ...subjectOf(input), imageId: image.imageId },
    from: { productId: input.sourceProductId, imageId: image.imageId },
    sku: input.sku,
    wanted: { is_thumbnail: image.imageId === keeper.imageId },
    position: UPDATES_FROM + index,
  }));
}
