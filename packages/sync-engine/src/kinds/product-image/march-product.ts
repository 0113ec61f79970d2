// One product of both stores, marched with all that the journal knows of it: which image was made of which, what somebody
// has edited on the target since, and which target images show a picture that the source does not have any more.

import { isMovedByStore, type ProductImage, pickWritable, writableFields } from '@cutover/field-mapper';
import type { Link, Replacement, SeenImage } from '@cutover/journal';
import type { Deciding, With } from '../../engine.ts';
import { isKeptFormOf } from '../../match/kept-text.ts';
import { isPair, type MarchInput, type MarchRow, march, type PairRow } from '../../match/march.ts';
import { type Alike, type IsForeign, namesakes } from '../../match/pair-images.ts';
import { hasTies, isOdd } from '../../match/predict.ts';
import { createLooks } from '../../pictures/same-picture.ts';
import { type Marched, nothingMarched } from '../../plan/considered.ts';
import { type Edits, ownOf } from '../../plan/edits.ts';
import type { OfRendition } from '../../plan/looked.ts';
import { fileOf, seenOf } from '../../plan/seen-image.ts';
import { type EditsInput, editsOf, isReordered } from './edits-of.ts';
import { pairedBefore, type SourceThen } from './known.ts';
import { foreignTo, replacedPictures, unknownStandIns } from './replaced-pictures.ts';

export interface ProductSets extends Omit<EditsInput, 'now'> {
  readonly source: readonly ProductImage[];
  readonly target: readonly ProductImage[];
  /** Older ones first, so that the newest image made of a source image is the one it is paired with. */
  readonly links: readonly Link[];
  /** Target images that an earlier plan was to remove because another was made in their place; default: none. */
  readonly replacements?: readonly Replacement[];
  /** By source image, target images that were there when a plan missed it; default: none. */
  readonly missed?: ReadonlyMap<number, ReadonlySet<number>>;
  readonly sourceThen: SourceThen;
}

/** @param outdated those that are known already; undefined: they are to be found out, which may take a look at pictures. */
export async function marchProduct(
  engine: With<Deciding>,
  sets: ProductSets,
  outdated?: ReadonlySet<number>,
): Promise<Marched> {
  if (engine.mode === 'transfer') return await marchOfStores(engine, sets, outdated);
  return {
    ...nothingMarched,
    rows: march({ mode: engine.mode, source: sets.source, target: sets.target }),
  };
}

/** What a store shows as something it cannot be is nobody's edit. */
function editsWithoutOdd(edits: Edits, target: readonly ProductImage[]): Edits {
  const odd = new Map(
    target.flatMap((image) => (image.odd === undefined ? [] : [[image.imageId, image.odd]])),
  );
  if (odd.size === 0) return edits;
  const known = (imageId: number, fields: readonly string[]): readonly string[] =>
    fields.filter((field) => odd.get(imageId)?.includes(field) !== true);
  const { of, ownOf: own = of } = edits;
  return {
    ...edits,
    of: (imageId) => known(imageId, of(imageId)),
    ownOf: (imageId) => known(imageId, own(imageId)),
    ...(isOdd(target, 'is_thumbnail') ? { choseThumbnail: false } : {}),
  };
}

