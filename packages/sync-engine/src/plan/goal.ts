// What a command that writes wants a target product to become: like the source (`migrate`), like the source where a
// verify found it wrong (`repair`), as it was before a run (`revert`). The loop that looks and writes knows only this.
import type { ProductImage } from '@cutover/field-mapper';
import type { Action, NewAction, Run } from '@cutover/journal';
import type { Engine } from '../engine.ts';

/** A target product as it is now. */
export interface Looked {
  readonly productId: number;
  readonly images: readonly ProductImage[];
}

export interface Goal {
  /** How many images these products must be listed with, as far as that is known; a shorter list is read again. */
  atLeast(targetProductIds: readonly number[]): ReadonlyMap<number, number>;
  /**
   * What the product needs, from what is there now; actions of the plan that are settled are not asked for again.
   * @param actions what the plan holds for the product, in any state but superseded.
   */
  wanted(looked: Looked, actions: readonly Action[]): Promise<Wanted>;
}

export interface Plans {
  readonly engine: Engine;
  /** The run that writes. */
  readonly run: Run;
  /** The run whose plan is carried out. */
  readonly planRun: string;
  readonly goal: Goal;
}

export interface Wanted {
  readonly actions: readonly NewAction[];
  /** Images that are left as they are; what is planned for them fails with these words. */
  readonly conflicts: readonly Conflict[];
}

export interface Conflict {
  readonly code: 'edited-on-target' | 'changed-since' | 'picture-unchecked' | 'in-doubt';
  readonly words: string;
  /** The image that is left alone; undefined: there is none that could be its counterpart. */
  readonly targetImageId?: number | undefined;
  /** True where this image was not edited itself: another was chosen as the thumbnail, or another order. */
  readonly byChoice?: boolean;
  /** The image whose create would take the place of this one. */
  readonly sourceImageId?: number | undefined;
}

const SETTLED: ReadonlySet<string> = new Set(['started', 'blocked', 'failed']);

/** An action in doubt or refused is not planned a second time. */
export function isSettled({ status }: Pick<Action, 'status'>): boolean {
  return SETTLED.has(status);
}
