// What a command that writes wants a target product to become: like the source (`migrate`), like the source where a
// verify found it wrong (`repair`), as it was before a run (`revert`). The loop that looks and writes knows only this.
import type { Action, ImageKind, NewAction, Run } from '@cutover/journal';
import type { Carrying, With } from '../engine.ts';
import type { Kind, Kinds } from '../kinds/kind.ts';
import type { Conflict, Looked } from '../plan/looked.ts';

export interface Goal {
  /** How many images these products must be listed with, as far as that is known; a shorter list is read again. */
  atLeast(targetProductIds: readonly number[]): ReadonlyMap<number, number>;
  /** Which of these products are looked at for pictures of that kind: reading values costs a request for ten. */
  lookedAt(kind: Kind, targetProductIds: readonly number[]): readonly number[];
  /**
   * Asks the journal, once for all of these products, what is known of them; resolves to what one of them needs. It is asked
   * with each look, and holds until its products have been written to.
   */
  wanting(targetProductIds: readonly number[]): Wanting;
}

/**
 * What the product needs, from what is there now; actions of the plan that are settled are not asked for again.
 * @param actions what the plan holds for the product, in any state but superseded.
 * @param kind of pictures of this kind alone, where no others were looked at; default: of all.
 */
export type Wanting = (looked: Looked, actions: readonly Action[], kind?: ImageKind) => Promise<Wanted>;

export interface Plans {
  readonly engine: With<Carrying>;
  /** The run that writes. */
  readonly run: Run;
  /** The run whose plan is carried out. */
  readonly planRun: string;
  readonly goal: Goal;
  /** The kinds of picture that are looked at, planned and written. */
  readonly kinds: Kinds;
}

export interface Wanted {
  readonly actions: readonly NewAction[];
  /** Images that are left as they are; what is planned for them fails with these words. */
  readonly conflicts: readonly Conflict[];
}
