// What a second migration has promised: what the source has changed is there, exactly once, and what others have edited on
// the target is as they left it, unless the source was preferred. Told from the tables of both stores alone.
import type { StoreControl } from '@cutover/sandbox-store';
import type { Prefer } from '@cutover/sync-engine';
import type { Replaced } from './edits-between.ts';
import { outOfOrder } from './in-order.ts';
import type { Scenario } from './scenario.ts';
import {
  byPlace,
  changedFields,
  type Field,
  imageOf,
  type Shown,
  type ShownImage,
  shownBy,
  shownImage,
  words,
} from './shown.ts';

export interface SecondMoments {
  readonly first: Scenario;
  readonly prefer: Prefer;
  readonly source: StoreControl;
  readonly target: StoreControl;
  /** The target before anything, as the first migration left it, and after other people's edits. */
  readonly before: Shown;
  readonly left: Shown;
  readonly found: Shown;
  /** Products that the first migration wrote to, or found in step: of others nobody knows how they were. */
  readonly known: ReadonlySet<number>;
  readonly replaced: readonly Replaced[];
  /** Target images of which a power cut has taken that they are ours: that their pictures were replaced goes unseen. */
  readonly isForgotten: (imageId: number) => boolean;
  /** Pictures of images that the source does not have any more; a twin may still be there. */
  readonly removed: readonly string[];
}

/**
 * What others have edited of a target image, where that counts: an edit that says what the source says by now is nobody's
 * matter, and whoever chose a thumbnail that is gone has chosen none.
 */
export function editedBy(moments: SecondMoments, productId: number, id: number): Field[] {
  return editsOf(moments, productId, id, ({ isKept }) => isKept);
}

/** The same, and moves that may matter: past a twin, or as the source has images beside it that the target had not. */
export function mayBeEditedBy(moments: SecondMoments, productId: number, id: number): Field[] {
  return editsOf(moments, productId, id, ({ isKept, isWhole, hasTwins }) => isKept && isWhole && !hasTwins);
}

/** What keeps its picture from being replaced: that another image was chosen as the thumbnail is no edit of this one. */
function ownEdits(moments: SecondMoments, productId: number, id: number, fields: readonly Field[]): Field[] {
  const then = imageOf(moments.found, id);
  const hasAnother = moments.found.get(productId)?.some((image) => image.isThumbnail && image.id !== id);
  const isPassedOver = then?.isThumbnail === false && hasAnother === true;
  return fields.filter((field) => !(field === 'isThumbnail' && isPassedOver));
}

function editsOf(
  moments: SecondMoments,
  productId: number,
  id: number,
  isNoMove: (order: Order) => boolean,
): Field[] {
  const { prefer, left, found, known } = moments;
  if (prefer === 'source' || !known.has(productId)) return [];
  const then = imageOf(found, id);
  const wanted = then === undefined ? undefined : counterpartOf(moments, then);
  return changedFields(imageOf(left, id), then).filter(
    (field) =>
      !(field !== 'picture' && wanted !== undefined && wanted[field] === then?.[field]) &&
      !(field === 'isThumbnail' && chosenIsGone(moments, productId)) &&
      !(field === 'sortOrder' && isNoMove(orderOf(moments, productId))),
  );
}

/** What the source shows of the picture of a target image, or in its place; undefined where twins leave it open. */
function counterpartOf(moments: SecondMoments, { picture }: ShownImage): ShownImage | undefined {
  const { source, replaced } = moments;
  const instead = replaced.find(({ was }) => was === picture)?.is;
  const [only, ...more] = source.images().filter((one) => one.picture === (instead ?? picture));
  if (only === undefined || more.length > 0) return undefined;
  const siblings = source.images(only.productId).toSorted(byPlace);
  const thumbnail = siblings.find((image) => image.isThumbnail) ?? siblings[0];
  return { ...shownImage(only), isThumbnail: thumbnail?.id === only.id };
}

interface Order {
  /** The target's images stood in the source's order, and only that counts. */
  readonly isKept: boolean;
  /** The target had a counterpart of each image of the source. */
  readonly isWhole: boolean;
  /** Of twins no picture tells whether they have changed places. */
  readonly hasTwins: boolean;
}

