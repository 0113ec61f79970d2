// One product of both stores, marched with all that the journal knows of it: which image was made of which, what somebody
// has edited on the target since, and which target images show a picture that the source does not have any more.
import type { ProductImage } from '@cutover/field-mapper';
import type { Link } from '@cutover/journal';
import type { Engine } from '../engine.ts';
import { inParallel } from '../in-parallel.ts';
import { isKeptFormOf } from '../match/kept-text.ts';
import { isPair, type MarchInput, type MarchRow, march, type PairRow } from '../match/march.ts';
import { type Alike, type IsForeign, looseStemOfImage, namesakes } from '../match/pair-images.ts';
import { hasTies } from '../match/predict.ts';
import { createLooks, showTheSame } from '../pictures/same-picture.ts';
import { passGate } from '../stopped.ts';
import {
  type Edits,
  type EditsInput,
  editsOf,
  fileOf,
  isReordered,
  noEdits,
  ownOf,
  seenOf,
} from './edits.ts';

const PICTURES_AT_ONCE = 8;

export interface ProductSets extends Omit<EditsInput, 'now'> {
  readonly source: readonly ProductImage[];
  readonly target: readonly ProductImage[];
  /** Older ones first, so that the newest image made of a source image is the one it is paired with. */
  readonly links: readonly Link[];
}

export interface Marched {
  readonly rows: readonly MarchRow[];
  readonly edits: Edits;
  /** Target images that show another picture than they should. */
  readonly superseded: ReadonlySet<number>;
  /** Target images of which nobody can say whether they still show the source's picture. */
  readonly unsure: ReadonlySet<number>;
}

/** @param superseded those that are known already; undefined: they are to be found out, which may take a look at pictures. */
export async function marchProduct(
  engine: Engine,
  sets: ProductSets,
  superseded?: ReadonlySet<number>,
): Promise<Marched> {
  const { mode, settings } = engine;
  const { source, target, links } = sets;
  if (mode === 'parity')
    return {
      rows: march({ mode, source, target }),
      edits: noEdits,
      superseded: new Set(),
      unsure: new Set(),
    };
  const newest = new Map(links.map((link) => [link.sourceImageId, link.targetImageId]));
  const isForeign = foreignTo(engine, links);
  const renumbers = sets.target.some(({ imageId }) =>
    differsFrom(sets.sent.get(imageId)?.sort_order, sets.shown?.get(imageId)?.sort_order),
  );
  const input = { mode, source, target, isForeign, renumbers };
  const { rows: asLinked, alike } = await marchWithLooks(
    engine,
    { ...input, links: newest },
    new Set(links.map((link) => link.targetImageId)),
  );
  const now = target.map((image) => seenOf(image));
  const looked = await replacedPictures(engine, asLinked, links, superseded);
  const others = superseded ?? looked.replaced;
  const { standIns, unsure } = await unknownStandIns(engine, asLinked, others, links);
  const guessed = unsure.union(looked.guessed);
  const rows =
    standIns.size === 0 ? asLinked : march({ ...input, alike, links: new Map([...newest, ...standIns]) });
  const pictured = rows
    .map((row) => (isPair(row) && isKeptOtherwise(row, sets) ? accepted(row, ['description']) : row))
    .map((row) => (isPair(row) ? withPicture(row, others) : row))
    .map((row) =>
      row.sign !== '-' && guessed.has(row.source.imageId) ? { ...row, unsure: true as const } : row,
    );
  const chosen = editsOf({ ...sets, now });
  // A place of its own is no image's there, so who has moved one has chosen the order of them all.
  const onlyOrderCounts = renumbers || hasTies(source);
  const edits = editsThatDiffer(
    onlyOrderCounts && isReordered({ ...sets, now }) ? { ...chosen, choseOrder: true } : chosen,
    pictured,
  );
  // Who has chosen another thumbnail has not edited the image that would be it.
  const isKept = (imageId: number): boolean =>
    settings.prefer !== 'source' && ownOf(edits, imageId).length > 0;
  const all = new Set([...[...others].filter((imageId) => !isKept(imageId)), ...madeAnew(rows, links)]);
  return {
    rows: pictured.map((row) => {
      if (row.sign === '+' || row.sign === '-') return row;
      if (settings.prefer !== 'target') return row;
      const kept = edits.of(row.target.imageId);
      // Who keeps an edit keeps the image as it is, its picture too.
      return accepted(row, isKept(row.target.imageId) ? [...kept, 'image_file'] : kept);
    }),
    edits,
    superseded: all,
    unsure: looked.unsure,
  };
}

