// What is said of an action: why it failed, was not done, or is in doubt.
import type { ImageKind, SlotKind } from '@cutover/journal';
import type { PictureReason } from './picture-reasons.ts';

export type ActionReason =
  /** What the journal does not hold any more. */
  | {
      readonly code: 'not-in-journal';
      readonly what: 'image-to-make' | 'image-to-change' | 'picture-to-set' | SlotKind;
    }
  /** What it would lose could not be kept first: the image that it removes, or what it overwrites. */
  | { readonly code: 'not-kept-first'; readonly why: PictureReason; readonly would: 'remove' | 'overwrite' }
  /** It would remove an image, and one that was to come first is not there. */
  | { readonly code: 'one-before-missing' }
  /** Refused was the write before it; how the journal says it. */
  | { readonly code: 'not-sent-after'; readonly reason: string | undefined }
  /** The target does not have the product any more. */
  | { readonly code: 'target-product-gone' }
  /** The product was planned again, and does not need it any more. */
  | { readonly code: 'product-moved' }
  /** Answered as done twice, and the store still shows the old value. */
  | { readonly code: 'without-effect' }
  /** So often it was sent without an answer, and without an effect. */
  | { readonly code: 'gave-up'; readonly times: number }
  /** Two looks have shown no effect of it. */
  | { readonly code: 'no-effect-found' }
  /** The source has lost the image; ids of images, or addresses that slots show, which may be its effect. */
  | { readonly code: 'source-gone'; readonly candidates: readonly (number | string)[] }
  /** Pictures that have appeared, of which nobody can tell whether they are its effect. */
  | {
      readonly code: 'may-be-ours';
      readonly kind: ImageKind;
      /** Several are in doubt together, so that it may be another one's. */
      readonly several: boolean;
      readonly candidates: readonly (number | string)[];
    }
  /** An earlier process has begun it, and has not seen the end of it. */
  | { readonly code: 'begun-earlier' }
  /** It was sent, and nothing came back in time. */
  | { readonly code: 'no-answer-in-time' }
  /** It was sent, and the connection broke. */
  | { readonly code: 'connection-broke' }
  /** What was answered to several together does not speak of it. */
  | { readonly code: 'answer-without-it' }
  /** What was answered does not say what the slot shows. */
  | { readonly code: 'answer-without-address' }
  /** What was answered to a create shows an image that was there before. */
  | { readonly code: 'answer-of-old-image' };