/** @param apart source and target images that are no pair whatever their names say, see {@link editedNamesakes}. */
async function marchOfStores(
  engine: With<Deciding>,
  sets: ProductSets,
  outdated: ReadonlySet<number> | undefined,
  apart?: ReadonlyMap<number, number>,
): Promise<Marched> {
  const { prefer } = engine.decisions;
  const pairs = await pairsOf(engine, sets, outdated, apart);
  const { rows, replaced, differing, unsure, renditions, renumbers } = pairs;
  const moments = { ...sets, now: sets.target.map((image) => seenOf(image)) };
  const chosen = editsWithoutOdd(editsOf(moments), sets.target);
  // A place of its own is no image's there, so who has moved one has chosen the order of them all.
  const onlyOrderCounts = renumbers || hasTies(sets.source);
  const edits = editsThatDiffer(
    onlyOrderCounts && !isOdd(sets.target, 'sort_order') && isReordered(moments)
      ? { ...chosen, choseOrder: true }
      : chosen,
    rows,
    sets,
  );
  if (apart === undefined && prefer !== 'source') {
    const namesakes = editedNamesakes(rows, sets.links, differing, edits);
    const others = outdated?.difference(new Set(namesakes.values()));
    if (namesakes.size > 0) return await marchOfStores(engine, sets, others, namesakes);
  }
  const isKept = (imageId: number): boolean => prefer !== 'source' && ownOf(edits, imageId).length > 0;
  const successors = successorsIn(rows, sets);
  const isEdited = (image: ProductImage, of: number | undefined): boolean =>
    editsAgainst(
      chosen,
      image,
      sets.source.find(({ imageId }) => imageId === of),
      sets.found?.find((one) => one.image_id === image.imageId),
    ).some((field) => field !== 'sort_order' || !onlyOrderCounts);
  const all = new Set([...replaced, ...successors.keys()].filter((imageId) => !isKept(imageId)));
  const spared = new Set(
    rows.flatMap((row) =>
      row.sign === '-' && prefer !== 'source' && isEdited(row.target, successors.get(row.target.imageId))
        ? [row.target.imageId]
        : [],
    ),
  ).intersection(all);
  return {
    rows: rows.map((row) => {
      if (!isPair(row) || prefer !== 'target') return row;
      const kept = edits.of(row.target.imageId);
      // Who keeps an edit keeps the image as it is: another picture's text and place are not for this one.
      const isOfOldPicture = row.fields.includes('image_file') && isKept(row.target.imageId);
      return accepted(row, isOfOldPicture ? row.fields : kept);
    }),
    edits,
    outdated: all.difference(spared),
    successors,
    spared,
    unsure,
    renditions,
  };
}

interface Pairs {
  readonly rows: readonly MarchRow[];
  /** Target images that show another picture than they should. */
  readonly replaced: ReadonlySet<number>;
  /** The same, and those of which it was not known when the plan was made. */
  readonly differing: ReadonlySet<number>;
  /** Target images whose picture could not be compared. */
  readonly unsure: ReadonlySet<number>;
  /** Target images that show a rendition in place of an original. */
  readonly renditions: ReadonlyMap<number, OfRendition>;
  /** The target shows an order and no places of its own. */
  readonly renumbers: boolean;
}

/** Whose counterpart each image is, and what differs, pictures included. */
async function pairsOf(
  engine: With<Deciding>,
  sets: ProductSets,
  outdated: ReadonlySet<number> | undefined,
  apart: ReadonlyMap<number, number> | undefined,
): Promise<Pairs> {
  const { source, target, links, missed, sourceThen } = sets;
  const newest = new Map(links.map((link) => [link.sourceImageId, link.targetImageId]));
  const isOfAnother = foreignTo(links, sourceThen);
  // Of an image that we have made its link speaks: the source may have put another in the place of the one that it was made of.
  const made = new Set(links.map((link) => link.targetImageId));
  const wasMissed: IsForeign = (image, other) =>
    missed?.get(image.imageId)?.has(other.imageId) === true && !made.has(other.imageId);
  const isForeign: IsForeign = (image, other) =>
    apart?.get(image.imageId) === other.imageId || wasMissed(image, other) || isOfAnother(image, other);
  const renumbers = isRenumbered(target, sets);
  const input = { mode: engine.mode, source, target, isForeign, renumbers };
  const { rows: asLinked, alike } = await marchWithLooks(
    engine,
    { ...input, links: newest },
    wasMissed,
    new Set([...links.map((link) => link.targetImageId), ...withNewPicture(engine, sets)]),
  );
  const renditions = new Set(
    links.flatMap((link) => (link.rendition === undefined ? [] : [link.targetImageId])),
  );
  // Who has put another file under it has given it another picture.
  const changed = new Set(withOtherFile(sets).map(({ imageId }) => imageId));
  const looked = await replacedPictures(
    engine,
    asLinked,
    sets,
    outdated,
    ({ target: { imageId } }) => renditions.has(imageId) && !changed.has(imageId),
  );
  const replaced = outdated ?? looked.replaced;
  const differing = replaced.union(looked.replaced);
  const { standIns, unsure } = await unknownStandIns(engine, asLinked, replaced, links);
  const guessed = unsure.union(looked.guessed);
  const rows =
    standIns.size === 0 ? asLinked : march({ ...input, alike, links: new Map([...newest, ...standIns]) });
  return {
    rows: rows
      .map((row) => (isPair(row) && isKeptOtherwise(row, sets) ? accepted(row, ['description']) : row))
      .map((row) => (isPair(row) ? withPicture(row, differing) : row))
      .map((row) =>
        row.sign !== '-' && guessed.has(row.source.imageId) ? { ...row, unsure: true as const } : row,
      ),
    replaced,
    differing,
    unsure: looked.unsure,
    renditions: looked.renditions,
    renumbers,
  };
}

