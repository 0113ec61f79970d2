// What an action is: a change to one image of the target, as planned, as it stands, and as it was sent. Wire names are
// V3's, because what an action wants and what was there before are compared with what V3 shows.
import type { WritableValues } from '@cutover/field-mapper';
import type { SlotKind } from './picture-kinds.ts';

/** What an action does to its picture. */
export type Verb = 'create' | 'update' | 'remove' | 'set';
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

/** What the first bytes of a picture have shown that was handed over, or all of them where it was uploaded. */
interface SeenOfPicture {
  /** Of what its bytes are, whatever its host says. */
  readonly contentType: string;
  /** Pixels, as far as its bytes tell. */
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  /** Bytes, where its host tells. */
  readonly contentLength?: number | undefined;
}
/** A picture as it was uploaded, and where it was found. */
export interface HandedOriginal extends SeenOfPicture {
  readonly is: 'original';
  /**
   * By which rule it was found: a template that was given, an address of the file or a picture in its folder, an address
   * known from that of a copy or of the store, what a slot showed, or of what is put back the kept bytes or the address
   * that had shown them.
   */
  readonly origin:
    | `template:${number}`
    | 'file'
    | 'folder'
    | 'stencil-original'
    | 'store-domain'
    | 'slot'
    | 'archive'
    | 'former-address';
  /** Absent where it lay on this machine. */
  readonly url?: string | undefined;
}
/** A copy that the source's store has made of a picture, smaller than what was uploaded. */
export interface Rendition extends SeenOfPicture {
  readonly is: 'rendition';
  readonly url: string;
  /** Which of the addresses of an image it was, or that of a slot. */
  readonly origin: 'zoom' | 'standard' | 'thumbnail' | 'tiny' | 'slot';
}
/** What a change has handed to the target, as far as it was seen. */
export type HandedOver = HandedOriginal | Rendition;

/** What an update or a removal changes: an image of the target, by its id. */
export interface TargetImage {
  readonly kind: 'product-image';
  readonly productId: number;
  readonly imageId: number;
}
/** What a create makes: an image of a product of the target, which has no id yet. */
export type NewImage = Omit<TargetImage, 'imageId'>;
/** What a set fills: a slot of a product of the target. */
export interface TargetSlot {
  readonly kind: SlotKind;
  readonly productId: number;
  readonly slot: Slot;
}
/** The image of the source that one is made from, or the counterpart of one that is changed. */
export interface SourceImage {
  readonly productId: number;
  readonly imageId: number;
}
/** The slot of the source whose picture one is filled with. */
export interface SourceSlot {
  readonly productId: number;
  readonly slot: Slot;
  /** The product's image whose picture it is, where it is one. */
  readonly imageId?: number | undefined;
}
/** Bytes that were kept when a picture was removed or overwritten. */
export interface KeptBytes {
  readonly sha256: string;
}

interface Planned {
  readonly sku?: string | undefined;
  /** Order within the product: creates ascending, then updates, then removals. */
  readonly position: number;
}
/** A new image, made of the source's. */
export interface CreateOfSource extends Planned {
  readonly verb: 'create';
  readonly subject: NewImage;
  readonly from: SourceImage;
  readonly wanted: WantedFields;
}
/** A new image, made of bytes that were kept when an image was removed: that one, by its id, is put back. */
export interface CreateOfArchive extends Planned {
  readonly verb: 'create';
  readonly subject: NewImage;
  readonly putBack: KeptBytes & { readonly imageId: number };
  readonly wanted: WantedFields;
}
export interface Update extends Planned {
  readonly verb: 'update';
  readonly subject: TargetImage;
  /** Absent where a run is taken back. */
  readonly from?: SourceImage | undefined;
  readonly wanted: WantedFields;
}
export interface Remove extends Planned {
  readonly verb: 'remove';
  readonly subject: TargetImage;
  /**
   * The counterpart of its product; of one that replaces, as far as it is known, with the source image of which another was
   * made in its place. Absent where a run is taken back.
   */
  readonly from?: { readonly productId: number; readonly imageId?: number | undefined } | undefined;
  /** It is the half of a replacement that removes the outdated picture. */
  readonly replaces: boolean;
}
/** Fills a slot, or overwrites what it shows; a slot cannot be emptied. It is recognised by address or picture, never by an id. */
export interface SetOfSource extends Planned {
  readonly verb: 'set';
  readonly subject: TargetSlot;
  readonly from: SourceSlot;
}
/** The same with bytes that were kept when the slot was overwritten. */
export interface SetOfArchive extends Planned {
  readonly verb: 'set';
  readonly subject: TargetSlot;
  readonly putBack: KeptBytes;
}
export type NewAction = CreateOfSource | CreateOfArchive | Update | Remove | SetOfSource | SetOfArchive;