/** Where images of the source share a place only their order counts, and a move that leaves it as it is moves nothing. */
function orderOf({ source, target, found, replaced }: SecondMoments, productId: number): Order {
  const sku = target.products().find(({ id }) => id === productId)?.sku;
  const ours = source.images(source.products().find((one) => one.sku === sku)?.id ?? 0);
  if (new Set(ours.map(({ sortOrder }) => sortOrder)).size === ours.length)
    return { isKept: false, isWhole: true, hasTwins: false };
  const theirs = (found.get(productId) ?? []).map((image) => ({
    ...image,
    picture: replaced.find(({ was }) => was === image.picture)?.is ?? image.picture,
  }));
  // Among equals the older one comes first.
  const inTurn = ours.toSorted(byPlace).map((image, place) => ({ ...image, sortOrder: place }));
  const pictures = new Set(theirs.map(({ picture }) => picture));
  return {
    isKept: outOfOrder(inTurn, theirs) === undefined,
    isWhole: ours.every(({ picture }) => pictures.has(picture)),
    hasTwins: new Set(ours.map(({ picture }) => picture)).size < ours.length,
  };
}

function chosenIsGone({ target, left, found }: SecondMoments, productId: number): boolean {
  const chosen = found.get(productId)?.find((image) => image.isThumbnail);
  return (
    chosen !== undefined &&
    imageOf(left, chosen.id)?.isThumbnail === false &&
    !target.images(productId).some(({ id }) => id === chosen.id)
  );
}

export function secondComplaints(moments: SecondMoments): string[] {
  const now = shownBy(moments.target);
  return [
    ...[...moments.found].flatMap(([productId, images]) =>
      images.flatMap((image) => imageComplaints(moments, productId, image, now)),
    ),
    ...moments.source.products().flatMap(({ id, sku }) => {
      const to = moments.target.products().find((one) => one.sku === sku)?.id ?? 0;
      return arrivals(moments, id, to).map((one) => `${sku}: ${one}`);
    }),
  ];
}

/** An image that the second migration found on the target. */
function imageComplaints(
  moments: SecondMoments,
  productId: number,
  found: ShownImage,
  shown: Shown,
): string[] {
  const { first, prefer, replaced, removed } = moments;
  const now = imageOf(shown, found.id);
  const edited = editedBy(moments, productId, found.id);
  const replacement = replaced.find((one) => one.was === found.picture);
  const isOurs = imageOf(moments.before, found.id) === undefined;
  if (now === undefined) {
    if (replacement !== undefined && isOurs) {
      // A twin whose own image the source has removed goes under mirror; which of them that is, no picture tells.
      const go =
        first.policy === 'mirror' ? removed.filter((picture) => picture === found.picture).length : 0;
      const gone = (moments.found.get(productId) ?? []).filter(
        ({ id, picture }) =>
          picture === found.picture &&
          imageOf(shown, id) === undefined &&
          ownEdits(moments, productId, id, editedBy(moments, productId, id)).length > 0,
      );
      const isDecided =
        prefer === 'source' ||
        ownEdits(moments, productId, found.id, edited).length === 0 ||
        gone.length <= go;
      const taken = (shown.get(productId) ?? []).filter((image) => image.picture === replacement.is);
      return [
        ...(isDecided ? [] : [`${words(found)} is gone, and nobody has decided about its edits`]),
        ...(gone.length > go &&
        edited.includes('description') &&
        !taken.some((one) => one.description === found.description)
          ? [`${words(found)} was edited, and what replaced it does not say so`]
          : []),
      ];
    }
    // What the source has fewer of is gone under mirror; how many there must be is counted with the source's own.
    const isSurplus = removed.includes(found.picture) || !isOnSource(moments, found.picture);
    return first.policy === 'mirror' && isSurplus ? [] : [`${words(found)} is gone`];
  }
  if (replacement !== undefined && moments.isForgotten(found.id)) return [];
  const mayStayOf = (id: number): boolean =>
    ownEdits(moments, productId, id, mayBeEditedBy(moments, productId, id)).length > 0;
  const mayStay = mayStayOf(found.id);
  if (replacement !== undefined && isOurs && (prefer === 'source' || !mayStay)) {
    // A twin whose own image the source has removed stays under copy; which of them that is, no picture tells.
    const stay = first.policy === 'copy' ? removed.filter((picture) => picture === found.picture).length : 0;
    const still = (shown.get(productId) ?? []).filter(
      ({ id, picture }) =>
        picture === found.picture && !moments.isForgotten(id) && (prefer === 'source' || !mayStayOf(id)),
    ).length;
    return still > stay ? [`${words(now)} shows what the source has replaced`] : [];
  }
  // What keeps its edits, or has nobody's decision, keeps the picture that it had, under mirror too.
  const isUndecided = replacement !== undefined && prefer !== 'source' && mayStay;
  if (first.policy === 'mirror' && !isUndecided && !isOnSource(moments, now.picture))
    return [`${words(now)} was to be removed`];
  const bumps = first.switches['sort-on-create'] === 'bump' || first.switches['sort-on-update'] === 'bump';
  return edited
    .filter((field) => !(field === 'sortOrder' && bumps))
    .filter((field) => now[field] !== found[field])
    .map((field) => `${words(now)} was ${String(found[field])} by an edit of its ${field}`);
}

