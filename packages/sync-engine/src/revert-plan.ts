// What taking one run back needs on one product. Four moments of the product are held against each other: as it was
// before the run (`before`), as the run left it (`after`), as this revert found it (`found`), and as it is (`now`).
// Invariants: what somebody has changed between `after` and `found` is left alone and told; only what the run itself made
// is removed; what the run removed is put back from the archive, first of all. Pure.
import type { Action, ImageBefore, NewAction, SeenImage, WantedFields } from '@cutover/journal';

export interface RevertInput {
  readonly productId: number;
  readonly before: readonly SeenImage[];
  /** Undefined: the run was cut short before it looked back, so that only the texts it sent tell what it left. */
  readonly after: readonly SeenImage[] | undefined;
  readonly found: readonly SeenImage[];
  readonly now: readonly SeenImage[];
  /** What the run did here, in the order in which it was sent. */
  readonly writes: readonly Action[];
  /** Images that the run removed and that have been put back → what they are now. */
  readonly putBack: ReadonlyMap<number, number>;
}

export interface LeftAlone {
  readonly imageId: number;
  readonly fields: readonly string[];
  readonly why: string;
}
export interface RevertPlan {
  readonly actions: readonly NewAction[];
  readonly left: readonly LeftAlone[];
}

type Field = keyof WantedFields;
const fields = ['description', 'sort_order', 'is_thumbnail'] as const satisfies readonly Field[];
const UPDATES_FROM = 100_000;
const REMOVALS_FROM = 200_000;

export function planRevert(input: RevertInput): RevertPlan {
  const knows = knowledgeOf(input);
  const product = { targetProductId: input.productId, sku: input.writes[0]?.sku };
  const puts = input.writes.flatMap((write) => putsBack(input, write));
  const restored = input.before.map((image) => restores(input, knows, image));
  const removed = input.writes.flatMap((write) => removes(knows, write));
  const updates = restored
    .flatMap((one) => ('wanted' in one ? [one] : []))
    // Ascending, because a store may renumber the siblings at or behind the place that is given.
    .toSorted((a, b) => a.before.sort_order - b.before.sort_order || a.before.image_id - b.before.image_id);
  return {
    actions: [
      ...puts
        .flatMap((one) => ('wanted' in one ? [one] : []))
        .map(
          (one, index): NewAction => ({
            ...product,
            kind: 'create',
            targetImageId: one.imageId,
            archive: one.archive,
            wanted: one.wanted,
            position: index,
          }),
        ),
      ...updates.map(
        ({ imageId, wanted }, index): NewAction => ({
          ...product,
          kind: 'update',
          targetImageId: imageId,
          wanted,
          position: UPDATES_FROM + index,
        }),
      ),
      ...removed
        .flatMap((one) => ('why' in one ? [] : [one]))
        .map(
          ({ imageId }, index): NewAction => ({
            ...product,
            kind: 'remove',
            targetImageId: imageId,
            wanted: {},
            position: REMOVALS_FROM + index,
          }),
        ),
    ],
    left: [...puts, ...restored, ...removed].filter(isLeft),
  };
}

function isLeft(one: object): one is LeftAlone {
  return 'why' in one;
}

interface Knowledge {
  readonly now: ReadonlyMap<number, SeenImage>;
  readonly found: ReadonlyMap<number, SeenImage>;
  readonly after: ReadonlyMap<number, SeenImage> | undefined;
  /** What the run sent last, image by image. */
  readonly sent: ReadonlyMap<number, WantedFields>;
  /** Images that the run itself has removed. */
  readonly taken: ReadonlySet<number>;
  /** The thumbnail that there was before, by the id it had; undefined: none. Of several, V3 can show one. */
  readonly thumbnail: number | undefined;
  /** True once that one is it again, or when there was none. */
  readonly mayClear: boolean;
}

function knowledgeOf({ before, after, found, now, writes, putBack }: RevertInput): Knowledge {
  const byId = (images: readonly SeenImage[]) => new Map(images.map((image) => [image.image_id, image]));
  const sent = new Map<number, WantedFields>();
  for (const { kind, targetImageId, resultImageId, wanted } of writes) {
    const imageId = kind === 'create' ? resultImageId : targetImageId;
    if (kind !== 'remove' && imageId !== undefined) sent.set(imageId, { ...sent.get(imageId), ...wanted });
  }
  const shown = byId(now);
  const flagged = before
    .filter((image) => image.is_thumbnail)
    .toSorted((a, b) => a.sort_order - b.sort_order || a.image_id - b.image_id);
  const isFlaggedNow = ({ image_id }: SeenImage): boolean =>
    shown.get(putBack.get(image_id) ?? image_id)?.is_thumbnail === true;
  const thumbnail = flagged.find(isFlaggedNow) ?? flagged[0];
  return {
    now: shown,
    found: byId(found),
    after: after === undefined ? undefined : byId(after),
    sent,
    taken: new Set(writes.flatMap((write) => (write.kind === 'remove' ? (write.targetImageId ?? []) : []))),
    thumbnail: thumbnail?.image_id,
    mayClear: thumbnail === undefined || isFlaggedNow(thumbnail),
  };
}

