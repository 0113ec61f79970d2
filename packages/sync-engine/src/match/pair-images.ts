// Which image of one store is which of the other, within one product: what an earlier run made (links), then file stems.
// A stem that stands on each side once decides alone, but for a target image that was made of another source image (a
// link counts for more than a name) and for pictures that were seen to differ. Where several images share a stem (`image.jpg` three times, or the same picture
// twice), pictures decide as far as they are known, then what the images say and their order; so true twins keep their
// number and two pictures of one name are never taken for each other. Where a picture could not be had, the pair is shown
// as the likeliest and marked as unsure: nobody may act on it. Pure.
import {
  looseStem,
  mayBeOneName,
  type ProductImage,
  stemOf,
  tellingFields,
  type WritableField,
  writableValue,
} from '@cutover/field-mapper';
import { kindred, matchInOrder } from './match-in-order.ts';
import { atOwnPlaces, hasTies, inOrder } from './predict.ts';

/**
 * Whether two images show the same picture; `grey`: both were looked at, and they are neither alike nor certainly
 * different; undefined: they could not be looked at.
 */
export type Alike = (source: ProductImage, target: ProductImage) => boolean | 'grey' | undefined;

export type IsForeign = (source: ProductImage, target: ProductImage) => boolean;

export interface PairImagesInput {
  readonly source: readonly ProductImage[];
  readonly target: readonly ProductImage[];
  readonly links?: ReadonlyMap<number, number>;
  /** Whether a target image was made of another source image that this one has not taken the place of; default: none. */
  readonly isForeign?: IsForeign;
  readonly alike?: Alike;
}

export interface Pairing {
  /** Source image id → its counterpart. */
  readonly partner: ReadonlyMap<number, ProductImage>;
  /** Images whose counterpart only their pictures could tell, and nobody could look: paired or not, it is a guess. */
  readonly unsure: { readonly source: ReadonlySet<number>; readonly target: ReadonlySet<number> };
}

interface Open {
  readonly sources: readonly ProductImage[];
  readonly targets: readonly ProductImage[];
  /** By id, in order. */
  readonly free: Map<number, ProductImage>;
  readonly partner: Map<number, ProductImage>;
  readonly isForeign: IsForeign;
  /** Each source image has a place of its own, so that the target can be given the same. */
  readonly isPlaced: boolean;
  /** How well a target image stands for a source image already. */
  readonly fit: (a: ProductImage, b: ProductImage) => number;
  readonly unsure: { readonly source: Set<number>; readonly target: Set<number> };
}

export function pairAcross(input: PairImagesInput): Pairing {
  const open = openAfterLinks(input);
  const { alike = () => undefined } = input;
  const named = groupsOf(open, stemOfImage);
  // Whether a name tells is asked of all who bear it, not of those that are left over: pictures may have parted them.
  const plain = new Set(
    groupsOf(open, looseStemOfImage).flatMap((group) => (isPlain(open, group) ? [group.key] : [])),
  );
  for (const group of named) pairGroup(open, group, { isPlain: isPlain(open, group), alike });
  for (const group of groupsOf(open, looseStemOfImage))
    pairGroup(open, group, { isPlain: plain.has(group.key), alike });
  pairLeftOver(open, alike);
  return open;
}

/**
 * What no name has paired may be one picture under two names, where a store has made another of ours. Likeness alone
 * is no proof (two size charts on white look alike), so only names are asked that may have become of each other.
 */
function pairLeftOver(open: Open, alike: Alike): void {
  const { sources, targets } = leftOver(open);
  const may = (a: ProductImage, b: ProductImage): boolean => isRenamed(open, a, b) && alike(a, b) === true;
  const group: Group = { key: '', sources, targets };
  pairTwins(open, group, (a, b) => may(a, b) && saysTheSame(a, b));
  pairTwins(open, group, may);
  for (const image of sources) {
    for (const other of targets) {
      const isOpen = !open.partner.has(image.imageId) && open.free.has(other.imageId);
      if (!isOpen || !isRenamed(open, image, other) || alike(image, other) === false) continue;
      open.unsure.source.add(image.imageId);
      open.unsure.target.add(other.imageId);
    }
  }
  spreadDoubt(open, alike);
}

/** What an image may be that is itself a guess is no less a guess: made or removed beside it, it might be there twice, or gone. */
function spreadDoubt(open: Open, alike: Alike): void {
  const { sources, targets } = leftOver(open);
  const unsureTargets = open.targets.filter(({ imageId }) => open.unsure.target.has(imageId));
  const unsureSources = open.sources.filter(({ imageId }) => open.unsure.source.has(imageId));
  const may = (image: ProductImage, other: ProductImage): boolean =>
    isRenamed(open, image, other) && alike(image, other) !== false;
  for (const image of sources)
    if (unsureTargets.some((other) => may(image, other))) open.unsure.source.add(image.imageId);
  for (const other of targets)
    if (unsureSources.some((image) => may(image, other))) open.unsure.target.add(other.imageId);
}

