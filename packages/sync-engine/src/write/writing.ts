// What the parts of the loop that writes share: the plan that is carried out, and whoever is shown what becomes of it.
import type { Action, ImageKind } from '@cutover/journal';
import type { Looked } from '../plan/looked.ts';
import type { Saying } from '../sayings.ts';
import type { Plans } from './goal.ts';
import { tellMetMeanwhile } from './met-meanwhile.ts';
import { replanning } from './replan.ts';

export interface Writing {
  readonly plans: Plans;
  readonly onAction: (action: Action) => void;
  /** A started action is in doubt from now on, and why. */
  readonly onDoubt: (action: Action, why: Saying) => void;
  /** The number of actions in the plan has changed by this much. */
  readonly onPlanned: (more: number) => void;
  /** Nothing is left to write but what waits for doubts to be settled. */
  readonly onSettling: () => void;
  /** True once no new work is to be taken; what is under way is finished, and doubts are settled. */
  readonly isEnough: () => boolean;
  /** Images left alone that were told already, see {@link picturesToldBy}. */
  readonly told: () => Set<string>;
}

/** Plans a product again from what a look has just shown; what that changes is reported. Returns what is to be done, in order. */
export type PlanAgain = (product: Looked) => Promise<readonly Action[]>;

/**
 * @param targetProductIds what was looked at: the journal is asked once for all of it.
 * @param kind pictures of this kind alone were looked at; default: all were.
 */
export function planningAgain(
  writing: Writing,
  targetProductIds: readonly number[],
  kind?: ImageKind,
): PlanAgain {
  const replan = replanning(writing.plans, targetProductIds);
  return async (product) => await planAgain(writing, replan, product, kind);
}

async function planAgain(
  { plans, onAction, onPlanned, told }: Writing,
  replan: ReturnType<typeof replanning>,
  product: Looked,
  kind: ImageKind | undefined,
): Promise<readonly Action[]> {
  const { engine, run } = plans;
  // Where nothing is written no sweep comes by, so what is left alone is reported here.
  const { pending, superseded, conflicts, added } = await replan(product, {
    kind,
    beforeLeaving: async (leftAlone) => await tellMetMeanwhile(plans, product, leftAlone, told),
  });
  for (const action of conflicts) onAction(action);
  if (superseded.length > 0 || added.length > 0) {
    engine.emit({
      type: 'notice',
      run: run.id,
      code: 'product-moved',
      productId: product.productId,
      dropped: superseded.length,
      added: added.length,
    });
    for (const action of superseded) onAction({ ...action, status: 'superseded' });
    onPlanned(added.length - superseded.length);
  }
  return pending;
}
