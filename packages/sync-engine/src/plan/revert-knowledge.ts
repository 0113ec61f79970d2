// What is known of one product when a run is taken back, and what follows from it for one field of one image: whether it
// is as the run left it, or as somebody else has. The moments are told in the ids that the run knows. Pure.
import { isMovedByStore, type WritableField } from '@cutover/field-mapper';
import type { Action, SeenImage, WantedFields } from '@cutover/journal';
import { type KnownIds, knownIds, type PutBack } from './put-back.ts';

export interface RevertInput {
  readonly productId: number;
  /** Undefined: the journal has no note of it, so that only what was changed is known, and not what moved beside it. */
  readonly before: readonly SeenImage[] | undefined;
  /** Undefined: the run was cut short before it looked back, so that only the texts it sent tell what it left. */
  readonly after: readonly SeenImage[] | undefined;
  readonly found: readonly SeenImage[];
  /** What earlier reverts of the run that were not all done found and left here, the first of them first; default: none. */
  readonly earlier?: readonly EarlierRevert[];
  /** How another command of ours left the product, after the run had been taken back wholly once; default: none has. */
  readonly leftSince?: readonly SeenImage[] | undefined;
  readonly now: readonly SeenImage[];
  /** What the run did here, in the order in which it was sent. */
  readonly writes: readonly Action[];
  readonly putBack: PutBack;
  /** Images of the run in whose place a later run has made another: the run's → the later one's. */
  readonly successors: ReadonlyMap<number, number>;
}

export interface EarlierRevert {
  readonly found: readonly SeenImage[];
  /** Undefined: it was cut short before it looked back. */
  readonly after: readonly SeenImage[] | undefined;
}

/** A product at one moment, in the ids that the run knows. */
type Moment = ReadonlyMap<number, SeenImage>;

export interface Knowledge {
  readonly ids: KnownIds;
  readonly before: readonly SeenImage[];
  /** The moments below are told in the ids that the run knows. */
  readonly now: ReadonlyMap<number, SeenImage>;
  readonly found: ReadonlyMap<number, SeenImage>;
  readonly after: ReadonlyMap<number, SeenImage> | undefined;
  /** As another command of ours left it, after the run had been taken back once; undefined: none has. */
  readonly leftSince: Moment | undefined;
  /** From when one of our commands was done here until the next one began: what moves then, others have moved. */
  readonly between: readonly { readonly from: Moment; readonly to: Moment }[];
  /** Files of the images that the run made, as the store named them when it had made them. */
  readonly files: ReadonlyMap<number, string>;
  /** What the run sent last, image by image. */
  readonly sent: ReadonlyMap<number, WantedFields>;
  /** Images that the run itself has removed. */
  readonly taken: ReadonlySet<number>;
  /** The thumbnail that there was before; undefined: none. Of several, V3 can show one. */
  readonly thumbnail: number | undefined;
  /** True once that one is it again, or when there was none. */
  readonly mayClear: boolean;
  /** Somebody has chosen another thumbnail since the run: the product keeps theirs. */
  readonly thumbnailIsElses: boolean;
  /** Images that neither the run nor any revert knows of. */
  readonly strangers: readonly SeenImage[];
}

export function knowledgeOf(input: RevertInput): Knowledge {
  const { before, after, found, earlier = [], now, writes, putBack } = input;
  const was = before ?? beforeWrites(writes);
  // The better known last: how the run saw an image counts for more than what it sent.
  const ids = knownIds([...madeBy(writes), ...was, ...(after ?? [])], now, putBack);
  const byId = (images: readonly SeenImage[]) => new Map(images.map((image) => [image.image_id, image]));
  const sent = new Map<number, WantedFields>();
  for (const { kind, targetImageId, resultImageId, wanted } of writes) {
    const imageId = kind === 'create' ? resultImageId : targetImageId;
    if (kind !== 'remove' && imageId !== undefined) sent.set(imageId, { ...sent.get(imageId), ...wanted });
  }
  const shown = byId(ids.asKnown(now));
  const flagged = was
    .filter((image) => image.is_thumbnail)
    .toSorted((a, b) => a.sort_order - b.sort_order || a.image_id - b.image_id);
  const isFlaggedNow = ({ image_id }: SeenImage): boolean => shown.get(image_id)?.is_thumbnail === true;
  const thumbnail = flagged.find(isFlaggedNow) ?? flagged[0];
  const left = after === undefined ? undefined : byId(after);
  const between = [after, ...earlier.map((one) => one.after)].flatMap((from, nth) => {
    const to = earlier[nth]?.found ?? found;
    return from === undefined ? [] : [{ from: byId(ids.asKnown(from)), to: byId(ids.asKnown(to)) }];
  });
  const isChosen = ({ from, to }: { from: Moment; to: Moment }): boolean =>
    [...to.values()].some(
      ({ image_id, is_thumbnail }) =>
        is_thumbnail &&
        from.get(image_id)?.is_thumbnail !== true &&
        !flagged.some((image) => image.image_id === image_id),
    );
  const known = new Set([...was.map((image) => image.image_id), ...sent.keys(), ...(left?.keys() ?? [])]);
  return {
    ids,
    before: was,
    now: shown,
    found: byId(ids.asKnown(found)),
    after: left,
    leftSince: input.leftSince === undefined ? undefined : byId(ids.asKnown(input.leftSince)),
    between,
    files: new Map(madeBy(writes).map((image) => [image.image_id, image.image_file])),
    sent,
    taken: new Set(writes.flatMap((write) => (write.kind === 'remove' ? (write.targetImageId ?? []) : []))),
    thumbnail: thumbnail?.image_id,
    mayClear: thumbnail === undefined || isFlaggedNow(thumbnail),
    thumbnailIsElses: between.some(isChosen),
    strangers: [...shown.values()].filter((image) => !known.has(image.image_id)),
  };
}