/**
 * Looks at the pictures where names leave it open who is whose counterpart, and where only a name says that something is
 * to be written to an image: nobody writes to another picture because it is called the same.
 * @param made target images of ours, for which links speak.
 */
async function marchWithLooks(
  engine: Engine,
  input: Omit<MarchInput, 'alike'>,
  made: ReadonlySet<number>,
): Promise<{ readonly rows: readonly MarchRow[]; readonly alike: Alike }> {
  const looks = createLooks(engine);
  const { alike } = looks;
  const asked = namesakes(input);
  await looks.at(asked.source, asked.target);
  for (;;) {
    const rows = march({ ...input, alike });
    const byName = rows
      .filter(isPair)
      .filter(
        ({ sign, source, target }) => sign === '~' && !made.has(target.imageId) && !looks.has(source, target),
      );
    if (byName.length === 0) return { rows, alike };
    await looks.at(
      byName.map(({ source }) => source),
      byName.map(({ target }) => target),
    );
  }
}

/** The target shows what it has made of the very text that the source shows: sent again, it would make the same of it. */
function isKeptOtherwise({ source, target }: PairRow, { sent, shown }: ProductSets): boolean {
  return (
    sent.get(target.imageId)?.description === source.description &&
    isKeptFormOf(source.description, target.description) &&
    shown?.get(target.imageId)?.description === target.description
  );
}

/** Both are known, and they are not the same. */
function differsFrom<T>(a: T | undefined, b: T | undefined): boolean {
  return a !== undefined && b !== undefined && a !== b;
}

/** An edit that made the target what the source is by now is nobody's matter. */
function editsThatDiffer(edits: Edits, rows: readonly MarchRow[]): Edits {
  const differing = new Map(rows.filter(isPair).map((row) => [row.target.imageId, row.fields]));
  const chosen = [
    ...(edits.choseThumbnail === true ? ['is_thumbnail'] : []),
    ...(edits.choseOrder === true ? ['sort_order'] : []),
  ];
  const thatDiffer = (imageId: number, fields: readonly string[]): string[] =>
    fields.filter((field) => differing.get(imageId)?.includes(field) === true);
  return {
    ...edits,
    of: (imageId) => thatDiffer(imageId, [...new Set([...edits.of(imageId), ...chosen])]),
    ownOf: (imageId) => thatDiffer(imageId, edits.of(imageId)),
  };
}

/** What somebody has edited on the target is as it should be, where that was decided. */
function accepted(row: PairRow, kept: readonly string[]): PairRow {
  const fields = row.fields.filter((field) => !kept.includes(field));
  return { ...row, sign: fields.length === 0 ? '=' : '~', fields };
}

function withPicture(row: PairRow, superseded: ReadonlySet<number>): PairRow {
  return superseded.has(row.target.imageId)
    ? { ...row, sign: '~', fields: [...row.fields, 'image_file'] }
    : row;
}

/** Images of ours in whose place a newer one of the same source image stands: what is left is to remove them. */
function madeAnew(rows: readonly MarchRow[], links: readonly Link[]): number[] {
  const paired = new Map(rows.filter(isPair).map((row) => [row.source.imageId, row.target.imageId]));
  return links.flatMap((link) => {
    const stands = paired.get(link.sourceImageId);
    const isNewest = links.findLast((one) => one.sourceImageId === link.sourceImageId) === link;
    const newer = links.find((one) => one.targetImageId === stands)?.sourceImageId === link.sourceImageId;
    return !isNewest && newer && stands !== link.targetImageId ? [link.targetImageId] : [];
  });
}

/**
 * Where a picture is to be made anew, the new image may be there already, and the journal may have lost that: an image of
 * the same name and picture that no source image has and no link knows stands in for the old one. Where that cannot be
 * looked at, nothing is done with the source image, because it would be made twice.
 */
async function unknownStandIns(
  engine: Engine,
  rows: readonly MarchRow[],
  superseded: ReadonlySet<number>,
  links: readonly Link[],
): Promise<{ readonly standIns: ReadonlyMap<number, number>; readonly unsure: ReadonlySet<number> }> {
  const known = new Set(links.map((link) => link.targetImageId));
  const free = new Map(
    rows.flatMap((row) =>
      row.sign === '-' && !known.has(row.target.imageId) && !superseded.has(row.target.imageId)
        ? [[row.target.imageId, row.target] as const]
        : [],
    ),
  );
  const standIns = new Map<number, number>();
  const unsure = new Set<number>();
  for (const { source, target } of rows.filter(isPair)) {
    if (!superseded.has(target.imageId)) continue;
    const name = looseStemOfImage(source);
    for (const image of free.values()) {
      if (name === '' || looseStemOfImage(image) !== name) continue;
      await passGate(engine.control);
      const isSame = await showTheSame(engine, source, image);
      if (isSame === undefined) unsure.add(source.imageId);
      if (isSame !== true) continue;
      unsure.delete(source.imageId);
      standIns.set(source.imageId, image.imageId);
      free.delete(image.imageId);
      break;
    }
  }
  return { standIns, unsure };
}