/**
 * Looks at the pictures where names leave it open who is whose counterpart, until nobody is unsure who could be looked at,
 * and where only a name says that something is to be written to an image: nobody writes to another picture because it is called the same.
 * @param wasMissed whether a plan has missed the source image beside this target image.
 * @param known target images that need no look: ours, for which links speak, and those whose picture somebody has replaced
 *   since, which is an edit.
 */
async function marchWithLooks(
  engine: With<Deciding>,
  input: Omit<MarchInput, 'alike'>,
  wasMissed: IsForeign,
  known: ReadonlySet<number>,
): Promise<{ readonly rows: readonly MarchRow[]; readonly alike: Alike }> {
  const looks = createLooks(engine);
  // That it was missed beside the other, too, decides where the pictures alone leave it open.
  const alike: Alike = (image, other) => {
    const seen = looks.alike(image, other);
    return seen === 'grey' && wasMissed(image, other) ? false : seen;
  };
  const asked = namesakes(input);
  await looks.at(asked.source, asked.target);
  for (;;) {
    const rows = march({ ...input, alike });
    const inQuestion = rows.filter(
      (row) =>
        row.unsure === true ||
        (isPair(row) &&
          !known.has(row.target.imageId) &&
          // Where ours is gone, somebody may have put another picture in its place, under its name.
          (row.sign === '~' || input.links?.has(row.source.imageId) === true)),
    );
    const { source, target } = looks.missing(
      inQuestion.flatMap((row) => (row.sign === '-' ? [] : [row.source])),
      inQuestion.flatMap((row) => (row.sign === '+' ? [] : [row.target])),
    );
    if (source.length + target.length === 0) return { rows, alike };
    await looks.at(source, target);
  }
}

/** Of images that are known to be a counterpart: of others only a look tells whether they are one at all. */
function withNewPicture(engine: With<Deciding>, sets: ProductSets): number[] {
  const { source, sent } = sets;
  const others = withOtherFile(sets);
  const [sourceProductId, targetProductId] = [source[0]?.productId, others[0]?.productId];
  if (sourceProductId === undefined || targetProductId === undefined) return [];
  const paired = others.every(({ imageId }) => sent.has(imageId))
    ? new Set<number>()
    : pairedBefore(engine, { sourceProductId, targetProductId });
  return others.flatMap(({ imageId }) => (sent.has(imageId) || paired.has(imageId) ? [imageId] : []));
}

/** Target images that stand under another file than when they were left. */
function withOtherFile({ target, left }: ProductSets): ProductImage[] {
  const files = new Map((left ?? []).map((image) => [image.image_id, image.image_file]));
  return target.filter((image) => (files.get(image.imageId) ?? fileOf(image)) !== fileOf(image));
}