/** What the actions themselves say of the images they changed, the first of each. */
function beforeWrites(writes: readonly Action[]): SeenImage[] {
  const first = new Map<number, SeenImage>();
  for (const { targetImageId, before } of writes) {
    if (targetImageId !== undefined && before !== undefined && !first.has(targetImageId))
      first.set(targetImageId, { image_id: targetImageId, ...before });
  }
  return [...first.values()];
}

/** Images that the run made, as the store answered or, of an older journal, as it sent them; so that they are known where it was cut short. */
function madeBy(writes: readonly Action[]): SeenImage[] {
  return writes.flatMap(({ resultImageId, wanted, shown }) =>
    resultImageId === undefined
      ? []
      : [
          {
            image_id: resultImageId,
            description: '',
            sort_order: 0,
            is_thumbnail: false,
            image_file: '',
            ...wanted,
            ...shown,
          },
        ],
  );
}

/** Whether a field is as somebody else has left it, as far as that can be known. */
export function isElses(
  { after, between, sent, found, files }: Knowledge,
  field: WritableField | 'image_file',
  image: SeenImage,
): boolean {
  const first = found.get(image.image_id) ?? image;
  // Our own writes move places and thumbnails of siblings, but never a text or a picture.
  const isMoved = field !== 'image_file' && isMovedByStore(field);
  if (!isMoved && image[field] !== first[field]) return true;
  const left = after?.get(image.image_id);
  if (left !== undefined && isMoved)
    return between.some(({ from, to }) => {
      const [was, is] = [from.get(image.image_id), to.get(image.image_id)];
      return was !== undefined && is !== undefined && was[field] !== is[field];
    });
  if (left !== undefined) return first[field] !== left[field];
  if (field === 'image_file') {
    // Where the run did not look back, the store's answer tells under which file it made the image.
    const file = files.get(image.image_id) ?? '';
    return file !== '' && first.image_file !== '' && first.image_file !== file;
  }
  const ours = isMoved ? undefined : sent.get(image.image_id)?.[field];
  return ours !== undefined && first[field] !== ours;
}

/**
 * The same of an image that the run removed and a revert has put back, as it was. Put back by this one, our own writes alone
 * move it; by an earlier one that looked back, what differs from what that one left; without that look, all that differs.
 */
export function isElsesOfPutBack(
  { between, found }: Knowledge,
  field: WritableField,
  imageId: number,
): boolean {
  if (!found.has(imageId)) return false;
  const since = between.flatMap(({ from, to }) => {
    const was = from.get(imageId);
    return was === undefined ? [] : [was[field] !== to.get(imageId)?.[field]];
  });
  return since.length === 0 || since.includes(true);
}

/**
 * Whether a field is as a later command of ours has left it: the run had been taken back before that, so the change is none
 * of its own, and nobody else's either.
 */
export function isOfLater({ leftSince, found }: Knowledge, field: WritableField, imageId: number): boolean {
  const [left, first] = [leftSince?.get(imageId), found.get(imageId)];
  return left !== undefined && first !== undefined && left[field] === first[field];
}

/** The same of an image that is gone: when that command had ended it was. */
export function isGoneSince({ leftSince }: Knowledge, imageId: number): boolean {
  return leftSince !== undefined && !leftSince.has(imageId);
}

/** A text that differs and that the run never sent is somebody's, whatever the run saw at its end. */
export function isNeverSentText({ sent }: Knowledge, field: WritableField, imageId: number): boolean {
  return !isMovedByStore(field) && sent.get(imageId)?.[field] === undefined;
}