function isOnSource({ source }: SecondMoments, picture: string): boolean {
  return source.images().some((image) => image.picture === picture);
}

/** What the source shows, where no edit stands against it. */
function arrivals(moments: SecondMoments, from: number, to: number): string[] {
  const { first, source, target, found, prefer, replaced, removed } = moments;
  const edits = new Map(
    (found.get(to) ?? []).map((image) => [image.id, mayBeEditedBy(moments, to, image.id)]),
  );
  const has = (field: Field): boolean => [...edits.values()].some((fields) => fields.includes(field));
  /** An edited image keeps the picture that it had, until somebody has decided. */
  const undecided = new Set(
    (found.get(to) ?? []).flatMap(({ id, picture }) =>
      (prefer !== 'source' && ownEdits(moments, to, id, edits.get(id) ?? []).length > 0) ||
      moments.isForgotten(id)
        ? replaced.filter((one) => one.was === picture).map((one) => one.is)
        : [],
    ),
  );
  const theirs = target.images(to);
  const complaints: string[] = [];
  for (const [picture, images] of Map.groupBy(source.images(from), (image) => image.picture)) {
    if (undecided.has(picture)) continue;
    const there = theirs.filter((image) => image.picture === picture);
    if (there.length < images.length)
      complaints.push(`lost ${images.length - there.length} of ${picture.slice(7, 15)}`);
    const most =
      images.length + (first.policy === 'copy' ? removed.filter((one) => one === picture).length : 0);
    if (there.length > most) complaints.push(`${there.length - most} too many of ${picture.slice(7, 15)}`);
    const old = new Set(replaced.filter((one) => one.is === picture).map((one) => one.was));
    const isEdited = (found.get(to) ?? []).some(
      (image) =>
        (image.picture === picture || old.has(image.picture)) &&
        (edits.get(image.id) ?? []).includes('description'),
    );
    const texts = (list: readonly { readonly description: string }[]): string =>
      list
        .map((one) => one.description)
        .toSorted()
        .join('|');
    if (!isEdited && there.length === images.length && texts(there) !== texts(images))
      complaints.push(`${picture.slice(7, 15)} says ${texts(there)} instead of ${texts(images)}`);
  }
  if (undecided.size > 0) return complaints;
  if (!has('isThumbnail')) complaints.push(...thumbnail(source, from, target, to));
  if (!has('sortOrder')) complaints.push(...order(source, from, target, to));
  return complaints;
}

function thumbnail(source: StoreControl, from: number, target: StoreControl, to: number): string[] {
  const ours = source.images(from).toSorted(byPlace);
  const wanted = ours.find((image) => image.isThumbnail) ?? ours[0];
  if (wanted === undefined) return [];
  const flagged = target.images(to).filter((image) => image.isThumbnail);
  return flagged.length === 1 && flagged[0]?.picture === wanted.picture
    ? []
    : [
        `${flagged.length} thumbnails, [${flagged.map(words).join(', ')}] instead of ${wanted.picture.slice(7, 15)}`,
      ];
}

function order(source: StoreControl, from: number, target: StoreControl, to: number): string[] {
  const image = outOfOrder(source.images(from), target.images(to).toSorted(byPlace));
  return image === undefined ? [] : [`${words(image)} does not stand where the source has it`];
}
