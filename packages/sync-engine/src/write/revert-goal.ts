// The goal of `revert`: each product that a run has written to is to be as it was before, but for what somebody else has
// changed since.
import { type Action, type Run, type Slot, targetSlotOf } from '@cutover/journal';
import { allKinds } from '../kinds/kinds.ts';
import { actionKey } from '../plan/actions.ts';
import type { RevertPlan } from '../plan/left-alone.ts';
import type { Conflict, Looked } from '../plan/looked.ts';
import { isSettled } from '../plan/settled.ts';
import { isSameSlot } from '../slots.ts';
import type { Goal, Plans } from './goal.ts';

/** What an action changes in the number of a product's images. */
const COUNTS: Readonly<Record<string, number>> = { create: 1, remove: -1 };

export function revertGoal(plans: Pick<Plans, 'engine' | 'run' | 'planRun'>, reverted: Run): Goal {
  const { journal } = plans.engine;
  return {
    atLeast(productIds) {
      const left = journal.sightings(reverted.id, 'after', productIds);
      const own = journal.actionsOf(plans.planRun, productIds);
      return new Map(
        [...left].map(([id, images]) => {
          const done = (own.get(id) ?? []).filter((action) => action.status === 'applied');
          const change = done.reduce((sum, { verb }) => sum + (COUNTS[verb] ?? 0), 0);
          return [id, images.length + change];
        }),
      );
    },
    lookedAt({ name, ridesWithProducts }, productIds) {
      if (ridesWithProducts) return productIds;
      const writes = journal.writesOf(reverted.id, productIds);
      return productIds.filter((id) => {
        const own = writes.get(id) ?? [];
        return own.length === 0 || own.some(({ subject }) => subject.kind === name);
      });
    },
    wanting: () => async (looked, actions) => {
      const settled = new Set(actions.filter(isSettled).map(actionKey));
      const { actions: wanted, left } = planRevertOf(plans, reverted, looked);
      return await Promise.resolve({
        actions: wanted.filter((action) => !settled.has(actionKey(action))),
        conflicts: left.flatMap(({ imageId, slot, why }): Conflict[] =>
          imageId === undefined && slot === undefined
            ? []
            : [{ code: 'changed-since', says: why, targetImageId: imageId, targetSlot: slot }],
        ),
      });
    },
  };
}

/** What the product needs as it is now, and what is left alone. */
export function planRevertOf(
  { engine, run }: Pick<Plans, 'engine' | 'run'>,
  reverted: Run,
  product: Looked,
): RevertPlan {
  const { productId } = product;
  const writes = engine.journal.writesOf(reverted.id, [productId]).get(productId) ?? [];
  // Whatever the run has written, whichever kinds it was asked for.
  const plans = allKinds.all.map((kind) => kind.takeBack(engine, { product, reverted, run, writes }));
  return inTurn(plans, writes);
}

/** Images first; then slots in the order in which the run has filled them, whichever kind they are of. */
export function inTurn(plans: readonly RevertPlan[], writes: readonly Pick<Action, 'subject'>[]): RevertPlan {
  const turnOf = (slot: Slot | undefined): number =>
    slot === undefined
      ? -1
      : writes.findIndex(({ subject }) => 'slot' in subject && isSameSlot(subject.slot, slot));
  return {
    actions: plans
      .flatMap(({ actions }) => actions)
      .toSorted((a, b) => turnOf(targetSlotOf(a)) - turnOf(targetSlotOf(b))),
    left: plans.flatMap(({ left }) => left).toSorted((a, b) => turnOf(a.slot) - turnOf(b.slot)),
  };
}
