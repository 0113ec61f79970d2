// What is kept of a picture that is handed over: where it was found, and what its bytes have shown.
import {
  type FoundPicture,
  type PictureFormat,
  type ResolvedOriginal,
  type SeenPicture,
  seenPicture,
} from '@cutover/image-content';
import type { HandedOriginal, HandedOver } from '@cutover/journal';

type Found = Pick<HandedOriginal, 'origin' | 'url'>;

/** An original by the rule that has found it; what a saved file stands for, by where it lay. */
export function foundAs({ origin, url, lay, ...seen }: ResolvedOriginal): HandedOriginal {
  return asOriginal(placeFound({ origin, url }, lay), seen);
}

/** What a slot shows, or the original of what it shows. */
export function foundInSlot(found: Found, { lay, ...seen }: FoundPicture): HandedOriginal {
  return asOriginal(placeFound(found, lay), seen);
}

/** Bytes that are put back. */
export async function putBackAs(
  found: Found,
  bytes: Uint8Array,
  format: PictureFormat,
): Promise<HandedOriginal> {
  return asOriginal(found, await seenPicture(bytes, format, bytes.length));
}

/** The same, as the bytes have shown it that are uploaded: all of them are there. */
export async function uploadedAs<Handed extends HandedOver>(
  handedOver: Handed,
  bytes: Uint8Array,
  format: PictureFormat,
): Promise<Handed> {
  return { ...handedOver, ...facts(await seenPicture(bytes, format, bytes.length)) };
}

const asOriginal = (found: Found, seen: SeenPicture): HandedOriginal => ({
  is: 'original',
  ...found,
  ...facts(seen),
});

function facts(seen: SeenPicture): Omit<SeenPicture, 'format'> {
  const { format: _, ...told } = seen;
  return told;
}

/** The address by which a saved file is asked for its pictures is shown to nobody. */
function placeFound(found: Found, lay: FoundPicture['lay']): Found {
  if (lay === undefined) return found;
  return 'in' in lay ? { origin: 'folder' } : { origin: 'file', url: lay.at };
}
