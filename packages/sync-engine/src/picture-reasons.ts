// What is said of pictures: why one could not be looked at, is not the one it should be, cannot be kept or handed over.
import { type PictureFormat, type Unseen, type UnseenReason, unseenReasons } from '@cutover/image-content';
import type { SlotKind } from '@cutover/journal';

export interface Size {
  readonly width: number;
  readonly height: number;
}

export type PictureReason =
  /** In the words of a store, the network or a disk. */
  | { readonly code: 'reported'; readonly text: string }
  /** An address gives no picture; with the status that its host has answered, where that is why. */
  | {
      readonly code: 'no-picture-there';
      readonly reason: UnseenReason;
      readonly status?: number | undefined;
    }
  /** Its host is not known to be public, so it was not asked; how the network says it. */
  | { readonly code: 'host-blocked'; readonly text: string }
  /** The store shows none. */
  | { readonly code: 'no-address' }
  /** Its address answers, and with something that is no picture; the type may be empty. */
  | { readonly code: 'other-type'; readonly contentType: string }
  /** Its address answers, and with nothing. */
  | { readonly code: 'empty' }
  /** What is wrong, said of one rendition. */
  | { readonly code: 'of-rendition'; readonly name: string; readonly says: PictureReason }
  /** The same of a copy on the product’s page. */
  | { readonly code: 'of-page-copy'; readonly size: string; readonly says: PictureReason }
  /** The same of the picture on the source. */
  | { readonly code: 'of-source-picture'; readonly says: PictureReason }
  /** The same of the picture on the target. */
  | { readonly code: 'of-target-picture'; readonly says: PictureReason }
  /** Of each address at which the original may be: why it does not give it. */
  | { readonly code: 'of-original'; readonly refusals: readonly PictureReason[] }
  /** A picture of this format cannot be decoded. */
  | { readonly code: 'not-decoded-here'; readonly format: string }
  /** The target shows another one. */
  | {
      readonly code: 'another-picture';
      /** How far apart they are; undefined: they are of another shape. */
      readonly apart: { readonly bits: number | undefined; readonly colours: number | undefined } | undefined;
    }
  /** The target has a smaller copy in the place of the original. */
  | { readonly code: 'rendition-sent'; readonly source: Size; readonly target: Size }
  /** It is neither alike nor clearly another. */
  | { readonly code: 'likeness-unknown' }
  /** Changed on the source since it was sent, and nobody has looked whether the target has the new one. */
  | { readonly code: 'source-changed' }
  /** The addresses at which the original was looked for. */
  | {
      readonly code: 'addresses-tried';
      readonly tried: readonly { readonly origin: string; readonly why: PictureReason }[];
      /** One of them was not asked, because its host is not public. */
      readonly isBlocked: boolean;
    }
  /** The original cannot be kept, because it cannot be fetched. */
  | { readonly code: 'original-unavailable'; readonly why: PictureReason }
  /** What a slot shows cannot be kept, because it cannot be fetched. */
  | { readonly code: 'shown-unavailable'; readonly why: PictureReason }
  /** What was fetched is none. */
  | { readonly code: 'no-picture-downloaded' }
  /** The address is longer than V3 takes. */
  | { readonly code: 'long-address'; readonly length: number; readonly most: number }
  /** V3 does not take it. */
  | { readonly code: 'format-not-taken'; readonly format: PictureFormat }
  /** A slot of this kind does not take it. */
  | { readonly code: 'format-not-taken-by-slot'; readonly format: PictureFormat; readonly kind: SlotKind }
  /** More bytes than a slot of this kind takes as an upload. */
  | {
      readonly code: 'too-long-for-slot';
      readonly bytes: number;
      /** What the slot takes, as it is documented. */
      readonly megabytes: number;
      readonly kind: SlotKind;
    }
  /** The slot takes an address alone, and there is none that may be sent, or could be fetched. */
  | {
      readonly code: 'slot-takes-address';
      readonly kind: SlotKind;
      readonly but: 'not-fetched' | 'uploads-only' | 'none-given';
    }
  /** What the source’s slot shows is a resized copy, of an original that nobody knows. */
  | { readonly code: 'slot-shows-copy'; readonly kind: SlotKind }
  /** The address at which it was before gives another by now, and the slot takes no upload. */
  | { readonly code: 'former-address-lost'; readonly kind: SlotKind }
  /** It is not among those that are kept on this machine. */
  | { readonly code: 'not-kept-here'; readonly sha256: string }
  /** What is kept is none. */
  | { readonly code: 'kept-is-no-picture'; readonly sha256: string | undefined };

/** What a store, the network or a disk has said, as it came. */
export const reported = (text: string): PictureReason => ({ code: 'reported', text });

/** The same of what was thrown: its own words, without the name of its class. */
export const thrown = (error: unknown): PictureReason =>
  reported(error instanceof Error ? error.message : String(error));

/** Why an address gave no picture; a fetcher's own words stay as they are. */
export function whyUnseen({ reason, status, refusal }: Unseen): PictureReason {
  if (refusal !== undefined) return reported(refusal);
  const known = unseenReasons.find((one) => one === reason);
  return known === undefined ? reported(reason) : { code: 'no-picture-there', reason: known, status };
}
