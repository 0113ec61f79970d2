// What the engine must be told of one kind of picture, be it images with ids or slots that are overwritten. Paging, the journal, quota, doubts, sweeps and reports are the same
// for all kinds and know nothing of any; what differs stands behind this interface.
import type { ProductImage } from '@cutover/field-mapper';
import type {
  Action,
  ImageBefore,
  ImageKind,
  Intent,
  PairJournal,
  Run,
  SlotKind,
  SlotShown,
} from '@cutover/journal';
import type { V3ImageFields, V3ImageSource } from '@cutover/v3-client';
import type { Carrying, Deciding, Engine, With } from '../engine.ts';
import type { Notice } from '../events.ts';
import type { EngineFailure } from '../failures.ts';
import type { Handovers } from '../pictures/handover.ts';
import type { Considering, Moment, ProductPair } from '../plan/considered.ts';
import type { RevertPlan } from '../plan/left-alone.ts';
import type { Looked, SlotPicture } from '../plan/looked.ts';

/** A picture with what is known of it: an image of a product, or what a slot shows. */
export type Picture = ProductImage | SlotPicture;

/** What the store shows after a write: an image, by its id; or what a slot holds, which has none. */
export type Shown =
  | { readonly imageId: number; readonly fields: ImageBefore | undefined }
  | Pick<SlotPicture, 'slot' | 'address'>;

interface WhatKindsDo {
  /** What people are to know of writes of this kind, told once, before the first; default: nothing. */
  readonly notice?: Notice;
  /** The pictures of several products can be made in one request. Default: they cannot. */
  readonly goesInBatches?: true;
  /**
   * Reads target products as they are now, pictures that lists do not show yet included; a product that is gone is not in
   * the answer.
   * @param atLeast with how many pictures a product must be listed; a shorter list is read again.
   */
  read(
    engine: Engine,
    productIds: readonly number[],
    atLeast: ReadonlyMap<number, number>,
  ): Promise<Looked[]>;
  /**
   * Asks the journal, once for all of these products, what is known of their pictures; the answer is how one of them is
   * considered: the pictures of both stores are matched, and what is to be done is planned.
   */
  considering(engine: With<Deciding>, products: readonly ProductPair[], moment: Moment): Considering;
  /** What each of these actions is made from, by its id; one whose picture the journal does not hold any more is left out. */
  origins(journal: PairJournal, actions: readonly Action[]): ReadonlyMap<string, Picture>;
  /**
   * Makes one action ready to be sent. Nothing is removed or overwritten before its bytes are kept, unless that was allowed.
   * @param forceUpload the store has just refused the address.
   */
  request(
    engine: With<Carrying>,
    handovers: Handovers,
    dispatched: Dispatched,
    forceUpload: boolean,
  ): Promise<Prepared | { readonly failure: EngineFailure }>;
  /**
   * Looks at one product, and judges its open actions by what it shows.
   * @param foundBefore pictures that an earlier look has found; a list that lags may leave them out again.
   * @param shown what a look has just shown of the product, after an answer; default: it is read.
   */
  recognise(
    engine: Engine,
    productId: number,
    actions: readonly Action[],
    foundBefore: readonly Picture[],
    shown?: readonly ProductImage[],
  ): Promise<Recognised>;
  /** What taking a run back needs in the pictures of this kind on one product, and what is left alone. */
  takeBack(engine: Engine, about: TakingBack): RevertPlan;
  /** Notes how a product is before a run first writes to it; absent: the record of each write tells what was there. */
  noteFound?(engine: Engine, run: Run, found: Looked): Promise<void>;
  /**
   * Notes how a run leaves the products that it has written to, so that a later one can tell our doing from somebody
   * else's; absent: the record of each write tells that.
   */
  noteLeft?(engine: Engine, by: RunAndPlan, looked: readonly Looked[]): Promise<void>;
}

/** A kind of picture, by its name. */
export type Kind = WhatKindsDo &
  (
    | {
        readonly name: ImageKind;
        /** Its pictures are read with the pages of products; else in pages of ten, so that few products are asked for them. */
        readonly ridesWithProducts: true;
      }
    | { readonly name: SlotKind; readonly ridesWithProducts: false }
  );

export interface TakingBack {
  /** As it is now. */
  readonly product: Looked;
  readonly reverted: Run;
  /** The run that takes it back. */
  readonly run: Run;
  /** What the reverted one did to the product, in pictures of all kinds, in the order in which it was sent. */
  readonly writes: readonly Action[];
}

export interface RunAndPlan {
  /** The run that writes. */
  readonly run: Run;
  /** The run whose plan is carried out. */
  readonly planRun: string;
}

/** An action of a dispatch, with the images that it is about. */
export interface Dispatched {
  readonly action: Action;
  /** For a create or a set: the picture that it is made from. */
  readonly origin: Picture | undefined;
  /** For an update, a removal or a set: what the look has just shown of it on the target. */
  readonly target: Picture | undefined;
}

export interface Prepared {
  readonly intent: Omit<Intent, 'run' | 'basis'>;
  /** For a create: what it sends, for a request that carries several. */
  readonly create?: { readonly source: V3ImageSource; readonly fields: V3ImageFields } | undefined;
  /** One request; `beforeSend` is run when its turn has come, right before it leaves. */
  send(beforeSend: () => Promise<void>): Promise<Shown | undefined>;
}

/** What became of an open action, as far as looking tells. */
export type Judgement =
  | {
      readonly is: 'found';
      /** What the store shows now. */
      readonly now: Shown;
      /** Others that look like it and that nobody has claimed. */
      readonly surplus: readonly number[];
      /** It shows all fields as they were sent. */
      readonly isAsSent: boolean;
    }
  | { readonly is: 'absent' }
  /** Pictures that could be ours by time, and that nothing settles. */
  | { readonly is: 'unclear'; readonly candidates: readonly Picture[] }
  /** What cannot be told and need not be: the source image is gone, and with it what its picture could tell. */
  | { readonly is: 'moot'; readonly candidates: readonly Picture[] };

export interface Recognised {
  /** One for each action, in the order in which they were given. */
  readonly judgements: readonly Judgement[];
  /** Pictures that were found to be made by them. */
  readonly found: readonly Picture[];
}

/** The kinds of picture that there are. */
export interface Kinds {
  readonly all: readonly Kind[];
  /** The kind of an action; a journal may hold one that only a later version carries out. */
  of(action: Pick<Action, 'subject' | 'planRun'>): Kind;
}

/** The picture as an image, where it is one. */
export function imageOf(picture: Picture | undefined): ProductImage | undefined {
  return picture !== undefined && 'imageId' in picture ? picture : undefined;
}

/** The id of what is shown; a slot has none. */
export function imageIdOf(now: Picture | Shown | undefined): number | undefined {
  return now !== undefined && 'imageId' in now ? now.imageId : undefined;
}

/** The fields of what is shown; a slot has none. */
export function fieldsOf(now: Shown | undefined): ImageBefore | undefined {
  return now !== undefined && 'imageId' in now ? now.fields : undefined;
}

/** What the journal keeps of it. */
export function shownOf(now: Shown | undefined): ImageBefore | SlotShown | undefined {
  if (now === undefined) return undefined;
  return 'imageId' in now ? now.fields : { address: now.address };
}