/** The target shows what it has made of the very text that the source shows: sent again, it would make the same of it. */
function isKeptOtherwise({ source, target }: PairRow, { sent, shown }: ProductSets): boolean {
  return (
    sent.get(target.imageId)?.description === source.description &&
    isKeptFormOf(source.description, target.description) &&
    shown?.get(target.imageId)?.description === target.description
  );
}

type Written = Pick<ProductSets, 'sent' | 'shown'>;

/** A store that has shown other places than it was sent gives places of its own. */
function isRenumbered(target: readonly ProductImage[], { sent, shown }: Written): boolean {
  return target.some(({ imageId }) =>
    differsFrom(sent.get(imageId)?.sort_order, shown?.get(imageId)?.sort_order),
  );
}

export function countsOrderOnly(
  source: readonly ProductImage[],
  target: readonly ProductImage[],
  written: Written,
): boolean {
  return isRenumbered(target, written) || hasTies(source);
}

/** Both are known, and they are not the same. */
function differsFrom<T>(a: T | undefined, b: T | undefined): boolean {
  return a !== undefined && b !== undefined && a !== b;
}

/**
 * An edit that made the target what the source is by now is nobody's matter, even where a store has moved the image on since.
 * @param rows where images share places, with those that they are given.
 */
function editsThatDiffer(
  edits: Edits,
  rows: readonly MarchRow[],
  { source: own, found }: Pick<ProductSets, 'source' | 'found'>,
): Edits {
  const isUntouched = rows.every((row) => !isPair(row) || edits.of(row.target.imageId).length === 0);
  if (isUntouched && edits.choseThumbnail !== true && edits.choseOrder !== true)
    return { ...edits, of: () => [], ownOf: () => [] };
  const asIs = new Map(own.map((image) => [image.imageId, image]));
  const differing = new Map(rows.filter(isPair).map((row) => [row.target.imageId, row.fields]));
  const same = new Map(
    rows.filter(isPair).map(({ source, target }) => {
      const now = seenOf(target);
      // What the store moves by itself, places and flags, counts as this run has found it; a text only people change.
      const before = found?.find((image) => image.image_id === target.imageId) ?? now;
      const then = { ...now, ...pickWritable(before, isMovedByStore) };
      const said = asIs.get(source.imageId) ?? source;
      return [target.imageId, [...equalFields(seenOf(source), then), ...equalFields(seenOf(said), then)]];
    }),
  );
  const moved = [...same].filter(([imageId]) => edits.of(imageId).includes('sort_order'));
  // Who has put an image where the source has it has chosen nothing else.
  const isSourcesOrder = moved.length > 0 && moved.every(([, fields]) => fields.includes('sort_order'));
  const chosen = [
    ...(edits.choseThumbnail === true ? ['is_thumbnail'] : []),
    ...(edits.choseOrder === true && !isSourcesOrder ? ['sort_order'] : []),
  ];
  const edited = (imageId: number): string[] =>
    edits.of(imageId).filter((field) => same.get(imageId)?.includes(field) !== true);
  const thatDiffer = (imageId: number, fields: readonly string[]): string[] =>
    fields.filter((field) => differing.get(imageId)?.includes(field) === true);
  const flagged = new Set(
    rows.flatMap((row) => (row.sign !== '+' && row.target.isThumbnail ? [row.target.imageId] : [])),
  );
  // Who has chosen another thumbnail has not edited the image that was it, or would be it.
  const isOwn = (imageId: number, field: string): boolean =>
    field !== 'is_thumbnail' || edits.choseThumbnail !== true || flagged.has(imageId);
  return {
    ...edits,
    of: (imageId) => thatDiffer(imageId, [...new Set([...edited(imageId), ...chosen])]),
    ownOf: (imageId) =>
      thatDiffer(
        imageId,
        edited(imageId).filter((field) => isOwn(imageId, field)),
      ),
  };
}