function isRenamed({ isForeign }: Open, image: ProductImage, other: ProductImage): boolean {
  return !isForeign(image, other) && mayBeOneName(nameOf(image), nameOf(other));
}

function leftOver({ sources, free, partner, unsure }: Open): Pick<Group, 'sources' | 'targets'> {
  return {
    sources: sources.filter(({ imageId }) => !partner.has(imageId) && !unsure.source.has(imageId)),
    targets: [...free.values()].filter(({ imageId }) => !unsure.target.has(imageId)),
  };
}

/** Images whose names leave it open who is whose counterpart: their pictures are worth a look. */
export function namesakes(input: PairImagesInput): { source: ProductImage[]; target: ProductImage[] } {
  const open = openAfterLinks(input);
  const found = { source: new Set<ProductImage>(), target: new Set<ProductImage>() };
  const named = groupsOf(open, stemOfImage);
  for (const group of [...named, ...groupsOf(open, looseStemOfImage)]) {
    if (isPlain(open, group)) continue;
    for (const image of group.sources) found.source.add(image);
    for (const image of group.targets) found.target.add(image);
  }
  pairAsNamed(open, named);
  const { sources, targets } = leftOver(open);
  for (const image of sources) {
    for (const other of targets) {
      if (!isRenamed(open, image, other)) continue;
      found.source.add(image);
      found.target.add(other);
    }
  }
  return { source: [...found.source], target: [...found.target] };
}

/** By what names tell, as far as that goes. */
function pairAsNamed(open: Open, named: readonly Group[]): void {
  const pairAll = (groups: readonly Group[]): void => {
    for (const group of groups)
      pairGroup(open, group, { isPlain: isPlain(open, group), alike: () => undefined });
  };
  pairAll(named);
  pairAll(groupsOf(open, looseStemOfImage));
}

function openAfterLinks({ source, target, links, isForeign = () => false }: PairImagesInput): Open {
  const open: Open = {
    sources: inOrder(source),
    targets: target,
    free: new Map(inOrder(target).map((image) => [image.imageId, image])),
    partner: new Map(),
    isForeign,
    isPlaced: !hasTies(source),
    fit: fitOf(source),
    unsure: { source: new Set(), target: new Set() },
  };
  for (const image of open.sources) {
    const linked = links?.get(image.imageId);
    const other = linked === undefined ? undefined : open.free.get(linked);
    if (other !== undefined) pair(open, image, other);
  }
  return open;
}

/** Where the source's places are shared, the target may have been given places of its own: those count for more. */
function fitOf(source: readonly ProductImage[]): Open['fit'] {
  const own = hasTies(source)
    ? new Map(atOwnPlaces(source).map((image) => [image.imageId, image.sortOrder]))
    : new Map<number, number>();
  return (a, b) => (own.get(a.imageId) === b.sortOrder ? 2 : a.sortOrder === b.sortOrder ? 1 : 0);
}

function pair({ free, partner }: Open, image: ProductImage, other: ProductImage): void {
  partner.set(image.imageId, other);
  free.delete(other.imageId);
}

interface Group {
  readonly key: string;
  readonly sources: readonly ProductImage[];
  readonly targets: readonly ProductImage[];
}

function groupsOf({ sources, free, partner }: Open, stem: (image: ProductImage) => string): Group[] {
  if (free.size === 0 || partner.size === sources.length) return [];
  const targets = Map.groupBy(free.values(), stem);
  const waiting = sources.filter((image) => !partner.has(image.imageId));
  return [...Map.groupBy(waiting, stem)].flatMap(([key, group]) => {
    const others = targets.get(key);
    return key === '' || others === undefined ? [] : [{ key, sources: group, targets: others }];
  });
}

/** One on each side, or each side's images told apart by what they say and where they stand; and none made of another. */
function isPlain({ isForeign }: Open, { sources, targets }: Group): boolean {
  if (sources.some((image) => targets.some((other) => isForeign(image, other)))) return false;
  if (sources.length === 1 && targets.length === 1) return true;
  if (sources.length !== targets.length) return false;
  const wordsAndPlace = (image: ProductImage): string =>
    JSON.stringify(tellingFields.wordsAndPlace.map((field) => writableValue(image, field)));
  const places = (images: readonly ProductImage[]): Set<string> => new Set(images.map(wordsAndPlace));
  const [ours, theirs] = [places(sources), places(targets)];
  return ours.size === sources.length && ours.symmetricDifference(theirs).size === 0;
}

