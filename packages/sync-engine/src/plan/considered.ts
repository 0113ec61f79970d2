// One product of both stores, considered. The comparison of two snapshots and the look before a write ask the same question
// of each kind of picture; what differs by moment is an argument.
import type { ProductImage } from '@cutover/field-mapper';
import type { Action, NewAction, SameImage, Slot, Snapshot } from '@cutover/journal';
import type { MarchRow } from '../match/march.ts';
import { type Edits, noEdits } from './edits.ts';
import type { Conflict, OfRendition, SlotLook, SlotPicture, SlotRow } from './looked.ts';

export interface Marched {
  readonly rows: readonly MarchRow[];
  readonly edits: Edits;
  /** Target images that show another picture than they should. */
  readonly outdated: ReadonlySet<number>;
  /** Target images in whose place another stands already, and the source image that it was made of. */
  readonly successors: ReadonlyMap<number, number>;
  /** Those of them that stay, because somebody has edited them and the source is not preferred. */
  readonly spared: ReadonlySet<number>;
  /** Target images of which nobody can say whether they still show the source's picture. */
  readonly unsure: ReadonlySet<number>;
  /** Target images that show a rendition in place of an original, and what is to become of each; at a look: none. */
  readonly renditions: ReadonlyMap<number, OfRendition>;
}

/** Of a product whose images are not asked about, or of which no journal is asked. */
export const nothingMarched: Marched = {
  rows: [],
  edits: noEdits,
  outdated: new Set(),
  successors: new Map(),
  spared: new Set(),
  unsure: new Set(),
  renditions: new Map(),
};

/** When a product is considered: as both snapshots show it, or right before it is written to. */
export type Moment =
  | {
      readonly at: 'compare';
      /** Where the images of both sides stand, if those that are equal at a glance need no march; default: they do. */
      readonly glance?: { readonly sourceSnapshot: number; readonly targetSnapshot: number } | undefined;
    }
  | {
      readonly at: 'look';
      /** The run that writes. */
      readonly run: string;
      /** What its plan holds for a product when that is considered, in any state but superseded. */
      readonly actionsOf: (targetProductId: number) => readonly Action[];
    };

/** Products that are each other's counterpart. */
export interface ProductPair {
  readonly sourceProductId: number;
  readonly targetProductId: number;
}

export interface ProductAtHand extends ProductPair {
  readonly sku: string;
  readonly source: readonly ProductImage[];
  readonly target: readonly ProductImage[];
  /** What the target's slots show, for kinds that are held by slots; default: nothing. */
  readonly targetSlots?: readonly SlotPicture[] | undefined;
  /** What the source's slots show, likewise. */
  readonly sourceSlots?: readonly SlotPicture[] | undefined;
}

export interface Consideration {
  readonly product: ProductAtHand;
  /** Actions that nothing may be planned beside: in doubt, or refused by this very plan. */
  readonly settled: readonly Action[];
  /** The snapshot that the source's images are from: one that is known to be short allows no removal. */
  readonly sourceSnapshot: Pick<Snapshot, 'images' | 'expectedImages'>;
  /** Target images that are known to show another picture than they should; undefined: pictures are looked at. */
  readonly outdated?: ReadonlySet<number>;
  /** More of them, from elsewhere, once the product is marched; default: none. */
  readonly wrongPictures?: (rows: readonly MarchRow[]) => Promise<ReadonlySet<number>>;
  /** How closely a slot of the target is looked at; default: where needed. */
  readonly lookAtSlot?: (product: ProductAtHand, slot: Slot) => SlotLook;
  /** What is left out of the plan when it says no; default: nothing. */
  readonly mayDo?: (action: NewAction) => boolean;
}

/** How products are considered, one at a time. */
export interface Considering {
  /** By target product, what needs no march: all their images are equal at a glance. Default: none. */
  readonly same?: ReadonlyMap<number, readonly SameImage[]>;
  /** Of any but those. */
  consider(about: Consideration): Promise<Considered>;
}

export interface Considered extends Marched {
  readonly actions: readonly NewAction[];
  /** Images that are left alone: guesses, and edits about which nobody has decided. */
  readonly conflicts: readonly Conflict[];
  /** Of a kind that is held by slots; default: none. */
  readonly slots?: readonly SlotRow[] | undefined;
}
