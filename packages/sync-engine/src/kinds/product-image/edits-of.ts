// What somebody has changed on the target since a run wrote it, or found it right: what the target shows, held against what the newest run left
// behind and against what we sent last. Invariants: an image of which nothing is known has no edits; an edit stays one
// until it is overwritten on purpose, however many runs look at it in between. Pure.
import { isMovedByStore, pickWritable, type WritableField, writableFields } from '@cutover/field-mapper';
import { type Action, type SeenImage, targetImageOf, type WantedFields, wantedBy } from '@cutover/journal';
import type { Edits } from '../../plan/edits.ts';

export interface EditsInput {
  readonly now: readonly SeenImage[];
  /** As this run found them, before its own first write; undefined: it has not written here yet. */
  readonly found: readonly SeenImage[] | undefined;
  /** As the newest run before this one left them; undefined when none that wrote here came to its end. */
  readonly left: readonly SeenImage[] | undefined;
  /** What was sent last, by target image. */
  readonly sent: ReadonlyMap<number, WantedFields>;
  /** What the store showed of that when it answered: a store may keep another text or place; default: what was sent. */
  readonly shown?: ReadonlyMap<number, WantedFields>;
  /** What the plan at hand has sent to images that were there before, whether or not the store shows it; default: nothing. */
  readonly sentNow?: SentNow;
  /** The image that the plan at hand has made the thumbnail last; undefined: none. */
  readonly flaggedNow?: number | undefined;
  /** Only the order of the images counts, not each place: they share places, or the store renumbers. Default: false. */
  readonly onlyOrderCounts?: boolean;
}

/** True when this field of this target image was written on purpose, not merely moved by the store. */
export type SentNow = (targetImageId: number, field: WritableField) => boolean;

export function editsOf(input: EditsInput): Edits {
  const edited = new Map<number, readonly string[]>();
  const fieldsOf = standingEdits(input);
  for (const image of input.now) {
    const names = [...fieldsOf(image), ...pictureEdited(image, momentsOf(input, image.image_id))];
    if (names.length > 0) edited.set(image.image_id, names);
  }
  const choseThumbnail = input.now.some(
    (image) => image.is_thumbnail && edited.get(image.image_id)?.includes('is_thumbnail') === true,
  );
  return { of: (imageId) => edited.get(imageId) ?? [], choseThumbnail };
}

/**
 * Whether the images that a run left behind stood in another order when this one found them. An image that is gone by now
 * has no place any more, so that it was moved is nobody's choice.
 */
export function isReordered({ now, found = now, left }: EditsInput): boolean {
  if (left === undefined) return false;
  const still = new Set(now.map((image) => image.image_id));
  const inTurn = (images: readonly SeenImage[], others: readonly SeenImage[]): number[] => {
    const there = new Set(others.map((image) => image.image_id));
    return images
      .filter((image) => there.has(image.image_id) && still.has(image.image_id))
      .toSorted((a, b) => a.sort_order - b.sort_order || a.image_id - b.image_id)
      .map((image) => image.image_id);
  };
  const then = inTurn(left, found);
  return inTurn(found, left).some((imageId, place) => imageId !== then[place]);
}

/** The fields of an image that somebody has edited, but for a thumbnail whose chosen image is gone: then nothing is chosen. */
function standingEdits(input: EditsInput): (image: SeenImage) => WritableField[] {
  const there = new Set(input.now.map((image) => image.image_id));
  const choiceIsGone =
    input.found?.some(
      (image) =>
        image.is_thumbnail &&
        !there.has(image.image_id) &&
        editedFields(image, momentsOf(input, image.image_id)).includes('is_thumbnail'),
    ) === true;
  return (image) =>
    editedFields(image, momentsOf(input, image.image_id)).filter(
      (field) => !(choiceIsGone && field === 'is_thumbnail'),
    );
}

/**
 * The product as this run leaves it behind: what the target shows, but for edits, of which the value is kept that they
 * have changed. So the next run sees them as edits too.
 */
export function vouchedFor(input: EditsInput): SeenImage[] {
  const fieldsOf = standingEdits(input);
  // Somebody's order is all of it, and stays theirs until a place is written on purpose.
  const isTheirOrder =
    input.onlyOrderCounts === true &&
    isReordered(input) &&
    !input.now.some((image) => input.sentNow?.(image.image_id, 'sort_order') === true);
  return input.now.map((image) => {
    const edited = fieldsOf(image);
    const { found, left, sent, shown, isSent, isChosenSince } = momentsOf(input, image.image_id);
    // What we have overwritten is no edit any more. That the store shows another value proves nothing: it moves images
    // by itself when a sibling is written.
    const stands = (field: WritableField): boolean => edited.includes(field) && !isSent(field);
    return {
      ...image,
      image_file: left?.image_file ?? image.image_file,
      // A text that was edited by what it was before, as far as that is known.
      ...pickWritable(
        { ...image, ...found, ...sent, ...shown, ...left },
        (field) => !isMovedByStore(field) && edited.includes(field),
      ),
      sort_order:
        left !== undefined && (isTheirOrder || stands('sort_order')) ? left.sort_order : image.sort_order,
      // Of an image that came since, only that it was chosen can stand as an edit: it was none's thumbnail before.
      is_thumbnail:
        !isChosenSince && stands('is_thumbnail')
          ? (left?.is_thumbnail ?? false)
          : image.is_thumbnail && !isChosenSince,
    };
  });
}

