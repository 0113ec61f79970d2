// What the engine says of what it finds: a code with its facts, which the app puts into words. What is said of another
// saying holds it.
import type { SlotKind } from '@cutover/journal';
import type { ActionSaying } from './action-sayings.ts';
import type { PictureSaying } from './picture-sayings.ts';

/** What a finding says, by its code. */
export type Saying =
  /** Not yet in facts: the words themselves. */
  | { readonly code: 'as-said'; readonly words: string }
  /** What is said of an image of the source, said of one of the target. */
  | { readonly code: 'on-target'; readonly says: Saying }
  /** A product without a counterpart, and how many images of its own nobody could hold against another. */
  | {
      readonly code: 'images-not-compared';
      readonly why: Saying;
      readonly images: number;
      readonly sourceProductId: number;
    }
  /** Where fields differ, and the picture is wrong besides. */
  | { readonly code: 'picture-too'; readonly says: Saying; readonly reason: PictureSaying }
  /** What is said of the picture that a slot shows. */
  | { readonly code: 'of-slot'; readonly slot: SlotKind; readonly name: string; readonly says: Saying }
  /** What a revert leaves as it is, and why. */
  | { readonly code: 'left-alone'; readonly why: LeftAloneSaying }
  /** An action without an end, which a revert leaves alone, and the images that it may have made. */
  | { readonly code: 'in-doubt'; readonly action: string; readonly candidates: readonly number[] }
  /** The same of one that may have filled a slot. */
  | { readonly code: 'slot-in-doubt'; readonly action: string; readonly slot: SlotKind }
  | LeftAloneSaying
  | ActionSaying
  | PictureSaying;

/** Why a revert leaves something as it is. */
export type LeftAloneSaying =
  /** The journal does not hold how the product was, so only what was sent is taken back. */
  | { readonly code: 'product-before-unknown' }
  /** A removed image of which nobody knows whether it has been put back. */
  | { readonly code: 'put-back-in-doubt' }
  /** A removed image that was put back and is gone again. */
  | { readonly code: 'gone-again' }
  /** A removed image, and another that has its name and its text. */
  | { readonly code: 'namesake-there'; readonly imageId: number }
  /** A removed image whose bytes were not kept. */
  | { readonly code: 'not-kept' }
  /** An image that the run made and a later run has made again. */
  | { readonly code: 'made-again'; readonly imageId: number }
  /** An image that the run made and somebody has edited. */
  | { readonly code: 'made-and-edited'; readonly fields: readonly string[] }
  /** An image that the run made stays, so that there are not fewer than before. */
  | { readonly code: 'in-place-of'; readonly imageId: number }
  /** An image that the run changed and somebody has removed. */
  | { readonly code: 'changed-and-removed' }
  /** What is not as the run found it was not done by the run. */
  | { readonly code: 'changed-by-others'; readonly fields: readonly string[] }
  /** Somebody has chosen another thumbnail since. */
  | { readonly code: 'other-thumbnail-chosen' }
  /** The image was one of two thumbnails. */
  | { readonly code: 'second-thumbnail' }
  /** A slot of which nobody knows whether its picture has been put back. */
  | { readonly code: 'slot-put-back-in-doubt' }
  /** The target has lost the slot. */
  | { readonly code: 'slot-gone'; readonly slot: SlotKind }
  /** Somebody has given the slot another picture since. */
  | { readonly code: 'slot-changed' }
  /** A slot that was empty, which no call of V3 makes it again. */
  | { readonly code: 'slot-was-empty'; readonly slot: SlotKind }
  /** A swatch that showed these colours, as V2 spells them. */
  | { readonly code: 'slot-showed-colours'; readonly colours: string }
  /** What the slot showed before was not kept. */
  | { readonly code: 'slot-not-kept' };

/** Puts a saying into words. */
export type Words = (saying: Saying) => string;

export const asSaid = (words: string): Saying => ({ code: 'as-said', words });
