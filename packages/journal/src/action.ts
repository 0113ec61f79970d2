// What an action is: a change to one image of the target, as planned, as it stands, and as it was sent. Wire names are
// V3's, because what an action wants and what was there before are compared with what V3 shows.
import type { WritableValues } from '@cutover/field-mapper';
import type { ImageKind, SlotKind } from './picture-kinds.ts';

export type ActionKind = 'create' | 'update' | 'remove' | 'set';
export type ActionStatus = 'pending' | 'started' | 'applied' | 'failed' | 'blocked' | 'superseded';

/** What an action wants to be true; a field that it does not want is absent. */
export type WantedFields = Partial<WritableValues>;
/** A target image as the store shows it at some moment, under V3's names. */
export interface ImageBefore extends WritableValues {
  readonly image_file: string;
}
/** One image of a product as a run that writes saw it. */
export interface SeenImage extends ImageBefore {
  readonly image_id: number;
}
/** What a slot shows at some moment. */
export interface SlotShown {
  /** '' while it shows nothing; of a swatch that shows colours these, as V2 spells them: `#c0392b|#ffffff`. */
  readonly address: string;
}
/** A place that holds one picture, which has no id of its own: a variant's, a modifier value's, or a swatch's of an option. */
export type Slot =
  | { readonly variantId: number }
  | { readonly modifierId: number; readonly valueId: number }
  | { readonly optionId: number; readonly valueId: number };

/** A copy that the source's store has made of a picture, smaller than what was uploaded; what of it was seen. */
export interface Rendition {
  readonly url: string;
  /** Which of the addresses of an image it was, or that of a slot. */
  readonly origin: 'zoom' | 'standard' | 'thumbnail' | 'tiny' | 'slot';
  readonly contentType: string;
  /** Pixels, as far as its first bytes tell. */
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  /** Bytes, where its host tells. */
  readonly contentLength?: number | undefined;
}

/** What every action says: which picture of the target it changes (with the image's id, or its slot), and when it may be done. */
interface Planned {
  readonly of: ImageKind;
  readonly targetProductId: number;
  readonly sku?: string | undefined;
  /** Order within the product: creates ascending, then updates, then removals. */
  readonly position: number;
}
interface OfImage extends Planned {
  readonly of: 'product-image';
  readonly sourceSlot?: undefined;
  readonly targetSlot?: undefined;
}
/** A new image, made of the source's. */
export interface CreateOfSource extends OfImage {
  readonly kind: 'create';
  readonly sourceProductId: number;
  readonly sourceImageId: number;
  readonly targetImageId?: undefined;
  readonly wanted: WantedFields;
  readonly putBack?: undefined;
  readonly replaces?: undefined;
}
/** A new image, made of bytes that were kept when an image was removed. */
export interface CreateOfArchive extends OfImage {
  readonly kind: 'create';
  readonly sourceProductId?: undefined;
  readonly sourceImageId?: undefined;
  /** The removed image that it puts back. */
  readonly targetImageId: number;
  readonly wanted: WantedFields;
  /** The sha256 of the bytes. */
  readonly putBack: string;
  readonly replaces?: undefined;
}
export interface Update extends OfImage {
  readonly kind: 'update';
  /** Its counterpart; absent where a run is taken back, or one image alone is fixed. */
  readonly sourceProductId?: number | undefined;
  readonly sourceImageId?: number | undefined;
  readonly targetImageId: number;
  readonly wanted: WantedFields;
  readonly putBack?: undefined;
  readonly replaces?: undefined;
}
export interface Remove extends OfImage {
  readonly kind: 'remove';
  readonly sourceProductId?: number | undefined;
  /** Of one that replaces, as far as it is known: the source image of which another was made in its place. */
  readonly sourceImageId?: number | undefined;
  readonly targetImageId: number;
  readonly wanted: Readonly<Record<string, never>>;
  readonly putBack?: undefined;
  /** It is the half of a replacement that removes the outdated picture. */
  readonly replaces?: true | undefined;
}
/** Fills a slot, or overwrites what it shows; a slot cannot be emptied. It is recognised by address or picture, never by an id. */
export interface SetSlot extends Planned {
  readonly kind: 'set';
  readonly of: SlotKind;
  readonly targetSlot: Slot;
  readonly targetImageId?: undefined;
  /** Whose picture it gets; of a run that is taken back absent, with the kept bytes instead. */
  readonly sourceProductId?: number | undefined;
  readonly sourceSlot?: Slot | undefined;
  /** The product's image whose picture it is, where it is one. */
  readonly sourceImageId?: number | undefined;
  readonly wanted: Readonly<Record<string, never>>;
  /** The sha256 of kept bytes that it is filled with. */
  readonly putBack?: string | undefined;
  readonly replaces?: undefined;
}
export type NewAction = CreateOfSource | CreateOfArchive | Update | Remove | SetSlot;

