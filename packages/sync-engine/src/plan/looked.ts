// What a look at target products shows, and what of it is left alone.
import type { ProductImage } from '@cutover/field-mapper';
import type { Slot, SlotShown } from '@cutover/journal';

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
}

export interface Conflict {
  readonly code: 'edited-on-target' | 'changed-since' | 'picture-unchecked' | 'in-doubt';
  readonly words: string;
  /** The image that is left alone; undefined: there is none that could be its counterpart. */
  readonly targetImageId?: number | undefined;
  /** The slot that is left alone. */
  readonly targetSlot?: Slot | undefined;
  /** True where this image was not edited itself: another was chosen as the thumbnail, or another order. */
  readonly byChoice?: boolean;
  /** The image whose create would take the place of this one. */
  readonly sourceImageId?: number | undefined;
}

export function isSameSlot(a: Slot, b: Slot): boolean {
  return 'variantId' in a
    ? 'variantId' in b && a.variantId === b.variantId
    : 'valueId' in b && a.optionId === b.optionId && a.valueId === b.valueId;
}