type Closeness = (a: ProductImage, b: ProductImage) => boolean;
const agreeIn =
  (fields: readonly WritableField[]): Closeness =>
  (a, b) =>
    fields.every((field) => writableValue(a, field) === writableValue(b, field));
const saysTheSame = agreeIn(tellingFields.words);
/** Two images say the same, and stand in the same place. */
export const isInPlace = agreeIn(tellingFields.wordsAndPlace);

interface Looks {
  readonly isPlain: boolean;
  readonly alike: Alike;
}

function pairGroup(open: Open, group: Group, { isPlain, alike }: Looks): void {
  const [[image, ...more], [other, ...others]] = [group.sources, group.targets];
  // Almost all images are alone with their names, and who is whose counterpart needs no going through then.
  if (isPlain && image !== undefined && other !== undefined && more.length + others.length === 0) {
    if (alike(image, other) !== false) pair(open, image, other);
    return;
  }
  const looks = isPlain
    ? [(a: ProductImage, b: ProductImage) => alike(a, b) !== false]
    : [
        (a: ProductImage, b: ProductImage) => alike(a, b) === true,
        (a: ProductImage, b: ProductImage) => alike(a, b) === 'grey' && !open.isForeign(a, b),
      ];
  for (const looksSame of looks) {
    if (open.isPlaced) pairInPlace(open, group, looksSame);
    pairTwins(open, group, (a, b) => looksSame(a, b) && saysTheSame(a, b));
    pairTwins(open, group, looksSame);
  }
  if (!isPlain) guess(open, group, alike);
}

/** Who stands where he should already is moved for no twin. */
function pairInPlace(open: Open, { sources, targets }: Group, may: Closeness): void {
  for (const image of sources) {
    if (open.partner.has(image.imageId)) continue;
    const other = targets.find(
      (one) => open.free.has(one.imageId) && isInPlace(image, one) && may(image, one),
    );
    if (other !== undefined) pair(open, image, other);
  }
}

/** Those that may be each other's counterpart are told apart by their order, and as far as that leaves it open by place. */
function pairTwins(open: Open, { sources, targets }: Group, may: Closeness): void {
  const ours = sources.filter((image) => !open.partner.has(image.imageId));
  const theirs = targets.filter((image) => open.free.has(image.imageId));
  for (const alike of kindred(ours, theirs, may))
    for (const [image, other] of matchInOrder(alike.ours, alike.theirs, { may, fit: open.fit }))
      pair(open, image, other);
}

/** What no look could settle: shown in the likeliest pairs, of which only one that asks for nothing is believed. */
function guess(open: Open, { sources, targets }: Group, alike: Alike): void {
  const isUnknown = (a: ProductImage, b: ProductImage): boolean =>
    alike(a, b) === undefined || (alike(a, b) === 'grey' && open.isForeign(a, b));
  const isOpen = (a: ProductImage, b: ProductImage): boolean =>
    !open.partner.has(a.imageId) && open.free.has(b.imageId) && isUnknown(a, b);
  const pairUp = (close: Closeness): void => {
    for (const image of sources) {
      const other = targets.find((one) => isOpen(image, one) && close(image, one));
      if (other !== undefined) pair(open, image, other);
    }
  };
  // Where more of the source's are called so and say so than the target has, which of them it is is not told: not by where
  // it stands either, for a store moves images itself when another one comes.
  const isTold = (a: ProductImage, b: ProductImage): boolean =>
    sources.filter((one) => !open.partner.has(one.imageId) && saysTheSame(one, b)).length <=
    targets.filter((one) => open.free.has(one.imageId) && saysTheSame(a, one)).length;
  pairUp((a, b) => isInPlace(a, b) && !open.isForeign(a, b) && isTold(a, b));
  for (const image of sources) {
    for (const other of targets) {
      if (!isOpen(image, other)) continue;
      open.unsure.source.add(image.imageId);
      open.unsure.target.add(other.imageId);
    }
  }
  for (const close of [isInPlace, saysTheSame, () => true]) pairUp(close);
}

/** The name to pair by; from the file, or from an address where a view does not show the file. */
export function nameOf(image: ProductImage): string {
  return image.imageFile || image.urls.zoom || image.urls.standard || image.urls.thumbnail || image.urls.tiny;
}

/** A name is taken apart once, however often its image is asked for: that is most of what an image costs. */
function madeOnce(make: (image: ProductImage) => string): (image: ProductImage) => string {
  const made = new WeakMap<ProductImage, string>();
  return (image) => {
    const before = made.get(image);
    if (before !== undefined) return before;
    const stem = make(image);
    made.set(image, stem);
    return stem;
  };
}

const stemOfImage = madeOnce((image) => stemOf(nameOf(image)));

export const looseStemOfImage: (image: ProductImage) => string = madeOnce((image) =>
  looseStem(stemOfImage(image)),
);