/** As it stands in the journal; what the store has shown of it is told as its kind of picture is. */
export interface Standing<Shown = ImageBefore> {
  readonly id: string;
  readonly planRun: string;
  readonly source: string;
  readonly target: string;
  readonly status: ActionStatus;
  /** One line for people, of a failed one code and words. */
  readonly reason: string | undefined;
  /** Why it has failed; absent while it has not. */
  readonly failure?: Failure | undefined;
  readonly attempts: number;
  /** For `blocked`: target image ids that could be the effect of this action. */
  readonly candidates: readonly number[];
  /** For an applied create: the image it made (or was found to have made). */
  readonly resultImageId: number | undefined;
  /** For an update, a remove or a set: what the target showed when the newest intent was written. */
  readonly before?: Shown | undefined;
  /** For a remove: the sha256 of the bytes that were archived before it. */
  readonly archived?: string | undefined;
  /** For a create: the source's image_file when it was sent; for a set: the address that the source's slot showed. */
  readonly sourceFile?: string | undefined;
  /** For a create or a set: the rendition that was handed over because no original could be reached; absent: it was no rendition. */
  readonly rendition?: Rendition | undefined;
  /** For an applied create, update or set: what the store answered with, or what was there when it was found. */
  readonly shown?: Shown | undefined;
  /** Wall clock of the last change, ISO 8601; for display only. */
  readonly updatedAt: string;
}
export type SetAction = SetSlot & Standing<SlotShown>;
export type Action = (Exclude<NewAction, SetSlot> & Standing) | SetAction;
/** Why an action is not done. */
export interface Failure {
  /** Stable, for scripts and `--reason`: a word of the engine's table, an HTTP status, or the class of a store's error. */
  readonly code: string;
  /** What is special about this one; '' where the code says it all. */
  readonly words: string;
}
export interface OpenAttempt {
  readonly attempt: number;
  readonly action: string;
  readonly number: number;
  /** The file name that was sent (T1/T2 of the fingerprint), '' for an update or remove. */
  readonly sentName: string;
  readonly sentVia: 'url' | 'upload' | 'fields' | 'none';
  /** The ids on the target product when the intent was written; images not among them may be ours. */
  readonly basis: readonly number[];
}
export interface Intent {
  /** The run that writes. */
  readonly run: string;
  readonly basis: number;
  readonly sentName: string;
  readonly sentVia: OpenAttempt['sentVia'];
  /** sha256 of the planned body. */
  readonly digest: string;
  /** Absent: it is no rendition, whatever an earlier intent handed over. */
  readonly rendition?: Rendition | undefined;
  /** The three that the action keeps; see {@link Action}. What is absent stays as an earlier intent said it. */
  readonly before?: ImageBefore | SlotShown | undefined;
  readonly archived?: string | undefined;
  readonly sourceFile?: string | undefined;
}
/** The intent of one action; several that go in one request are opened together. */
export interface ActionIntent extends Intent {
  readonly action: string;
}
/** What is recorded of a started action; the actions of one request are recorded together, each with its own outcome. */
export type ActionOutcome = { readonly action: string } & (
  | {
      readonly is: 'applied';
      readonly how: 'answered' | 'found' | 'already';
      /** For creates. */
      readonly resultImageId?: number | undefined;
      /** The picture as the store has answered, or as it was found. */
      readonly shown?: ImageBefore | SlotShown | undefined;
    }
  /** Certainly not done: pending again. */
  | { readonly is: 'notDone'; readonly reason: string }
  | { readonly is: 'failed'; readonly failure: Failure }
  /** Nobody can tell; with what could be its effect. */
  | { readonly is: 'blocked'; readonly reason: string; readonly candidates: readonly number[] }
);
/** How a person settles an action: it was done (a create as this image), it is to be tried again, or left undone. */
export type Settlement = { readonly applied?: number | undefined } | 'retry' | 'skip';

/** A target image in whose place another was planned, made of this source image. */
export interface Replacement {
  readonly targetImageId: number;
  readonly sourceImageId: number;
}

/** A source image that a plan found missing on the target. */
export interface Missed {
  readonly sourceImageId: number;
  readonly targetProductId: number;
}

export interface Link {
  readonly sourceProductId: number;
  readonly sourceImageId: number;
  readonly targetProductId: number;
  readonly targetImageId: number;
  /** The source's image_file when the image was sent, '' unknown. */
  readonly sourceFile: string;
  /** The run that planned its create; its snapshot tells how the source was when the picture was sent. */
  readonly planRun: string;
  /** The fields last written or found: those of its create, then of every applied update after it. */
  readonly wanted: WantedFields;
  /** What was handed over where that was no original. */
  readonly rendition?: Rendition | undefined;
}
