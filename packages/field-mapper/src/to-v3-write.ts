// What a V3 write may carry of an image, and what it cannot, with the reason. Invariant: nothing is lost in silence; a
// value either stands in the fields or in the list of what cannot be sent.
import { imageUrlLengthMax, sortOrderMax, sortOrderMin } from './limits.ts';
import { picturePlaces } from './picture-place.ts';
import type { ProductImage } from './product-image.ts';
import { pickWritable, type WritableValues, writableValues } from './writable-fields.ts';

/** How the picture itself is handed over: an address for the store to fetch, or the bytes as multipart. */
export type PictureSource = { readonly imageUrl: string } | { readonly upload: true };

/** The fields of a V3 create or update; `image_url` only where an address is handed over. */
export interface V3ImageWrite extends Partial<WritableValues> {
  readonly image_url?: string;
}

export interface CannotSend {
  /** The V3 name where there is one, else V2's. */
  readonly field: string;
  readonly reason: string;
}

/** The part of an image that a V3 update may change. */
export type ChangeableFields = Partial<Pick<ProductImage, 'description' | 'sortOrder' | 'isThumbnail'>>;

/** The body of a V3 create for this image in another store, and what of it has no place there. */
export function toV3Create(
  image: ProductImage,
  picture: PictureSource,
): { readonly fields: V3ImageWrite; readonly cannotSend: readonly CannotSend[] } {
  const cannotSend: CannotSend[] = [];
  const address = 'imageUrl' in picture ? picture.imageUrl : undefined;
  const addressProblem = address === undefined ? undefined : whyNotAnAddress(address);
  if (addressProblem !== undefined) cannotSend.push({ field: 'image_url', reason: addressProblem });
  const sortable = isInt32(image.sortOrder);
  if (!sortable)
    cannotSend.push({ field: 'sort_order', reason: `${image.sortOrder} is not a 32-bit integer` });
  if (image.dateCreated !== undefined) {
    cannotSend.push({ field: 'date_created', reason: 'V3 has no such field; the target notes its own time' });
  }
  if (image.dateModified !== undefined) {
    cannotSend.push({ field: 'date_modified', reason: 'kept by the store; the target notes its own time' });
  }
  const fields = {
    ...(address !== undefined && addressProblem === undefined && { image_url: address }),
    ...pickWritable(writableValues(image), (field) => field !== 'sort_order' || sortable),
  };
  return { fields, cannotSend };
}

/** The body of a V3 update that changes these fields and no other. */
export function toV3Update(fields: ChangeableFields): V3ImageWrite {
  return {
    ...(fields.description !== undefined && { description: fields.description }),
    ...(fields.sortOrder !== undefined && { sort_order: fields.sortOrder }),
    ...(fields.isThumbnail !== undefined && { is_thumbnail: fields.isThumbnail }),
  };
}

/** Why a text cannot be V3's `image_url`; undefined when it can. A rendition's can, and is for the caller to refuse. */
export function whyNotAnAddress(text: string): string | undefined {
  const [place, ...more] = picturePlaces(text);
  if (place === undefined) return 'there is no address';
  if (more.length > 0 || place.kind === 'unclear') return 'several addresses, or one in another';
  if (place.kind === 'store-path' || place.kind === 'folder-path') {
    return "a path relative to V2's WebDAV import folder has no counterpart in V3: give a public address or upload the picture";
  }
  if (place.kind === 'foreign' || place.address !== text) return 'not an http or https address';
  if (/[^\x21-\x7e]/.test(text)) return 'holds spaces or letters outside ASCII: percent-encode it first';
  if (text.length > imageUrlLengthMax)
    return `${text.length} characters long, V3 takes ${imageUrlLengthMax}: upload the picture`;
  return undefined;
}

/** True for what V3 takes as a sort order: an integer of 32 bits, negatives included. */
export function isInt32(value: number): boolean {
  return Number.isInteger(value) && value >= sortOrderMin && value <= sortOrderMax;
}
