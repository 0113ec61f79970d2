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
  | { readonly code: 'one-before-missing' }
  /** Refused was the write before it; how the journal says it. */
  | { readonly code: 'not-sent-after'; readonly reason: string | undefined }
  | { readonly code: 'target-product-gone' }
  | { readonly code: 'product-moved' }
  | { readonly code: 'without-effect' }
  | { readonly code: 'gave-up'; readonly times: number }
  | { readonly code: 'no-effect-found' }
  /** Ids of images, or addresses that slots show. */
  | { readonly code: 'source-gone'; readonly candidates: readonly (number | string)[] }
  | {
      readonly code: 'may-be-ours';
      readonly of: ImageKind;
      /** Several are in doubt together, so that it may be another one's. */
      readonly several: boolean;
      readonly candidates: readonly (number | string)[];
    }
  /** Why it is in doubt. */
  | { readonly code: 'begun-earlier' }
  | { readonly code: 'no-answer-in-time' }
  | { readonly code: 'connection-broke' }
  | { readonly code: 'answer-without-it' }
  | { readonly code: 'answer-without-address' }
  | { readonly code: 'answer-of-old-image' };