interface Moments {
  readonly isSent: (field: WritableField) => boolean;
  readonly found: SeenImage | undefined;
  readonly left: SeenImage | undefined;
  readonly sent: WantedFields | undefined;
  readonly shown: WantedFields | undefined;
  /** It is the thumbnail now, neither by our word nor by a store's own rule. */
  readonly isChosenSince: boolean;
}

function momentsOf(input: EditsInput, imageId: number): Moments {
  const { found, left, sent, shown, sentNow } = input;
  const of = (images: readonly SeenImage[] | undefined) =>
    images?.find((image) => image.image_id === imageId);
  return {
    found: of(found),
    left: of(left),
    sent: sent.get(imageId),
    shown: shown?.get(imageId),
    isSent: (field) => sentNow?.(imageId, field) === true,
    isChosenSince: left !== undefined && (isNewChoice(input, imageId) || isChoiceMeanwhile(input, imageId)),
  };
}

/** It came since, not from us, and is the thumbnail although a store has no reason of its own to make it that. */
function isNewChoice({ now, found = now, left, sent }: EditsInput, imageId: number): boolean {
  const image = found.find((one) => one.image_id === imageId);
  if (image?.is_thumbnail !== true || sent.has(imageId)) return false;
  if (left === undefined || left.some((one) => one.image_id === imageId)) return false;
  const former = left.find((one) => one.is_thumbnail);
  const isPassedOver = found.some((one) => one.image_id === former?.image_id && !one.is_thumbnail);
  // In the place of one that is gone, a store takes the first or the oldest.
  const comesBefore = (one: SeenImage): boolean =>
    one.sort_order < image.sort_order || (one.sort_order === image.sort_order && one.image_id < imageId);
  const isLast = found.some(comesBefore) && found.some((one) => one.image_id < imageId);
  return former !== undefined && (isPassedOver || isLast);
}

/** It has become the thumbnail during this run, and the one that was to be it is still there, passed over. */
function isChoiceMeanwhile({ now, found, flaggedNow }: EditsInput, imageId: number): boolean {
  if (found === undefined) return false;
  const flagged = (images: readonly SeenImage[], id: number | undefined): boolean | undefined =>
    images.find((one) => one.image_id === id)?.is_thumbnail;
  const former = flaggedNow ?? found.find((one) => one.is_thumbnail)?.image_id;
  return former !== imageId && flagged(now, imageId) === true && flagged(now, former) === false;
}

/** No write of ours puts another file under an image: whoever did has given it another picture. */
function pictureEdited(image: SeenImage, { left }: Moments): string[] {
  return left !== undefined && left.image_file !== image.image_file ? ['image_file'] : [];
}

/** The image that these actions have made the thumbnail last. */
export function flaggedBy(actions: readonly Action[]): number | undefined {
  const last = actions.findLast(
    (action) => action.status === 'applied' && wantedBy(action).is_thumbnail === true,
  );
  return last === undefined ? undefined : targetImageOf(last);
}

/** What these actions have sent. The flag of a thumbnail takes it from all the others, so it was sent to them, too. */
export function sentBy(actions: readonly Action[]): SentNow {
  const sent = new Set<string>();
  let isFlagSent = false;
  for (const action of actions) {
    if (action.status !== 'applied') continue;
    isFlagSent ||= wantedBy(action).is_thumbnail === true;
    if (action.verb !== 'update') continue;
    for (const field of writableFields)
      if (action.wanted[field] !== undefined) sent.add(`${action.subject.imageId} ${field}`);
  }
  return (imageId, field) => (field === 'is_thumbnail' && isFlagSent) || sent.has(`${imageId} ${field}`);
}

function editedFields(image: SeenImage, moments: Moments): WritableField[] {
  const { found, left, sent, shown, isSent } = moments;
  return writableFields.filter((field) => {
    if (field === 'is_thumbnail' && moments.isChosenSince) return true;
    // Places and thumbnails are moved by a store itself when a sibling is written, so our own writes must not count.
    if (isMovedByStore(field)) {
      const { [field]: value } = found ?? image;
      // A place may be kept otherwise than it was sent. A flag that a store showed of its own, as of a first image, was
      // never our word, and counts as somebody's when it is there again.
      const isOurs = value === sent?.[field] || (field === 'sort_order' && value === shown?.sort_order);
      return left !== undefined && value !== left[field] && !isOurs;
    }
    // A text is moved by nobody but somebody; one that we have sent and that the store does not show is no work of theirs.
    if (isSent(field) && image[field] === found?.[field]) return false;
    const ours = [left?.[field], sent?.[field], shown?.[field]].filter((value) => value !== undefined);
    const known = ours.length > 0 || found === undefined ? ours : [found[field]];
    return known.length > 0 && !known.includes(image[field]);
  });
}
