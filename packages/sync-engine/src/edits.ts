// What somebody has changed on the target since we wrote it: what the target shows now, held against what the newest run
// saw when it was done and against what we sent last. Invariant: an image that no run of ours has left behind has no
// edits, because nothing is known of how it was. Pure.
import type { ProductImage } from '@cutover/field-mapper';
import type { Link, SeenImage, WantedFields } from '@cutover/journal';

export interface Edits {
  /** V3's names of the fields of this target image that somebody has edited; empty: none. */
  of(targetImageId: number): readonly string[];
}

export const noEdits: Edits = { of: () => [] };

export interface EditsInput {
  /** The product's images as they were before this run wrote to it: its own writes are nobody's edits. */
  readonly found: readonly SeenImage[];
  /** As the newest run that wrote here saw them when it was done; undefined when none came to its end. */
  readonly left: readonly SeenImage[] | undefined;
  readonly links: readonly Link[];
}

type Field = keyof WantedFields;
const fields = ['description', 'sort_order', 'is_thumbnail'] as const satisfies readonly Field[];

export function editsOf({ found, left, links }: EditsInput): Edits {
  const seen = new Map(left?.map((image) => [image.image_id, image]));
  const sent = new Map(links.map((link) => [link.targetImageId, link.wanted]));
  const edited = new Map<number, readonly string[]>();
  for (const image of found) {
    const names = fields.filter((field) => isEdited(field, image, seen.get(image.image_id), sent));
    if (names.length > 0) edited.set(image.image_id, names);
  }
  return { of: (imageId) => edited.get(imageId) ?? [] };
}

function isEdited(
  field: Field,
  image: SeenImage,
  left: SeenImage | undefined,
  sent: ReadonlyMap<number, WantedFields>,
): boolean {
  const ours = sent.get(image.image_id)?.[field];
  if (left !== undefined) return image[field] !== left[field] && image[field] !== ours;
  // Places and thumbnails are moved by a store itself when a sibling is written; a text is moved by somebody.
  return field === 'description' && ours !== undefined && image.description !== ours;
}

/** An image as the journal keeps it. */
export function seenOf(image: ProductImage): SeenImage {
  return {
    image_id: image.imageId,
    description: image.description,
    sort_order: image.sortOrder,
    is_thumbnail: image.isThumbnail,
    image_file: image.imageFile,
  };
}
