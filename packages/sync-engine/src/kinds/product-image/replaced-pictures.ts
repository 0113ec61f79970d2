// Which target images show what the source has replaced, and what may stand in their place already: told by links, files
// and dates as far as they go, and then by the pictures themselves.
import type { Link } from '@cutover/journal';
import type { Engine } from '../../engine.ts';
import { inParallel } from '../../in-parallel.ts';
import { isPair, type MarchRow, type PairRow } from '../../match/march.ts';
import { type IsForeign, looseStemOfImage } from '../../match/pair-images.ts';
import { isOriginalThere } from '../../pictures/renditions.ts';
import { showTheSame } from '../../pictures/same-picture.ts';
import type { OfRendition } from '../../plan/looked.ts';
import { fileOf } from '../../plan/seen-image.ts';
import { passGate } from '../../stopped.ts';
import type { Known, SourceThen } from './known.ts';

const PICTURES_AT_ONCE = 8;

/**
 * Where a picture is to be made again, the new image may be there already, and the journal may have lost that: an image of
 * the same name and picture that no source image has and no link knows stands in for the old one. Where that cannot be
 * looked at, nothing is done with the source image, because it would be made twice.
 */
export async function unknownStandIns(
  engine: Engine,
  rows: readonly MarchRow[],
  outdated: ReadonlySet<number>,
  links: readonly Link[],
): Promise<{ readonly standIns: ReadonlyMap<number, number>; readonly unsure: ReadonlySet<number> }> {
  const known = new Set(links.map((link) => link.targetImageId));
  const free = new Map(
    rows.flatMap((row) =>
      row.sign === '-' && !known.has(row.target.imageId) && !outdated.has(row.target.imageId)
        ? [[row.target.imageId, row.target] as const]
        : [],
    ),
  );
  const standIns = new Map<number, number>();
  const unsure = new Set<number>();
  for (const { source, target } of rows.filter(isPair)) {
    if (!outdated.has(target.imageId)) continue;
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
  /** Target images that show a rendition, handed over because no original could be reached, and what is to become of them. */
  readonly renditions: ReadonlyMap<number, OfRendition>;
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
 * format that cannot be decoded and a likeness in the grey prove nothing. Where the outdated are known already, only
 * those are looked at that would be guessed. A rendition is replaced as soon as the original can be reached.
 * @param isRendition whether a target image shows one still.
 */
export async function replacedPictures(
  engine: Engine,
  rows: readonly MarchRow[],
  { links, sourceThen }: Pick<Known, 'links' | 'sourceThen'>,
  outdated: ReadonlySet<number> | undefined,
  isRendition: (pair: PairRow) => boolean,
): Promise<Looked> {
  const sent = new Map(links.map((link) => [link.targetImageId, link]));
  const suspicious = rows.filter(isPair).flatMap((pair) => {
    const { source, target } = pair;
    const link = sent.get(target.imageId);
    if (link === undefined) return [];
    const isTakenOver = link.sourceImageId !== source.imageId;
    if (outdated !== undefined && (!isTakenOver || outdated.has(target.imageId))) return [];
    const before = isTakenOver ? undefined : sourceThen(link)?.get(link.sourceImageId);
    const isSuspicious =
      differs(link.sourceFile, fileOf(source)) ||
      differs(before?.dateModified, source.dateModified) ||
      differs(before?.dateCreated, source.dateCreated);
    return isSuspicious ? [{ ...pair, isTakenOver }] : [];
  });
  const renditions = new Map<number, OfRendition>();
  const shownAsRenditions = outdated === undefined ? rows.filter(isPair).filter(isRendition) : [];
  await inParallel(shownAsRenditions, PICTURES_AT_ONCE, async ({ source, target }) => {
    await passGate(engine.control);
    renditions.set(target.imageId, (await isOriginalThere(engine, source)) ? 'replaced' : 'stays');
  });
  const replaced = new Set([...renditions].flatMap(([imageId, is]) => (is === 'replaced' ? [imageId] : [])));
  const unsure = new Set<number>();
  const guessed = new Set<number>();
  await inParallel(suspicious, PICTURES_AT_ONCE, async ({ source, target, isTakenOver }) => {
    await passGate(engine.control);
    const isSame = await showTheSame(engine, source, target);
    if (isSame === false) {
      replaced.add(target.imageId);
      // It is to show another picture, whichever of this one it shows.
      renditions.delete(target.imageId);
    }
    if (isSame === undefined && !isTakenOver) unsure.add(target.imageId);
    // That it is to be made again was not planned, so it is not done.
    const isKnown = isSame === true || (isSame === false && outdated === undefined);
    if (isTakenOver && !isKnown) guessed.add(source.imageId);
  });
  await passGate(engine.control);
  return { renditions, replaced, unsure, guessed };
}

/** What is not known, on either side, proves nothing. */
function differs(a: string | undefined, b: string | undefined): boolean {
  return (a ?? '') !== '' && (b ?? '') !== '' && a !== b;
}

/**
 * A target image that was made of one source image is not the counterpart of another because of its name, unless that one
 * has come since, as a picture does that is uploaded again in the place of one that was removed.
 */
export function foreignTo(links: readonly Link[], sourceThen: SourceThen): IsForeign {
  const made = new Map(links.map((link) => [link.targetImageId, link]));
  return (source, target) => {
    const link = made.get(target.imageId);
    if (link === undefined || link.sourceImageId === source.imageId) return false;
    return sourceThen(link)?.has(source.imageId) !== false;
  };
}