/**
 * A new image of the source that shows another picture is not the one that somebody has edited here and the source has
 * let go of, though it bears its name: one does not stand in the other's way.
 */
function editedNamesakes(
  rows: readonly MarchRow[],
  links: readonly Link[],
  different: ReadonlySet<number>,
  edits: Edits,
): Map<number, number> {
  const madeOf = new Map(links.map((link) => [link.targetImageId, link.sourceImageId]));
  return new Map(
    rows.filter(isPair).flatMap(({ source, target }) => {
      const isTakenOver = (madeOf.get(target.imageId) ?? source.imageId) !== source.imageId;
      return isTakenOver && different.has(target.imageId) && ownOf(edits, target.imageId).length > 0
        ? [[source.imageId, target.imageId] as const]
        : [];
    }),
  );
}

/** What somebody has edited of an image in whose place another stands, but for what the source says as well by now. */
function editsAgainst(
  edits: Edits,
  image: ProductImage,
  source: ProductImage | undefined,
  found: SeenImage | undefined,
): string[] {
  // A place is moved by the store itself, so the one counts that this run has found.
  const now = { ...seenOf(image), ...(found === undefined ? {} : { sort_order: found.sort_order }) };
  const same = source === undefined ? [] : equalFields(seenOf(source), now);
  // A flag that it does not have is nothing to keep it for.
  return edits
    .of(image.imageId)
    .filter((field) => !same.includes(field) && (field !== 'is_thumbnail' || image.isThumbnail));
}

function equalFields(a: SeenImage, b: SeenImage): string[] {
  return writableFields.filter((field) => a[field] === b[field]);
}

/** What somebody has edited on the target is as it should be, where that was decided. */
function accepted(row: PairRow, kept: readonly string[]): PairRow {
  const fields = row.fields.filter((field) => !kept.includes(field));
  return { ...row, sign: fields.length === 0 ? '=' : '~', fields };
}

function withPicture(row: PairRow, outdated: ReadonlySet<number>): PairRow {
  return outdated.has(row.target.imageId)
    ? { ...row, sign: '~', fields: [...row.fields, 'image_file'] }
    : row;
}

/**
 * Images of ours in whose place another stands that was made since, of the same source image or of the one that came
 * instead of it: what is left is to remove them. What has become the counterpart of another source image is none of them.
 */
function successorsIn(
  rows: readonly MarchRow[],
  { links, replacements = [] }: Pick<ProductSets, 'links' | 'replacements'>,
): Map<number, number> {
  const paired = new Map(rows.filter(isPair).map((row) => [row.source.imageId, row.target.imageId]));
  const there = new Set(rows.flatMap((row) => (row.sign === '+' ? [] : [row.target.imageId])));
  const alone = new Set(rows.flatMap((row) => (row.sign === '-' ? [row.target.imageId] : [])));
  const ours = new Map(links.map((link) => [link.targetImageId, link.sourceImageId]));
  const isStale = ({ sourceImageId, targetImageId }: Replacement): boolean => {
    const stands = paired.get(sourceImageId) ?? 0;
    const isNewest =
      links.findLast((one) => one.sourceImageId === sourceImageId)?.targetImageId === targetImageId;
    return ours.get(stands) === sourceImageId && stands !== targetImageId && !isNewest;
  };
  // Of a source image that came in the place of one that is gone, only the plan knows what it was to replace.
  const isReplaced = ({ sourceImageId, targetImageId }: Replacement): boolean =>
    ours.has(targetImageId) &&
    links.some(
      (one) =>
        one.sourceImageId === sourceImageId &&
        one.targetImageId !== targetImageId &&
        there.has(one.targetImageId),
    );
  return new Map(
    [...links.filter(isStale), ...replacements.filter(isReplaced)].flatMap((one) =>
      alone.has(one.targetImageId) ? [[one.targetImageId, one.sourceImageId] as const] : [],
    ),
  );
}