/** As it stands in the journal. */
export interface Standing {
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
  /** Wall clock of the last change, ISO 8601; for display only. */
  readonly updatedAt: string;
}
/** What was sent, of a picture that was made or set. */
interface Sent {
  /** Of the source as it was sent: the image's image_file, or the address that the slot showed. */
  readonly sourceFile?: string | undefined;
  /** What the newest intent handed over; absent where none was sent, or before it was kept. */
  readonly handedOver?: HandedOver | undefined;
}
/** What was there before, of a picture that is changed. */
interface Replaced<Shown> {
  /** What the target showed when the newest intent was written. */
  readonly before?: Shown | undefined;
}
/** What was kept first, of a picture that is lost. */
interface Archived {
  /** The sha256 of the bytes. */
  readonly archived?: string | undefined;
}
/** What there is since, of a picture that is there once it is applied. */
interface Made<Shown> {
  /** Of an applied one: what the store answered with, or what was there when it was found. */
  readonly shown?: Shown | undefined;
}
export interface StandingCreate extends Standing, Sent, Made<ImageBefore> {
  /** Of an applied one: the image it made (or was found to have made). */
  readonly resultImageId?: number | undefined;
}
export interface StandingUpdate extends Standing, Replaced<ImageBefore>, Made<ImageBefore> {}
export interface StandingRemove extends Standing, Replaced<ImageBefore>, Archived {}
export interface StandingSet extends Standing, Sent, Replaced<SlotShown>, Archived, Made<SlotShown> {}

export type CreateAction = (CreateOfSource | CreateOfArchive) & StandingCreate;
export type UpdateAction = Update & StandingUpdate;
export type RemoveAction = Remove & StandingRemove;
export type SetAction = (SetOfSource | SetOfArchive) & StandingSet;
export type Action = CreateAction | UpdateAction | RemoveAction | SetAction;

/** What it wants of the fields of its image; a removal and a set want none. */
export function wantedBy(action: NewAction): WantedFields {
  return 'wanted' in action ? action.wanted : {};
}

/** What it is made from on the source, or what stands there for what it changes; undefined where a run is taken back. */
export function sourceOf(
  action: NewAction,
): { readonly productId: number; readonly imageId?: number | undefined; readonly slot?: Slot } | undefined {
  return 'from' in action ? action.from : undefined;
}

/** The sha256 of the kept bytes that it puts back. */
export function putBackBy(action: NewAction): string | undefined {
  return 'putBack' in action ? action.putBack.sha256 : undefined;
}

/** The image of the target that it is about: the one that it made, changes, or puts back. */
export function targetImageOf(action: NewAction | Action): number | undefined {
  if (action.verb === 'set') return undefined;
  if (action.verb !== 'create') return action.subject.imageId;
  const made = 'resultImageId' in action ? action.resultImageId : undefined;
  return made ?? ('putBack' in action ? action.putBack.imageId : undefined);
}

/** The slot of the target that it fills. */
export function targetSlotOf(action: NewAction): Slot | undefined {
  return action.verb === 'set' ? action.subject.slot : undefined;
}

/** What it has handed over, be it an original or a rendition. */
export function handedOverBy(action: Action): HandedOver | undefined {
  return 'handedOver' in action ? action.handedOver : undefined;
}

/** What it has handed over that was no original. */
export function renditionOf(action: Action): Rendition | undefined {
  const handedOver = handedOverBy(action);
  return handedOver?.is === 'rendition' ? handedOver : undefined;
}

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
  /** Absent: nothing is handed over, whatever an earlier intent said. */
  readonly handedOver?: HandedOver | undefined;
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
      /** Of a create. */
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

// Of what writes have made, images are named by ids alone, source beside target: only images of products have any (what a slot
// shows is recognised without), a caller looks one up by the other, and no product is asked for twice.

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

/** A source image and the target image that was made of it. */
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