/** A picture that the run removed, made again from the bytes that were kept. */
function putsBack(
  { before, putBack }: RevertInput,
  { kind, targetImageId, archived, before: atRemoval }: Action,
): (LeftAlone | { imageId: number; archive: string; wanted: WantedFields })[] {
  if (kind !== 'remove' || targetImageId === undefined || putBack.has(targetImageId)) return [];
  const image: ImageBefore | undefined =
    before.find((one) => one.image_id === targetImageId) ?? atRemoval ?? undefined;
  if (archived === undefined || image === undefined)
    return [{ imageId: targetImageId, fields: [], why: 'it was removed, and its picture was not kept' }];
  const { description, sort_order, is_thumbnail } = image;
  return [{ imageId: targetImageId, archive: archived, wanted: { description, sort_order, is_thumbnail } }];
}

/** An image that the run made. */
function removes(
  knows: Knowledge,
  { kind, resultImageId }: Action,
): (LeftAlone | { readonly imageId: number })[] {
  const image = resultImageId === undefined ? undefined : knows.now.get(resultImageId);
  if (kind !== 'create' || image === undefined) return [];
  const changed = changedSince(knows, image);
  return changed.length === 0
    ? [{ imageId: image.image_id }]
    : [
        {
          imageId: image.image_id,
          fields: changed,
          why: `this run made it, and somebody has changed its ${changed.join(', ')} since`,
        },
      ];
}

/** What somebody has changed of an image since the run left it, as far as that can be known. */
function changedSince(knows: Knowledge, image: SeenImage): string[] {
  const found = knows.found.get(image.image_id) ?? image;
  const names = [...fields, 'image_file'] as const;
  return names.filter((field) => isElses(knows, field, image, found));
}

function isElses(
  { after, sent }: Knowledge,
  field: Field | 'image_file',
  image: SeenImage,
  found: SeenImage,
): boolean {
  // Our own writes move places and thumbnails of siblings, but never a text or a picture.
  if ((field === 'description' || field === 'image_file') && image[field] !== found[field]) return true;
  const left = after?.get(image.image_id);
  if (left !== undefined) return found[field] !== left[field];
  const ours = field === 'description' ? sent.get(image.image_id)?.description : undefined;
  return ours !== undefined && found.description !== ours;
}

/** An image that was there before the run: its fields go back to what they were. */
function restores(
  input: RevertInput,
  knows: Knowledge,
  before: SeenImage,
): LeftAlone | { imageId: number; before: SeenImage; wanted: WantedFields } | { readonly same: true } {
  const imageId = input.putBack.get(before.image_id) ?? before.image_id;
  const image = knows.now.get(imageId);
  if (image === undefined) {
    const isTouched = knows.sent.has(before.image_id) && !knows.taken.has(before.image_id);
    return isTouched
      ? { imageId, fields: [], why: 'this run changed it, and somebody has removed it since' }
      : { same: true };
  }
  const differing = fields.filter((field) => image[field] !== before[field]);
  if (differing.length === 0) return { same: true };
  // Put back by this revert, it is moved by our own writes alone; by an earlier one, only by somebody since.
  const isPutBack = imageId !== before.image_id;
  const elses = differing.filter((field) =>
    isPutBack ? knows.found.has(imageId) : isNotOurs(input, knows, field, before, image),
  );
  if (elses.length > 0) {
    const since = knows.sent.has(before.image_id) ? 'since' : 'and not this run';
    return { imageId, fields: elses, why: `somebody has changed its ${elses.join(', ')} ${since}` };
  }
  const isSecond = before.is_thumbnail && before.image_id !== knows.thumbnail;
  if (isSecond && differing.join() === 'is_thumbnail')
    return { imageId, fields: differing, why: 'it was a second thumbnail, and V3 keeps but one' };
  const wanted: WantedFields = {
    ...(differing.includes('description') ? { description: before.description } : {}),
    ...(differing.includes('sort_order') ? { sort_order: before.sort_order } : {}),
    ...(differing.includes('is_thumbnail') && !isSecond && (before.is_thumbnail || knows.mayClear)
      ? { is_thumbnail: before.is_thumbnail }
      : {}),
  };
  return Object.keys(wanted).length === 0 ? { same: true } : { imageId, before, wanted };
}

/** A text that differs and that the run never sent is somebody's, whether or not the run came to its end. */
function isNotOurs(
  { after }: RevertInput,
  knows: Knowledge,
  field: Field,
  before: SeenImage,
  image: SeenImage,
): boolean {
  const found = knows.found.get(image.image_id) ?? image;
  if (isElses(knows, field, image, found)) return true;
  return (
    after === undefined &&
    field === 'description' &&
    knows.sent.get(before.image_id)?.description === undefined
  );
}
