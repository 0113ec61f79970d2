// What comes of taking one run back on one product.

import type { NewAction, Slot } from '@cutover/journal';
import type { LeftAloneSaying } from '../sayings.ts';

export interface LeftAlone {
  /** Absent where it is about the product. */
  readonly imageId?: number;
  /** Of a picture that a slot holds. */
  readonly slot?: Slot;
  /** It cannot be taken back, whatever anybody does. */
  readonly isKept?: true;
  readonly fields: readonly string[];
  readonly why: LeftAloneSaying;
}
export interface RevertPlan {
  readonly actions: readonly NewAction[];
  readonly left: readonly LeftAlone[];
}