interface Looked {
  /** Target images that certainly show another picture. */
  readonly replaced: ReadonlySet<number>;
  /** Target images whose picture could not be compared. */
  readonly unsure: ReadonlySet<number>;
  /**
   * Source images that took over the image made of another one by its name alone: without a look at the pictures it is a
   * guess that they are counterparts at all.
   */
  readonly guessed: ReadonlySet<number>;
}

/**
 * A source image whose file or date is another than when it was sent may show another picture, and no field says so: the
 * pictures themselves have to. Only what is certainly another picture counts as replaced: a host that does not answer, a
 * format that cannot be decoded and a likeness in the grey prove nothing. Where the superseded are known already, only
 * those are looked at that would be guessed.
 */
async function replacedPictures(
  engine: Engine,
  rows: readonly MarchRow[],
  links: readonly Link[],
  superseded: ReadonlySet<number> | undefined,
): Promise<Looked> {
  const sent = new Map(links.map((link) => [link.targetImageId, link]));
  const then = sourceAsItWas(engine, links);
  const suspicious = rows.filter(isPair).flatMap((pair) => {
    const { source, target } = pair;
    const link = sent.get(target.imageId);
    if (link === undefined) return [];
    const isTakenOver = link.sourceImageId !== source.imageId;
    if (superseded !== undefined && (!isTakenOver || superseded.has(target.imageId))) return [];
    const before = isTakenOver ? undefined : then(link);
    const isSuspicious =
      differs(link.sourceFile, fileOf(source)) ||
      differs(before?.dateModified, source.dateModified) ||
      differs(before?.dateCreated, source.dateCreated);
    return isSuspicious ? [{ ...pair, isTakenOver }] : [];
  });
  const replaced = new Set<number>();
  const unsure = new Set<number>();
  const guessed = new Set<number>();
  await inParallel(suspicious, PICTURES_AT_ONCE, async ({ source, target, isTakenOver }) => {
    await passGate(engine.control);
    const isSame = await showTheSame(engine, source, target);
    if (isSame === false) replaced.add(target.imageId);
    if (isSame === undefined && !isTakenOver) unsure.add(target.imageId);
    // That it is to be made anew was not planned, so it is not done.
    const isKnown = isSame === true || (isSame === false && superseded === undefined);
    if (isTakenOver && !isKnown) guessed.add(source.imageId);
  });
  await passGate(engine.control);
  return { replaced, unsure, guessed };
}

/** What is not known, on either side, proves nothing. */
function differs(a: string | undefined, b: string | undefined): boolean {
  return (a ?? '') !== '' && (b ?? '') !== '' && a !== b;
}

/**
 * A target image that was made of one source image is not the counterpart of another because of its name, unless that one
 * has come since, as a picture does that is uploaded anew in the place of one that was removed.
 */
function foreignTo(engine: Engine, links: readonly Link[]): IsForeign {
  const made = new Map(links.map((link) => [link.targetImageId, link]));
  const seen = imagesAsTheyWere(engine, links);
  return (source, target) => {
    const link = made.get(target.imageId);
    if (link === undefined || link.sourceImageId === source.imageId) return false;
    return seen(link)?.has(source.imageId) !== false;
  };
}

/** The source's image as the plan saw it by which its counterpart was last written. */
function sourceAsItWas(engine: Engine, links: readonly Link[]): (link: Link) => ProductImage | undefined {
  const seen = imagesAsTheyWere(engine, links);
  return (link) => seen(link)?.get(link.sourceImageId);
}

/** The source's product as the plan saw it by which an image was made; undefined when that is not known any more. */
function imagesAsTheyWere(
  { journal }: Engine,
  links: readonly Link[],
): (link: Link) => ReadonlyMap<number, ProductImage> | undefined {
  const byRun = new Map<string, ReadonlyMap<number, ProductImage>>();
  for (const { planRun, sourceProductId } of links) {
    const snapshot = byRun.has(planRun) ? undefined : journal.snapshotOf(planRun, 'source');
    if (snapshot === undefined) continue;
    const images = journal.images(snapshot.snapshot, [sourceProductId]).get(sourceProductId) ?? [];
    byRun.set(planRun, new Map(images.map((image) => [image.imageId, image])));
  }
  return ({ planRun }) => byRun.get(planRun);
}
