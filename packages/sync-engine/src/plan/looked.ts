// What a look at target products shows, and what of it is left alone.

import type { ProductImage } from '@cutover/field-mapper';
import type { Slot, SlotChoice, SlotShown } from '@cutover/journal';
import type { Saying } from '../sayings.ts';

/** A target product as it is now. */
export interface Looked {
  readonly productId: number;
  readonly images: readonly ProductImage[];
  /** Of the kinds of picture that are held by slots; default: none. */
  readonly slots?: readonly SlotPicture[];
}

/** What a slot shows: it has no id of its own, and is known by its place. */
export interface SlotPicture extends SlotShown {
  readonly productId: number;
  readonly slot: Slot;
  /** What people tell it by, where that was read: a variant's SKU, and what the shopper chooses to come to it; of a value its name and label. */
  readonly sku?: string | undefined;
  readonly choices?: readonly SlotChoice[] | undefined;
  /** Of an option's value where it was just read: its place in the option, which V3 wants again with each write. */
  readonly sortOrder?: number | undefined;
}

/** What is to be said of a slot of the source that shows a picture, and of its counterpart. */
export interface SlotRow {
  readonly sign: '=' | '~' | '+' | '!';
  readonly rule?:
    | 'edited-on-target'
    | 'picture-broken'
    | 'picture-unchecked'
    | 'rendition-copied'
    | 'slot-ambiguous'
    | 'slot-unmatched'
    | undefined;
  readonly source: SlotPicture;
  /** Absent where nobody knows which it is. */
  readonly target?: SlotPicture | undefined;
  readonly says: Saying;
  /** It shows a rendition in place of an original. */
  readonly rendition?: OfRendition;
}

/** What is to become of a rendition on the target: the original can be reached and takes its place, or it cannot. */
export type OfRendition = 'replaced' | 'stays';

/**
 * Whether the picture that a slot shows is fetched and compared: whatever the journal tells, or where it does not tell. It
 * tells that a set has arrived by the addresses of both sides: where one of them stays when the picture changes,
 * `where-needed` looks and `by-address` believes it. `never`: nobody asks.
 */
export type SlotLook = 'never' | 'by-address' | 'where-needed' | 'always';

export interface Conflict {
  readonly code: 'edited-on-target' | 'changed-since' | 'picture-unchecked' | 'in-doubt';
  readonly says: Saying;
  /** The image that is left alone; undefined: there is none that could be its counterpart. */
  readonly targetImageId?: number | undefined;
  /** The slot that is left alone. */
  readonly targetSlot?: Slot | undefined;
  /** True where this image was not edited itself: another was chosen as the thumbnail, or another order. */
  readonly byChoice?: boolean;
  /** The image whose create would take the place of this one. */
  readonly sourceImageId?: number | undefined;
}

/** One picture as far as addresses tell: hosts and what stands behind a question mark change without it. */
export function isSameAddress(a: string, b: string): boolean {
  if (a === b) return true;
  return URL.canParse(a) && URL.canParse(b) && new URL(a).pathname === new URL(b).pathname;
}
